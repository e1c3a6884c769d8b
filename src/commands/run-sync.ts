import { setMaxListeners } from 'node:events';
import type { Config } from '../config/schema.ts';
import { EXIT } from '../core/errors.ts';
import { createProgress, silentProgress } from '../core/progress.ts';
import type { SpanOptions } from '../core/trace.ts';
import { wrapText } from '../core/wrap.ts';
import type { RunSyncOptions } from '../pipeline/options.ts';
import { runSync } from '../pipeline.ts';
import { aboutOf, type RunFacts } from '../report/hunt-about.ts';
import { runToJson } from '../report/json.ts';
import { planToText } from '../report/plan-text.ts';
import { exitCodeOf, type RunResult } from '../report/result.ts';
import { huntRunsToText } from '../report/runs.ts';
import { runToText } from '../report/text.ts';
import type { PlatformPlan } from '../sync/plan.ts';
import { parseShard } from '../sync/shard.ts';
import { readConfigPartly } from './config.ts';
import type { Context } from './context.ts';
import { keepRun } from './kept-runs.ts';
import { openTrace } from './open-telemetry.ts';
import { createPlatforms, createReading, createSinks, withLearned } from './parts.ts';
import { printAsJson } from './print-as-json.ts';

export interface RunCommandOptions {
  readonly config: string;
  readonly platform?: readonly string[];
  readonly shard?: string;
  readonly force?: boolean;
  readonly planHash?: string;
  readonly json?: boolean;
  /** Which hunts to run after a sync. */
  readonly run?: 'new' | 'all';
  /** Hunts, by key, that may be created whatever the budget. */
  readonly approved?: (key: string) => boolean;
  /** Of the plan, what takes over unmanaged objects; no records are written. */
  readonly only?: 'adopted';
}

/** The configuration where none is named. */
export const DEFAULT_CONFIG = 'huntsync.yaml';

/** How many changes of a kind a sync lists; `plan` lists them all. */
const LISTED_BY_SYNC = 20;

/** One run, from the configuration file to the printed report. */
export async function runOnce(mode: 'plan' | 'sync', options: RunCommandOptions, context: Context): Promise<RunResult> {
  return runConfig(mode, await readConfigPartly(options.config, options.platform ?? [], context), options, context);
}

