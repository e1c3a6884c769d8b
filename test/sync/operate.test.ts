import { describe, expect, test } from 'vitest';
import { digestFields, digestOf, ownForm } from '../../src/sync/marker.ts';
import { driftOf, mergeFields } from '../../src/sync/merge.ts';
import { type Operation, planOperation, planUndo } from '../../src/sync/operate.ts';
import type { ActualObject, Change, Fields, Marker } from '../../src/sync/types.ts';
import { createMemoryPlatform, createMemoryServer } from '../support/memory-siem/platform.ts';

const PLATFORM = createMemoryPlatform(createMemoryServer());
const TODAY = '2026-05-10';
const WRITTEN = { text: 'q', about: 'HIGH', active: '1' };

function object(fields: Fields = WRITTEN, marker: Partial<Marker> = {}): ActualObject {
  const evidence = { articles: ['a'], newest: null, sources: ['s'] };
  return {
    id: 'i',
    name: 'n',
    fields,
    marker: { key: 'uc:UC_A', written: digestFields(WRITTEN), evidence, retired: null, ...marker },
  };
}

/** The object as it is after the change. */
function done(change: Change | undefined): ActualObject {
  if (!change?.after) throw new Error('no change');
  return { id: 'i', name: 'n', fields: change.after.fields, marker: change.after.marker };
}

const plan = (operation: Operation, one: ActualObject) => planOperation(operation, PLATFORM, [one], TODAY)[0];

describe('retire and restore', () => {
  test('take an object out of use for good, and bring it back as it was', () => {
    const retired = done(plan('retire', object()));
    expect(retired).toMatchObject({ fields: { active: '0' }, marker: { retired: TODAY, requested: true } });
    expect(plan('retire', retired)).toBeUndefined();
    const restored = done(plan('restore', retired));
    expect(restored).toEqual(object());
    expect(plan('restore', restored)).toBeUndefined();
  });

  test('one that a rule retired keeps its day, and becomes one that somebody asked for', () => {
    const retired = object({ ...WRITTEN, active: '0' }, { retired: '2026-01-01' });
    expect(done(plan('retire', retired)).marker).toMatchObject({ retired: '2026-01-01', requested: true });
  });

  test('what is unmanaged is never touched', () => {
    const foreign = { ...object(), marker: null };
    for (const operation of ['retire', 'restore', 'prune', 'accept'] as const) {
      expect(plan(operation, foreign)).toBeUndefined();
    }
  });
});

test('prune deletes what is retired, and nothing that is in use or that nobody may delete', () => {
  const retired = object({ ...WRITTEN, active: '0' }, { retired: '2026-01-01' });
  expect(plan('prune', retired)).toMatchObject({ op: 'prune', after: null });
  expect(plan('prune', object())).toBeUndefined();
  expect(plan('prune', { ...retired, permanent: true })).toBeUndefined();
});

describe('accept', () => {
  const edited = object({ ...WRITTEN, text: 'tuned' });

  test('ends the drift, whatever the articles want and the policy says', () => {
    expect(driftOf(edited)).toEqual(['text']);
    const accepted = done(plan('accept', edited));
    expect(driftOf(accepted)).toEqual([]);
    for (const policy of ['keep', 'overwrite', 'fail'] as const) {
      const merged = mergeFields({ ...WRITTEN, text: 'newer', about: 'CRIT' }, accepted, policy);
      expect(merged).toMatchObject({ fields: { text: 'tuned', about: 'CRIT' }, drift: [] });
    }
    expect(plan('accept', accepted)).toBeUndefined();
  });

  test('covers later edits of the same field, and ends with restore', () => {
    const accepted = done(plan('accept', edited));
    const again = { ...accepted, fields: { ...accepted.fields, text: 'tuned twice' } };
    expect(driftOf(again)).toEqual([]);
    const restored = done(plan('restore', accepted));
    expect(mergeFields({ ...WRITTEN, text: 'newer' }, restored, 'keep').fields).toMatchObject({ text: 'newer' });
  });
});

