import { EXIT, type ExitCode } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';
import type { HuntCampaign } from '../hunts/hunt.ts';
import type { AppliedChange } from '../sync/apply.ts';
import type { HeldNote } from '../sync/budget.ts';
import type { PlatformPlan } from '../sync/plan.ts';
import type { ProofNumbers } from '../sync/proofs.ts';
import type { RecordsResult } from '../sync/records/sync.ts';
import { type PlatformRuns, ranWell } from '../sync/run/outcome.ts';
import type { ActualObject, Fields } from '../sync/types.ts';
import type { RunFacts } from './hunt-about.ts';

/** The result of one platform in one run. */
export interface PlatformResult {
  readonly name: string;
  readonly kind: string;
  /** Undefined where the platform could not be read. */
  readonly plan: PlatformPlan | undefined;
  /** The managed field that holds the query text. */
  readonly queryField?: string;
  /** The fields, with their values, that take an object out of use. */
  readonly retiredFields?: Fields;
  /** What it held before the changes, unmanaged objects included; absent where it could not be read. */
  readonly actual?: readonly ActualObject[];
  /** Why it could not be read, in words. */
  readonly error?: string;
  readonly remedy?: string;
  /** Undefined if nothing was to be written (`plan`, or a refused plan). */
  readonly applied?: readonly AppliedChange[];
  readonly requests: number;
  /** Creations beyond the budget, which wait for consent. */
  readonly held: readonly HeldNote[];
}

/** A campaign in a run. */
export interface CampaignCount extends HuntCampaign {
  /** How many articles tell of it. */
  readonly articleCount: number;
}

/** One run from sources to platforms. */
export interface RunResult {
  readonly mode: 'plan' | 'sync';
  readonly articles: number;
  readonly hunts: number;
  /** What several articles of feeds tell of together, the newest first; absent where nobody looked. */
  readonly campaigns?: readonly CampaignCount[];
  /** What running the queries on made rows showed, by kind of SIEM. */
  readonly proof: Readonly<Record<string, ProofNumbers>>;
  /** True where every source was read completely. */
  readonly complete: boolean;
  readonly problems: readonly Problem[];
  readonly planHash: string;
  /** Files of platforms that have a problem, so that nothing was done on their platforms; absent where there are none. */
  readonly refusedFiles?: readonly string[];
  /** Why nothing may be written; empty where the plan is safe. */
  readonly refusals: readonly string[];
  readonly platforms: readonly PlatformResult[];
  /** One for each platform that keeps records and could be read. */
  readonly records: readonly RecordsResult[];
  readonly durationMs: number;
  /** The articles and hunts that were read. */
  readonly facts?: RunFacts;
  /** Its id, by which it can be undone; absent where nothing was written, or nothing could be kept. */
  readonly run?: string;
  /** What the hunts found that were run afterwards; absent where none was to be. */
  readonly runs?: readonly PlatformRuns[];
}

/** Number of planned writes that did not happen, and other failures. */
export function failuresOf(platform: PlatformResult): number {
  const unwritten = platform.applied?.filter(({ outcome }) => outcome !== 'done').length ?? 0;
  const drifted = platform.plan?.drifts.filter(({ decision }) => decision === 'fail').length ?? 0;
  return unwritten + drifted + (platform.error === undefined ? 0 : 1);
}

/** A refusal outranks the rest: nothing was written, and nothing will be until somebody has decided. */
export function exitCodeOf(result: RunResult): ExitCode {
  if (result.refusals.length > 0) return EXIT.unsafe;
  if (!result.complete || result.platforms.some((platform) => failuresOf(platform) > 0)) return EXIT.failed;
  if ((result.refusedFiles ?? []).length > 0) return EXIT.failed;
  if (result.records.some(({ errors }) => errors.length > 0)) return EXIT.failed;
  if (result.runs && !ranWell(result.runs)) return EXIT.failed;
  if (result.platforms.some(({ held }) => held.length > 0)) return EXIT.unsafe;
  const changes = result.platforms.some(({ plan }) => (plan?.changes.length ?? 0) > 0);
  return result.mode === 'plan' && changes ? EXIT.changes : EXIT.ok;
}
