import { setTimeout as sleep } from 'node:timers/promises';
import { Cron } from 'croner';
import { counted } from '../core/counted.ts';
import { EXIT, type ExitCode, messageOf, UsageError } from '../core/errors.ts';
import type { Context } from './context.ts';

/** The clocks of a schedule: the wall's, which may be set, and one that only goes forward, in milliseconds. */
export interface Clocks {
  readonly now: () => Date;
  readonly monotonic: () => number;
}

/** Milliseconds until the next run, asked again at every step of the wait; undefined if there is none. */
export interface Timetable {
  /** Begins to wait for the next run. */
  next(clocks: Clocks): (() => number) | undefined;
}

const UNITS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const LONGEST_STEP_MS = 366 * 86_400_000;
/** A suspended machine's timers stand still: after a step at most this long, the clocks are asked again. */
const LONGEST_SLEEP_MS = 60_000;

/** Reads `90s`, `30m`, `6h` or `1d`; `name` is the option that it comes from. Throws UsageError. */
export function parseTime(text: string, name: string, { least = 1000 } = {}): number {
  const [, count, unit] = /^(\d+)\s*([smhd])$/.exec(text) ?? [];
  const ms = Number(count) * (UNITS[unit ?? ''] ?? Number.NaN);
  if (ms >= least && ms <= LONGEST_STEP_MS) return ms;
  throw new UsageError(`${name} ${text} is not a time.`, 'Write a number and a unit, such as 90s, 30m, 6h or 1d.');
}

/**
 * Reads `--every 30m` or `--cron "0 6 * * *"`. The first `every` run is due at once, and the next ones by a clock that nobody sets;
 * a run that takes longer than the interval skips the times that it missed. Throws UsageError.
 */
export function createTimetable({ every, cron }: { every?: string | undefined; cron?: string | undefined }): Timetable {
  if (cron !== undefined) {
    const pattern = parseCron(cron);
    return {
      next({ now }) {
        let asked = now();
        let due = pattern.nextRun(asked);
        if (!due) return undefined;
        return () => {
          const time = now();
          // The clock was set back: the next time by it may be an earlier one.
          if (time < asked) due = pattern.nextRun(time);
          asked = time;
          return (due ?? time).getTime() - time.getTime();
        };
      },
    };
  }
  const step = parseTime(every ?? '', '--every');
  let due: number | undefined;
  return {
    next({ monotonic }) {
      const now = monotonic();
      const at = due === undefined ? now : due + Math.max(0, Math.ceil((now - due) / step)) * step;
      due = at + step;
      return () => at - monotonic();
    },
  };
}

function parseCron(text: string): Cron {
  try {
    return new Cron(text, { paused: true, mode: '5-part' });
  } catch (error) {
    throw new UsageError(
      `--cron "${text}" is not a cron pattern: ${messageOf(error)}`,
      'Five fields, such as "*/30 * * * *": minute, hour, day, month, day of the week.',
    );
  }
}

export interface RepeatOptions {
  /** Each run starts up to so many milliseconds late, by chance, so that many machines do not start at once. */
  readonly jitterMs?: number;
  /** Ends the schedule after so many failed runs in a row. */
  readonly maxFailures?: number;
  readonly monotonic?: () => number;
  readonly random?: () => number;
}

/**
 * Runs the job by the timetable until the signal is aborted, one run at a time; ends with the exit code of the last run. The job
 * must not throw.
 */
export async function repeat(
  timetable: Timetable,
  job: () => Promise<ExitCode>,
  context: Context,
  { jitterMs = 0, maxFailures, monotonic = () => performance.now(), random = Math.random }: RepeatOptions = {},
): Promise<ExitCode> {
  const { log, now, signal } = context;
  let last: ExitCode = EXIT.ok;
  let failures = 0;
  for (;;) {
    const left = timetable.next({ now, monotonic });
    if (!left) throw new UsageError('The cron pattern never comes true.', 'Give a pattern that has a next time.');
    const late = jitterMs * random();
    const wait = left() + late;
    if (wait > 0) log.info(`Next run at ${timeText(new Date(now().getTime() + wait))}.`);
    await waitFor(() => left() + late, signal);
    if (signal.aborted) break;
    last = await job();
    failures = last === EXIT.ok ? 0 : failures + 1;
    if (signal.aborted) break;
    if (maxFailures !== undefined && failures >= maxFailures) {
      log.error(`${counted(failures, 'run')} in a row failed: the schedule ends (--max-failures).`);
      return last;
    }
  }
  log.info('Stopped.');
  return last;
}

/** A moment in ISO 8601, and by the clock of the zone in which cron patterns are read. */
function timeText(time: Date): string {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const iso = `${time.toISOString().slice(0, 19)}Z`;
  if (timeZone === 'UTC' || timeZone === undefined) return iso;
  const local = time.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone });
  return `${iso} (${local} ${timeZone})`;
}

async function waitFor(left: () => number, signal: AbortSignal): Promise<void> {
  for (let ms = left(); ms > 0 && !signal.aborted; ms = left()) {
    // An aborted sleep rejects; the loop's condition says the same without an exception.
    await sleep(Math.min(ms, LONGEST_SLEEP_MS), undefined, { signal }).catch(() => undefined);
  }
}
