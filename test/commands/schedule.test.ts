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

describe('a timetable', () => {
  test('every: due at once, then step by step, skipping what a long run missed', () => {
    const next = createTimetable({ every: '30m' });
    expect(next(at('10:00:00'))).toEqual(at('10:00:00'));
    expect(next(at('10:05:00'))).toEqual(at('10:30:00'));
    expect(next(at('11:20:00'))).toEqual(at('11:30:00'));
  });

  test('cron: the next time that the pattern names', () => {
    const next = createTimetable({ cron: '15 * * * *' });
    expect(next(at('10:16:00'))?.getMinutes()).toBe(15);
  });

  test.each(['', '5', '0m', '10w', '-5m', '1.5h'])('--every %j is refused with an example', (every) => {
    expect(() => createTimetable({ every })).toThrow(UsageError);
  });

  test.each(['* * *', 'every day', '61 * * * *'])('--cron %j is refused', (cron) => {
    expect(() => createTimetable({ cron })).toThrow(UsageError);
  });
});

describe('repeat', () => {
  const soon = () => () => new Date(Date.now() + 5);

  test('never runs two jobs at once, and ends when it is told to, after the job under way', async () => {
    const stop = new AbortController();
    let running = 0;
    let most = 0;
    let runs = 0;
    const code = await repeat(
      soon(),
      async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 20));
        running -= 1;
        runs += 1;
        if (runs === 3) stop.abort();
      },
      context(stop.signal),
    );
    expect({ code, most, running, runs }).toEqual({ code: 0, most: 1, running: 0, runs: 3 });
  });

  test('a stop while waiting ends at once', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 20);
    const never = () => new Date(Date.now() + 40 * 24 * 3_600_000);
    await expect(repeat(never, () => Promise.reject(new Error('ran')), context(stop.signal))).resolves.toBe(0);
  });

  test('a pattern that never comes is an error, not a hang', async () => {
    await expect(
      repeat(
        () => undefined,
        async () => undefined,
        context(new AbortController().signal),
      ),
    ).rejects.toThrow(UsageError);
  });
});
