import { expect, test } from 'vitest';
import { elsewhereOn, type Served, type ServedHunts, servedBy } from '../../src/sync/served.ts';
import type { ActualObject } from '../../src/sync/types.ts';
import { makeChecked } from '../support/hunts.ts';
import { createMemoryPlatform, createMemoryServer } from '../support/memory-siem/platform.ts';

const platform = createMemoryPlatform(createMemoryServer());

function object(key: string, text: string, marker: object = {}): ActualObject {
  const own = { key, written: {}, evidence: { articles: [], newest: null, sources: [] }, retired: null, ...marker };
  return { id: `object ${key}`, name: key, fields: { text }, marker: own };
}

test('a platform has a hunt whose statements are all in use, under whatever key', () => {
  const two = makeChecked({ key: 'uc:TWO', spl: 'find two' });
  const hunts = [
    makeChecked({ key: 'uc:IN', spl: 'find in' }),
    makeChecked({ key: 'uc:OUT', spl: 'find out' }),
    makeChecked({ key: 'uc:ASKED', spl: 'find asked' }),
    makeChecked({ key: 'uc:SAME', spl: 'find same' }),
    { ...two, queries: { memory: [...(two.queries['memory'] ?? []), ...(two.queries['memory'] ?? [])] } },
    makeChecked({ key: 'uc:NONE', spl: 'find none' }),
  ];
  const objects = [
    object('uc:IN', 'find in'),
    object('uc:OUT', 'find out', { retired: '2026-05-01' }),
    object('uc:ASKED', 'find asked', { retired: '2026-05-01', requested: true }),
    object('uc:FORMER', 'find same'),
    object('uc:TWO', 'find two'),
    { ...object('uc:NONE', 'find none'), marker: null },
  ];
  expect(Object.fromEntries(servedBy(platform, hunts, objects))).toEqual({
    'uc:ASKED': 'asked',
    'uc:IN': 'inUse',
    'uc:SAME': 'inUse',
  });
  const whole = [...objects, object('uc:TWO#2', 'find two')];
  expect(servedBy(platform, hunts, whole).get('uc:TWO')).toBe('inUse');
  const partly = [...objects, object('uc:TWO#2', 'find two', { retired: '2026-05-01', requested: true })];
  expect(servedBy(platform, hunts, partly).get('uc:TWO')).toBe('asked');
});

const served = (now: readonly string[], planned: readonly string[] = now): Served => ({
  now: inUse(now),
  planned: inUse(planned),
});

function inUse(keys: readonly string[]): ServedHunts {
  return new Map(keys.map((key) => [key, 'inUse']));
}

test('where a hunt stands follows from every platform that it is left to', () => {
  const on = (one: Served | null | undefined, other: Served | null | undefined) =>
    Object.fromEntries(
      elsewhereOn(
        { keepers: ['one', 'other'], keys: new Set(['a', 'b', 'c']) },
        new Map(Object.entries({ one, other }).flatMap(([name, has]) => (has === undefined ? [] : [[name, has]]))),
      ),
    );
  expect(on(served(['a', 'b']), served(['a'], ['a', 'b']))).toEqual({ a: 'there', b: 'promised' });
  expect(on(served(['a', 'b', 'c']), null)).toEqual({ a: 'unread', b: 'unread', c: 'unread' });
  expect(on(served(['a', 'b']), undefined)).toEqual({ a: 'unknown', b: 'unknown' });
  const told = elsewhereOn({ keepers: ['one'], keys: new Set(['a', 'b']) }, new Map([['one', null]]), new Set(['a']));
  expect(Object.fromEntries(told)).toEqual({ a: 'unknown', b: 'unread' });
  const asked: Served = { now: new Map([['a', 'asked']]), planned: new Map([['a', 'asked']]) };
  expect(on(asked, served(['a']))).toEqual({ a: 'unknown' });
  expect(on(null, undefined)).toEqual({ a: 'unknown', b: 'unknown', c: 'unknown' });
});
