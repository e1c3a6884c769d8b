import { describe, expect, test } from 'vitest';
import { withShortIds } from '../../src/sync/evidence.ts';
import {
  daysBetween,
  huntKeyOf,
  isExpired,
  isPrunable,
  type RetireContext,
  type RetireReason,
  retireReason,
} from '../../src/sync/retire.ts';
import type { ActualObject, Evidence } from '../../src/sync/types.ts';
import { A, B, context } from './support.ts';

function object(key: string, evidence: Partial<Evidence> = {}, retired: string | null = null): ActualObject {
  const newest = { published: '2026-05-01', article: A, fromCatalogue: false };
  const own = { articles: [A], newest, sources: ['feed'], ...evidence };
  return { id: key, name: key, fields: {}, marker: { key, written: {}, evidence: own, retired } };
}

test('days are whole days from one date to another', () => {
  expect(daysBetween('2026-02-28', '2026-03-01')).toBe(1);
  expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2);
  expect(daysBetween('2026-06-01', '2026-06-01')).toBe(0);
  expect(daysBetween('2026-06-02', '2026-06-01')).toBe(-1);
});

test('a key of a statement is the key of its hunt', () => {
  expect(['a:b#2', 'a:b#12', 'a:b', 'a#b', 'a#2:b'].map(huntKeyOf)).toEqual(['a:b', 'a:b', 'a:b', 'a#b', 'a#2:b']);
});

describe('age', () => {
  test.each([
    ['2026-05-02', 30, false],
    ['2026-05-01', 30, true],
    ['2020-01-01', 'off' as const, false],
    [null, 1, false],
    [undefined, 1, false],
    ['', 1, false],
  ])('an article of %s under a limit of %s', (published, retireAfterDays, expired) => {
    expect(isExpired(published, { today: '2026-06-01', retireAfterDays })).toBe(expired);
  });
});

describe('why an object that nothing calls for goes', () => {
  const carrying: Partial<RetireContext> = { carrying: new Set([A]), articles: withShortIds([A]) };
  test.each<[string, ActualObject, Partial<RetireContext>, RetireReason | null]>([
    ['absence alone is none', object(`${A}:t`), {}, null],
    ['its own article carries other hunts', object(`${A}:t`), carrying, 'superseded'],
    ['another article carries hunts', object(`${B}:t`), carrying, null],
    [
      'a feed that called for it carries others',
      object(`${A}:t`),
      { ...carrying, carriedBy: new Map([[A, new Set(['feed'])]]) },
      'superseded',
    ],
    [
      'only a feed that never called for it does',
      object(`${A}:t`),
      { ...carrying, carriedBy: new Map([[A, new Set(['rogue'])]]) },
      null,
    ],
    ['an article that calls for it is out of sight', object(`${A}:t`, { articles: [A, B] }), carrying, null],
    ['too old', object('uc:X'), { retireAfterDays: 30 }, 'expired'],
    ['not too old', object('uc:X'), { retireAfterDays: 31 }, null],
    ['without an article it is of no age', object('uc:X', { newest: null }), { retireAfterDays: 1 }, null],
    ['all its sources say no more', object('uc:X'), { authoritative: new Set(['feed', 'x']) }, 'withdrawn'],
    [
      'one of its sources may still',
      object('uc:X', { sources: ['feed', 'y'] }),
      { authoritative: new Set(['feed']) },
      null,
    ],
    ['no source is known', object('uc:X', { sources: [] }), { authoritative: new Set(['feed']) }, null],
    ['an operator asked', object('uc:X'), { requested: new Set(['uc:X']) }, 'requested'],
    ['an operator asked for the whole hunt', object('uc:X#2'), { requested: new Set(['uc:X']) }, 'requested'],
    ['a request comes before all else', object(`${A}:t`), { ...carrying, requested: new Set([`${A}:t`]) }, 'requested'],
    ['being superseded comes before age', object(`${A}:t`), { ...carrying, retireAfterDays: 1 }, 'superseded'],
    [
      'age comes before being withdrawn',
      object('uc:X'),
      { retireAfterDays: 1, authoritative: new Set(['feed']) },
      'expired',
    ],
  ])('%s', (_, one, more, reason) => {
    expect(retireReason(one, { ...context, ...more })).toBe(reason);
    // A run that is not complete knows nothing of what is absent.
    expect(retireReason(one, { ...context, ...more, complete: false })).toBeNull();
  });

  test('an object that is not ours never goes', () => {
    const unmanaged = { ...object('uc:X'), marker: null };
    expect(retireReason(unmanaged, { ...context, requested: new Set(['uc:X']) })).toBeNull();
  });
});

describe('when a retired object may be deleted', () => {
  const retired = object('uc:X', {}, '2026-05-01');
  test.each<[string, ActualObject, Partial<RetireContext>, boolean]>([
    ['long enough', retired, { pruneAfterDays: 31 }, true],
    ['not long enough', retired, { pruneAfterDays: 32 }, false],
    ['never', retired, { pruneAfterDays: 'off' }, false],
    ['in an incomplete run', retired, { pruneAfterDays: 1, complete: false }, false],
    ['while in use', object('uc:X'), { pruneAfterDays: 1 }, false],
    ['not ours', { ...retired, marker: null }, { pruneAfterDays: 1 }, false],
  ])('%s', (_, one, more, prunable) => {
    expect(isPrunable(one, { ...context, ...more })).toBe(prunable);
  });
});
