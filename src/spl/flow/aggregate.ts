import { type Aggregate, type Aggregates, aggregatesOf, isName, joinedName, readAggregates } from '../aggregates.ts';
import type { Token } from '../lexer.ts';
import type { SplCommand } from '../parse.ts';
import { tstatsParts } from '../tstats.ts';
import { readExpression } from './expressions.ts';
import { closed, type FieldsAt, has, OPEN, union, withFields } from './fields.ts';
import { hasMacro, need, optionOf } from './names.ts';
import type { Step, Walk } from './walk.ts';

/** What the functions take and the groups need; the names that are made. */
function use(walk: Walk, command: SplCommand, fields: FieldsAt, { functions, by }: Aggregates): string[] {
  need(
    walk,
    command,
    fields,
    by.map(({ name, token }) => ({ name, start: token.start, length: token.text.length })),
    'group',
  );
  return functions.flatMap((one) => {
    const before = walk.found.losses.length;
    readFunction(walk, command, fields, one);
    // What is made of nothing counts as not there.
    return walk.found.losses.length > before ? [] : [one.alias];
  });
}

function readFunction(
  walk: Walk,
  command: SplCommand,
  fields: FieldsAt,
  { field, fieldStart, expression }: Aggregate,
): void {
  if (expression) readExpression(walk, command, expression, fields, 'function');
  if (field !== null)
    need(walk, command, fields, [{ name: field, start: fieldStart, length: field.length }], 'function');
}

function isOpen({ functions, partial }: Aggregates): boolean {
  return partial || functions.some(({ field, alias }) => field?.includes('*') || alias.includes('*'));
}

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Stats */
export const aggregateStep: Step = (command, fields, walk) => {
  const read = aggregatesOf(command);
  const made = use(walk, command, fields, read);
  if (isOpen(read)) return OPEN;
  return closed([...read.by.map(({ name }) => name), ...made], command, fields);
};

/** eventstats and streamstats add to what there is. */
export const growingStep: Step = (command, fields, walk) => {
  const read = aggregatesOf(command);
  const made = use(walk, command, fields, read);
  return isOpen(read) ? OPEN : withFields(fields, made);
};

/** Columns of chart and timechart are named after values, which nobody knows before. */
export const chartStep: Step = (command, fields, walk) => {
  use(walk, command, fields, aggregatesOf(command));
  if (command.name === 'timechart' && !has(fields, '_time'))
    walk.lose(command, fields, { name: '_time', start: command.start, length: 0, use: 'group' });
  return OPEN;
};

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Tstats */
export const tstatsStep: Step = (command, fields, walk) => {
  for (const inner of command.nested) walk.into(inner, OPEN);
  const { functions, by } = tstatsParts(command.args);
  const read = readAggregates(functions);
  const groups = groupsOf(by);
  const unknown =
    isOpen(read) ||
    groups === null ||
    /^t|^1/i.test(optionOf(command, 'prestats')?.text ?? '') ||
    (hasMacro(command) && functions.some(({ kind, text }) => kind === 'macro' && !/summariesonly/.test(text)));
  // A macro for the options of tstats (`summariesonly`) stands among its functions.
  const safe = !unknown || (read.partial && groups !== null && onlyOptions(functions));
  if (!safe || groups === null) return OPEN;
  const made = closed([...groups, ...read.functions.map(({ alias }) => alias)], command);
  return walk.first ? made : union(fields, made);
};

function onlyOptions(functions: readonly Token[]): boolean {
  const macros = functions.filter(({ kind }) => kind === 'macro');
  const read = readAggregates(functions);
  return (
    macros.every(({ text }) => /summariesonly/.test(text)) &&
    !read.functions.some(({ field, alias }) => field?.includes('*') || alias.includes('*'))
  );
}

/** Names of the by clause; null where one cannot be told. */
function groupsOf(by: readonly Token[]): string[] | null {
  const names: string[] = [];
  for (let at = 0; at < by.length; at += 1) {
    const token = by[at] as Token;
    if (token.kind === 'comma') continue;
    if (by[at + 1]?.kind === 'operator') at += 2;
    else if (!isName(token) || by[at + 1]?.kind === 'lparen') return null;
    else {
      const { text, last } = joinedName(by, at);
      names.push(text);
      at = last;
    }
  }
  return names;
}
