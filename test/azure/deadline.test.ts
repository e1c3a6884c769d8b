import { getEventListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startDeadline } from '../../src/azure/deadline.ts';

test('fires when its time is over', async () => {
  const deadline = startDeadline(1, undefined);
  while (!deadline.signal.aborted) await delay(1);
  deadline.end();
});

test("fires with the caller's signal, also one that has fired", () => {
  const stop = new AbortController();
  const before = startDeadline(60_000, stop.signal);
  expect(before.signal.aborted).toBe(false);
  stop.abort();
  const after = startDeadline(60_000, stop.signal);
  expect([before.signal.aborted, after.signal.aborted]).toEqual([true, true]);
  before.end();
  after.end();
});

test('leaves nothing behind on a signal that lives on', () => {
  const run = new AbortController();
  for (let i = 0; i < 20; i += 1) startDeadline(60_000, run.signal).end();
  expect(getEventListeners(run.signal, 'abort')).toEqual([]);
});
