import { describe, expect, test } from 'vitest';
import type { Context } from '../../src/commands/context.ts';
import { createTimetable, repeat } from '../../src/commands/schedule.ts';
import { UsageError } from '../../src/core/errors.ts';
import { silentLog } from '../../src/core/log.ts';
import { SIEMS } from '../../src/siems.ts';

const at = (text: string) => new Date(`2026-06-01T${text}Z`);

function context(signal: AbortSignal): Context {
  return {
    env: {},
    log: silentLog,
    print: () => undefined,
    stderr: process.stderr,
    now: () => new Date(),
    cacheDir: undefined,
    siems: SIEMS,
    signal,
  };
}

const MINUTE = 60_000;

/** Clocks that a test sets: the wall's, and one that only goes forward, both in minutes after ten. */
function clocks() {
  const time = { wall: 0, passed: 0 };
  return {
    now: () => new Date(at('10:00:00').getTime() + time.wall * MINUTE),
    monotonic: () => time.passed * MINUTE,
    set(wall: number, passed = wall) {
      Object.assign(time, { wall, passed });
    },
  };
}

describe('a timetable', () => {
  test('every: due at once, then step by step, skipping what a long run missed', () => {
    const times = clocks();
    const table = createTimetable({ every: '30m' });
    expect(table.next(times)?.()).toBe(0);
    times.set(5);
    expect(table.next(times)?.()).toBe(25 * MINUTE);
    times.set(80);
    expect(table.next(times)?.()).toBe(10 * MINUTE);
  });

  test('every: a clock that somebody sets, forward or back, makes no difference', () => {
    const times = clocks();
    const table = createTimetable({ every: '30m' });
    table.next(times);
    times.set(-600, 5);
    const left = table.next(times);
    expect(left?.()).toBe(25 * MINUTE);
    times.set(100_000, 20);
    expect(left?.()).toBe(10 * MINUTE);
  });

  test('cron: the next time that the pattern names; an earlier one where the clock was set back meanwhile', () => {
    const times = clocks();
    times.set(16);
    const left = createTimetable({ cron: '15 * * * *' }).next(times);
    expect(left?.()).toBe(59 * MINUTE);
    times.set(-5, 17);
    expect(left?.()).toBe(20 * MINUTE);
  });

  test.each(['', '5', '0m', '10w', '-5m', '1.5h'])('--every %j is refused with an example', (every) => {
    expect(() => createTimetable({ every })).toThrow(UsageError);
  });

  test.each(['* * *', 'every day', '61 * * * *', '* * * * * *'])('--cron %j is refused', (cron) => {
    expect(() => createTimetable({ cron })).toThrow(UsageError);
  });
});

/** Time that is left, which goes by. */
function laterBy(ms: number) {
  const end = Date.now() + ms;
  return () => end - Date.now();
}

describe('repeat', () => {
  const soon = { next: () => laterBy(5) };

  test('never runs two jobs at once, and ends when it is told to, after the job under way', async () => {
    const stop = new AbortController();
    let running = 0;
    let most = 0;
    let runs = 0;
    const code = await repeat(
      soon,
      async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 20));
        running -= 1;
        runs += 1;
        if (runs === 3) stop.abort();
        return 0;
      },
      context(stop.signal),
    );
    expect({ code, most, running, runs }).toEqual({ code: 0, most: 1, running: 0, runs: 3 });
  });

  test('a stop while waiting ends at once', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 20);
    const never = { next: () => laterBy(40 * 24 * 3_600_000) };
    await expect(repeat(never, () => Promise.reject(new Error('ran')), context(stop.signal))).resolves.toBe(0);
  });

  test('a pattern that never comes is an error, not a hang', async () => {
    await expect(
      repeat({ next: () => undefined }, async () => 0, context(new AbortController().signal)),
    ).rejects.toThrow(UsageError);
  });

  test('ends with the exit code of the last run', async () => {
    const stop = new AbortController();
    const codes = [0, 3] as const;
    let runs = 0;
    const code = await repeat(
      soon,
      async () => {
        const own = codes[runs] ?? 0;
        runs += 1;
        if (runs === 2) stop.abort();
        return own;
      },
      context(stop.signal),
    );
    expect(code).toBe(3);
  });

  test('ends after so many failures in a row, and not before', async () => {
    const codes = [1, 0, 1, 1] as const;
    let runs = 0;
    const job = async () => {
      runs += 1;
      return codes[runs - 1] ?? 0;
    };
    expect(await repeat(soon, job, context(new AbortController().signal), { maxFailures: 2 })).toBe(1);
    expect(runs).toBe(4);
  });

  test('starts late by chance where that is asked for', async () => {
    const told: string[] = [];
    const once = async (jitterMs: number) => {
      const stop = new AbortController();
      const at = { ...context(stop.signal), log: { ...silentLog, info: (line: string) => void told.push(line) } };
      const job = async () => {
        stop.abort();
        return 0 as const;
      };
      await repeat({ next: () => laterBy(0) }, job, at, { jitterMs, random: () => 0.5 });
    };
    await once(0);
    expect(told).toEqual(['Stopped.']);
    await once(4);
    expect(told[1]).toMatch(/^Next run at /);
  });
});
