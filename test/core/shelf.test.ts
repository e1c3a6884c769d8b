import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createShelf } from '../../src/core/shelf.ts';

describe('a shelf', () => {
  test('gives back what was put there, in any order, packed or not', () => {
    const values = fc.array(fc.jsonValue(), { maxLength: 40 });
    fc.assert(
      fc.property(
        values,
        fc.nat(5),
        fc.integer({ min: 1, max: 400 }),
        fc.infiniteStream(fc.nat()),
        (all, plain, block, at) => {
          const shelf = createShelf({ plain, block });
          const places = all.map((value) => shelf.put(value));
          const asJson = all.map((value) => JSON.parse(JSON.stringify(value)) as unknown);
          expect(places.map((place) => place.read())).toEqual(asJson);
          expect([...places].reverse().map((place) => place.read())).toEqual([...asJson].reverse());
          for (const number of [...at.take(5)]) {
            const place = places[number % Math.max(1, places.length)];
            if (place) expect(place.read()).toEqual(asJson[number % places.length]);
          }
        },
      ),
    );
  });

  test('keeps texts that have no UTF-8 form', () => {
    const shelf = createShelf({ plain: 0, block: 1 });
    const text = 'half \ud83d a pair, a line\u2028end and \u0000';
    expect(shelf.put({ text }).read()).toEqual({ text });
  });

  test('is read while it is filled', () => {
    const shelf = createShelf({ plain: 0, block: 30 });
    const first = shelf.put({ name: 'first' });
    expect(first.read()).toEqual({ name: 'first' });
    const second = shelf.put({ name: 'second' });
    expect(first.read()).toEqual({ name: 'first' });
    expect(second.read()).toEqual({ name: 'second' });
    expect(shelf.put({ name: 'third' }).read()).toEqual({ name: 'third' });
    expect(second.read()).toEqual({ name: 'second' });
  });

  test('leaves the first values as they are, but for what they may be part of', () => {
    const shelf = createShelf({ plain: 2 });
    const value = { name: 'first' };
    expect(shelf.put(value).read()).toBe(value);
    const copying = createShelf({ plain: 2, keep: (one) => structuredClone(one) });
    expect(copying.put(value).read()).not.toBe(value);
    expect(copying.put(value).read()).toEqual(value);
  });
});
