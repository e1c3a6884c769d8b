import pLimit from 'p-limit';
import { counted } from './core/counted.ts';
import { HuntsyncError, messageOf, reasonOf } from './core/errors.ts';
import { redact } from './core/log.ts';
import { filesIn } from './core/problem.ts';
import { silentProgress } from './core/progress.ts';
import { NO_TRACE } from './core/trace.ts';
import { type RunContext, readOptionsOf } from './pipeline/desired.ts';
import { draftPlatform, servedOf } from './pipeline/draft.ts';
import type { RunSyncOptions } from './pipeline/options.ts';
import { preferredFirst, settle, type WrittenKeeper } from './pipeline/preferred-first.ts';
import { readAndCheck } from './pipeline/read-and-check.ts';
import { recordsOnPlatforms } from './pipeline/recording.ts';
import { applyingOf, planningOf } from './pipeline/spans.ts';
import { toldBefore } from './pipeline/told-before.ts';
import { campaignCounts } from './report/campaigns.ts';
import type { RunFacts } from './report/hunt-about.ts';
import type { PlatformResult, RunResult } from './report/result.ts';
import { idleAdoptions } from './sync/adopt.ts';
import { applyChanges } from './sync/apply.ts';
import type { HeldNote } from './sync/budget.ts';
import { prepareChecks } from './sync/check.ts';
import { confirmChanges } from './sync/confirm.ts';
import { type PlatformPlan, planHash } from './sync/plan.ts';
import type { Platform } from './sync/platform.ts';
import { keepersFor, type NamedPlatform } from './sync/prefer.ts';
import type { CheckedHunt } from './sync/query.ts';
import { unsafeReasons } from './sync/safety.ts';
import { onlyShard } from './sync/shard.ts';
import { siemsFor } from './sync/siem.ts';
import type { ActualObject } from './sync/types.ts';
import { askParser } from './sync/validate.ts';

/** Platforms that are worked on at a time: each holds the list of all its objects while it is. */
const PLATFORMS_AT_ONCE = 16;

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
  const { trace = NO_TRACE, signal, scores, verifier } = options;
  const readOptions = readOptionsOf(config, { now: started, siems, signal, scores, verifier });
  const { context, desired, checked, proof, shared } = await readAndCheck(readOptions, checkOptions, options, started);
  options.log.info(
    `Read ${counted(desired.articles.length, 'article')} with ${counted(checked.length, 'distinct hunt')}.`,
  );

  const inTurn = pLimit(PLATFORMS_AT_ONCE);
  const preference = { prefer: config.policy.prefer, platforms: config.platforms, siems };
  const keepersOf = (one: NamedPlatform) => keepersFor(one, preference).keepers.map(({ name }) => name);
  const all = await preferredFirst(options.platforms, keepersOf, (platform, before: readonly Draft[]) =>
    inTurn(() =>
      trace.span('huntsync.plan', () => draft(platform, checked, context, options, before), planningOf(platform)),
    ),
  );
  const drafts = options.only === undefined ? all : all.map((entry) => onlyFor(entry, options.only));
  const plans = drafts.flatMap(({ plan }) => (plan ? [plan] : []));
  const hash = planHash(plans);
  const facts: RunFacts = { today: context.today, articles: desired.merged, hunts: checked };
  options.onPlan?.(plans, hash, facts);
  // Checked before it is cut into shards: a big change in small parts is still a big change.
  const wholes = drafts.flatMap(({ whole }) => (whole ? [whole] : []));
  const refusals = options.force ? [] : unsafeReasons(wholes, options.config.policy.maxChangePercent);
  if (options.planHash !== undefined && options.planHash !== hash) {
    refusals.push(`The plan is not the reviewed one: its hash is ${hash}, not ${options.planHash}. Review it again.`);
  }

  const write = options.mode === 'sync' && refusals.length === 0;
  const carryOut = async (entry: Draft, before: readonly PlatformResult[]) => {
    const keepers = drafts.flatMap(({ name, platform, actual }) => {
      const result = before.find((one) => one.name === name);
      return result && actual ? [{ platform, actual, result }] : [];
    });
    return write
      ? inTurn(() => trace.span('huntsync.apply', () => apply(entry, options, keepers, checked), applyingOf(entry)))
      : resultOf(entry);
  };
  const platforms = await preferredFirst(drafts, keepersOf, carryOut);
  const sees = options.mode === 'plan' || write;
  const records = sees
    ? await Promise.all(recordsOnPlatforms(drafts, platforms, desired, checked, shared, context, options))
    : [];
  return {
    mode: options.mode,
    articles: desired.articles.length,
    hunts: checked.length,
    campaigns: campaignCounts(desired.campaigns),
    proof,
    complete: desired.complete,
    problems: [...(config.refusedFiles ?? []), ...desired.problems, ...idleEntries(drafts, context, options)],
    planHash: hash,
    ...(config.refusedFiles ? { refusedFiles: filesIn(config.refusedFiles) } : {}),
    refusals,
    platforms,
    records,
    facts,
    durationMs: options.now().getTime() - started.getTime(),
  };
}

