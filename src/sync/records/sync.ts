import type { Article } from '../../briefing/article.ts';
import { reasonOf } from '../../core/errors.ts';
import { onFirstUse } from '../../core/on-first-use.ts';
import type { MergedArticle } from '../../hunts/merge.ts';
import type { PlatformPlan } from '../plan.ts';
import type { CheckedHunt } from '../query.ts';
import { inShard, type Shard } from '../shard.ts';
import type { PlanTarget } from '../target.ts';
import type { ActualObject, Change } from '../types.ts';
import { buildHuntRecords } from './build.ts';
import { contextFor } from './context.ts';
import { failureLines } from './failures.ts';
import { holdBack } from './guard.ts';
import { huntStates, objectsAfter } from './hunt-state.ts';
import { planRecords, type RecordPlan } from './plan.ts';
import { refusedLine, rememberRefused } from './refused.ts';
import { RECORDS, type RecordRow, type SyncedType } from './schema.ts';
import type { Ageing, SharedRecords } from './shared.ts';
import type { RecordSink } from './sink.ts';
import type { Standings } from './standing.ts';
import { textList } from './values.ts';
import { onlyRecords } from './wanted.ts';

/** One type of record on one platform after a run. */
export interface RecordCounts {
  /** Records that the run made. */
  readonly total: number;
  /** Written now; in a `plan`, what a sync would write. */
  readonly sent: number;
  readonly removed: number;
  readonly unchanged: number;
  /** Not called for in this run, and kept. */
  readonly kept: number;
  readonly failed: number;
  /** Not sent, because the platform has refused them as they are; absent where there are none. */
  readonly refusedEarlier?: number;
}

export interface RecordsResult extends Readonly<Partial<Record<SyncedType, RecordCounts>>> {
  readonly name: string;
  readonly requests: number;
  /** What went wrong, in words. */
  readonly errors: readonly string[];
  /** What else is to be told; absent where there is nothing. */
  readonly notes?: readonly string[];
}

export interface RecordRun {
  readonly sink: RecordSink;
  readonly target: Pick<PlanTarget, 'kind' | 'queryField'>;
  readonly plan: PlatformPlan;
  readonly actual: readonly ActualObject[];
  /** The changes that were carried out; in a `plan`, all of them. */
  readonly done: readonly Change[];
  /** The records of articles and indicators, which all platforms share: `buildSharedRecords` with `ageingOf`. */
  readonly shared: SharedRecords;
  /** As they were read, for what each source delivered. */
  readonly articles: readonly Article[];
  /** The same, each article once. */
  readonly merged: readonly MergedArticle[];
  readonly hunts: readonly CheckedHunt[];
  readonly context: Parameters<typeof contextFor>[2];
  /** How hunts stand on the platforms that these records tell of. */
  readonly standings?: Standings;
  /** At most this share of the records of articles, and of indicators, may be removed. */
  readonly maxChangePercent: number;
  /** Sends what was refused earlier, too. */
  readonly retryRefused?: boolean;
  readonly shard?: Shard | undefined;
  readonly write: boolean;
  readonly now: Date;
  readonly signal?: AbortSignal | undefined;
}

/** Hunts first: their records decide which articles are still needed. */
const ORDER: readonly SyncedType[] = ['hunts', 'articles', 'indicators'];

