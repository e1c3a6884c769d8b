import { describe, expect, test } from 'vitest';
import { createAdopter, idleAdoptions } from '../../src/sync/adopt.ts';
import type { ActualObject } from '../../src/sync/types.ts';
import { run, target, want } from './support.ts';

const QUERY = 'index=main user="a  b"\n| stats count by user';

function theirs(id: string, query = QUERY, name = `name of ${id}`): ActualObject {
  return { id, name, fields: { query, active: '1', text: 'mine' }, marker: null };
}

const hunt = want('uc:UC_A', { query: QUERY });
const adopting = (...adopt: string[]) => ({ adopt: new Set(adopt) });
const taken = (objects: readonly ActualObject[], extra: object, wanted = [hunt]) =>
  run(wanted, objects, extra).plan.changes.map(({ op, id, reason }) => [op, id, reason]);

describe('an unmanaged object is taken over', () => {
  test.each([
    ['by its id', 'theirs 1'],
    ['by its name', 'name of theirs 1'],
    ['by the key of the hunt', 'uc:UC_A'],
    ['by the id of the use case', 'UC_A'],
  ])('%s, wherever it stands, if it has the query of the hunt', (_, entry) => {
    expect(taken([theirs('theirs 1')], adopting(entry))).toEqual([['update', 'theirs 1', 'adopted']]);
  });

  test.each([['id uc:UC_A'], ['uc:UC_A']])('in the place of the hunt whatever its query: %s', (entry) => {
    expect(taken([theirs('id uc:UC_A', 'other', 'n')], adopting(entry))).toEqual([['update', 'id uc:UC_A', 'adopted']]);
  });

  test('with the query as the article has it, where the hunt is written in another form', () => {
    const wanted = { ...hunt, queries: ['search  index=main\r\n| head 5;'] };
    const objects = [theirs('theirs 1', 'search index=main | head 5')];
    expect(taken(objects, adopting('theirs 1'), [wanted])).toEqual([['update', 'theirs 1', 'adopted']]);
  });

  test('whenever it has the query, where the policy says so; but nothing is doubled, and nothing is taken twice', () => {
    const objects = [theirs('theirs 2'), theirs('theirs 1')];
    const wanted = [hunt, want('uc:UC_B', { query: `${QUERY} ` }), want('uc:UC_C', { query: QUERY })];
    expect(taken(objects, { adoptSameQuery: true }, wanted)).toEqual([
      ['create', 'id uc:UC_C', undefined],
      ['update', 'theirs 1', 'adopted'],
      ['update', 'theirs 2', 'adopted'],
    ]);
  });

  test('and never without being named, nor for a hunt that has an object already', () => {
    expect(taken([theirs('theirs 1')], {})).toEqual([['create', 'id uc:UC_A', undefined]]);
    const { after } = run([hunt], []);
    expect(taken([...after, theirs('theirs 1')], adopting('theirs 1', 'uc:UC_A'))).toEqual([]);
  });

  test('keeps its place and its id, and the next run has nothing to do', () => {
    const first = run([hunt], [theirs('theirs 1')], adopting('theirs 1'));
    expect(first.after).toMatchObject([{ id: 'theirs 1', name: 'name of theirs 1', marker: { key: 'uc:UC_A' } }]);
    expect(run([hunt], first.after, adopting('theirs 1')).ops).toEqual([]);
    expect(run([hunt], first.after).ops).toEqual([]);
  });

  test('one in the place that is not named stays a clash, whatever else has the query', () => {
    const { plan } = run([hunt], [theirs('id uc:UC_A')], { adoptSameQuery: true });
    expect(plan.clashes.map(({ id }) => id)).toEqual(['id uc:UC_A']);
    expect(plan.changes).toEqual([]);
  });
});

describe('an entry that took nothing over', () => {
  const told = (objects: readonly ActualObject[], ...adopt: string[]) => {
    const { plan } = run([hunt], objects, adopting(...adopt));
    return idleAdoptions(new Set(adopt), [{ plan, actual: objects }]).map(({ message }) => message);
  };

  test('is told, with what is known of it', () => {
    const [misspelt, idle, ...more] = told([theirs('theirs 1', 'other')], 'theirs one', 'theirs 1');
    expect(misspelt).toMatch(/"theirs one" is neither the id or name/);
    expect(idle).toMatch(/"theirs 1" is there, but no hunt belongs in its place/);
    expect(more).toEqual([]);
  });

  test('is not told where it did, now or earlier', () => {
    expect(told([theirs('theirs 1')], 'theirs 1', 'UC_A', 'name of theirs 1')).toEqual([]);
    const { after } = run([hunt], [theirs('theirs 1')], adopting('theirs 1'));
    expect(told(after, 'theirs 1', 'uc:UC_A')).toEqual([]);
  });
});

test('without any permission nothing is looked for', () => {
  const found = createAdopter(target, new Map([['x', theirs('x')]]), { adopt: new Set() });
  expect(found.find(hunt, hunt.render(hunt.evidence))).toBeNull();
});
