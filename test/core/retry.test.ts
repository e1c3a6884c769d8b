import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLog } from '../../src/core/log.ts';
import { giveUp, type RetryHint, type RetryPolicy, retryAfterOf, retrying } from '../../src/core/retry.ts';

const PASSING: RetryHint = { transient: true, retryAfterMs: undefined };

/** A world whose clock moves only by waiting. */
function world(random = 0) {
  const waits: number[] = [];
  let at = Date.parse('2026-05-01T00:00:00Z');
  return {
    waits,
    deps: {
      log: createLog({ write: () => {}, level: 'info' }),
      now: () => new Date(at),
      sleep: async (ms: number, signal?: AbortSignal) => {
        signal?.throwIfAborted();
        waits.push(ms);
        at += ms;
      },
      random: () => random,
    },
  };
}

/** Fails `times` times, then works. */
function failing(times: number) {
  let calls = 0;
  return {
    calls: () => calls,
    operation: async () => {
      calls += 1;
      if (calls <= times) throw new Error(`failure ${calls}`);
      return 'worked';
    },
  };
}

describe('retrying', () => {
  test('waits longer each time, and works in the end', async () => {
    const { waits, deps } = world();
    const { operation } = failing(3);
    expect(await retrying(operation, { hint: () => PASSING, deps })).toBe('worked');
    expect(waits).toEqual([250, 500, 1000]);
  });

  test('gives up after its attempts, with the last failure', async () => {
    const { deps } = world();
    const { operation, calls } = failing(99);
    await expect(retrying(operation, { hint: () => PASSING, deps, policy: { retries: 2 } })).rejects.toThrow(
      'failure 3',
    );
    expect(calls()).toBe(3);
  });

  test('what does not pass is tried once', async () => {
    for (const hint of [null, { transient: false, retryAfterMs: 5 }]) {
      const { waits, deps } = world();
      const { operation, calls } = failing(1);
      await expect(retrying(operation, { hint: () => hint, deps })).rejects.toThrow('failure 1');
      expect([calls(), waits]).toEqual([1, []]);
    }
  });

  test('waits as long as the server asks', async () => {
    const { waits, deps } = world();
    await retrying(failing(1).operation, { hint: () => ({ transient: true, retryAfterMs: 7000 }), deps });
    expect(waits).toEqual([7000]);
  });

  test('does not begin a wait that passes the deadline', async () => {
    const { waits, deps } = world();
    const hint = () => ({ transient: true, retryAfterMs: 2_147_484_000 });
    await expect(retrying(failing(1).operation, { hint, deps })).rejects.toThrow('failure 1');
    expect(waits).toEqual([]);
  });

  test('the deadline holds over all attempts together', async () => {
    const { waits, deps } = world();
    const hint = () => ({ transient: true, retryAfterMs: 50_000 });
    await expect(retrying(failing(99).operation, { hint, deps })).rejects.toThrow('failure 3');
    expect(waits).toEqual([50_000, 50_000]);
  });

  test('ends where the operation says so', async () => {
    const { deps } = world();
    const operation = async () => giveUp(new Error('known by now'));
    await expect(retrying(operation, { hint: () => PASSING, deps })).rejects.toThrow('known by now');
  });

  test('a signal ends it', async () => {
    const { deps } = world();
    const stop = new AbortController();
    const operation = async () => {
      stop.abort(new Error('stopped'));
      throw new Error('failure');
    };
    await expect(retrying(operation, { hint: () => PASSING, deps, signal: stop.signal })).rejects.toThrow('stopped');
  });

  test('what has succeeded by the time of a stop is a success', async () => {
    const { deps } = world();
    const stop = new AbortController();
    const operation = async () => {
      stop.abort(new Error('stopped'));
      return 'written';
    };
    expect(await retrying(operation, { hint: () => PASSING, deps, signal: stop.signal })).toBe('written');
  });

  test('jitter spreads the waits, within half and the whole of the backoff, or behind what the server asks', async () => {
    const policy: RetryPolicy = { retries: 4, firstWaitMs: 800, longestWaitMs: 1000, deadlineMs: 1e9 };
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.option(fc.nat(90_000), { nil: undefined }),
        async (random, retryAfterMs) => {
          const { waits, deps } = world(random);
          await retrying(failing(4).operation, { hint: () => ({ transient: true, retryAfterMs }), deps, policy });
          for (const [n, wait] of waits.entries()) {
            const backoff = n === 0 ? 800 : 1000;
            const least = retryAfterMs ?? backoff / 2;
            expect(wait).toBeGreaterThanOrEqual(least);
            expect(wait).toBeLessThanOrEqual(least + backoff / 2);
          }
        },
      ),
    );
  });
});

describe('Retry-After', () => {
  const now = new Date('2026-05-01T00:00:00Z');
  const read = (headers: Record<string, string>) => retryAfterOf((name) => headers[name], now);

  test.each([
    [{ 'retry-after': '120' }, 120_000],
    [{ 'retry-after': ' 0 ' }, 0],
    [{ 'retry-after': 'Fri, 01 May 2026 00:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Thu, 30 Apr 2026 00:00:00 GMT' }, 0],
    [{ 'retry-after-ms': '250', 'retry-after': '9' }, 250],
    [{ 'x-ms-retry-after-ms': '50' }, 50],
    [{ 'retry-after': '2147484' }, 2_147_484_000],
    [{ 'retry-after': '-1' }, undefined],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '' }, undefined],
    [{}, undefined],
  ])('%j', (headers, expected) => {
    expect(read(headers as Record<string, string>)).toBe(expected);
  });
});
