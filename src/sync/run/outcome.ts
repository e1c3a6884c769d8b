import { groupBy } from '../../core/group.ts';
import type { RunWindow } from '../platform.ts';
import { huntKeyOf } from '../retire.ts';
import type { Hits } from './hits.ts';

/**
 * What came of running a hunt. `hit`: it found something; `noisy`: it found more than an analyst can look at; `quiet`: it found
 * nothing in data that is there; `blind`: it found nothing because what it reads holds no data; `slow`: the limit of time ended
 * it; `failing`: the platform refused or broke it off.
 */
export const OUTCOMES = ['hit', 'noisy', 'quiet', 'blind', 'slow', 'failing'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** One execution of one object's query on its platform. */
export interface HuntRun {
  /** The hunt's key, with `#n` from the second statement on. */
  readonly key: string;
  readonly name: string;
  readonly outcome: Outcome;
  /** Rows that came back. */
  readonly hits: number;
  /** There are more rows than were asked for. */
  readonly truncated: boolean;
  readonly found: Hits;
  readonly window: RunWindow;
  /** ISO 8601. */
  readonly ranAt: string;
  readonly durationMs: number;
  /** Tables, data models or datasets that it reads and that hold no data in the window. */
  readonly missing: readonly string[];
  /** The platform's words, where it could not be run to its end. */
  readonly error?: string;
  /** The first rows, where they were asked for. */
  readonly rows?: readonly Readonly<Record<string, unknown>>[];
}

/** What came of running the hunts of one platform. */
export interface PlatformRuns {
  /** As the configuration names the platform. */
  readonly name: string;
  readonly kind: string;
  readonly runs: readonly HuntRun[];
  readonly requests: number;
  /** Outcomes that were written to the records. */
  readonly recorded: number;
  /** Why the platform could not be read, or the records could not be written. */
  readonly error?: string;
  /** The error is that it could not be read, which the log has told with its remedy. */
  readonly isUnread?: boolean;
}

/** Whether nothing is wrong with the hunts that ran, whatever they found. */
export function ranWell(platforms: readonly PlatformRuns[]): boolean {
  return platforms.every(
    ({ error, runs }) => error === undefined && runs.every(({ outcome }) => outcome !== 'failing'),
  );
}

/** The outcome of a run that came to its end. */
export function outcomeOf(
  { hits, missing, reads }: { readonly hits: number; readonly missing: number; readonly reads: number },
  noisyAbove: number,
): Outcome {
  if (hits > noisyAbove) return 'noisy';
  if (hits > 0) return 'hit';
  return reads > 0 && missing === reads ? 'blind' : 'quiet';
}

/** Of several queries of one hunt, the outcome that says most. */
const SAYS_MOST: readonly Outcome[] = ['noisy', 'hit', 'failing', 'slow', 'quiet', 'blind'];

export function mergedOutcome(runs: readonly Pick<HuntRun, 'outcome'>[]): Outcome {
  return SAYS_MOST.find((one) => runs.some(({ outcome }) => outcome === one)) ?? 'quiet';
}

/** The runs of each hunt: one for each of its queries. */
export function byHunt<R extends Pick<HuntRun, 'key'>>(runs: readonly R[]): ReadonlyMap<string, readonly R[]> {
  return groupBy(runs, ({ key }) => huntKeyOf(key));
}

export function countOutcomes(runs: readonly Pick<HuntRun, 'outcome'>[]): Record<Outcome, number> {
  const counts = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
  for (const { outcome } of runs) counts[outcome] += 1;
  return counts;
}
