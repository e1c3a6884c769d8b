import { describe, expect, test } from 'vitest';
import { withinBudget } from '../../src/sync/budget.ts';
import type { PlatformPlan } from '../../src/sync/plan.ts';
import type { ActualObject, Change, Evidence } from '../../src/sync/types.ts';

const TODAY = '2026-05-10';
const BUDGET = { maxCreate: 4, maxCreatePerFeed: 2 };
const TARGET = { severityField: 'severity' };

function evidence(sources: string[], calledOn?: string): Evidence {
  const newest = {
    published: TODAY,
    article: 'a',
    fromCatalogue: false,
    ...(calledOn === undefined ? {} : { calledOn }),
  };
  return { articles: ['a'], newest, sources };
}

function creation(key: string, severity: string, of: Evidence): Change {
  const marker = { key, written: {}, evidence: of, retired: null };
  return { op: 'create', key, id: key, name: key, fields: [], after: { fields: { severity }, marker }, before: null };
}

function planOf(changes: readonly Change[], owned = 9): PlatformPlan {
  const counts = { unchanged: 0, kept: 0, retired: 0, owned };
  const lists = { drifts: [], clashes: [], rejects: [], unmanaged: [] };
  return { name: 'p', kind: 'k', target: 't', changes, ...counts, ...lists };
}

const fromFeed = (n: number) =>
  Array.from({ length: n }, (_, at) => creation(`f${at}`, at === n - 1 ? 'CRIT' : 'LOW', evidence(['Feed'], TODAY)));
const fromFolder = (n: number) =>
  Array.from({ length: n }, (_, at) => creation(`b${at}`, 'HIGH', evidence(['folder'])));

describe('a budget', () => {
  test('holds back what one feed alone would flood a platform with, the least severe first', () => {
    const { plan, held } = withinBudget(planOf(fromFeed(5)), [], BUDGET, TARGET, TODAY);
    expect(plan.changes.map(({ key }) => key)).toEqual(['f0', 'f4']);
    expect(held.map(({ key, limit }) => [key, limit])).toEqual([
      ['f1', 'maxCreatePerFeed'],
      ['f2', 'maxCreatePerFeed'],
      ['f3', 'maxCreatePerFeed'],
    ]);
  });

  test('counts what the feed has brought today already, and not what it brought before', () => {
    const object = (calledOn: string): ActualObject => ({
      id: 'x',
      name: 'x',
      fields: {},
      marker: { key: 'x', written: {}, evidence: evidence(['Feed'], calledOn), retired: null },
    });
    const left = (actual: ActualObject[]) =>
      withinBudget(planOf(fromFeed(2)), actual, BUDGET, TARGET, TODAY).plan.changes.length;
    expect([left([]), left([object(TODAY)]), left([object('2026-05-09')])]).toEqual([2, 1, 2]);
  });

  test('bounds a whole run; a person’s folder is bounded by nothing else', () => {
    const { plan, held } = withinBudget(planOf(fromFolder(6)), [], BUDGET, TARGET, TODAY);
    expect(plan.changes).toHaveLength(4);
    expect(held.every(({ limit }) => limit === 'maxCreate')).toBe(true);
  });

  test('spares the first sync of a platform, what somebody approved, and everything but creations', () => {
    expect(withinBudget(planOf(fromFolder(60), 0), [], BUDGET, TARGET, TODAY).held).toEqual([]);
    expect(withinBudget(planOf(fromFeed(60), 0), [], BUDGET, TARGET, TODAY).held).toEqual([]);
    expect(withinBudget(planOf(fromFeed(5)), [], BUDGET, TARGET, TODAY, () => true).held).toEqual([]);
    const updates = fromFolder(9).map((change) => ({ ...change, op: 'update' as const }));
    expect(withinBudget(planOf(updates), [], BUDGET, TARGET, TODAY).plan.changes).toHaveLength(9);
  });

  test('is off where it is switched off', () => {
    const off = { maxCreate: 'off', maxCreatePerFeed: 'off' } as const;
    expect(withinBudget(planOf([...fromFeed(300), ...fromFolder(300)]), [], off, TARGET, TODAY).held).toEqual([]);
  });
});
