import type { AppliedChange } from '../sync/apply.ts';
import { countOps } from '../sync/plan.ts';
import type { Change } from '../sync/types.ts';
import { aboutOf, type ChangeAbout, NO_FACTS, type TellsAbout } from './hunt-about.ts';
import { failuresOf, type PlatformResult, type RunResult } from './result.ts';
import { huntRunsToJson } from './runs.ts';
import type { RunJson } from './schemas/run.ts';

type PlatformJson = RunJson['platforms'][number];
type ChangeJson = PlatformJson['changes'][number];

/** `RunJson` for `jsonPieces`: there may be many thousands of changes, so that each is made when it is its turn. */
export type RunDocument = Omit<RunJson, 'platforms'> & {
  readonly platforms: readonly (Omit<PlatformJson, 'changes'> & { readonly changes: Iterable<ChangeJson> })[];
};

/** The JSON of `plan --json` and `sync --json` (docs/json.md). */
export function runToJson(result: RunResult): RunDocument {
  const tells = aboutOf(result.facts ?? NO_FACTS);
  return {
    complete: result.complete && result.platforms.every(({ error }) => error === undefined),
    planHash: result.planHash,
    platforms: result.platforms.map((platform) => platformToJson(platform, tells)),
    records: Object.fromEntries(result.records.map(({ name, ...counts }) => [name, counts])),
    durationMs: result.durationMs,
    articleCount: result.articles,
    huntCount: result.hunts,
    campaigns: result.campaigns ?? [],
    proof: result.proof,
    refused: result.refusals,
    problems: result.problems,
    ...(result.run === undefined ? {} : { run: result.run }),
    ...(result.runs ? { runs: huntRunsToJson(result.runs).platforms } : {}),
  };
}

function platformToJson(platform: PlatformResult, tells: TellsAbout): RunDocument['platforms'][number] {
  const { plan, applied } = platform;
  return {
    name: platform.name,
    kind: platform.kind,
    ...countOps(plan?.changes ?? []),
    unchanged: plan?.unchanged ?? 0,
    drifted: plan?.drifts.length ?? 0,
    clashing: plan?.clashes.length ?? 0,
    rejected: plan?.rejects.length ?? 0,
    failed: failuresOf(platform),
    kept: plan?.kept ?? 0,
    retired: plan?.retired ?? 0,
    unmanaged: plan?.unmanaged.length ?? 0,
    requests: platform.requests,
    ...(platform.error === undefined ? {} : { error: platform.error }),
    ...(platform.remedy === undefined ? {} : { remedy: platform.remedy }),
    changes: changesToJson(plan?.changes ?? [], applied, tells),
    held: platform.held.length,
    drifts: plan?.drifts ?? [],
    clashes: plan?.clashes ?? [],
    rejects: plan?.rejects ?? [],
    ...(plan?.runOnly ? { runOnly: [...plan.runOnly] } : {}),
    ...(plan?.leftTo ? { leftTo: plan.leftTo } : {}),
    ...(plan?.standby ? { standby: plan.standby.map(({ op, key, name }) => ({ op, key, name })) } : {}),
    ...(plan?.tenantUntold ? { tenantUntold: plan.tenantUntold } : {}),
    unmanagedObjects: plan?.unmanaged ?? [],
    holds: platform.held,
  };
}

/** Changes, what they are about where that is asked for, and what became of each where they were applied. */
export function changesToJson(
  changes: readonly Change[],
  applied: readonly AppliedChange[] = [],
  tells?: TellsAbout,
): Iterable<ChangeJson> {
  const outcomes = new Map(applied.map((entry) => [entry.change, entry]));
  return {
    *[Symbol.iterator]() {
      for (const change of changes) yield changeToJson(change, outcomes.get(change), tells);
    },
  };
}

function changeToJson(change: Change, entry: AppliedChange | undefined, tells: TellsAbout | undefined): ChangeJson {
  return {
    op: change.op,
    key: change.key,
    name: change.name,
    ...(change.reason ? { reason: change.reason } : {}),
    ...(tells ? aboutToJson(tells(change)) : {}),
    fields: change.fields,
    ...(entry ? { outcome: entry.outcome } : {}),
    ...(entry?.error ? { error: entry.error } : {}),
  };
}

function aboutToJson({ severity, techniques, articles }: ChangeAbout) {
  if (severity === null) return {};
  return { severity, techniques, callers: articles.map(({ id, title }) => ({ id, title })) };
}
