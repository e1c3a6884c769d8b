import { type Config, siteOf } from './config/schema.ts';
import { HuntsyncError, messageOf, reasonOf } from './core/errors.ts';
import { type Log, redact } from './core/log.ts';
import { type Progress, silentProgress } from './core/progress.ts';
import { contextOf, type Desired, type RunContext, readDesired } from './pipeline/desired.ts';
import { campaignCounts } from './report/campaigns.ts';
import type { PlatformResult, RunResult } from './report/result.ts';
import type { Source } from './sources/source.ts';
import { applyChanges } from './sync/apply.ts';
import { type HeldNote, withinBudget } from './sync/budget.ts';
import { checkHunts, prepareChecks } from './sync/check.ts';
import { confirmChanges } from './sync/confirm.ts';
import { planPlatform } from './sync/diff.ts';
import { type PlatformPlan, planHash } from './sync/plan.ts';
import type { Platform } from './sync/platform.ts';
import { type LeftTo, leftToPreferred } from './sync/prefer.ts';
import { proofsByKind } from './sync/proofs.ts';
import type { CheckedHunt } from './sync/query.ts';
import type { RecordSink } from './sync/records/sink.ts';
import { type RecordsResult, syncRecords } from './sync/records/sync.ts';
import { rejectedOn } from './sync/rejected.ts';
import { unsafeReasons } from './sync/safety.ts';
import { onlyShard, type Shard } from './sync/shard.ts';
import { type Siem, siemsFor } from './sync/siem.ts';
import type { ActualObject } from './sync/types.ts';
import { askParser } from './sync/validate.ts';

export interface RunSyncOptions {
  readonly config: Config;
  /** The kinds of SIEM that hunts are checked for. */
  readonly siems: readonly Siem[];
  readonly sources: readonly Source[];
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
  /** Keeps the verdicts of the query checks between runs. */
  readonly cacheDir?: string | undefined;
  readonly log: Log;
  readonly progress?: Progress;
  readonly now: () => Date;
  /** How it waits for a platform to show what it took; for tests that do not want to. */
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly signal?: AbortSignal;
  /** Called with the plans before anything is written. */
  readonly onPlan?: (plans: readonly PlatformPlan[], hash: string) => void;
}

/** One run from start to end: sources, articles, hunts, queries, plan, platforms, records, report. */
export async function runSync(options: RunSyncOptions): Promise<RunResult> {
  const started = options.now();
  const { cacheDir, config } = options;
  const siems = siemsFor(
    options.siems,
    config.platforms.map(({ kind }) => kind),
  );
  const checkOptions = { siems, environment: config.environment, native: config.policy, cacheDir };
  await prepareChecks(checkOptions);
  const desired = await readDesired(options.sources, {
    now: started,
    siems,
    signal: options.signal,
    severityWindowDays: options.config.policy.severityWindowDays,
    site: siteOf(options.config.environment),
    indicatorDays: options.config.policy.indicatorDays,
    huntsPerArticle: options.config.policy.huntsPerArticle,
  });
  const checked = await checkHunts(desired.hunts, checkOptions);
  options.log.info(`Read ${desired.articles.length} articles with ${checked.length} distinct hunts.`);

  const context = contextOf(desired, options.config.policy, started);
  const drafts = await Promise.all(options.platforms.map((platform) => draft(platform, checked, context, options)));
  const plans = drafts.flatMap(({ plan }) => (plan ? [plan] : []));
  const hash = planHash(plans);
  options.onPlan?.(plans, hash);
  // Checked before it is cut into shards: a big change in small parts is still a big change.
  const wholes = drafts.flatMap(({ whole }) => (whole ? [whole] : []));
  const refusals = options.force ? [] : unsafeReasons(wholes, options.config.policy.maxChangePercent);
  if (options.planHash !== undefined && options.planHash !== hash) {
    refusals.push(`The plan is not the reviewed one: its hash is ${hash}, not ${options.planHash}. Review it again.`);
  }

  const write = options.mode === 'sync' && refusals.length === 0;
  const platforms = await Promise.all(drafts.map((entry) => (write ? apply(entry, options) : resultOf(entry))));
  const sees = options.mode === 'plan' || write;
  const records = sees ? await Promise.all(recordRuns(drafts, platforms, desired, checked, context, options)) : [];
  return {
    mode: options.mode,
    articles: desired.articles.length,
    hunts: checked.length,
    campaigns: campaignCounts(desired.campaigns),
    proof: proofsByKind(checked, siems),
    complete: desired.complete,
    problems: desired.problems,
    planHash: hash,
    refusals,
    platforms,
    records,
    durationMs: options.now().getTime() - started.getTime(),
  };
}

