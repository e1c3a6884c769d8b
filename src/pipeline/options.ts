import type { Verifier } from '../classify/verify/verifier.ts';
import type { Config } from '../config/schema.ts';
import type { Log } from '../core/log.ts';
import type { Progress } from '../core/progress.ts';
import type { Trace } from '../core/trace.ts';
import type { RunFacts } from '../report/hunt-about.ts';
import type { ScoreSource } from '../sources/epss.ts';
import type { Source } from '../sources/source.ts';
import type { PlatformPlan } from '../sync/plan.ts';
import type { Platform } from '../sync/platform.ts';
import type { RecordSink } from '../sync/records/sink.ts';
import type { Shard } from '../sync/shard.ts';
import type { Siem } from '../sync/siem.ts';

/** What a run is about, and what it is given to do it with. */
export interface RunSyncOptions {
  readonly config: Config;
  /** The kinds of SIEM that hunts are checked for. */
  readonly siems: readonly Siem[];
  readonly sources: readonly Source[];
  /** How likely vulnerabilities are to be exploited. */
  readonly scores?: ScoreSource | undefined;
  /** May veto that use cases fire. */
  readonly verifier?: Verifier | undefined;
  readonly platforms: readonly Platform[];
  /** The record sinks of those platforms that keep records. */
  readonly sinks?: readonly RecordSink[];
  /** `plan` writes nothing. */
  readonly mode: 'plan' | 'sync';
  /** Apply an unsafe plan. */
  readonly force?: boolean;
  /** Apply only the plan that has this hash. */
  readonly planHash?: string;
  readonly shard?: Shard;
  /** Hunts, by key, that may be created whatever the budget. */
  readonly approved?: (key: string) => boolean;
  /** Of each plan, the changes for this reason alone. */
  readonly only?: 'adopted';
  /** Keeps the verdicts of the query checks between runs. */
  readonly cacheDir?: string | undefined;
  readonly log: Log;
  /** Who observes the steps of the run. */
  readonly trace?: Trace;
  readonly progress?: Progress;
  readonly now: () => Date;
  /** How it waits for a platform to show what it took; for tests that do not want to. */
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly signal?: AbortSignal;
  /** Called with the plans before anything is written. */
  readonly onPlan?: (plans: readonly PlatformPlan[], hash: string, facts: RunFacts) => void;
}