/** Brings one platform's records up to date. A failure in one type does not stop the others. */
export async function syncRecords(run: RecordRun): Promise<RecordsResult> {
  const { sink, shard, signal, standings } = run;
  const states =
    standings?.seen.find(({ name }) => name === sink.name)?.states ??
    huntStates(run.target, run.plan, objectsAfter(run.actual, run.done));
  const stateOf = (checked: CheckedHunt) => ({
    ...states.of(checked),
    platforms: standings?.seen.flatMap((one) => one.of(checked) ?? []) ?? [],
  });
  const hunts = shard ? run.hunts.filter(({ hunt }) => inShard(hunt.key, shard)) : run.hunts;
  const wanted = { ...partOf(run.shared, shard), hunts: buildHuntRecords(hunts, stateOf, run.target.kind) };
  const counts: Partial<Record<SyncedType, RecordCounts>> = {};
  const errors: string[] = [];
  const notes: string[] = [];
  let named: ReadonlySet<string> | undefined;
  for (const type of ORDER) {
    const mine = wanted[type];
    try {
      const { key } = RECORDS[type];
      const all = await sink.read(type, signal);
      const stored = all.filter((row) => !shard || inShard(String(row[key]), shard));
      const context = {
        ...contextFor(type, run.articles, run.context),
        renamed: renamedBy(type, run),
        renamedArticles: renamedBy('articles', run),
        ...(standings ? { standings } : {}),
      };
      // If the hunts' records could not be read, no article may be removed.
      const known = type === 'articles' ? { ...context, ...(named ? { named } : { complete: false }) } : context;
      const { retryRefused = false } = run;
      const whole = planRecords(type, mine, stored, known, states, run.now, { retryRefused });
      if (type === 'hunts') named = articlesOf(all, whole);
      const { plan: changes, reason } = holdBack(type, whole, stored.length, run.maxChangePercent);
      if (reason) errors.push(reason);
      const { upsert, remove, unchanged, kept, refused = 0 } = changes;
      const planned = { sent: upsert.length, removed: remove.length, failed: [] };
      const idle = !run.write || upsert.length + remove.length === 0;
      const outcome = idle ? planned : await sink.write(type, changes, signal);
      const { sent, removed, failed } = outcome;
      counts[type] = {
        total: mine.size,
        sent,
        removed,
        unchanged,
        kept,
        failed: failed.length,
        ...(refused > 0 ? { refusedEarlier: refused } : {}),
      };
      errors.push(...failureLines(type, failed));
      if (refused > 0) notes.push(refusedLine(type, refused));
      if (failed.some((one) => one.refused)) await rememberRefused(type, changes, failed, sink, signal);
    } catch (error) {
      errors.push(`${type}: ${reasonOf(error)}`);
    }
  }
  return { name: sink.name, ...counts, requests: sink.requests(), errors, ...(notes.length > 0 ? { notes } : {}) };
}

/** How long the indicators of a run hold. */
export function ageingOf({ today, indicatorDays }: RecordRun['context']): Ageing {
  return { today, ...(indicatorDays ? { indicatorDays } : {}) };
}

/** What has another key now: asked where a stored record is not among those of this run. */
function renamedBy(type: SyncedType, run: RecordRun): Pick<ReadonlyMap<string, string>, 'get'> {
  const keys = onFirstUse(() => renamedKeys(type, run));
  return { get: (key) => keys().get(key) };
}

/** The keys that articles and hunts had, and those that they have. */
function renamedKeys(type: SyncedType, { articles, merged, hunts }: RecordRun): ReadonlyMap<string, string> {
  if (type === 'indicators') return new Map();
  if (type === 'hunts') {
    return new Map(hunts.flatMap(({ hunt }) => (hunt.aliases ?? []).map((alias) => [alias, hunt.key] as const)));
  }
  const stories = articles.flatMap(({ id, partOf = [] }) => partOf.map((whole) => [whole, id] as const));
  const own = merged.flatMap(({ article, aliases = [] }) => aliases.map((alias) => [alias, article.id] as const));
  return new Map([...stories, ...own]);
}

/** Articles that the hunts' records name once these changes are done, those of this run apart: these have records in any case. */
function articlesOf(hunts: readonly RecordRow[], { changed, remove }: RecordPlan): ReadonlySet<string> {
  const gone = new Set(remove.map(({ hunt_key: key }) => key));
  const named = new Set<string>();
  for (const { hunt_key: key, article_ids: ids } of hunts) {
    if (!gone.has(key)) for (const id of textList(ids)) named.add(id);
  }
  for (const { article_ids: ids } of changed) for (const id of textList(ids)) named.add(id);
  return named;
}

function partOf({ articles, indicators }: SharedRecords, shard: Shard | undefined): SharedRecords {
  if (!shard) return { articles, indicators };
  const isMine = (key: string) => inShard(key, shard);
  return { articles: onlyRecords(articles, isMine), indicators: onlyRecords(indicators, isMine) };
}
