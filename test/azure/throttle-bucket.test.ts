import { expect, test } from 'vitest';
import { createThrottle, paceOf } from '../../src/azure/throttle.ts';
import { ARM_LIMITS, createRequestLimiter } from '../../src/sandbox/azure/throttle.ts';

/** Sleeps that end in their order, in no time. */
function createVirtualClock() {
  const sleeping: { readonly until: number; readonly wake: () => void }[] = [];
  let time = 0;
  return {
    now: () => time,
    sleep: (ms: number) => new Promise<void>((wake) => void sleeping.push({ until: time + ms, wake })),
    /** Runs until the work is done. */
    async run(work: Promise<unknown>): Promise<void> {
      let done = false;
      void work.finally(() => {
        done = true;
      });
      for (;;) {
        await new Promise(setImmediate);
        if (done) return;
        const next = sleeping.reduce<number>((first, { until }) => Math.min(first, until), Number.POSITIVE_INFINITY);
        time = next;
        for (const one of sleeping.filter(({ until }) => until <= next)) {
          sleeping.splice(sleeping.indexOf(one), 1);
          one.wake();
        }
      }
    },
  };
}

interface Load {
  readonly writes: number;
  readonly concurrency: number;
  readonly latencyMs: number;
}

/** So many writes through our throttle against Azure's bucket: seconds, and how many were refused. */
async function throughTheBucket({ writes, concurrency, latencyMs }: Load) {
  const clock = createVirtualClock();
  const limiter = createRequestLimiter(ARM_LIMITS, () => new Date(clock.now()));
  const throttle = createThrottle({ clock: clock.now, sleep: clock.sleep, longestWaitMs: 300_000 });
  let left = writes;
  let refused = 0;
  async function worker() {
    while (left > 0) {
      left -= 1;
      for (;;) {
        await throttle.ready();
        await clock.sleep(latencyMs / 2);
        const { headers, refused: refusal } = limiter.take('writes', 'us');
        await clock.sleep(latencyMs / 2);
        const all = new Map(
          Object.entries({ ...headers, ...refusal?.headers }).map(([name, value]) => [name, String(value)]),
        );
        throttle.learn(paceOf('PUT', refusal ? 429 : 200, { get: (name) => all.get(name) }, new Date(clock.now())));
        if (!refusal) break;
        refused += 1;
      }
    }
  }
  await clock.run(Promise.all(Array.from({ length: concurrency }, worker)));
  return { seconds: clock.now() / 1000, refused };
}

test.each([
  { writes: 1000, concurrency: 8, latencyMs: 20 },
  { writes: 1000, concurrency: 8, latencyMs: 200 },
  { writes: 1000, concurrency: 8, latencyMs: 900 },
  { writes: 1000, concurrency: 2, latencyMs: 20 },
  { writes: 3000, concurrency: 16, latencyMs: 100 },
])(
  '$writes writes, $concurrency at a time, take no more than 1.05 of what the bucket gives, and none is refused',
  async (load) => {
    const { burst, perSecond } = ARM_LIMITS.writes;
    const { seconds, refused } = await throughTheBucket(load);
    const least = Math.max((load.writes - burst) / perSecond, (load.writes * load.latencyMs) / 1000 / load.concurrency);
    expect(refused).toBe(0);
    expect(seconds / least).toBeLessThan(1.05);
  },
);

test('the burst is sent at full speed', async () => {
  const { seconds } = await throughTheBucket({ writes: 170, concurrency: 8, latencyMs: 20 });
  expect(seconds).toBeLessThan((170 / 8) * 0.02 * 1.1);
});
