import { isName, wordOf } from '../aggregates.ts';
import { namedGroups, rexPattern } from '../checks/patterns.ts';
import { expressionsOf } from '../expressions.ts';
import { type Token, unquote } from '../lexer.ts';
import type { SplCommand } from '../parse.ts';
import { aggregateStep, chartStep, growingStep, tstatsStep } from './aggregate.ts';
import { readExpression } from './expressions.ts';
import { closed, expand, type FieldsAt, has, OPEN, union, withFields, withoutField } from './fields.ts';
import { joinStep, lookupStep } from './match.ts';
import { hasMacro, type Named, namesIn, need, optionOf } from './names.ts';
import { renameStep } from './rename.ts';
import { searchStep } from './search.ts';
import type { Step, Walk } from './walk.ts';

const same: Step = (_, fields) => fields;

const evalStep: Step = (command, fields, walk) => {
  const expressions = expressionsOf(command);
  readExpression(walk, command, expressions, fields, 'value');
  if (expressions.partial && !expressions.fault) return withFields(fields, targetsIn(command.args));
  return withFields(
    fields,
    expressions.placed.flatMap(({ target }) => target ?? []),
  );
};

/** What an eval that could not be read puts something into. */
function targetsIn(args: readonly Token[]): string[] {
  let depth = 0;
  return args.flatMap((token, at) => {
    if (token.kind === 'lparen') depth += 1;
    if (token.kind === 'rparen') depth -= 1;
    const starts = at === 0 || args[at - 1]?.kind === 'comma';
    return depth === 0 && starts && isName(token) && args[at + 1]?.text === '=' ? [unquote(token)] : [];
  });
}

const whereStep: Step = (command, fields, walk) => {
  readExpression(walk, command, expressionsOf(command), fields, 'filter');
  return fields;
};

const tableStep: Step = (command, fields) => {
  if (hasMacro(command)) return OPEN;
  return keep(command, fields, namesIn(command.args));
};

function keep(
  command: SplCommand,
  fields: FieldsAt,
  names: readonly Named[],
  always: readonly string[] = [],
): FieldsAt {
  const { only } = fields;
  if (only) {
    const kept = names.flatMap(({ name }) => expand(name, only));
    const internal = always.length > 0 ? [...only].filter((name) => name.startsWith('_')) : [];
    return closed([...kept, ...internal], command, fields);
  }
  if (names.some(({ name }) => name.includes('*'))) return fields;
  return closed([...names.map(({ name }) => name).filter((name) => has(fields, name)), ...always], command, fields);
}

/** Fields that `fields` keeps unless told to remove them. */
const INTERNAL = ['_time', '_raw', '_indextime', '_cd', '_bkt'];

const fieldsStep: Step = (command, fields) => {
  if (hasMacro(command)) return OPEN;
  const [sign] = command.args;
  const removes = sign?.text === '-' || /^-./.test(sign?.text ?? '');
  const names = namesIn(command.args);
  if (!removes) return keep(command, fields, names, INTERNAL);
  const gone = names.map(({ name }) => name.replace(/^-/, ''));
  const { only } = fields;
  const wanted = gone.flatMap((name) => (only ? expand(name, only) : name.includes('*') ? [] : [name]));
  return wanted.reduce((left, name) => withoutField(left, name, { command, alias: null }), fields);
};

const dedupStep: Step = (command, fields, walk) => {
  if (/^t|^1|^y/i.test(optionOf(command, 'keepempty')?.text ?? '')) return fields;
  const end = command.args.findIndex((token) => wordOf(token) === 'sortby');
  need(walk, command, fields, namesIn(end < 0 ? command.args : command.args.slice(0, end)), 'group');
  return fields;
};

/** The field that `field=` or `input=` names; `_raw` where it is not named. */
function needInput(walk: Walk, command: SplCommand, fields: FieldsAt, option: string): void {
  const value = optionOf(command, option);
  if (value && isName(value))
    need(walk, command, fields, [{ name: unquote(value), start: value.start, length: value.text.length }], 'value');
  else if (!value && fields.only && !fields.only.has('_raw'))
    walk.lose(command, fields, { name: '_raw', start: command.start, length: 0, use: 'value' });
}

const rexStep: Step = (command, fields, walk) => {
  needInput(walk, command, fields, 'field');
  const { token, sed } = rexPattern(command);
  if (sed) return fields;
  const groups = token && namedGroups(unquote(token));
  return groups ? withFields(fields, groups) : OPEN;
};

const regexStep: Step = (command, fields, walk) => {
  const [field, operator] = command.args;
  if (operator?.kind !== 'operator') needInput(walk, command, fields, 'field');
  else if (isName(field) && operator.text === '=')
    need(walk, command, fields, [{ name: unquote(field), start: field.start, length: field.text.length }], 'value');
  return fields;
};