describe('undo', () => {
  const undo = (done: Parameters<typeof planUndo>[1], one = object()) => planUndo(PLATFORM, done, [one], TODAY);

  test('retires what was created, restores what was changed, and a field that was edited since stays', () => {
    expect(undo([{ op: 'create', key: 'uc:UC_A', fields: [] }]).changes).toMatchObject([{ op: 'retire' }]);
    const fields = [
      { field: 'text', before: 'old', after: 'q' },
      { field: 'about', before: 'LOW', after: 'MED' },
    ];
    const { changes } = undo([{ op: 'update', key: 'uc:UC_A', fields }]);
    expect(changes[0]?.after?.fields).toEqual({ ...WRITTEN, text: 'old' });
    // The next sync would do the same again otherwise.
    expect(mergeFields(WRITTEN, done(changes[0]), 'keep')).toMatchObject({ fields: { text: 'old' }, drift: [] });
  });

  test('knows what it wrote in the form that the platform gave to it', () => {
    const fields = [{ field: 'text', before: 'old', after: 'q  ' }];
    const trimmed = { ...WRITTEN, text: 'q' };
    const written = { ...digestFields(trimmed), text: ownForm(digestOf('q'), digestOf('q  ')) };
    const { changes } = undo([{ op: 'update', key: 'uc:UC_A', fields }], object(trimmed, { written }));
    expect(changes[0]?.after?.fields).toEqual({ ...WRITTEN, text: 'old' });
    const edited = object({ ...trimmed, text: 'theirs' }, { written });
    expect(undo([{ op: 'update', key: 'uc:UC_A', fields }], edited).changes).toEqual([]);
  });

  test('brings back what was retired with the edits that were accepted, unless somebody wants it out of use', () => {
    const accepted = done(plan('accept', object({ ...WRITTEN, text: 'tuned' })));
    const byRule = {
      ...accepted,
      fields: { ...accepted.fields, active: '0' },
      marker: { ...accepted.marker, retired: TODAY },
    };
    const run = [{ op: 'retire', key: 'uc:UC_A', fields: [] }] as const;
    const { changes } = undo(run, byRule as ActualObject);
    expect(mergeFields({ ...WRITTEN, text: 'newer' }, done(changes[0]), 'overwrite').fields).toEqual(accepted.fields);
    expect(undo(run, done(plan('retire', byRule as ActualObject)))).toMatchObject({
      changes: [],
      left: [{ key: 'uc:UC_A', reason: 'somebody has asked since that it be out of use' }],
    });
  });

  test('writes nothing that a report shows in the place of a secret', () => {
    const fields = [{ field: 'text', before: 'index=[secret]', after: 'q' }];
    expect(undo([{ op: 'update', key: 'uc:UC_A', fields }])).toEqual({
      changes: [],
      left: [{ key: 'uc:UC_A', name: 'n', reason: 'a secret stood in it, which is kept nowhere: text' }],
    });
  });

  test('finds the object that the run wrote among those of one key', () => {
    const ours = { ...object(), id: 'a', name: 'a' };
    const retired = { ...done(plan('retire', object())), id: 'b', name: 'b' };
    for (const objects of [
      [ours, retired],
      [retired, ours],
    ]) {
      const of = (one: Parameters<typeof planUndo>[1][number]) =>
        planUndo(PLATFORM, [one], objects, TODAY).changes[0]?.id;
      expect(of({ op: 'create', key: 'uc:UC_A', fields: [] })).toBe('a');
      const fields = [{ field: 'text', before: 'old', after: 'q' }];
      expect(of({ op: 'update', key: 'uc:UC_A', name: 'b', fields })).toBe('b');
    }
  });

  test('brings back what was retired, and says what it cannot', () => {
    const retired = object({ ...WRITTEN, active: '0' }, { retired: TODAY });
    expect(undo([{ op: 'retire', key: 'uc:UC_A', fields: [] }], retired).changes).toMatchObject([{ op: 'update' }]);
    expect(undo([{ op: 'prune', key: 'uc:UC_GONE', fields: [] }]).left).toEqual([
      { key: 'uc:UC_GONE', reason: 'it was deleted' },
    ]);
    const asked = object({ ...WRITTEN, active: '0' }, { retired: TODAY, requested: true });
    expect(undo([{ op: 'create', key: 'uc:UC_A', fields: [] }], asked).left).toMatchObject([
      { key: 'uc:UC_A', reason: 'it is retired already' },
    ]);
  });
});
