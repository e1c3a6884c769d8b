import { aggregatesOf, readAggregates, wordOf } from '../aggregates.ts';
import { cim, resolveField } from '../cim.ts';
import { has, lostAt } from '../flow/fields.ts';
import type { Findings, Loss } from '../flow/loss.ts';
import { flowOf } from '../flow/walk.ts';
import type { SplCommand } from '../parse.ts';
import { readTstats, tstatsParts } from '../tstats.ts';
import type { Edit } from './edits.ts';
import type { Repair } from './repair.ts';

/**
 * A field that was dropped or renamed before it is used, where it is plain which one is meant: the name that it has now, the
 * column that was made of it, or the stage that could have kept it.
 */
export const lostFields: Repair = {
  name: 'lost-field',
  judgement: true,
  preserves:
    'Which events are read. The field is used under the name that it has, or the stage that dropped it keeps it: among the groups, or, where only a comparison needs it, as values() of the group.',
  edits({ tree, text }): Edit[] {
    const found = flowOf(tree);
    const edits = found.losses.filter(({ use }) => use !== 'rename').flatMap((loss) => mend(loss, found, text));
    return [...new Map(edits.map((edit) => [`${edit.start}:${edit.end}:${edit.text}`, edit])).values()];
  },
};

/** `Processes.process` of eval becomes `'Processes.process'`. */
export const fieldQuotes: Repair = {
  name: 'field-quotes',
  judgement: true,
  preserves: 'The field that is compared. Without single quotes eval joins the texts of two fields that are not there.',
  edits: ({ tree }) =>
    flowOf(tree).dotted.map(({ name, start, length }) => ({ start, end: start + length, text: `'${name}'` })),
};

function mend(loss: Loss, found: Findings, text: string): Edit[] {
  if (loss.side) return renameInside(loss, text);
  const now = currentName(loss);
  if (now !== null)
    return loss.length === 0 ? [] : [{ start: loss.start, end: loss.start + loss.length, text: spelt(now, loss) }];
  return keepIt(loss, found);
}

function spelt(name: string, { inExpression }: Loss): string {
  if (/^[A-Za-z_]\w*$/.test(name)) return name;
  return inExpression ? `'${name}'` : /^[\w.]+$/.test(name) ? name : `"${name}"`;
}

/** What the field is called where it is missing under the name that is used; null where that is not plain. */
function currentName({ name, fields }: Pick<Loss, 'name' | 'fields'>): string | null {
  const alias = fields.gone.get(name)?.alias;
  if (alias && has(fields, alias)) return alias;
  const { only } = fields;
  if (!only) return null;
  const short = shortOf(name);
  if (short !== name && only.has(short)) return short;
  const longer = [...only].filter((one) => one.endsWith(`.${name}`) && /^[\w.]+$/.test(one));
  if (longer.length === 1) return longer[0] as string;
  const spelt = [...only].filter((one) => one.toLowerCase() === name.toLowerCase());
  if (spelt.length === 1) return spelt[0] as string;
  return madeOf({ name, fields });
}

/** Functions that give a field's own values. */
const KEEPING = /^(?:values|list|first|last|earliest|latest|mode)$/;

/** The column that the stage which dropped the field made of it. */
function madeOf({ name, fields }: Pick<Loss, 'name' | 'fields'>): string | null {
  const stage = lostAt(fields, name);
  if (!stage || !/^(?:ts|s)tats$/.test(stage.name)) return null;
  const { functions } =
    stage.name === 'tstats' ? readAggregates(tstatsParts(stage.args).functions) : aggregatesOf(stage);
  const made = functions.filter(({ name: of, field, expression }) => {
    if (name === 'count') return (of === 'count' || of === 'c') && field === null && expression === null;
    return KEEPING.test(of) && field !== null && (field === name || field.endsWith(`.${name}`));
  });
  const [only] = made;
  return made.length === 1 && only && fields.only?.has(only.alias) ? only.alias : null;
}