export async function runConfig(
  mode: 'plan' | 'sync',
  written: Config,
  options: Omit<RunCommandOptions, 'config'> & Partial<Pick<RunCommandOptions, 'config'>>,
  context: Context,
): Promise<RunResult> {
  const config = await withLearned(written, context);
  const reading = await createReading(config, context);
  const platforms = await createPlatforms(config, options.platform ?? [], context);
  const sinks = options.only === undefined ? await createSinks(config, options.platform ?? [], context) : [];
  const limit = mode === 'sync' ? LISTED_BY_SYNC : undefined;
  const showPlans = (plans: readonly PlatformPlan[], _: string, facts: RunFacts) => {
    const options = { tells: aboutOf(facts), width: context.columns, ...(limit === undefined ? {} : { limit }) };
    for (const plan of plans) context.print(planToText(plan, options));
  };
  // Each run has a signal of its own, so that listeners do not accumulate over the runs of a schedule. Every pending request adds
  // one; Node would warn from the eleventh on.
  const signal = AbortSignal.any([context.signal]);
  setMaxListeners(0, signal);
  const trace = await openTrace();
  const root: SpanOptions<RunResult> = {
    tells: (result) => ({ 'huntsync.exit_code': exitCodeOf(result), 'huntsync.complete': result.complete }),
    isFailure: (result) => exitCodeOf(result) === EXIT.failed || exitCodeOf(result) === EXIT.unsafe,
  };
  try {
    const runOptions: RunSyncOptions = {
      config,
      siems: context.siems,
      ...reading,
      platforms,
      sinks,
      mode,
      force: options.force ?? false,
      ...(options.planHash === undefined ? {} : { planHash: options.planHash }),
      ...(options.shard === undefined ? {} : { shard: parseShard(options.shard) }),
      ...(options.approved === undefined ? {} : { approved: options.approved }),
      ...(options.only === undefined ? {} : { only: options.only }),
      log: context.log,
      progress: options.json || mode === 'plan' ? silentProgress : await createProgress(context.stderr, context.log),
      now: context.now,
      cacheDir: context.cacheDir,
      signal,
      ...(options.json ? {} : { onPlan: showPlans }),
    };
    const synced = await trace.span(
      `huntsync.run.${mode}`,
      (within) => runSync({ ...runOptions, trace: within }),
      root,
    );
    const run = options.config === undefined ? undefined : await keepRun(synced, options.config, context);
    const ran = await runsAfter(synced, config, options, context);
    const result = { ...synced, ...ran, ...(run === undefined ? {} : { run }) };
    if (options.json) printAsJson(runToJson(result), context);
    else context.print(runToText(result, { isToldInLog: true, width: context.columns }));
    if (result.runs && !options.json) context.print(`\n${huntRunsToText(result.runs, context.siems, context.columns)}`);
    if (run !== undefined && !options.json) {
      context.print(wrapText(`Run ${run}: \`${undoing(run, options.config)}\` undoes it.`, context.columns));
    }
    if (mode === 'sync' && config.notify.length > 0) {
      await (await import('./notify.ts')).notifyOf(result, config, context);
    }
    for (const refusal of result.refusals) context.log.error(refusal);
    if (result.refusals.length > 0) {
      const what = mode === 'plan' ? 'A sync would be refused' : 'Nothing was written';
      context.log.error(`${what}. If this plan is what you want, run \`${acceptance(result, options)}\`.`);
    }
    return result;
  } finally {
    await Promise.all([...platforms, ...sinks].map((end) => end.close()));
    await trace.flush();
  }
}

/** Runs the hunts that were asked for, unless nothing was written. */
async function runsAfter(
  { mode, refusals, platforms }: RunResult,
  config: Config,
  { run }: Omit<RunCommandOptions, 'config'>,
  context: Context,
): Promise<Pick<RunResult, 'runs'>> {
  // One that could not be read has been told, and is not asked again.
  const platform = platforms.filter(({ plan }) => plan !== undefined).map(({ name }) => name);
  const isIdle = run === undefined || mode !== 'sync' || refusals.length > 0 || platform.length === 0;
  if (isIdle || context.signal.aborted) return {};
  const { runOnPlatforms } = await import('./runs.ts');
  return { runs: await runOnPlatforms(config, { onlyNew: run === 'new', platform }, context) };
}

/** The command that applies exactly this plan: from the same configuration, on the same platforms and shard. */
export function acceptance(
  { planHash, refusals }: Pick<RunResult, 'planHash' | 'refusals'>,
  { config, platform = [], shard, force = false, run }: Partial<RunCommandOptions>,
): string {
  const isOther = refusals.some((refusal) => refusal.includes(planHash));
  const isUnsafe = force || refusals.length > (isOther ? 1 : 0);
  return [
    'huntsync sync',
    ...configFlag(config),
    ...platform.flatMap((name) => ['--platform', shellWord(name)]),
    ...(shard === undefined ? [] : ['--shard', shellWord(shard)]),
    ...(run === undefined ? [] : ['--run', run]),
    `--plan-hash ${planHash}`,
    ...(isUnsafe ? ['--force'] : []),
  ].join(' ');
}

function undoing(run: string, config: string | undefined): string {
  return ['huntsync undo', ...configFlag(config), run].join(' ');
}

function configFlag(config: string | undefined): string[] {
  return config === undefined || config === DEFAULT_CONFIG ? [] : ['--config', shellWord(config)];
}

/** The text as one word of a POSIX shell. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
