import { NO_TRACE } from '../core/trace.ts';
import type { PlatformResult } from '../report/result.ts';
import { doneChanges } from '../sync/apply.ts';
import type { PlatformPlan } from '../sync/plan.ts';
import type { Platform } from '../sync/platform.ts';
import type { CheckedHunt } from '../sync/query.ts';
import { objectsAfter } from '../sync/records/hunt-state.ts';
import { standingsFor } from '../sync/records/neighbours.ts';
import type { SharedRecords } from '../sync/records/shared.ts';
import { standingOn } from '../sync/records/standing.ts';
import { type RecordRun, type RecordsResult, syncRecords } from '../sync/records/sync.ts';
import type { ActualObject } from '../sync/types.ts';
import type { Desired, RunContext } from './desired.ts';
import type { RunSyncOptions } from './options.ts';
import { recordingOf } from './spans.ts';

/** What records need to know of a platform's plan; without plan and objects where it could not be read. */
interface Planned {
  readonly name: string;
  readonly platform: Platform;
  readonly plan?: PlatformPlan;
  readonly actual?: readonly ActualObject[];
}

type RecordingOptions = Pick<
  RunSyncOptions,
  'config' | 'siems' | 'sinks' | 'mode' | 'force' | 'shard' | 'trace' | 'now' | 'signal'
>;

/**
 * The records of each platform that could be read, as they are after its changes.
 *
 * @param shared those of articles and indicators; none are kept where it is not given.
 */
export function recordsOnPlatforms(
  drafts: readonly Planned[],
  results: readonly PlatformResult[],
  { dated, merged }: Desired,
  hunts: readonly CheckedHunt[],
  shared: SharedRecords | undefined,
  context: RunContext,
  { sinks = [], siems, config, force, mode, shard, signal, now, trace = NO_TRACE }: RecordingOptions,
): Promise<RecordsResult>[] {
  const done = drafts.map(({ plan }, index) =>
    mode === 'plan' ? (plan?.changes ?? []) : doneChanges(results[index]?.applied),
  );
  const preference = { platforms: config.platforms, siems };
  const standings =
    sinks.length === 0
      ? []
      : drafts.flatMap(({ name, platform, plan, actual }, index) =>
          plan && actual ? [standingOn(name, platform, plan, objectsAfter(actual, done[index] ?? []))] : [],
        );
  return drafts.flatMap(({ platform, plan, actual }, index) => {
    const sink = sinks.find(({ name }) => name === platform.name);
    if (!sink || !shared || !plan || !actual) return [];
    const run: RecordRun = {
      sink,
      target: platform,
      plan,
      actual,
      done: done[index] ?? [],
      shared,
      articles: dated,
      merged,
      hunts,
      context,
      standings: standingsFor(platform, standings, preference),
      maxChangePercent: force ? 100 : config.policy.maxChangePercent,
      retryRefused: force ?? false,
      shard,
      write: mode === 'sync',
      now: now(),
      signal,
    };
    return trace.span('huntsync.records', () => syncRecords(run), recordingOf(platform));
  });
}