interface Draft {
  readonly platform: Platform;
  readonly plan?: PlatformPlan;
  /** The same before it was cut into shards. */
  readonly whole?: PlatformPlan;
  readonly actual?: readonly ActualObject[];
  readonly held?: readonly HeldNote[];
  readonly error?: string;
  readonly remedy?: string;
}

async function draft(
  platform: Platform,
  checked: readonly CheckedHunt[],
  context: RunContext,
  { config, siems, shard, signal, log, force, approved }: RunSyncOptions,
): Promise<Draft> {
  try {
    const { prefer } = config.policy;
    const left = leftToPreferred(platform, checked, { prefer, platforms: config.platforms, siems });
    const rejected = rejectedOn(platform, checked);
    const actual = await platform.list(signal);
    const all = planPlatform(platform, platform.wanted(checked), actual, {
      ...context,
      rejected,
      ...(left ? { elsewhere: left.keys } : {}),
    });
    const consent = force ? () => true : approved;
    const { plan: whole, held } = withinBudget(all, actual, config.policy, platform, context.today, consent);
    const plan = { ...(shard ? onlyShard(whole, shard) : whole), ...notesOf(platform, checked, left) };
    const { concurrency } = config.policy;
    return { platform, whole, actual, held, plan: await askParser(platform, plan, { concurrency, signal }) };
  } catch (error) {
    const remedy = error instanceof HuntsyncError ? error.remedy : undefined;
    log.error(`${platform.name}: ${reasonOf(error)}`);
    return { platform, error: redact(messageOf(error)), ...(remedy ? { remedy } : {}) };
  }
}

/** What a reader of the plan is told beside the changes. */
function notesOf(
  { runOnly }: Platform,
  checked: readonly CheckedHunt[],
  left: LeftTo | null,
): Pick<PlatformPlan, 'runOnly' | 'leftTo'> {
  const only = (runOnly?.(checked) ?? []).map(({ object: { name, marker }, reason }) => ({
    key: marker?.key ?? name,
    name,
    reason,
  }));
  return {
    ...(only.length > 0 ? { runOnly: only } : {}),
    ...(left ? { leftTo: { preferred: left.preferred, huntCount: left.keys.size } } : {}),
  };
}

async function apply(entry: Draft, { config, progress, signal, log, sleep }: RunSyncOptions): Promise<PlatformResult> {
  if (!entry.plan) return resultOf(entry);
  const applied = await applyChanges(entry.platform, entry.plan.changes, {
    concurrency: config.policy.concurrency,
    progress: progress ?? silentProgress,
    ...(signal ? { signal } : {}),
  });
  const { concurrency } = config.policy;
  const seen = await confirmChanges(entry.platform, applied, { concurrency, log, signal, ...(sleep ? { sleep } : {}) });
  return { ...resultOf(entry), ...seen, requests: entry.platform.requests() };
}

/** The records of each platform that could be read, as they are after its changes. */
function recordRuns(
  drafts: readonly Draft[],
  results: readonly PlatformResult[],
  { dated, merged }: Desired,
  hunts: readonly CheckedHunt[],
  context: RunContext,
  { sinks = [], config, force, mode, shard, signal, now }: RunSyncOptions,
): Promise<RecordsResult>[] {
  return drafts.flatMap(({ platform, plan, actual }, index) => {
    const sink = sinks.find(({ name }) => name === platform.name);
    if (!sink || !plan || !actual) return [];
    const applied = results[index]?.applied?.filter(({ outcome }) => outcome === 'done').map(({ change }) => change);
    const done = mode === 'plan' ? plan.changes : (applied ?? []);
    const write = mode === 'sync';
    return syncRecords({
      sink,
      target: platform,
      plan,
      actual,
      done,
      articles: dated,
      merged,
      hunts,
      context,
      maxChangePercent: force ? 100 : config.policy.maxChangePercent,
      shard,
      write,
      now: now(),
      signal,
    });
  });
}

function resultOf({ platform, plan, held = [], error, remedy }: Draft): PlatformResult {
  return {
    name: platform.name,
    kind: platform.kind,
    plan,
    requests: platform.requests(),
    held,
    ...(error === undefined ? {} : { error }),
    ...(remedy === undefined ? {} : { remedy }),
  };
}
