import { expect, test } from 'vitest';
import { hashOf } from '../../src/core/hash.ts';
import { countOps, planHash } from '../../src/sync/plan.ts';
import type { ActualObject } from '../../src/sync/types.ts';
import { run, want } from './support.ts';

test('the hash of a plan is the same for the same changes, whatever the order and the day', () => {
  const wanted = [want('a', { query: '1' }), want('b', { query: '2' })];
  const one = planHash([run(wanted, []).plan]);
  expect(planHash([run([...wanted].reverse(), []).plan])).toBe(one);
  expect(planHash([run([want('a', { query: '1' })], []).plan])).not.toBe(one);
  expect(planHash([{ ...run(wanted, []).plan, target: 'elsewhere' }])).not.toBe(one);
  const [object] = run([want('a', { query: '1' })], []).after;
  const retire = (today: string) =>
    planHash([run([], [object as ActualObject], { today, requested: new Set(['a']) }).plan]);
  expect(retire('2026-06-01')).toBe(retire('2026-06-02'));
});

test('the hash is that of one JSON text with sorted keys, though no such text is made', () => {
  const { plan } = run([want('a', { query: 'é' }), want('b', { query: '2' })], []);
  const plans = [plan, { ...plan, name: 'a', changes: [] }];
  const [second, first] = plans.map(({ name, kind, target, changes }) => ({
    ...{ name, kind, target },
    changes: changes.map(({ op, key, id, fields, after }) => {
      const told = fields.map((field) =>
        field.field === 'newest' ? { ...field, after: field.after?.replace(/ feeds:.*/, ' feeds:') ?? null } : field,
      );
      return { op, key, id, fields: told, after: after?.fields ?? null };
    }),
  }));
  expect(planHash(plans)).toBe(hashOf([first, second]));
});

test('the hash is of all platforms, in any order of them, and of what each change would write', () => {
  const { plan } = run([want('a', { query: '1' })], []);
  const other = { ...plan, name: 'other', kind: 'another kind' };
  expect(planHash([plan, other])).toBe(planHash([other, plan]));
  expect(planHash([plan, other])).not.toBe(planHash([plan]));
  expect(planHash([{ ...plan, kind: 'another kind' }])).not.toBe(planHash([plan]));
  expect(planHash([{ ...plan, name: 'other' }])).not.toBe(planHash([plan]));
  const [change] = plan.changes;
  if (!change?.after) throw new Error('nothing planned');
  for (const different of [
    { ...change, op: 'update' as const },
    { ...change, id: 'other' },
    { ...change, key: 'other' },
    { ...change, fields: [] },
    { ...change, after: { ...change.after, fields: { query: '2' } } },
    { ...change, after: null },
  ]) {
    expect(planHash([{ ...plan, changes: [different] }])).not.toBe(planHash([plan]));
  }
  expect(planHash([{ ...plan, changes: [{ ...change, reason: 'adopted', before: null }] }])).toBe(planHash([plan]));
});

test('operations are counted, each kind by itself', () => {
  const there = run([want('a', { query: '1' }), want('b', { query: '2' }), want('c', { query: '3' })], []);
  expect(countOps(there.plan.changes)).toEqual({ create: 3, update: 0, retire: 0, prune: 0 });
  const { plan } = run([want('a', { query: 'new' }), want('d', { query: '4' })], there.after, {
    requested: new Set(['b', 'c']),
  });
  expect(countOps(plan.changes)).toEqual({ create: 1, update: 1, retire: 2, prune: 0 });
  expect(countOps([])).toEqual({ create: 0, update: 0, retire: 0, prune: 0 });
});