/** What is told of `policy.adopt`, where every platform was looked at. */
function idleEntries(drafts: readonly Draft[], { adopt }: RunContext, { config }: RunSyncOptions) {
  const seen = drafts.flatMap(({ whole, actual }) => (whole && actual ? [{ plan: whole, actual }] : []));
  return seen.length < config.platforms.length || config.refusedFiles ? [] : idleAdoptions(adopt, seen);
}

interface Draft {
  readonly name: string;
  readonly kind: string;
  readonly platform: Platform;
  readonly plan?: PlatformPlan;
  /** The same before it was cut into shards. */
  readonly whole?: PlatformPlan;
  readonly actual?: readonly ActualObject[];
  readonly held?: readonly HeldNote[];
  readonly error?: string;
  readonly remedy?: string;
}

/** A draft with the changes for one reason alone. */
function onlyFor({ plan, ...entry }: Draft, only: RunSyncOptions['only']): Draft {
  if (!plan) return entry;
  const limited = { ...plan, changes: plan.changes.filter(({ reason }) => reason === only) };
  return { ...entry, plan: limited, whole: limited, held: [] };
}

async function draft(
  platform: Platform,
  checked: readonly CheckedHunt[],
  context: RunContext,
  { config, siems, sinks = [], shard, signal, log, force, approved }: RunSyncOptions,
  before: readonly Draft[],
): Promise<Draft> {
  const { name, kind } = platform;
  try {
    const consent = force ? () => true : approved;
    const known = new Map(
      before.map(({ name: of, platform: keeper, plan, whole, actual }) => {
        const isRead = plan && whole && actual;
        return [of, isRead ? servedOf(keeper, { plan: whole, actual }, plan, checked) : null] as const;
      }),
    );
    const unread = [...known].flatMap(([of, has]) => (has === null ? [of] : []));
    const told = await toldBefore(platform, unread, sinks, config.platforms, signal);
    const limits = { siems, signal, force, known, told, ...(consent ? { approved: consent } : {}) };
    const { plan: whole, actual, held } = await draftPlatform(platform, checked, context, config, limits);
    const plan = shard ? onlyShard(whole, shard) : whole;
    const { concurrency } = config.policy;
    return {
      name,
      kind,
      platform,
      whole,
      actual,
      held,
      plan: await askParser(platform, plan, { concurrency, signal }),
    };
  } catch (error) {
    const remedy = error instanceof HuntsyncError ? error.remedy : undefined;
    log.error(`${platform.name}: ${reasonOf(error)}`);
    return { name, kind, platform, error: redact(messageOf(error)), ...(remedy ? { remedy } : {}) };
  }
}

async function apply(
  entry: Draft,
  { config, progress, signal, log, sleep, force }: RunSyncOptions,
  keepers: readonly WrittenKeeper[],
  checked: readonly CheckedHunt[],
): Promise<PlatformResult> {
  if (!entry.plan) return resultOf(entry);
  const percent = force ? 100 : config.policy.maxChangePercent;
  const { ready, taken, waiting } = settle(entry.plan, keepers, checked, percent);
  const written = await applyChanges(entry.platform, [...ready, ...taken], {
    concurrency: config.policy.concurrency,
    progress: progress ?? silentProgress,
    ...(signal ? { signal } : {}),
  });
  const applied = [...written, ...waiting];
  const { concurrency } = config.policy;
  const seen = await confirmChanges(entry.platform, applied, { concurrency, log, signal, ...(sleep ? { sleep } : {}) });
  const plan = taken.length === 0 ? entry.plan : { ...entry.plan, changes: [...entry.plan.changes, ...taken] };
  return { ...resultOf(entry), plan, ...seen, requests: entry.platform.requests() };
}

function resultOf({ platform, plan, actual, held = [], error, remedy }: Draft): PlatformResult {
  return {
    name: platform.name,
    kind: platform.kind,
    queryField: platform.queryField,
    retiredFields: platform.retiredFields,
    plan,
    ...(actual ? { actual } : {}),
    requests: platform.requests(),
    held,
    ...(error === undefined ? {} : { error }),
    ...(remedy === undefined ? {} : { remedy }),
  };
}
