import { describe, expect, test } from 'vitest';
import { createThrottle, paceOf, type RequestPace } from '../../src/azure/throttle.ts';

const FINE: RequestPace = { throttled: false, retryAfterMs: undefined, remaining: 199 };
const REFUSED: RequestPace = { throttled: true, retryAfterMs: undefined, remaining: null };

/** A throttle on a clock that only sleeping moves. */
function start() {
  let time = 0;
  const slept: number[] = [];
  const throttle = createThrottle({
    clock: () => time,
    longestWaitMs: 60_000,
    sleep: async (ms) => {
      slept.push(ms);
      time += ms;
    },
  });
  return { throttle, slept, now: () => time, advance: (ms: number) => (time += ms) };
}

test('starts at full speed and stays there while the bucket is full', async () => {
  const { throttle, slept } = start();
  for (let i = 0; i < 100; i += 1) {
    await throttle.ready();
    throttle.learn(i % 2 === 0 ? FINE : { ...FINE, remaining: null });
  }
  expect(slept).toEqual([]);
  expect(throttle.gapMs()).toBe(0);
});

test('a low bucket spaces requests out at the pace that it refills, slower the emptier it is', async () => {
  const { throttle, slept } = start();
  throttle.learn({ ...FINE, remaining: 24 });
  expect(throttle.gapMs()).toBeCloseTo(104);
  throttle.learn({ ...FINE, remaining: 0 });
  expect(throttle.gapMs()).toBe(200);
  for (let i = 0; i < 4; i += 1) await throttle.ready();
  expect(slept).toEqual([200, 200, 200]);
});

test('comes back to full speed as the bucket fills', () => {
  const { throttle } = start();
  throttle.learn({ ...FINE, remaining: 0 });
  throttle.learn(FINE);
  expect(throttle.gapMs()).toBe(100);
  throttle.learn(FINE);
  throttle.learn(FINE);
  expect(throttle.gapMs()).toBe(0);
});

test('a 429 holds every request for as long as it says', async () => {
  const { throttle, now } = start();
  throttle.learn({ ...REFUSED, retryAfterMs: 7000 });
  expect(await throttle.ready()).toBe(true);
  expect(now()).toBe(7000);
  // The next one keeps its distance, which is no pause.
  expect(await throttle.ready()).toBe(false);
  expect(now()).toBe(7100);
});

test('a 429 that does not say how long: 2 s, then 4, up to 30', async () => {
  const { throttle, now } = start();
  const pauses: number[] = [];
  const gaps: number[] = [];
  for (let i = 0; i < 6; i += 1) {
    const before = now();
    throttle.learn(REFUSED);
    gaps.push(throttle.gapMs());
    await throttle.ready();
    pauses.push(now() - before);
  }
  expect(gaps).toEqual([100, 200, 400, 800, 1600, 3200]);
  expect(pauses).toEqual([2000, 4000, 8000, 16_000, 30_000, 30_000]);
  throttle.learn(FINE);
  const before = now();
  throttle.learn(REFUSED);
  await throttle.ready();
  expect(now() - before).toBeLessThanOrEqual(5000);
  for (let i = 0; i < 3; i += 1) {
    await throttle.ready();
    throttle.learn(REFUSED);
  }
  expect(throttle.gapMs()).toBe(5000);
});

test('requests that were refused together are one refusal', async () => {
  const { throttle, now } = start();
  for (let i = 0; i < 8; i += 1) throttle.learn(REFUSED);
  expect(throttle.gapMs()).toBe(100);
  await throttle.ready();
  expect(now()).toBe(2000);
});

test('a pause that is called while a request waits holds for it too', async () => {
  let time = 0;
  const wakers: { at: number; wake: () => void }[] = [];
  const throttle = createThrottle({
    clock: () => time,
    longestWaitMs: 60_000,
    sleep: (ms) => new Promise((wake) => wakers.push({ at: time + ms, wake })),
  });
  throttle.learn({ ...REFUSED, retryAfterMs: 1000 });
  let left = false;
  const waiting = throttle.ready().then(() => {
    left = true;
  });
  throttle.learn({ ...REFUSED, retryAfterMs: 3000 });
  time = 1000;
  wakers[0]?.wake();
  await new Promise(setImmediate);
  expect(left).toBe(false);
  expect(wakers[1]?.at).toBe(3000);
  time = 3000;
  wakers[1]?.wake();
  await waiting;
});

test('a pause that is longer than anyone waits is an error at once, for every request', async () => {
  const { throttle, slept, advance } = start();
  throttle.learn({ ...REFUSED, retryAfterMs: 2_147_484_000 });
  for (let i = 0; i < 3; i += 1) {
    await expect(throttle.ready()).rejects.toMatchObject({ status: 429, fatal: false, transient: false });
  }
  await expect(throttle.ready()).rejects.toThrow('another 2147484 s');
  expect(slept).toEqual([]);
  advance(2_147_430_000);
  await throttle.ready();
  expect(slept).toEqual([54_000]);
});

test('an aborted wait rejects', async () => {
  const throttle = createThrottle({
    clock: () => 0,
    longestWaitMs: 60_000,
    sleep: (_ms, signal) => Promise.reject(signal?.reason),
  });
  throttle.learn({ ...REFUSED, retryAfterMs: 1000 });
  await expect(throttle.ready(AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
});

describe('what an answer tells', () => {
  const NOW = new Date('2026-05-01T00:00:00Z');
  const pace = (headers: Record<string, string>, method = 'PUT', status = 200) =>
    paceOf(method, status, { get: (name) => headers[name] }, NOW);

  test('the emptiest bucket of this kind of request counts', () => {
    const headers = {
      'x-ms-ratelimit-remaining-subscription-writes': '150',
      'x-ms-ratelimit-remaining-tenant-writes': '12',
      'x-ms-ratelimit-remaining-subscription-reads': '3',
      'x-ms-ratelimit-remaining-resource': 'Microsoft.OperationalInsights/Put;2',
    };
    expect(pace(headers).remaining).toBe(12);
    expect(pace(headers, 'GET').remaining).toBe(3);
    expect(pace(headers, 'DELETE').remaining).toBeNull();
    expect(pace({ 'x-ms-ratelimit-remaining-subscription-resource-requests': '0' }, 'DELETE').remaining).toBe(0);
    expect(pace({}).remaining).toBeNull();
  });

  test('how long it asks to wait', () => {
    const throttled = { throttled: true, remaining: null };
    expect(pace({ 'retry-after': '3' }, 'PUT', 429)).toEqual({ ...throttled, retryAfterMs: 3000 });
    expect(pace({ 'x-ms-retry-after-ms': '40' }, 'PUT', 429)).toEqual({ ...throttled, retryAfterMs: 40 });
    expect(pace({ 'retry-after': '-1' }, 'PUT', 429)).toEqual({ ...throttled, retryAfterMs: undefined });
  });
});
