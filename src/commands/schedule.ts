import { setTimeout as sleep } from 'node:timers/promises';
import { Cron } from 'croner';
import { EXIT, type ExitCode, messageOf, UsageError } from '../core/errors.ts';
import type { Context } from './context.ts';

/** When the run after this moment starts; undefined if there is none. */
export type Timetable = (after: Date) => Date | undefined;

const UNITS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const LONGEST_STEP_MS = 366 * 86_400_000;
/** Node's timers hold 31 bits of milliseconds. */
const LONGEST_SLEEP_MS = 2_147_483_647;

/** Reads `--every 30m` or `--cron "0 6 * * *"`. The first `every` run is due at once. */
export function createTimetable({ every, cron }: { every?: string | undefined; cron?: string | undefined }): Timetable {
  if (cron !== undefined) {
    const pattern = parseCron(cron);
    return (after) => pattern.nextRun(after) ?? undefined;
  }
  const [, count, unit] = /^(\d+)\s*([smhd])$/.exec(every ?? '') ?? [];
  const step = Number(count) * (UNITS[unit ?? ''] ?? Number.NaN);
  if (!(step >= 1000 && step <= LONGEST_STEP_MS)) {
    throw new UsageError(`--every ${every} is not a time.`, 'Write a number and a unit, such as 90s, 30m, 6h or 1d.');
  }
  let due: number | undefined;
  return (after) => {
    due ??= after.getTime();
    while (due < after.getTime()) due += step;
    const next = due;
    due += step;
    return new Date(next);
  };
}

function parseCron(text: string): Cron {
  try {
    return new Cron(text, { paused: true });
  } catch (error) {
    throw new UsageError(`--cron "${text}" is not a cron pattern: ${messageOf(error)}`, 'Try "*/30 * * * *".');
  }
}

/**
 * Runs the job by the timetable until the signal is aborted. One run at a time: a run that takes longer than the interval skips
 * the times that it missed. The job must not throw.
 */
export async function repeat(timetable: Timetable, job: () => Promise<void>, context: Context): Promise<ExitCode> {
  const { log, now, signal } = context;
  for (;;) {
    const due = timetable(now());
    if (!due) throw new UsageError('The cron pattern never comes true.', 'Give a pattern that has a next time.');
    if (due.getTime() > now().getTime()) log.info(`Next run at ${due.toISOString()}.`);
    await waitUntil(due, context);
    if (signal.aborted) break;
    await job();
    if (signal.aborted) break;
  }
  log.info('Stopped.');
  return EXIT.ok;
}

async function waitUntil(due: Date, { now, signal }: Context): Promise<void> {
  for (
    let left = due.getTime() - now().getTime();
    left > 0 && !signal.aborted;
    left = due.getTime() - now().getTime()
  ) {
    // An aborted sleep rejects; the loop's condition says the same without an exception.
    await sleep(Math.min(left, LONGEST_SLEEP_MS), undefined, { signal }).catch(() => undefined);
  }
}
