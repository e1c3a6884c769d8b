import type { Article } from '../briefing/article.ts';
import { leavesHuntsInDoubt } from '../briefing/doubt.ts';
import { undateFuture } from '../briefing/future.ts';
import { idsOf, replacedBy } from '../briefing/identity.ts';
import type { ItemOptions } from '../classify/item.ts';
import type { Verifier } from '../classify/verify/verifier.ts';
import type { IndicatorDays } from '../config/indicator-days.ts';
import { type Config, siteOf } from '../config/schema.ts';
import type { SiteProfile } from '../config/site.ts';
import type { Problem } from '../core/problem.ts';
import type { Campaign } from '../hunts/campaigns.ts';
import type { Hunt } from '../hunts/hunt.ts';
import type { MergedArticle } from '../hunts/merge.ts';
import { normalizeHunts } from '../hunts/normalize.ts';
import type { ExploitScores } from '../knowledge/exploit-scores.ts';
import type { SourceCode } from '../sources/codes.ts';
import type { ScoreSource } from '../sources/epss.ts';
import type { Source, SourceReading } from '../sources/source.ts';
import { withShortIds } from '../sync/evidence.ts';
import { languagesOf, type Siem } from '../sync/siem.ts';
import type { PlanContext } from '../sync/target.ts';
import { readOneByOne, readWhole } from './documents.ts';

/** What the sources say, before any platform is asked. */
export interface Desired {
  /** As they were read. */
  readonly articles: readonly Article[];
  /** The same without dates in the future: everything that is written is made of these. */
  readonly dated: readonly Article[];
  /** The same, each article once: what records and exports are made of. */
  readonly merged: readonly MergedArticle[];
  readonly hunts: readonly Hunt[];
  readonly campaigns: readonly Campaign[];
  /** Ids of articles of which a correction has taken something back. */
  readonly retracted: ReadonlySet<string>;
  /** Without their documents, unless these were asked for. */
  readonly readings: readonly SourceReading[];
  /** Files that gave no article at all. */
  readonly lost: readonly LostFile[];
  /** Absent where none are configured, or none could be had. */
  readonly scores?: ExploitScores | undefined;
  readonly problems: readonly Problem[];
  readonly complete: boolean;
}

/** A file that gave no article, and the source that delivered it. */
export interface LostFile {
  readonly source: string;
  readonly path: string;
}

export interface ReadOptions {
  readonly now: Date;
  /** The kinds of SIEM that hunts are for: briefings are read in their languages. */
  readonly siems: readonly Siem[];
  readonly signal?: AbortSignal | undefined;
  /** `policy.severityWindowDays`; 90 where it is not given. */
  readonly severityWindowDays?: number | 'off';
  /** `environment.site`, for the queries of our own catalogue. */
  readonly site?: SiteProfile | undefined;
  /** `policy.indicatorDays`. */
  readonly indicatorDays?: IndicatorDays;
  /** `policy.huntsPerArticle`. */
  readonly huntsPerArticle?: number;
  /** How likely vulnerabilities are to be exploited. Its problems are told, and make nothing incomplete. */
  readonly scores?: ScoreSource | undefined;
  /** May veto that use cases fire in articles of feeds. Its problems are told, and make nothing incomplete. */
  readonly verifier?: Verifier | undefined;
  /** The readings list what was read, with its text; otherwise a text is gone as soon as its article is made. */
  readonly keepDocuments?: boolean;
}

/** What reading needs beside the configuration. */
export type ReadingParts = Pick<ReadOptions, 'now' | 'siems' | 'signal' | 'scores' | 'verifier'>;

/** How the sources of a configuration are read: the same for whatever reads them, so that all see the same hunts. */
export function readOptionsOf(
  { environment, policy }: Pick<Config, 'environment' | 'policy'>,
  parts: ReadingParts,
): ReadOptions {
  const { severityWindowDays, indicatorDays, huntsPerArticle } = policy;
  return { severityWindowDays, site: siteOf(environment), indicatorDays, huntsPerArticle, ...parts };
}

/** How an item of a feed is classified. */
export function itemOptionsOf(
  { now, siems, site, indicatorDays, huntsPerArticle }: ReadOptions,
  scores: ItemOptions['scores'],
): ItemOptions {
  return {
    languages: languagesOf(siems),
    site,
    today: now.toISOString().slice(0, 10),
    ...(indicatorDays ? { indicatorDays } : {}),
    ...(huntsPerArticle ? { huntsPerArticle } : {}),
    scores,
  };
}

