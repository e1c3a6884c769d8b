import { EXIT, type ExitCode, UsageError } from '../core/errors.ts';
import { exitCodeOf, type RunResult } from '../report/result.ts';
import { parseShard } from '../sync/shard.ts';
import { readConfigPartly } from './config.ts';
import type { Command, Context } from './context.ts';
import { reportError } from './errors.ts';
import { type RunCommandOptions, runOnce } from './run-sync.ts';
import type { TellOptions } from './tell.ts';
import { wholeNumber } from './whole-number.ts';

export interface SyncOptions extends RunCommandOptions, TellOptions {
  readonly every?: string;
  readonly cron?: string;
  readonly jitter?: string;
  /** Of a schedule: metrics are answered on this port of loopback. */
  readonly metricsPort?: string;
  readonly maxFailures?: string;
}

/** One sync, or one after another until the process is asked to end. */
export const sync: Command<SyncOptions> = async (options, context) => {
  const { every, cron } = options;
  if (every === undefined && cron === undefined) {
    if (options.metricsPort !== undefined) {
      throw new UsageError('--metrics-port is for a schedule.', 'Add --every or --cron, or use --metrics-file.');
    }
    for (const [option, given] of [
      ['--jitter', options.jitter],
      ['--max-failures', options.maxFailures],
    ] as const) {
      if (given !== undefined) throw new UsageError(`${option} is for a schedule.`, 'Add --every or --cron.');
    }
    const result = await runOnce('sync', options, context);
    const code = exitCodeOf(result);
    await tellOf(code, result, options, context);
    return code;
  }
  const [{ createTimetable, parseTime, repeat }, { lockSchedule }] = await Promise.all([
    import('./schedule.ts'),
    import('./lock.ts'),
  ]);
  const timetable = createTimetable({ every, cron });
  const jitterMs = options.jitter === undefined ? 0 : parseTime(options.jitter, '--jitter', { least: 0 });
  const maxFailures =
    options.maxFailures === undefined ? {} : { maxFailures: wholeNumber(options.maxFailures, '--max-failures', 3) };
  // A configuration that is invalid at the start is reported immediately; one that breaks later must not end the schedule.
  await readConfigPartly(options.config, options.platform ?? [], context);
  if (options.shard !== undefined) parseShard(options.shard);
  const lock = lockSchedule(`${options.config}${options.shard ?? ''}`, context.cacheDir);
  context.onHangUp?.(() => reload(options, context));
  const metrics = await metricsOf(options, context).catch((error: unknown) => {
    lock.release();
    throw error;
  });
  if (context.env['NOTIFY_SOCKET'] !== undefined) await (await import('./tell.ts')).notifySystemd(['--ready']);
  try {
    const job = () => scheduledRun({ ...options, metrics }, context);
    return await repeat(timetable, job, context, { jitterMs, ...maxFailures });
  } finally {
    if (context.env['NOTIFY_SOCKET'] !== undefined) await (await import('./tell.ts')).notifySystemd(['STOPPING=1']);
    await metrics?.close();
    lock.release();
  }
};

async function metricsOf({ metricsPort }: SyncOptions, { log }: Context) {
  if (metricsPort === undefined) return undefined;
  const { serveMetrics } = await import('./serve-metrics.ts');
  const server = await serveMetrics(metricsPort);
  log.info(`Metrics at http://127.0.0.1:${server.port}/metrics.`);
  return server;
}

async function scheduledRun(options: SyncOptions, context: Context): Promise<ExitCode> {
  context.log.info(`Run of ${context.now().toISOString()}.`);
  let result: RunResult | undefined;
  let code: ExitCode;
  try {
    result = await runOnce('sync', options, context);
    code = exitCodeOf(result);
  } catch (error) {
    code = reportError(error, context.log);
  }
  await tellOf(code, result, options, context);
  return code;
}

async function tellOf(code: ExitCode, result: RunResult | undefined, options: SyncOptions, context: Context) {
  const isAsked = [options.heartbeat, options.metricsFile, options.metrics].some((asked) => asked !== undefined);
  if (isAsked || context.env['NOTIFY_SOCKET'] !== undefined) {
    await (await import('./tell.ts')).tell(code, result, options, context);
  }
}

/** The configuration is read anew by every run: a hang-up tells now whether the next one will be able to. */
async function reload({ config, platform = [] }: SyncOptions, context: Context): Promise<ExitCode> {
  try {
    await readConfigPartly(config, platform, context);
    context.log.info(`${config} was read anew and holds from the next run on.`);
    return EXIT.ok;
  } catch (error) {
    return reportError(error, context.log);
  }
}
