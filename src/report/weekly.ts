import { compareText } from '../core/compare.ts';
import { huntsInUse } from '../exporters/deployed.ts';
import { SEVERITIES, type Severity } from '../knowledge/vocabulary.ts';
import { countUse } from '../sync/in-use.ts';
import type { DriftNote, RunOnlyNote } from '../sync/plan.ts';
import type { PlatformQueue } from '../sync/queue.ts';
import type { RecordRow } from '../sync/records/schema.ts';
import { huntKeyOf } from '../sync/retire.ts';
import { OUTCOMES, type Outcome } from '../sync/run/outcome.ts';
import type { Siem } from '../sync/siem.ts';
import { type CoverageGap, type CoverageRow, coverageGaps, coverageMatrix } from './coverage-matrix.ts';
import { huntsByKey, NO_FACTS } from './hunt-about.ts';
import { type ArticleChange, articleChanges } from './plan-view.ts';
import { type RejectedHunt, rejectedHunts } from './rejects.ts';
import type { RunResult } from './result.ts';
import { type AgePolicy, type AgingHunt, retireQueue } from './retire-queue.ts';

/** What a platform's records say of the last runs of its hunts; null where it keeps none or they could not be read. */
export interface RecordedRuns {
  readonly platform: string;
  readonly rows: readonly RecordRow[] | null;
}

export interface WeeklyInput {
  /** A plan: nothing was written. */
  readonly result: RunResult;
  readonly queues: readonly PlatformQueue[];
  readonly runs: readonly RecordedRuns[];
  readonly siems: readonly Pick<Siem, 'kind' | 'language'>[];
  readonly policy: AgePolicy;
  /** ISO 8601; what is younger is news. */
  readonly since: string;
  readonly now: Date;
}

/** One run of a hunt, as the records have it. */
export interface RanHunt {
  readonly platform: string;
  readonly key: string;
  readonly title: string;
  readonly outcome: Outcome;
  readonly hits: number;
  readonly newHits: boolean;
  /** ISO 8601. */
  readonly ranAt: string;
  readonly missing: readonly string[];
}

/** How many hunts have their oldest article in a month. */
export interface MonthOfHunts {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly counts: Readonly<Record<Severity, number>>;
}

/** Everything that the report for the weekly meeting shows. */
export interface Weekly {
  /** `YYYY-MM-DD`. */
  readonly today: string;
  readonly since: string;
  readonly platforms: readonly {
    readonly name: string;
    readonly inUse: number;
    readonly retired: number;
    readonly error: string | null;
  }[];
  /** Articles of these days, newest first. */
  readonly articles: readonly {
    readonly title: string;
    readonly url: string;
    readonly severity: Severity;
    readonly published: string;
    readonly hunts: number;
  }[];
  /** Hunts that were taken out of use in these days. */
  readonly retired: readonly { readonly platform: string; readonly name: string; readonly day: string }[];
  /** Last runs in these days; of them those with hits first. */
  readonly ran: readonly RanHunt[];
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly noisy: readonly RanHunt[];
  /** What the next sync would change. */
  readonly pending: readonly ArticleChange[];
  readonly queues: readonly PlatformQueue[];
  readonly coverage: readonly CoverageRow[];
  /** Of the last 30 days; of all articles where none is so young. */
  readonly gaps: readonly CoverageGap[];
  readonly gapDays: number | null;
  readonly months: readonly MonthOfHunts[];
  readonly rejected: readonly RejectedHunt[];
  readonly aging: readonly (AgingHunt & { readonly platform: string })[];
  readonly drifts: readonly (DriftNote & { readonly platform: string })[];
  /** Hunts that are run on a platform and not kept there. */
  readonly runOnly: readonly (RunOnlyNote & { readonly platform: string })[];
  /** What cannot be told, and why: whole sentences. */
  readonly unknown: readonly string[];
}

const GAP_DAYS = 30;
/** So many days ahead hunts are told that age. */
export const AGING_DAYS = 30;
const MONTHS = 12;

