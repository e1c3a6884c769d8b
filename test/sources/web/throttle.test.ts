import { describe, expect, test } from 'vitest';
import { createHostThrottle, type ThrottleOptions } from '../../../src/sources/web/throttle.ts';

/** A throttle by a clock that stands still but for its own waits. */
function throttle(options: Partial<ThrottleOptions> = {}) {
  let now = 1000;
  const waits: number[] = [];
  const signals: (AbortSignal | undefined)[] = [];
  const clock = {
    now: () => now,
    sleep: async (ms: number, signal: AbortSignal | undefined) => {
      waits.push(ms);
      signals.push(signal);
    },
  };
  const run = createHostThrottle({ overall: 8, perHost: 2, pauseMs: 250, ...options }, clock);
  return { run, waits, signals, pass: (ms: number) => (now += ms) };
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('a pause between two requests to one host', () => {
  test('the first does not wait, each further one starts a pause after the one before', async () => {
    const { run, waits } = throttle({ perHost: 9 });
    await Promise.all(Array.from({ length: 4 }, () => run('a.example', undefined, turn)));
    expect(waits).toEqual([250, 500, 750]);
  });

  test('time that has passed counts', async () => {
    const { run, waits, pass } = throttle();
    await run('a.example', undefined, turn);
    pass(100);
    await run('a.example', undefined, turn);
    pass(1000);
    await run('a.example', undefined, turn);
    expect(waits).toEqual([150]);
  });

  test('another host does not wait for it', async () => {
    const { run, waits } = throttle();
    await Promise.all(['a.example', 'b.example', 'c.example'].map((host) => run(host, undefined, turn)));
    expect(waits).toEqual([]);
  });

  test('a stop ends the wait; what has not begun never does', async () => {
    const { run, signals } = throttle({ perHost: 9 });
    const stop = new AbortController();
    await Promise.all([run('a.example', stop.signal, turn), run('a.example', stop.signal, turn)]);
    expect(signals).toEqual([stop.signal]);
    stop.abort(new Error('stopped'));
    let began = false;
    const late = run('a.example', stop.signal, async () => {
      began = true;
    });
    await expect(late).rejects.toThrow('stopped');
    expect(began).toBe(false);
  });
});

describe('requests under way', () => {
  async function most(options: Partial<ThrottleOptions>, hosts: readonly string[]): Promise<number> {
    const { run } = throttle({ pauseMs: 0, ...options });
    let underWay = 0;
    let peak = 0;
    const work = async () => {
      underWay += 1;
      peak = Math.max(peak, underWay);
      await turn();
      await turn();
      underWay -= 1;
    };
    await Promise.all(hosts.map((host) => run(host, undefined, work)));
    return peak;
  }

  test('are few to one host, and few over all', async () => {
    expect(await most({ perHost: 2 }, Array(8).fill('a.example'))).toBe(2);
    const hosts = Array.from({ length: 12 }, (_, n) => `${n}.example`);
    expect(await most({ overall: 5 }, hosts)).toBe(5);
    expect(await most({ overall: 99 }, hosts)).toBe(12);
  });

  test('who waits for a host takes no place from the others', async () => {
    const { run } = throttle({ overall: 2, perHost: 1, pauseMs: 0 });
    let release = () => {};
    const stuck = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow = [1, 2, 3].map(() => run('slow.example', undefined, () => stuck));
    expect(await run('quick.example', undefined, async () => 'done')).toBe('done');
    release();
    await Promise.all(slow);
  });
});
