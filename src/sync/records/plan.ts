import { highestSeverity, type Severity } from '../../knowledge/vocabulary.ts';
import { isExpired } from '../retire.ts';
import type { RecordContext } from './context.ts';
import type { HuntStates } from './hunt-state.ts';
import { isRemembered } from './refused.ts';
import { type Rows, rowsMadeBy } from './rows.ts';
import { MAX_IDS, RECORDS, type RecordRow, type RecordType } from './schema.ts';
import type { RecordChanges } from './sink.ts';
import { withUnseen } from './standing.ts';
import type { HuntRecord } from './types.ts';
import { contentHash, storable, textList, type Values, written } from './values.ts';
import type { WantedRecords } from './wanted.ts';

export interface RecordPlan extends RecordChanges {
  /** Those of `upsert` that have a stored record before them, and so may tell of more than this run does. */
  readonly changed: Rows;
  readonly unchanged: number;
  /** Records that the platform has refused as they are; absent where there are none. */
  readonly refused?: number;
  /** Records that stay though nothing in this run calls for them. */
  readonly kept: number;
  /** How many of `remove` only have another key now; absent where none has. */
  readonly renamed?: number;
}

/**
 * The difference between the records that a run wants and those that a platform has. Pure. Absence is not deletion: a record is
 * removed when its hunt is, when the articles that listed it were read and no longer list it, when it is too old, or when every
 * source that ever delivered it is authoritative and no longer does.
 */
export function planRecords(
  type: RecordType,
  wanted: WantedRecords,
  stored: readonly RecordRow[],
  context: RecordContext,
  states: HuntStates,
  now: Date,
  { retryRefused = false } = {},
): RecordPlan {
  const { key } = RECORDS[type];
  const before = new Map(stored.map((row) => [String(row[key]), row]));
  const upsert: (() => RecordRow)[] = [];
  const changed: (() => RecordRow)[] = [];
  const change = (write: () => RecordRow) => {
    upsert.push(write);
    changed.push(write);
  };
  const remove: RecordRow[] = [];
  let unchanged = 0;
  let refused = 0;
  let kept = 0;

  const former = formerRows(before, wanted, context);
  // Stored values were normalised; what they are compared with must be as well.
  const merge = (values: Values, known: RecordRow | undefined) =>
    withPlatforms(withMemory(storable(type, values), known, context), known, context);
  for (const id of wanted.keys()) {
    const row = before.get(id);
    const known = row ?? former.get(id);
    const write = () => written(type, merge(wanted.get(id) as Values, known), known, now);
    if (!known) {
      upsert.push(write);
      continue;
    }
    const hash = contentHash(type, merge(wanted.get(id) as Values, known));
    if (row?.content_hash === hash) unchanged += 1;
    else if (!retryRefused && isRemembered(row, hash, now)) refused += 1;
    else change(write);
  }
  const renamed = new Set([...before].filter(([id]) => isRenamed(id, wanted, context)).map(([, row]) => row));
  remove.push(...renamed);
  for (const [id, row] of before) {
    if (wanted.has(id) || renamed.has(row)) continue;
    const next =
      type === 'hunts' ? nextHuntRecord(id, row, context, states) : isStale(type, row, context) ? 'remove' : row;
    if (next === 'remove') remove.push(row);
    // A row that was read back incomplete is not written back: nothing new is known of it.
    else if (next === row || row.content_hash === contentHash(type, next)) kept += 1;
    else change(() => written(type, next, row, now));
  }
  return {
    upsert: rowsMadeBy(upsert),
    changed: rowsMadeBy(changed),
    remove,
    unchanged,
    kept,
    ...(refused > 0 ? { refused } : {}),
    ...(renamed.size > 0 ? { renamed: renamed.size } : {}),
  };
}

/** Has this run a record in the place of this one, under another key? */
function isRenamed(id: string, wanted: WantedRecords, { complete, renamed }: RecordContext): boolean {
  return complete && !wanted.has(id) && wanted.has(renamed?.get(id) ?? '');
}

/** The records that renamed ones had: what is remembered of them goes on. */
function formerRows(
  before: ReadonlyMap<string, RecordRow>,
  wanted: WantedRecords,
  context: RecordContext,
): ReadonlyMap<string, RecordRow> {
  const rows = [...before].filter(([id]) => isRenamed(id, wanted, context)).sort(([a], [b]) => (a < b ? 1 : -1));
  return new Map(rows.map(([id, row]) => [context.renamed?.get(id) ?? id, row]));
}