/** Puts the report together of a plan, the queues and the records. Pure. */
export function weeklyOf({ result, queues, runs, siems, policy, since, now }: WeeklyInput): Weekly {
  const { facts = NO_FACTS, platforms } = result;
  const today = now.toISOString().slice(0, 10);
  const sinceDay = since.slice(0, 10);
  const coverage = coverageMatrix(
    facts.articles,
    facts.hunts,
    platforms.map(({ kind }) => kind),
  );
  const recent = coverage.filter(({ published }) => published !== null && published >= dayBefore(today, GAP_DAYS));
  const validUntil = new Map(
    facts.hunts.flatMap(({ hunt }) => (hunt.validUntil ? [[hunt.key, hunt.validUntil] as const] : [])),
  );
  const read = huntsByKey(facts.hunts);
  const stored = storedTitles(platforms, queues);
  const titleOf = (key: string) => read.get(key)?.hunt.title ?? stored.get(key);
  const calls = new Map<string, number>();
  for (const { hunt } of facts.hunts) for (const { id } of hunt.articles) calls.set(id, (calls.get(id) ?? 0) + 1);
  const all = runs.flatMap(({ platform, rows }) =>
    (rows ?? []).map((row) => ranHunt(platform, row, titleOf(String(row['hunt_key'])))),
  );
  const ran = all.filter(({ ranAt }) => ranAt >= since).sort((a, b) => b.hits - a.hits || compareText(a.key, b.key));
  const gapDays = recent.length > 0 ? GAP_DAYS : null;
  return {
    today,
    since: sinceDay,
    platforms: platforms.map(({ name, actual = [], retiredFields = {}, error }) => {
      return { name, ...countUse(actual, { retiredFields }), error: error ?? null };
    }),
    articles: facts.articles
      .flatMap(({ article: { id, title, url, severity, published } }) =>
        published !== null && published >= sinceDay
          ? [{ title, url, severity, published, hunts: calls.get(id) ?? 0 }]
          : [],
      )
      .sort((a, b) => compareText(b.published, a.published) || rank(a.severity) - rank(b.severity)),
    retired: platforms.flatMap(({ name: platform, actual = [] }) =>
      actual.flatMap(({ name, marker }) => {
        const day = marker?.retired ?? '';
        return day !== '' && day >= sinceDay ? [{ platform, name, day }] : [];
      }),
    ),
    ran,
    outcomes: Object.fromEntries(
      OUTCOMES.map((outcome) => [outcome, ran.filter((run) => run.outcome === outcome).length]),
    ) as Record<Outcome, number>,
    noisy: all
      .filter(({ outcome }) => outcome === 'noisy')
      .sort((a, b) => b.hits - a.hits || compareText(a.key, b.key)),
    pending: articleChanges(result),
    queues,
    coverage,
    gaps: coverageGaps(coverage, today, gapDays ?? Number.POSITIVE_INFINITY),
    gapDays,
    months: monthsOf(result, today),
    rejected: rejectedHunts(result, siems),
    aging: platforms.flatMap(({ name, actual = [] }) =>
      retireQueue(actual, policy, validUntil, today, AGING_DAYS).map((hunt) => ({ ...hunt, platform: name })),
    ),
    drifts: platforms.flatMap(({ name, plan }) => (plan?.drifts ?? []).map((drift) => ({ ...drift, platform: name }))),
    runOnly: platforms.flatMap(({ name, plan }) => (plan?.runOnly ?? []).map((note) => ({ ...note, platform: name }))),
    unknown: unknownOf(result, runs, policy),
  };
}

/** What hunts are called that nothing in this run calls for: as the records have it, else as their objects are named. */
function storedTitles(platforms: RunResult['platforms'], queues: readonly PlatformQueue[]): Map<string, string> {
  const titles = new Map<string, string>();
  const add = (key: string, title: string) => titles.set(key, titles.get(key) ?? title);
  for (const { entries } of queues) for (const { key, title } of entries) add(key, title);
  for (const { actual = [] } of platforms)
    for (const { name, marker } of actual) if (marker) add(huntKeyOf(marker.key), name);
  return titles;
}

function rank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

function ranHunt(platform: string, row: RecordRow, title: string | undefined): RanHunt {
  const key = String(row['hunt_key']);
  return {
    platform,
    key,
    title: title ?? key,
    outcome: OUTCOMES.find((outcome) => outcome === row['outcome']) ?? 'quiet',
    hits: Number(row['hits'] ?? 0),
    newHits: row['new_hits'] === true,
    ranAt: String(row['ran_at'] ?? ''),
    missing: (row['missing'] as readonly string[] | undefined) ?? [],
  };
}

/** The hunts in use on any platform, by the month of the oldest article that calls for them, for the last twelve months. */
function monthsOf({ platforms, facts = NO_FACTS }: RunResult, today: string): MonthOfHunts[] {
  const known = huntsByKey(facts.hunts);
  const held = platforms.map(({ actual = [], retiredFields = {} }) => ({ objects: actual, retiredFields }));
  const newest = new Map(
    platforms.flatMap(({ actual = [] }) =>
      actual.flatMap(({ marker }) =>
        marker ? [[huntKeyOf(marker.key), marker.evidence.newest?.published ?? null] as const] : [],
      ),
    ),
  );
  const dated = huntsInUse(held).map(({ key, severity }) => {
    const days = (known.get(key)?.hunt.articles ?? []).flatMap(({ published }) => published ?? []);
    return { severity, month: (days.sort()[0] ?? newest.get(key) ?? '').slice(0, 7) };
  });
  return lastMonths(today).map((month) => ({
    month,
    counts: Object.fromEntries(
      SEVERITIES.map((severity) => [
        severity,
        dated.filter((hunt) => hunt.month === month && hunt.severity === severity).length,
      ]),
    ) as Record<Severity, number>,
  }));
}

function lastMonths(today: string): string[] {
  const [year = 0, month = 1] = today.split('-').map(Number);
  return Array.from({ length: MONTHS }, (_, index) =>
    new Date(Date.UTC(year, month - MONTHS + index, 1)).toISOString().slice(0, 7),
  );
}

const DAY_MS = 86_400_000;

function dayBefore(today: string, days: number): string {
  return new Date(Date.parse(today) - days * DAY_MS).toISOString().slice(0, 10);
}

function unknownOf({ platforms, complete }: RunResult, runs: readonly RecordedRuns[], policy: AgePolicy): string[] {
  const without = runs.filter(({ rows }) => rows === null).map(({ platform }) => platform);
  const unread = platforms.filter(({ error }) => error !== undefined).map(({ name }) => name);
  return [
    'On which day a hunt was written, changed or edited: no platform tells. Articles are counted by their day of publication, hunts by that of their oldest article.',
    'Runs are known as far as the records have them: the last one of each hunt, made with huntsync; a search that an analyst started is not among them.',
    ...(without.length > 0 ? [`Outcomes of runs on ${without.join(', ')}: no records could be read there.`] : []),
    ...(unread.length > 0 ? [`What is on ${unread.join(', ')}: it could not be read.`] : []),
    ...(complete ? [] : ['Some articles: a source could not be read whole.']),
    ...(policy.retireAfterDays === 'off'
      ? ['When hunts of briefings age: policy.retireAfterDays is off, so only hunts of feeds and indicators do.']
      : []),
  ];
}