/** Reads all sources side by side; one that fails makes the run incomplete and stops none of the others. */
export async function readDesired(sources: readonly Source[], reading: ReadOptions): Promise<Desired> {
  const { now, siems, signal, severityWindowDays = 90, scores, verifier, keepDocuments = false } = reading;
  const languages = languagesOf(siems);
  const scoring = scores?.read(signal);
  const optionsOf = async (): Promise<ItemOptions> => itemOptionsOf(reading, (await scoring)?.scores);
  const { reads, problems: verified } =
    keepDocuments || verifier
      ? await readWhole(sources, { languages, optionsOf, verifier, signal })
      : await readOneByOne(sources, { languages, optionsOf, signal });
  const scored = await scoring;
  const readings = reads.map(({ reading }) => reading);
  const articles = reads.flatMap((read) => read.articles);
  const lost = reads.flatMap(({ reading: { source }, lost: own }) => own.map(({ path = '' }) => ({ source, path })));
  const problems = reads.flatMap(({ reading, lost: own }) => [...reading.problems, ...own]);
  const dated = undateFuture(articles, now);
  const {
    articles: merged,
    hunts,
    campaigns,
    retracted,
    problems: huntProblems,
  } = normalizeHunts(dated.articles, [], {
    languages,
    today: now.toISOString().slice(0, 10),
    severityWindowDays,
  });
  const read = [...problems, ...articles.flatMap((article) => article.problems)];
  return {
    articles,
    dated: dated.articles,
    merged,
    hunts,
    campaigns,
    retracted,
    readings,
    lost,
    scores: scored?.scores,
    problems: [
      ...(scored?.problems ?? []),
      ...verified,
      ...read,
      ...unheeded(readings, articles, lost),
      ...dated.problems,
      ...huntProblems,
    ],
    complete: readings.every((reading) => reading.complete),
  };
}

/** What the decisions on every platform depend on; computed once per run. */
export type RunContext = Omit<PlanContext, 'rejected'>;

/** What a run has read, and its policy, in the form that the rules use. */
export function contextOf(desired: Desired, policy: Config['policy'], now: Date): RunContext {
  const doubtful = new Set(desired.articles.filter(leavesHuntsInDoubt).flatMap(idsOf));
  const certain = desired.articles.filter((article) => !idsOf(article).some((id) => doubtful.has(id)));
  const carrying = certain.filter(({ id, hunts }) => hunts.length > 0 || desired.retracted.has(id));
  return {
    today: now.toISOString().slice(0, 10),
    complete: desired.complete,
    articles: withShortIds(certain.flatMap(replacedBy)),
    carrying: new Set(carrying.flatMap(replacedBy)),
    carriedBy: onlyByFeeds(carrying),
    authoritative: authoritativeSources(desired),
    retireAfterDays: policy.retireAfterDays,
    feedRetireAfterDays: policy.feedRetireAfterDays,
    pruneAfterDays: policy.pruneAfterDays,
    indicatorDays: policy.indicatorDays,
    requested: new Set(policy.retire),
    adopt: new Set(policy.adopt),
    adoptSameQuery: policy.adoptSameQuery,
    onDrift: policy.onDrift,
  };
}

/** By id, the feeds that delivered these articles; without those that a briefing has brought, too. */
function onlyByFeeds(articles: readonly Article[]): ReadonlyMap<string, ReadonlySet<string>> {
  const feeds = new Map<string, Set<string>>();
  for (const article of articles.filter(({ classified }) => classified)) {
    for (const id of replacedBy(article)) feeds.set(id, (feeds.get(id) ?? new Set()).add(article.origin));
  }
  for (const id of articles.filter(({ classified }) => !classified).flatMap(replacedBy)) feeds.delete(id);
  return feeds;
}

/** Several sources may share a name; then all of them must be authoritative and have been read reliably. */
function authoritativeSources({ readings, articles, lost }: Desired): ReadonlySet<string> {
  const doubtful = new Set([
    ...readings.filter(({ authoritative, complete }) => !authoritative || !complete).map(({ source }) => source),
    // A file that is no briefing may be one that was overwritten.
    ...lost.map(({ source }) => source),
    ...articles.filter(leavesHuntsInDoubt).map(({ origin }) => origin),
  ]);
  return new Set(readings.map(({ source }) => source).filter((source) => !doubtful.has(source)));
}

/** What is told of sources that are declared authoritative, were read, and are not taken at their word all the same. */
function unheeded(
  readings: readonly SourceReading[],
  articles: readonly Article[],
  lost: readonly LostFile[],
): Problem<SourceCode>[] {
  return readings.flatMap(({ source, authoritative, complete }): Problem<SourceCode>[] => {
    if (!authoritative || !complete) return [];
    const doubtful = articles.filter((article) => article.origin === source && leavesHuntsInDoubt(article));
    const paths = [...lost.filter((file) => file.source === source), ...doubtful].map(({ path }) => path);
    if (paths.length === 0) return [];
    const more = paths.length > 3 ? ` and ${paths.length - 3} more` : '';
    const message =
      `The source ${source} is authoritative, but nothing is retired on its word: ${paths.slice(0, 3).join(', ')}${more} ` +
      'gave no whole article. Name what is no briefing in `exclude`, and mend the rest.';
    return [{ code: 'not-authoritative', message }];
  });
}
