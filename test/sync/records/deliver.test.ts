import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PlatformError } from '../../../src/core/errors.ts';
import { deliver } from '../../../src/sync/records/deliver.ts';

/** A service that refuses whatever holds one of these items. */
function refusing(bad: ReadonlySet<number>, error = new PlatformError('no good', { status: 400, remedy: 'Mend it.' })) {
  const batches: (readonly number[])[] = [];
  const send = async (batch: readonly number[]) => {
    batches.push(batch);
    if (batch.some((item) => bad.has(item))) throw error;
  };
  return { send, batches };
}

const tell = (item: number) => item;
const numbers = (n: number) => Array.from({ length: n }, (_, i) => i);

describe('a batch that is refused without a word about which item', () => {
  test('is halved down to the item, and the others arrive', async () => {
    const { send, batches } = refusing(new Set([37]));
    const { delivered, failed } = await deliver([numbers(100)], { send, tell, signal: undefined });
    expect(failed).toEqual([{ item: 37, message: 'no good. Mend it.', refused: true }]);
    expect(delivered.toSorted((a, b) => a - b)).toEqual(numbers(100).filter((n) => n !== 37));
    expect(batches.length).toBeLessThan(2 * Math.ceil(Math.log2(100)) + 2);
  });

  test('where all is wrong, it stops looking', async () => {
    const { send, batches } = refusing(new Set(numbers(1000)));
    const { delivered, failed } = await deliver([numbers(1000)], { send, tell, signal: undefined });
    expect([delivered.length, failed.length]).toEqual([0, 1000]);
    expect(batches.length).toBeLessThan(120);
  });

  test.each([405, 409, 500, undefined])('is not where the answer is not about items: %s', async (status) => {
    const { send, batches } = refusing(new Set([1]), new PlatformError('no', { status }));
    const { failed } = await deliver([numbers(4), [4, 5]], { send, tell, signal: undefined });
    expect(failed.map(({ item }) => item)).toEqual(numbers(4));
    expect(batches).toHaveLength(2);
  });

  test('every item is delivered or failed, once, and each that failed is a bad one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(40), { maxLength: 60 }), fc.uniqueArray(fc.nat(40)), async (sizes, bad) => {
        let next = 0;
        const batches = sizes.filter((size) => size > 0).map((size) => numbers(size % 9).map(() => next++));
        const isBad = new Set(bad);
        const { send } = refusing(isBad);
        const { delivered, failed } = await deliver(batches, { send, tell, signal: undefined });
        const items = failed.map(({ item }) => item);
        expect([...delivered, ...items].sort((a, b) => a - b)).toEqual(numbers(next));
        expect(items.every((item) => isBad.has(item))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

test('after a failure that all share nothing more is sent', async () => {
  const { send, batches } = refusing(
    new Set(numbers(100)),
    new PlatformError('forbidden', { status: 403, fatal: true }),
  );
  const { failed } = await deliver([[1, 2], [3], [4]], { send, tell, signal: undefined, parallel: 1 });
  expect(failed.map(({ message }) => message)).toEqual(Array(4).fill('forbidden'));
  expect(batches).toHaveLength(1);
});

test('a stop leaves the rest, and says so', async () => {
  const stop = new AbortController();
  const send = async () => stop.abort();
  const { delivered, failed } = await deliver([[1], [2]], {
    send,
    tell,
    signal: stop.signal,
    parallel: 1,
    stopped: 'over',
  });
  expect({ delivered, failed }).toEqual({ delivered: [1], failed: [{ item: 2, message: 'over' }] });
});

test('at most so many batches are under way at once', async () => {
  let now = 0;
  let most = 0;
  const send = async () => {
    now += 1;
    most = Math.max(most, now);
    await new Promise(setImmediate);
    now -= 1;
  };
  await deliver(
    numbers(12).map((n) => [n]),
    { send, tell, signal: undefined, parallel: 2 },
  );
  expect(most).toBe(2);
});

test('a batch is asked for when it is its turn', async () => {
  let asked = 0;
  const ahead: number[] = [];
  const batches = function* () {
    for (; asked < 12; ) yield [asked++];
  };
  let sent = 0;
  const send = async () => {
    ahead.push(asked - sent);
    await new Promise(setImmediate);
    sent += 1;
  };
  const { delivered } = await deliver(batches(), { send, tell, signal: undefined, parallel: 2 });
  expect(delivered).toHaveLength(12);
  expect(Math.max(...ahead)).toBe(2);
});