/** Lets the stage that dropped the field keep it. */
function keepIt(loss: Loss, found: Findings): Edit[] {
  const stage = lostAt(loss.fields, loss.name);
  if (!stage || stage === loss.command) return [];
  const before = found.before.get(stage);
  switch (stage.name) {
    case 'tstats':
      return keepInTstats(stage, loss);
    case 'stats':
      if (!before || !has(before, loss.name) || !isPlain(loss.name)) return [];
      return keepInStats(stage, loss.name, loss);
    case 'table':
    case 'fields': {
      if (!before || !has(before, loss.name) || !isPlain(loss.name) || loss.fields.gone.has(loss.name)) return [];
      const last = stage.args.at(-1);
      const end = last ? last.start + last.text.length : stage.start + stage.name.length;
      return [{ start: end, end, text: `, ${loss.name}` }];
    }
    default:
      return [];
  }
}

function shortOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function isPlain(name: string): boolean {
  return /^[A-Za-z_][\w.]*$/.test(name);
}

/** A comparison that asks whether a value is there can ask the group's values; all else needs one value a row. */
function asValues({ use, negated, name }: Loss): boolean {
  return use === 'filter' && !negated && name !== '_time';
}

function keepInTstats(stage: SplCommand, loss: Loss): Edit[] {
  const field = modelField(stage, loss);
  if (field === null) return [];
  const { functions, by } = tstatsParts(stage.args);
  // Where the dataset has been taken off the names in between, the field comes without it.
  const kept = [...(loss.fields.only ?? [])].some((one) => /^\w+(?:\.\w+)+$/.test(one))
    ? loss.name
    : shortOf(loss.name);
  const use = kept === loss.name ? [] : [{ start: loss.start, end: loss.start + loss.length, text: kept }];
  if (asValues(loss)) {
    const last = functions.at(-1);
    if (!last) return [];
    const at = last.start + last.text.length;
    return [{ start: at, end: at, text: ` values(${field}) as ${kept}` }, ...use];
  }
  // Without a span tstats chooses one by the window of the search.
  return [...groupBy(stage, by.length > 0, field === '_time' ? '_time span=1s' : field), ...use];
}

function keepInStats(stage: SplCommand, name: string, loss: Loss): Edit[] {
  const by = stage.args.findIndex((token) => /^(?:by|groupby)$/.test(wordOf(token)));
  if (!asValues(loss)) return groupBy(stage, by >= 0, name);
  const last = by < 0 ? stage.args.at(-1) : stage.args[by - 1];
  if (!last) return [];
  const at = last.start + last.text.length;
  return [{ start: at, end: at, text: ` values(${name}) as ${name}` }];
}

function groupBy(stage: SplCommand, hasBy: boolean, name: string): Edit[] {
  const last = stage.args.at(-1);
  if (!last) return [];
  const at = last.start + last.text.length;
  return [{ start: at, end: at, text: hasBy ? ` ${name}` : ` by ${name}` }];
}

/** The field as tstats writes it, where its dataset has it; null where that is not plain. */
function modelField(stage: SplCommand, { name }: Loss): string | null {
  if (name === '_time') return name;
  const reading = readTstats(stage);
  const [modelName = '', ...path] = reading.source?.text.split('.') ?? [];
  const model = cim().models.get(modelName);
  if (!model) return null;
  const written = path.join('.');
  const dataset = written === '' ? null : (model.datasets.get(written) ?? model.byLineage.get(written) ?? null);
  const prefixes = new Set(
    reading.fields
      .map((field) => field.name.slice(0, Math.max(0, field.name.lastIndexOf('.'))))
      .filter((prefix) => prefix !== ''),
  );
  const candidates = name.includes('.') ? [name] : [...prefixes].map((prefix) => `${prefix}.${name}`);
  const known = candidates.filter((field) => resolveField(model, dataset, field).kind === 'fine');
  return known.length === 1 ? (known[0] as string) : null;
}

/** A join whose subsearch has its key under another name. */
function renameInside({ name, fields, side }: Loss, text: string): Edit[] {
  const now = currentName({ name, fields });
  const last = side?.commands.at(-1);
  if (now === null || !last || !side) return [];
  const token = last.args.at(-1) ?? last.head;
  const nestedEnd = last.nested.at(-1);
  if (!token || nestedEnd) return [];
  const at = token.start + token.text.length;
  return text[at] === undefined ? [] : [{ start: at, end: at, text: ` | rename "${now}" as ${name}` }];
}
