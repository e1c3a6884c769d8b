import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { driftWords } from '../../src/report/drift-words.ts';
import { heldFields, refusedByActions } from '../../src/sync/actions.ts';
import { planPlatform } from '../../src/sync/diff.ts';
import type { PlanContext } from '../../src/sync/target.ts';
import type { ActualObject } from '../../src/sync/types.ts';
import { context, edit, run, target, want } from './support.ts';

const acting = { ...target, actedOnFields: ['query', 'active'] };

function sync(wanted: Parameters<typeof run>[0], objects: readonly ActualObject[], extra: Partial<PlanContext> = {}) {
  const plan = planPlatform(acting, wanted, objects, { ...context, ...extra });
  const after = objects.map((object) => {
    const change = plan.changes.find(({ id }) => id === object.id);
    return change?.after ? { ...object, ...change.after } : object;
  });
  return { plan, after };
}

const [FIRST] = run([want('k', { query: 'q1', text: 't1' })], []).after as [ActualObject];
const withActions: ActualObject = { ...FIRST, actions: ['webhook'] };

describe('an object that somebody has act on what it finds', () => {
  test('keeps its query, is told with the action, and follows its articles otherwise', () => {
    const { plan, after } = sync([want('k', { query: 'q2', text: 't2' })], [withActions]);
    expect(plan.drifts).toEqual([
      {
        key: 'k',
        name: 'k',
        fields: [{ field: 'query', before: 'q1', after: 'q2' }],
        decision: 'keep',
        actions: ['webhook'],
      },
    ]);
    expect(after[0]?.fields).toEqual({ active: '1', query: 'q1', text: 't2' });
    const again = sync([want('k', { query: 'q2', text: 't2' })], after);
    expect(again.plan.changes).toEqual([]);
    expect(again.plan.drifts).toEqual(plan.drifts);
    expect(driftWords(plan.drifts[0] as never, { keep: '', overwrite: '', fail: '' })).toContain('(webhook)');
  });

  test.each(['keep', 'overwrite', 'fail'] as const)('whatever policy.onDrift is: %s', (onDrift) => {
    const { plan, after } = sync([want('k', { query: 'q2' })], [edit(withActions, { text: '' })], { onDrift });
    expect(after[0]?.fields['query']).toBe('q1');
    expect(plan.drifts.find(({ actions }) => actions)?.decision).toBe('keep');
  });

  test('keeps its query where somebody has switched it off, since they may switch it on again', () => {
    const off = edit(withActions, { active: '0' });
    const { plan, after } = sync([want('k', { query: 'q2', text: 't1' })], [off]);
    expect(after[0]?.fields).toMatchObject({ active: '0', query: 'q1' });
    expect(plan.drifts.some(({ actions }) => actions)).toBe(true);
  });

  test('takes the query once the action is off', () => {
    const { after } = sync([want('k', { query: 'q2', text: 't2' })], [withActions]);
    const [{ actions: _, ...off } = FIRST] = after;
    const { plan, after: then } = sync([want('k', { query: 'q2', text: 't2' })], [off]);
    expect(plan.drifts).toEqual([]);
    expect(then[0]?.fields['query']).toBe('q2');
  });

  test('is not deleted once it is retired, since the action is somebody’s work', () => {
    const { after } = sync([], [withActions], { requested: new Set(['k']), complete: true });
    const later = { requested: new Set<string>(), pruneAfterDays: 1, today: '2030-01-01', complete: true };
    expect(sync([], after, later).plan.changes).toEqual([]);
    const [{ actions: _, ...off } = FIRST] = after;
    expect(sync([], [off], later).plan.changes).toMatchObject([{ op: 'prune' }]);
  });

  test('may be taken out of use, and is not brought back by an article', () => {
    const { after } = sync([want('k', { query: 'q1', text: 't1' })], [withActions], { requested: new Set(['k']) });
    expect(after[0]?.fields['active']).toBe('0');
    const { plan, after: then } = sync(
      [want('k', { query: 'q2', text: 't1' })],
      [
        {
          ...(after[0] as ActualObject),
          marker: { ...(after[0] as ActualObject).marker, requested: undefined } as never,
        },
      ],
    );
    expect(then[0]?.fields).toMatchObject({ active: '0', query: 'q1' });
    expect(then[0]?.marker?.retired).toBe('2026-06-01');
    expect(plan.drifts[0]?.fields.map(({ field }) => field).sort()).toEqual(['active', 'query']);
  });

  test('keeps its query when it is taken over', () => {
    const theirs: ActualObject = {
      id: 'id k',
      name: 'theirs',
      fields: { query: 'own', active: '1' },
      marker: null,
      actions: ['script'],
    };
    const { after } = sync([want('k', { query: 'q2', text: 't' })], [theirs], { adopt: new Set(['k']) });
    expect(after[0]?.fields).toEqual({ query: 'own', active: '1', text: 't' });
    const again = sync([want('k', { query: 'q2', text: 't' })], after);
    expect(again.plan.changes).toEqual([]);
    expect(again.plan.drifts[0]?.fields).toEqual([{ field: 'query', before: 'own', after: 'q2' }]);
  });

  test('no article changes what decides on the actions, whatever it says', () => {
    const value = fc.constantFrom('', 'q1', 'q2', 'q3');
    fc.assert(
      fc.property(value, value, fc.constantFrom('keep', 'overwrite', 'fail' as const), (edited, query, onDrift) => {
        const before = edit(withActions, { query: edited });
        const { after } = sync([want('k', { query, text: 'other' })], [before], { onDrift: onDrift as 'keep' });
        expect(after[0]?.fields['query']).toBe(edited);
      }),
    );
  });
});

test('nothing is held of an object without actions, nor where the platform knows no such fields', () => {
  expect(heldFields(acting, FIRST, { query: 'q2' })).toEqual([]);
  expect(heldFields(target, withActions, { query: 'q2' })).toEqual([]);
  expect(heldFields(acting, withActions, { ...FIRST.fields, query: 'q2', active: '0' })).toEqual(['query']);
});

test('a write does not claim an action that somebody has switched on since the list was read', () => {
  const switched = { ...acting, switchFields: { finding: ['finds'] } };
  const there = { ...FIRST, fields: { ...FIRST.fields, finds: '' } };
  const after = { ...there.fields, finds: '1' };
  expect(refusedByActions(switched, there, after)).toBeNull();
  expect(refusedByActions(switched, { ...there, actions: ['webhook'] }, after)).toBeNull();
  expect(refusedByActions(switched, { ...there, actions: ['finding'] }, after)).toMatchObject({ status: 'conflict' });
});
