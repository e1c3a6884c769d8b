import type { SpanOptions, TraceAttributes } from '../core/trace.ts';
import { failuresOf, type PlatformResult } from '../report/result.ts';
import { doneChanges } from '../sync/apply.ts';
import { countOps, type PlatformPlan } from '../sync/plan.ts';
import type { Platform } from '../sync/platform.ts';
import type { CheckedHunt } from '../sync/query.ts';
import type { RecordsResult } from '../sync/records/sync.ts';
import type { Desired } from './desired.ts';

/** What the steps of a run tell an observer: names from the configuration, and counts. */

export const READING: SpanOptions<Desired> = {
  tells: ({ readings, articles, hunts, problems }) => ({
    'huntsync.source.count': readings.length,
    'huntsync.article.count': articles.length,
    'huntsync.hunt.count': hunts.length,
    'huntsync.problem.count': problems.length,
  }),
  isFailure: ({ complete }) => !complete,
};

export const CHECKING: SpanOptions<readonly CheckedHunt[]> = {
  tells: (checked) => ({ 'huntsync.hunt.count': checked.length }),
};

type Named = Pick<Platform, 'name' | 'kind'>;

function aboutPlatform({ name, kind }: Named): TraceAttributes {
  return { 'huntsync.platform.name': name, 'huntsync.platform.kind': kind };
}

export function planningOf(
  platform: Named,
): SpanOptions<{ readonly plan?: PlatformPlan | undefined; readonly error?: string }> {
  return {
    about: aboutPlatform(platform),
    tells: ({ plan }) => (plan ? { ...changeCounts(plan.changes), 'huntsync.unchanged': plan.unchanged } : {}),
    isFailure: ({ error }) => error !== undefined,
  };
}

export function applyingOf(platform: Named): SpanOptions<PlatformResult> {
  return {
    about: aboutPlatform(platform),
    tells: (result) => ({
      ...changeCounts(doneChanges(result.applied)),
      'huntsync.failed': failuresOf(result),
      'huntsync.requests': result.requests,
    }),
    isFailure: (result) => failuresOf(result) > 0,
  };
}

export function recordingOf(platform: Named): SpanOptions<RecordsResult> {
  return {
    about: aboutPlatform(platform),
    tells: ({ requests, articles, hunts, indicators }) => {
      const all = [articles, hunts, indicators].flatMap((counts) => counts ?? []);
      return {
        'huntsync.sent': all.reduce((sum, { sent }) => sum + sent, 0),
        'huntsync.failed': all.reduce((sum, { failed }) => sum + failed, 0),
        'huntsync.requests': requests,
      };
    },
    isFailure: ({ errors }) => errors.length > 0,
  };
}

function changeCounts(changes: Parameters<typeof countOps>[0]): TraceAttributes {
  return Object.fromEntries(Object.entries(countOps(changes)).map(([op, count]) => [`huntsync.${op}`, count]));
}
