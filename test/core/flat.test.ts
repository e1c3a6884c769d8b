import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createKeeper } from '../../src/core/flat.ts';

test('what is kept is the same data, whatever it is', () => {
  const keep = createKeeper();
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ minLength: 9_000, maxLength: 9_100 }),
  );
  const data = fc.letrec((tie) => ({
    any: fc.oneof(
      text,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('any'), { maxLength: 4 }),
      fc.dictionary(fc.string({ maxLength: 8 }), tie('any'), { maxKeys: 4, noNullPrototype: true }),
    ),
  })).any;
  fc.assert(
    fc.property(
      data.filter((one) => !JSON.stringify(one).includes('__proto__')),
      (one) => {
        expect(keep(one)).toEqual(one);
      },
    ),
  );
});

test('half a surrogate pair and wide characters stay as they are', () => {
  const keep = createKeeper();
  for (const odd of ['\ud83d alone in a line', 'pair \u{1f600} in a line', 'naïve café, Größe', 'кириллица и слова']) {
    expect(keep({ odd: `${odd}, cut out of more`.slice(0, odd.length) })).toEqual({ odd });
  }
});

test('of a text nothing stays but what was cut out of it', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const heap = () => {
    collect();
    return process.memoryUsage().heapUsed / 2 ** 20;
  };
  const make = (n: number) => `${n} ${'a sentence of many words. '.repeat(40_000)}`;
  const before = heap();
  const cut = Array.from({ length: 40 }, (_, n) => ({ line: make(n).slice(20, 120) }));
  const sliced = heap() - before;
  const keep = createKeeper();
  const kept = cut.splice(0).map((one) => keep(one));
  expect(kept).toHaveLength(40);
  // 40 texts of a megabyte: all of them are held by their parts, and none by the copies.
  expect(sliced).toBeGreaterThan(30);
  expect(heap() - before).toBeLessThan(10);
});
