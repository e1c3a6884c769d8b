import { exitCodeOf } from '../report/result.ts';
import { parseShard } from '../sync/shard.ts';
import { readConfig } from './config.ts';
import type { Command } from './context.ts';
import { reportError } from './errors.ts';
import { type RunCommandOptions, runOnce } from './run-sync.ts';

export interface SyncOptions extends RunCommandOptions {
  readonly every?: string;
  readonly cron?: string;
}

/** One sync, or one after another until the process is asked to end. */
export const sync: Command<SyncOptions> = async (options, context) => {
  const { every, cron } = options;
  if (every === undefined && cron === undefined) return exitCodeOf(await runOnce('sync', options, context));

  const { createTimetable, repeat } = await import('./schedule.ts');
  const timetable = createTimetable({ every, cron });
  // A configuration that is invalid at the start is reported immediately; one that breaks later must not end the schedule.
  await readConfig(options.config, context);
  if (options.shard !== undefined) parseShard(options.shard);
  const job = async () => {
    context.log.info(`Run of ${context.now().toISOString()}.`);
    try {
      await runOnce('sync', options, context);
    } catch (error) {
      reportError(error, context.log);
    }
  };
  return repeat(timetable, job, context);
};
