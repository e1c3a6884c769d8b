import type { Article } from '../briefing/article.ts';
import { leavesHuntsInDoubt } from '../briefing/doubt.ts';
import { undateFuture } from '../briefing/future.ts';
import { readArticles } from '../briefing/read.ts';
import type { ItemOptions } from '../classify/item.ts';
import type { IndicatorDays } from '../config/indicator-days.ts';
import type { Config } from '../config/schema.ts';
import type { Problem } from '../core/problem.ts';
import type { Hunt } from '../hunts/hunt.ts';
import type { MergedArticle } from '../hunts/merge.ts';
import { normalizeHunts } from '../hunts/normalize.ts';
import type { ItemDocument, Source, SourceReading } from '../sources/source.ts';
import { withShortIds } from '../sync/evidence.ts';
import { languagesOf, type Siem } from '../sync/siem.ts';
import type { PlanContext } from '../sync/target.ts';

/** What the sources say, before any platform is asked. */
export interface Desired {
  /** As they were read. */
  readonly articles: readonly Article[];
  /** The same without dates in the future: everything that is written is made of these. */
  readonly dated: readonly Article[];
  /** The same, each article once: what records and exports are made of. */
  readonly merged: readonly MergedArticle[];
  readonly hunts: readonly Hunt[];
  readonly readings: readonly SourceReading[];
  readonly problems: readonly Problem[];
  readonly complete: boolean;
}

export interface ReadOptions {
  readonly now: Date;
  /** The kinds of SIEM that hunts are for: briefings are read in their languages. */
  readonly siems: readonly Siem[];
  readonly signal?: AbortSignal | undefined;
  /** `policy.severityWindowDays`; 90 where it is not given. */
  readonly severityWindowDays?: number | 'off';
  /** `policy.indicatorDays`. */
  readonly indicatorDays?: IndicatorDays;
  /** `policy.huntsPerArticle`. */
  readonly huntsPerArticle?: number;
}

/** Reads all sources side by side; one that fails makes the run incomplete and stops none of the others. */
export async function readDesired(
  sources: readonly Source[],
  { now, siems, signal, severityWindowDays = 90, indicatorDays, huntsPerArticle }: ReadOptions,
): Promise<Desired> {
  const languages = languagesOf(siems);
  const options: ItemOptions = {
    languages,
    today: now.toISOString().slice(0, 10),
    ...(indicatorDays ? { indicatorDays } : {}),
    ...(huntsPerArticle ? { huntsPerArticle } : {}),
  };
  const readings = await Promise.all(sources.map((source) => source.read(signal)));
  const { articles, problems } = readArticles(readings, await classifierFor(readings, options), { languages });
  const dated = undateFuture(articles, now);
  const {
    articles: merged,
    hunts,
    problems: huntProblems,
  } = normalizeHunts(dated.articles, [], {
    languages,
    today: now.toISOString().slice(0, 10),
    severityWindowDays,
  });
  return {
    articles,
    dated: dated.articles,
    merged,
    hunts,
    readings,
    problems: [...problems, ...articles.flatMap((article) => article.problems), ...dated.problems, ...huntProblems],
    complete: readings.every((reading) => reading.complete),
  };
}

/** Classification is expensive to load, and only needed where a feed delivered something. */
async function classifierFor(readings: readonly SourceReading[], options: ItemOptions) {
  if (!readings.some(({ documents }) => documents.some(({ kind }) => kind === 'item'))) return undefined;
  const { classifyItem } = await import('../classify/item.ts');
  return (item: ItemDocument, origin: string) => classifyItem(item, origin, options).article;
}

/** What the decisions on every platform depend on; computed once per run. */
export type RunContext = Omit<PlanContext, 'rejected'>;

/** What a run has read, and its policy, in the form that the rules use. */
export function contextOf(desired: Desired, policy: Config['policy'], now: Date): RunContext {
  const doubtful = new Set(desired.articles.filter(leavesHuntsInDoubt).map(({ id }) => id));
  const certain = desired.articles.filter(({ id }) => !doubtful.has(id));
  return {
    today: now.toISOString().slice(0, 10),
    complete: desired.complete,
    articles: withShortIds(certain.map(({ id }) => id)),
    carrying: new Set(certain.filter(({ hunts }) => hunts.length > 0).map(({ id }) => id)),
    authoritative: authoritativeSources(desired),
    retireAfterDays: policy.retireAfterDays,
    pruneAfterDays: policy.pruneAfterDays,
    indicatorDays: policy.indicatorDays,
    requested: new Set(policy.retire),
    adopt: new Set(policy.adopt),
    onDrift: policy.onDrift,
  };
}

/** Several sources may share a name; then all of them must be authoritative and have been read reliably. */
function authoritativeSources({ readings, articles, problems }: Desired): ReadonlySet<string> {
  // A file that is no briefing may be one that was overwritten.
  const unread = new Set(problems.filter(({ code }) => LOST_FILE.has(code)).map(({ path }) => path));
  const doubtful = new Set([
    ...readings.filter(({ authoritative, complete }) => !authoritative || !complete).map(({ source }) => source),
    ...readings.filter(({ documents }) => documents.some(({ path }) => unread.has(path))).map(({ source }) => source),
    ...articles.filter(leavesHuntsInDoubt).map(({ origin }) => origin),
  ]);
  return new Set(readings.map(({ source }) => source).filter((source) => !doubtful.has(source)));
}

/** Codes of files that gave no article at all. */
const LOST_FILE: ReadonlySet<string> = new Set(['not-a-briefing', 'unparsable']);
