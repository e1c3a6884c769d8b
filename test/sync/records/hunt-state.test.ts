import { describe, expect, test } from 'vitest';
import type { PlatformPlan } from '../../../src/sync/plan.ts';
import { huntStates, objectsAfter } from '../../../src/sync/records/hunt-state.ts';
import type { ActualObject, Change } from '../../../src/sync/types.ts';
import { makeChecked } from '../../support/hunts.ts';
import { EMPTY_PLAN } from '../support.ts';

const TARGET = { kind: 'splunk', queryField: 'search' };
const hunt = makeChecked();
const { key } = hunt.hunt;

function object(
  id: string,
  retired: string | null = null,
  own: string | null = key,
  search = 'search x',
): ActualObject {
  const marker =
    own === null ? null : { key: own, written: {}, evidence: { articles: [], newest: null, sources: [] }, retired };
  return { id, name: id, fields: { search }, marker };
}

function change(op: Change['op'], after: ActualObject | null, id = after?.id ?? ''): Change {
  const marker = after?.marker;
  return {
    op,
    key,
    id,
    name: id,
    fields: [],
    after: after && marker ? { fields: after.fields, marker } : null,
    before: null,
  };
}

describe('objects after a run', () => {
  test('are those before, with what was written and without what was deleted; unmanaged ones do not count', () => {
    const after = objectsAfter(
      [object('a'), object('b'), object('unmanaged', null, null)],
      [
        change('create', object('c')),
        change('update', object('a', null, key, 'search new')),
        change('prune', null, 'b'),
      ],
    );
    expect(after.map(({ id, fields }) => [id, fields['search']])).toEqual([
      ['a', 'search new'],
      ['c', 'search x'],
    ]);
  });
});

describe('what a platform makes of a hunt', () => {
  const state = (objects: readonly ActualObject[], plan: Partial<PlatformPlan> = {}, checked = hunt) =>
    huntStates(TARGET, { ...EMPTY_PLAN, ...plan }, objects).of(checked);

  test('active while any of its objects is, with each statement of it', () => {
    const both = [object('a', '2026-05-01'), object('b', null, `${key}#2`, 'search y')];
    expect(state(both)).toMatchObject({
      status: 'active',
      retired_on: null,
      objects: ['a', 'b'],
      query: 'search x\n\nsearch y',
    });
    expect(state([object('a', '2026-05-01')])).toMatchObject({ status: 'retired', retired_on: '2026-05-01' });
  });

  test('found by its very query where it is kept under another key', () => {
    const text = hunt.queries['splunk']?.[0]?.text ?? '';
    expect(state([object('a', null, 'another:key', text)])).toMatchObject({ status: 'active', objects: ['a'] });
  });

  test('rejected, with the reasons', () => {
    const rejected = [{ key, name: 'x', problems: [{ code: 'spl-unknown-macro', message: 'Nobody defines it.' }] }];
    expect(state([], { rejects: rejected })).toMatchObject({
      status: 'rejected',
      objects: [],
      problems: ['spl-unknown-macro: Nobody defines it.'],
      query: hunt.queries['splunk']?.[0]?.text,
    });
  });

  test('without a query for this platform', () => {
    expect(state([], {}, makeChecked({ spl: null }))).toMatchObject({ status: 'no-query', query: '' });
  });

  test('failed where it should be there and is not; a name that is taken says so', () => {
    expect(state([])).toMatchObject({ status: 'failed' });
    expect(state([], { clashes: [{ key, id: 'n', name: 'n' }] }).problems).toEqual([
      '"n" is there already and unmanaged.',
    ]);
  });

  test('with the fields that somebody edited', () => {
    const fields = [{ field: 'cron_schedule', before: 'a', after: 'b' }];
    const drift = [{ key: `${key}#2`, name: 'b', fields, decision: 'keep' as const }];
    expect(state([object('a'), object('b', null, `${key}#2`)], { drifts: drift })).toMatchObject({
      drifted: ['cron_schedule'],
    });
  });

  test('a hunt that is out of sight has its object still, or none', () => {
    const states = huntStates(TARGET, EMPTY_PLAN, [object('a', '2026-05-01')]);
    expect(states.ofKey(key, [])).toMatchObject({ status: 'retired', objects: ['a'] });
    expect(states.ofKey('uc:OTHER', ['gone'])).toBeNull();
    // It shares the object of a hunt with the very same query.
    expect(states.ofKey('uc:OTHER', ['a'])).toMatchObject({ status: 'retired', objects: ['a'] });
  });
});

test('a hunt without an object has its statements as they would be written, parted by an empty line', () => {
  const [query] = hunt.queries['splunk'] ?? [];
  if (!query) throw new Error('no query');
  const two = { ...hunt, queries: { splunk: [query, { ...query, text: 'search second' }] } };
  expect(huntStates(TARGET, EMPTY_PLAN, []).of(two).query).toBe(`${query.text}\n\nsearch second`);
});
