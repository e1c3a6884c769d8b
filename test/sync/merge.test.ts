import { describe, expect, test } from 'vitest';
import { digestFields, digestOf, ownForm } from '../../src/sync/marker.ts';
import { diffFields, driftOf, mergeFields } from '../../src/sync/merge.ts';
import type { ActualObject, Fields } from '../../src/sync/types.ts';

function object(fields: Fields, written: Fields | null): ActualObject {
  const evidence = { articles: [], newest: null, sources: [] };
  const marker = written && { key: 'k', written: digestFields(written), evidence, retired: null };
  return { id: 'id', name: 'name', fields, marker };
}

describe('desired, actual and last written', () => {
  test('a field that is as we wrote it takes the desired value', () => {
    expect(mergeFields({ q: 'new' }, object({ q: 'old' }, { q: 'old' }), 'keep')).toEqual({
      fields: { q: 'new' },
      written: { q: digestOf('new') },
      drift: [],
    });
  });

  test.each(['keep', 'fail'] as const)(
    '%s: an edit stays, and keeps the digest by which it is known as one',
    (onDrift) => {
      expect(mergeFields({ q: 'new' }, object({ q: 'mine' }, { q: 'old' }), onDrift)).toEqual({
        fields: { q: 'mine' },
        written: { q: digestOf('old') },
        drift: [{ field: 'q', before: 'mine', after: 'new' }],
      });
    },
  );

  test('overwrite: an edit is told of, and ours comes back', () => {
    expect(mergeFields({ q: 'new' }, object({ q: 'mine' }, { q: 'old' }), 'overwrite')).toEqual({
      fields: { q: 'new' },
      written: { q: digestOf('new') },
      drift: [{ field: 'q', before: 'mine', after: 'new' }],
    });
  });

  test('an edit that is what we want is none', () => {
    expect(mergeFields({ q: 'new' }, object({ q: 'new' }, { q: 'old' }), 'keep')).toEqual({
      fields: { q: 'new' },
      written: { q: digestOf('new') },
      drift: [],
    });
  });

  test('a field that we never wrote is ours where it is empty or missing, and theirs where it is not', () => {
    for (const fields of [{}, { q: '' }] as Fields[]) {
      expect(mergeFields({ q: 'new' }, object(fields, {}), 'keep')).toMatchObject({ fields: { q: 'new' }, drift: [] });
    }
    expect(mergeFields({ q: 'new' }, object({ q: 'theirs' }, {}), 'keep')).toEqual({
      fields: { q: 'theirs' },
      written: { q: digestOf('') },
      drift: [{ field: 'q', before: 'theirs', after: 'new' }],
    });
  });

  test('a field that somebody emptied is an edit', () => {
    expect(mergeFields({ q: 'new' }, object({}, { q: 'old' }), 'keep')).toMatchObject({
      fields: { q: '' },
      drift: [{ field: 'q', before: '', after: 'new' }],
    });
  });

  test('an object without a marker has nothing of ours', () => {
    expect(mergeFields({ q: 'new' }, object({ q: 'theirs' }, null), 'keep').drift).toHaveLength(1);
  });

  test('only fields that are wanted are merged', () => {
    expect(mergeFields({}, object({ q: 'theirs' }, { q: 'old' }), 'keep')).toEqual({
      fields: {},
      written: {},
      drift: [],
    });
  });
});

test('fields that differ are listed in the order in which they are to be, with what was there', () => {
  expect(diffFields({ a: '1', b: '2', gone: 'x' }, { c: '3', b: '2', a: 'new', d: '' })).toEqual([
    { field: 'c', before: null, after: '3' },
    { field: 'a', before: '1', after: 'new' },
  ]);
});

test('edits on an object are the fields that are not as we wrote them; one that is not read is not known to be', () => {
  expect(driftOf(object({ a: '1', b: 'mine', c: '3', extra: 'x' }, { a: '1', b: '2', missing: '4' }))).toEqual(['b']);
  expect(driftOf(object({ a: '1' }, null))).toEqual([]);
});

describe('a field that the platform keeps in a form of its own', () => {
  const written = { q: ownForm(digestOf('kept'), digestOf('asked')) };
  const as = (have: string): ActualObject => {
    const made = object({ q: have }, {});
    return { ...made, marker: made.marker && { ...made.marker, written } };
  };

  test.each(['keep', 'overwrite', 'fail'] as const)('%s: it stays while the same is wanted', (onDrift) => {
    expect(mergeFields({ q: 'asked' }, as('kept'), onDrift)).toEqual({ fields: { q: 'kept' }, written, drift: [] });
    expect(driftOf(as('kept'))).toEqual([]);
  });

  test('what is wanted anew is written, and an edit is one', () => {
    expect(mergeFields({ q: 'new' }, as('kept'), 'keep')).toEqual({
      fields: { q: 'new' },
      written: { q: digestOf('new') },
      drift: [],
    });
    expect(mergeFields({ q: 'asked' }, as('mine'), 'keep')).toMatchObject({
      fields: { q: 'mine' },
      written,
      drift: [{ field: 'q', before: 'mine', after: 'asked' }],
    });
    expect(driftOf(as('mine'))).toEqual(['q']);
  });
});
