import { highestSeverity, type Severity } from '../../knowledge/vocabulary.ts';
import { isExpired } from '../retire.ts';
import type { WantedRecords } from './build.ts';
import type { RecordContext } from './context.ts';
import type { HuntStates } from './hunt-state.ts';
import { MAX_IDS, RECORDS, type RecordRow, type RecordType } from './schema.ts';
import type { RecordChanges } from './sink.ts';
import { contentHash, storable, type Values, written } from './values.ts';

export interface RecordPlan extends RecordChanges {
  readonly unchanged: number;
  /** Records that stay though nothing in this run calls for them. */
  readonly kept: number;
}

/**
 * The difference between the records that a run makes and those that a platform has. Pure. What is out of sight is not
 * gone: a record goes when its hunt has, when the articles that listed it were read and list
 * it no more, when it is too old, or when every source that ever delivered it is authoritative and does no more.
 */
export function planRecords(
  type: RecordType,
  wanted: WantedRecords,
  stored: readonly RecordRow[],
  context: RecordContext,
  states: HuntStates,
  now: Date,
): RecordPlan {
  const { key } = RECORDS[type];
  const before = new Map(stored.map((row) => [String(row[key]), row]));
  const upsert: RecordRow[] = [];
  const remove: RecordRow[] = [];
  let unchanged = 0;
  let kept = 0;

  for (const [id, values] of wanted) {
    const row = before.get(id);
    // What was read back is as it was stored; so must be what it is compared with.
    const merged = withMemory(storable(type, values), row, context);
    if (row?.content_hash === contentHash(type, merged)) unchanged += 1;
    else upsert.push(written(type, merged, row, now));
  }
  for (const [id, row] of before) {
    if (wanted.has(id)) continue;
    const next =
      type === 'hunts' ? nextHuntRecord(id, row, context, states) : isStale(type, row, context) ? 'remove' : row;
    if (next === 'remove') remove.push(row);
    // What was read oddly is not written back so: nothing new is known of it.
    else if (next === row || row.content_hash === contentHash(type, next)) kept += 1;
    else upsert.push(written(type, next, row, now));
  }
  return { upsert, remove, unchanged, kept };
}

/** What this run has, with what the record remembers of articles and sources that are merely out of sight. */
function withMemory(values: Values, row: RecordRow | undefined, context: RecordContext): Values {
  const remembered = row && !isForgettable(row, context) ? row : undefined;
  const sources = [...new Set([...texts(values['sources']), ...texts(remembered?.['sources'])])].sort();
  const current = texts(values['article_ids']);
  const known = texts(remembered?.['sources']);
  const outOfSight = texts(remembered?.['article_ids'])
    .filter((id) => !current.includes(id) && !known.some((name) => context.deliveredBy.get(id)?.has(name)))
    // Counted is only what is kept, or the next run would find another number.
    .slice(0, Math.max(0, MAX_IDS - current.length));
  if (!remembered || outOfSight.length === 0) return { ...values, sources };
  const isNewer = String(remembered['published'] ?? '') > String(values['published'] ?? '');
  const isNewest = isNewer && texts(remembered['article_ids'])[0] === outOfSight[0];
  return {
    ...values,
    sources,
    // What tells of the newest article goes on telling of it, all of it.
    ...(isNewest ? newestOf(remembered) : {}),
    article_ids: isNewest ? [...outOfSight, ...current] : [...current, ...outOfSight],
    article_count: Number(values['article_count']) + outOfSight.length,
    severity: highestSeverity([values['severity'] as Severity, remembered['severity'] as Severity]),
  };
}

function newestOf(row: RecordRow): Values {
  const own = Object.entries(row).filter(([name]) => /^(?:published|article_title|article_url)$/.test(name));
  return Object.fromEntries(own);
}

/** A hunt's record goes with the last of its objects; one that never had any, as every other record does. */
function nextHuntRecord(key: string, row: RecordRow, context: RecordContext, states: HuntStates): Values | 'remove' {
  const state = states.ofKey(key, texts(row['objects']));
  if (state) return storable('hunts', { ...row, ...state });
  if (texts(row['objects']).length > 0) return 'remove';
  return isStale('hunts', row, context) ? 'remove' : row;
}

function isStale(type: RecordType, row: RecordRow, context: RecordContext): boolean {
  if (!context.complete || (type === 'articles' && context.named?.has(String(row['article_id'])))) return false;
  if (type !== 'articles' && isNoLongerListed(row, context)) return true;
  return isExpired(String(row['published'] ?? ''), context) || isForgettable(row, context);
}

/**
 * All of its articles were read, from every source that ever delivered it: a stranger's article of the same address and title
 * says nothing of the one that is out of sight.
 */
function isNoLongerListed(row: RecordRow, { deliveredBy }: RecordContext): boolean {
  const articles = texts(row['article_ids']);
  const sources = new Set(articles.flatMap((id) => [...(deliveredBy.get(id) ?? [])]));
  // A record that names no article, as one that was read in part may, is not known to be of none.
  const isWhole = articles.length > 0 && Number(row['article_count']) <= articles.length;
  return (
    isWhole && articles.every((id) => deliveredBy.has(id)) && texts(row['sources']).every((name) => sources.has(name))
  );
}

/** Every source that ever delivered it is authoritative and was read without a doubt: what it does not say is not so. */
function isForgettable(row: RecordRow, { authoritative }: RecordContext): boolean {
  const sources = texts(row['sources']);
  return sources.length > 0 && sources.every((name) => authoritative.has(name));
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? (value as readonly string[]) : [];
}