/** The values of this run, merged with recorded articles and sources that were merely not delivered this time. */
function withMemory(values: Values, row: RecordRow | undefined, context: RecordContext): Values {
  const remembered = row && !isForgettable(row, context) ? row : undefined;
  const sources = [...new Set([...textList(values['sources']), ...textList(remembered?.['sources'])])].sort();
  const current = textList(values['article_ids']);
  const known = textList(remembered?.['sources']);
  const outOfSight = textList(remembered?.['article_ids'])
    .filter((id) => !current.includes(id) && !current.includes(context.renamedArticles?.get(id) ?? ''))
    .filter((id) => !known.some((name) => context.deliveredBy.get(id)?.has(name)))
    // Only ids that are kept are counted, or the next run would find another number.
    .slice(0, Math.max(0, MAX_IDS - current.length));
  if (!remembered || outOfSight.length === 0) {
    return sources.join('\n') === textList(values['sources']).join('\n') ? values : { ...values, sources };
  }
  const isNewer = String(remembered['published'] ?? '') > String(values['published'] ?? '');
  const isNewest = isNewer && textList(remembered['article_ids'])[0] === outOfSight[0];
  return {
    ...values,
    sources,
    // Fields about the newest article stay together.
    ...(isNewest ? newestOf(remembered) : {}),
    article_ids: isNewest ? [...outOfSight, ...current] : [...current, ...outOfSight],
    ...callersOf(values, remembered, outOfSight, isNewest),
    article_count: Number(values['article_count']) + outOfSight.length,
    severity: highestSeverity([values['severity'] as Severity, remembered['severity'] as Severity]),
  };
}

/** A hunt's platforms that were not read in this run stay as its record has them. */
function withPlatforms(values: Values, row: RecordRow | undefined, { standings }: RecordContext): Values {
  const own = values['platforms'];
  if (!standings || !Array.isArray(own)) return values;
  const platforms = withUnseen(textList(own), standings, row);
  return { ...values, platforms };
}

/** What is recorded of the callers that are out of sight, in the order of their ids; the id alone of one that an older version recorded. */
function callersOf(values: Values, remembered: RecordRow, outOfSight: readonly string[], isNewest: boolean): Values {
  if (!Array.isArray(values['callers'])) return {};
  const ids = textList(remembered['article_ids']);
  const lines = textList(remembered['callers']);
  const recorded = outOfSight.map((id) => lines[ids.indexOf(id)] ?? id);
  const current = textList(values['callers']);
  return { callers: isNewest ? [...recorded, ...current] : [...current, ...recorded] };
}

function newestOf(row: RecordRow): Values {
  const own = Object.entries(row).filter(([name]) => /^(?:published|article_title|article_url)$/.test(name));
  return Object.fromEntries(own);
}

/** The record of a hunt is removed with the last of its objects; without any, the usual rules apply. */
function nextHuntRecord(key: string, row: RecordRow, context: RecordContext, states: HuntStates): Values | 'remove' {
  const state = states.ofKey(key, textList(row['objects']));
  if (state) return storable('hunts', { ...row, ...state, ...standingOf(key, row, context) });
  if (textList(row['objects']).length > 0) return 'remove';
  if (isStale('hunts', row, context)) return 'remove';
  const { platforms } = standingOf(key, row, context);
  return platforms === undefined ? row : storable('hunts', { ...row, platforms });
}

/** How a hunt that this run does not call for stands on the platforms; empty where that is as its record says. */
function standingOf(key: string, row: RecordRow, { standings }: RecordContext): Partial<Pick<HuntRecord, 'platforms'>> {
  if (!standings) return {};
  const known = standings.seen.flatMap((one) => one.ofKey(key) ?? []);
  const platforms = withUnseen(known, standings, row);
  return platforms.join('\n') === textList(row['platforms']).join('\n') ? {} : { platforms };
}

function isStale(type: RecordType, row: RecordRow, context: RecordContext): boolean {
  if (!context.complete || (type === 'articles' && context.named?.has(String(row['article_id'])))) return false;
  if (type !== 'articles' && isNoLongerListed(row, context)) return true;
  return isExpired(String(row['published'] ?? ''), context) || isForgettable(row, context);
}

/**
 * All of its articles were read, from every source that ever delivered it: another source's article with the same URL and title
 * says nothing about one that was not delivered.
 */
function isNoLongerListed(row: RecordRow, { deliveredBy }: RecordContext): boolean {
  const articles = textList(row['article_ids']);
  const sources = new Set(articles.flatMap((id) => [...(deliveredBy.get(id) ?? [])]));
  // A record that names no article may have been read incompletely.
  const isWhole = articles.length > 0 && Number(row['article_count']) <= articles.length;
  return (
    isWhole &&
    articles.every((id) => deliveredBy.has(id)) &&
    textList(row['sources']).every((name) => sources.has(name))
  );
}

/** Every source that ever delivered it is authoritative and was read reliably: what they do not deliver is gone. */
function isForgettable(row: RecordRow, { authoritative }: RecordContext): boolean {
  const sources = textList(row['sources']);
  return sources.length > 0 && sources.every((name) => authoritative.has(name));
}
