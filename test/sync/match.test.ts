import { describe, expect, test } from 'vitest';
import { digestOf } from '../../src/sync/marker.ts';
import { matchObjects } from '../../src/sync/match.ts';
import type { ActualObject } from '../../src/sync/types.ts';

const wanted = (key: string, query = `q ${key}`) => ({
  key,
  object: { key, id: `id ${key}`, name: key, fields: { query } },
});

function object(key: string, id = `id ${key}`, query = `q ${key}`, retired: string | null = null): ActualObject {
  const evidence = { articles: [], newest: null, sources: [] };
  return { id, name: id, fields: { query }, marker: { key, written: {}, evidence, retired } };
}

function match(want: readonly ReturnType<typeof wanted>[], owned: readonly ActualObject[]) {
  const matching = matchObjects(want, owned, 'query');
  expect(matchObjects([...want].reverse(), [...owned].reverse(), 'query')).toEqual({
    ...matching,
    orphans: [...matching.orphans].reverse(),
    duplicates: [...matching.duplicates].reverse(),
  });
  return {
    pairs: Object.fromEntries(matching.matches.map(({ wanted: { key }, actual }) => [key, actual?.id ?? null])),
    orphans: matching.orphans.map(({ id }) => id),
    duplicates: matching.duplicates.map(({ id }) => id),
  };
}

describe('a hunt finds its object', () => {
  test('by its key, whatever the query and the id are by now', () => {
    expect(match([wanted('a'), wanted('b')], [object('a', 'renamed', 'tuned'), object('c')])).toEqual({
      pairs: { a: 'renamed', b: null },
      orphans: ['id c'],
      duplicates: [],
    });
  });

  test('by its query where no object has its key, and each object once', () => {
    const two = [wanted('new 1', 'same'), wanted('new 2', 'same'), wanted('new 3', 'same')];
    expect(match(two, [object('old b', 'id b', 'same'), object('old a', 'id a', 'same')])).toEqual({
      pairs: { 'new 1': 'id a', 'new 2': 'id b', 'new 3': null },
      orphans: [],
      duplicates: [],
    });
  });

  test('an object that another hunt has by its key is not taken by its query', () => {
    expect(match([wanted('z', 'same'), wanted('a', 'same')], [object('z', 'id z', 'same')]).pairs).toEqual({
      a: null,
      z: 'id z',
    });
  });

  test('by the query that was written, where an analyst has tuned it since', () => {
    const tuned = object('old', 'id old', 'q a, tuned');
    const written = { query: digestOf('q a') };
    const marker = tuned.marker && { ...tuned.marker, written };
    expect(match([wanted('a')], [{ ...tuned, marker }])).toEqual({
      pairs: { a: 'id old' },
      orphans: [],
      duplicates: [],
    });
  });

  test('an empty query finds nothing', () => {
    expect(match([wanted('a', '')], [object('old', 'id old', '')])).toEqual({
      pairs: { a: null },
      orphans: ['id old'],
      duplicates: [],
    });
  });
});

describe('of several objects with one key', () => {
  test('the first by id stands for the hunt, the others are duplicates', () => {
    expect(match([wanted('a')], [object('a', 'id 2'), object('a', 'id 1'), object('a', 'id 3')])).toEqual({
      pairs: { a: 'id 1' },
      orphans: [],
      duplicates: ['id 2', 'id 3'],
    });
  });

  test('one in use comes before one out of use', () => {
    const { pairs, duplicates } = match(
      [wanted('a')],
      [object('a', 'id 1', 'q', '2026-01-01'), object('a', 'id 2'), object('a', 'id 3', 'q', '2026-01-01')],
    );
    expect([pairs, duplicates]).toEqual([{ a: 'id 2' }, ['id 1', 'id 3']]);
  });

  test('a list that repeats an object has not made a second one', () => {
    expect(match([wanted('a')], [object('a'), object('a')]).duplicates).toEqual([]);
  });

  test('what nothing wants is an orphan, however often it is there', () => {
    expect(match([], [object('a', 'id 1'), object('a', 'id 2')])).toMatchObject({
      orphans: ['id 1', 'id 2'],
      duplicates: [],
    });
  });
});

test('thousands of one kind, each of an article of its own, are looked up and not gone through for each hunt', () => {
  const id = (n: number) => `${String(n).padStart(8, '0')}-0000-4000-8000-000000000000`;
  let reads = 0;
  const owned = Array.from({ length: 400 }, (_, n): ActualObject => {
    const { marker, ...about } = object(`${id(n)}:named-files`, `id ${n}`, `where file == "tool${n}.exe"`);
    const evidence = { articles: [id(n)], newest: null, sources: [] };
    return {
      ...about,
      get marker() {
        reads += 1;
        return marker && { ...marker, evidence };
      },
    };
  });
  // Their campaigns got other first articles, so that none is found by its key.
  const wants = owned.map((_, n) => {
    const key = `${id(n + 1000)}:named-files`;
    const want = { observables: [`tool${n}.exe`], evidence: { articles: [id(n)], newest: null, sources: [] } };
    return { ...wanted(key, 'another query'), want };
  });
  const { matches } = matchObjects(wants, owned, 'query');
  expect(matches.map(({ actual }) => actual?.id)).toEqual(owned.map((one) => one.id));
  expect(reads).toBeLessThan(40 * owned.length);
});