const spathStep: Step = (command, fields, walk) => {
  needInput(walk, command, fields, 'input');
  const output = optionOf(command, 'output');
  return output ? withFields(fields, [unquote(output)]) : OPEN;
};

const binStep: Step = (command, fields) => {
  const at = command.args.findIndex((token) => wordOf(token) === 'as');
  const alias = at < 0 ? undefined : command.args[at + 1];
  return alias ? withFields(fields, [unquote(alias)]) : fields;
};

/** `ctime(x) AS y`. */
const convertStep: Step = ({ args }, fields) =>
  withFields(
    fields,
    args.flatMap((token, at) => (wordOf(args[at - 1]) === 'as' && isName(token) ? [unquote(token)] : [])),
  );

const fillStep: Step = (command, fields) =>
  withFields(
    fields,
    namesIn(command.args)
      .map(({ name }) => name)
      .filter((name) => !name.includes('*')),
  );

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Iplocation */
const iplocationStep: Step = (command, fields, walk) => {
  need(walk, command, fields, namesIn(command.args).slice(0, 1), 'value');
  const prefix = optionOf(command, 'prefix');
  const names = ['City', 'Country', 'Region', 'lat', 'lon', 'Continent', 'MetroCode', 'Timezone'];
  return withFields(
    fields,
    names.map((name) => (prefix ? unquote(prefix) : '') + name),
  );
};

const adding =
  (...names: readonly string[]): Step =>
  (_, fields) =>
    withFields(fields, names);

/** `top limit=5 user by host`: what is named, with count and percent. */
const topStep: Step = (command, fields, walk) => {
  if (hasMacro(command)) return OPEN;
  const names = namesIn(command.args).filter(({ name }) => !/^by$/i.test(name));
  need(walk, command, fields, names, 'group');
  const option = (name: string) => optionOf(command, `${name}field`);
  const counts = ['count', 'percent'].map((name) => (option(name) ? unquote(option(name) as Token) : name));
  return closed([...names.map(({ name }) => name), ...counts], command, fields);
};

const transactionStep: Step = (command, fields, walk) => {
  need(walk, command, fields, namesIn(command.args), 'group');
  return withFields(fields, ['duration', 'eventcount', 'closed_txn', 'field_match_sum', 'linecount']);
};

const appendStep: Step = (command, fields, walk) =>
  command.nested.reduce(
    (all, inner) => union(all, walk.into(inner, OPEN)),
    walk.first ? walk.into(command.nested[0] ?? walk.pipeline, OPEN) : fields,
  );

const appendpipeStep: Step = ({ nested }, fields, walk) =>
  nested.reduce((all, inner) => union(all, walk.into(inner, fields)), fields);

const makeresultsStep: Step = (command, _, walk) => {
  const plain = command.args.every((token) =>
    /^(?:count|annotate|=|\d+|t|f|true|false|splunk_server)$/i.test(token.text),
  );
  if (!plain || !walk.first) return OPEN;
  return closed(['_time', 'splunk_server', 'splunk_server_group', 'host', 'source', 'sourcetype', '_raw'], command);
};

const multisearchStep: Step = ({ nested }, _, walk) => {
  for (const inner of nested) walk.into(inner, OPEN);
  return OPEN;
};

/** What each command does to the fields. One that is not here may do anything. */
export const STEPS: Readonly<Record<string, Step>> = {
  search: searchStep,
  where: whereStep,
  eval: evalStep,
  fieldformat: (command, fields, walk) => {
    readExpression(walk, command, expressionsOf(command), fields, 'value');
    return fields;
  },
  table: tableStep,
  fields: fieldsStep,
  rename: renameStep,
  stats: aggregateStep,
  eventstats: growingStep,
  streamstats: growingStep,
  chart: chartStep,
  timechart: chartStep,
  tstats: tstatsStep,
  top: topStep,
  rare: topStep,
  dedup: dedupStep,
  rex: rexStep,
  regex: regexStep,
  spath: spathStep,
  lookup: lookupStep,
  join: joinStep,
  append: appendStep,
  appendcols: appendStep,
  appendpipe: appendpipeStep,
  multisearch: multisearchStep,
  union: multisearchStep,
  transaction: transactionStep,
  iplocation: iplocationStep,
  bin: binStep,
  bucket: binStep,
  convert: convertStep,
  fillnull: fillStep,
  filldown: same,
  makeresults: makeresultsStep,
  addinfo: adding('info_min_time', 'info_max_time', 'info_sid', 'info_search_time'),
  ...Object.fromEntries(
    [
      'sort',
      'head',
      'tail',
      'reverse',
      'mvexpand',
      'makemv',
      'nomv',
      'mvcombine',
      'replace',
      'highlight',
      'abstract',
      'uniq',
    ].map((name) => [name, same]),
  ),
};
