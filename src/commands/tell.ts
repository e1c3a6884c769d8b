import { execFile } from 'node:child_process';
import { EXIT, type ExitCode } from '../core/errors.ts';
import { jsonText } from '../core/json.ts';
import { writeWhole } from '../core/write-whole.ts';
import type { RunResult } from '../report/result.ts';
import type { Context } from './context.ts';
import type { MetricsServer } from './serve-metrics.ts';

export interface TellOptions {
  /** A file that each run writes its end into. */
  readonly heartbeat?: string | undefined;
  /** A file of metrics in Prometheus' text format, for node_exporter's textfile collector. */
  readonly metricsFile?: string | undefined;
  /** Where the same metrics are answered to whoever asks. */
  readonly metrics?: Pick<MetricsServer, 'show'> | undefined;
}

/** What a run leaves behind for whoever watches the schedule. */
export async function tell(
  code: ExitCode,
  result: RunResult | undefined,
  { heartbeat, metricsFile, metrics }: TellOptions,
  { now, env, log }: Pick<Context, 'now' | 'env' | 'log'>,
): Promise<void> {
  const at = now();
  const attempt = async (what: string, work: () => void | Promise<void>) => {
    try {
      await work();
    } catch (error) {
      log.warn(`${what} could not be written: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  if (heartbeat !== undefined) {
    await attempt('The heartbeat', () =>
      writeWhole(heartbeat, `${jsonText({ at: at.toISOString(), exitCode: code, ok: code === EXIT.ok })}\n`),
    );
  }
  if (metricsFile !== undefined || metrics !== undefined) {
    await attempt('The metrics', async () => {
      const { metricsText } = await import('../report/metrics.ts');
      const text = await metricsText(result, code, at);
      metrics?.show(text);
      if (metricsFile !== undefined) await writeWhole(metricsFile, text);
    });
  }
  if (env['NOTIFY_SOCKET'] !== undefined) await notifySystemd(['WATCHDOG=1', `STATUS=last run: exit code ${code}`]);
}

/** Node has no datagram sockets of its own for this (https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html). */
export function notifySystemd(states: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    // It needs none of the secrets that the environment may hold.
    const { PATH, NOTIFY_SOCKET } = process.env;
    execFile('systemd-notify', [`--pid=${process.pid}`, ...states], { env: { PATH, NOTIFY_SOCKET } }, () => resolve());
  });
}
