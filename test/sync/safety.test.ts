import { expect, test } from 'vitest';
import type { PlatformPlan } from '../../src/sync/plan.ts';
import { lettingGoWithin, spareWrites, unsafeReasons } from '../../src/sync/safety.ts';
import type { Change, ChangeOp } from '../../src/sync/types.ts';

function planOf(owned: number, changes: Partial<Record<ChangeOp | 'about', number>>): PlatformPlan {
  const list = Object.entries(changes).flatMap(([op, count]) =>
    Array.from({ length: count }, (_, i): Change => {
      const name = `${op} ${i}`;
      const base = { key: name, id: name, name, fields: [], after: null, before: null };
      return op === 'about' ? { op: 'update', aboutOnly: true, ...base } : { op: op as ChangeOp, ...base };
    }),
  );
  const lists = { changes: list, drifts: [], clashes: [], rejects: [], unmanaged: [] };
  return { name: 'soc', kind: 'splunk', target: 't', unchanged: 0, kept: 0, retired: 0, owned, ...lists };
}

test.each<[string, PlatformPlan, boolean]>([
  ['nothing', planOf(100, {}), true],
  ['any number of new objects', planOf(100, { create: 500 }), true],
  ['exactly the limit', planOf(100, { update: 20, retire: 10 }), true],
  ['one more', planOf(100, { update: 20, retire: 11 }), false],
  ['deletions count', planOf(100, { prune: 31 }), false],
  ['ten objects are many', planOf(10, { update: 4 }), false],
  ['nine are few', planOf(9, { retire: 9 }), true],
  ['one more article listed on every hunt', planOf(100, { about: 100, update: 30 }), true],
])('%s', (_, plan, safe) => {
  expect(unsafeReasons([plan], 30)).toHaveLength(safe ? 0 : 1);
});

test.each<[number, Partial<Record<ChangeOp, number>>, number]>([
  [30, { retire: 90 }, 60],
  [10, { retire: 90, update: 20 }, 80],
  [0, { retire: 5, update: 40 }, 5],
  [20, { retire: 20 }, 0],
])('what the preferred platform has is let go of within the limit: %i of %o', (gone, counts, laterCount) => {
  const plan = planOf(100, counts);
  const changes = plan.changes.map((one) => (one.op === 'retire' ? { ...one, reason: 'elsewhere' as const } : one));
  const found = lettingGoWithin({ ...plan, changes }, 30);
  expect(found.laterCount).toBe(laterCount);
  expect(found.plan.changes.filter(({ op }) => op === 'retire')).toHaveLength(gone);
  expect(found.plan.unchanged).toBe(laterCount);
  expect(lettingGoWithin(plan, 30).plan).toBe(plan);
});

test('statements of one hunt that stay are one hunt', () => {
  const plan = planOf(10, { retire: 6 });
  const changes = plan.changes.map(
    (one, at): Change => ({ ...one, key: `uc:${at % 2 ? 'B#2' : 'A'}`, reason: 'elsewhere' }),
  );
  const found = lettingGoWithin({ ...plan, changes }, 30);
  expect([found.plan.unchanged, found.laterCount]).toEqual([3, 2]);
});

test.each<[number, PlatformPlan, number]>([
  [30, planOf(100, { create: 50 }), 30],
  [12, planOf(100, { update: 10, retire: 8, about: 40 }), 12],
  [0, planOf(100, { update: 40 }), 0],
  [3, planOf(11, {}), 3],
  [Number.POSITIVE_INFINITY, planOf(9, { retire: 9 }), Number.POSITIVE_INFINITY],
])('%i more', (_, plan, count) => {
  expect(spareWrites(plan, 30)).toBe(count);
});
