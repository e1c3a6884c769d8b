import { describe, expect, test } from 'vitest';
import { decodeNewest, withShortIds } from '../../src/sync/evidence.ts';
import { acceptedDigest, digestFields, digestOf, encodeWritten } from '../../src/sync/marker.ts';
import { evidenceFor, orphanDrift, planExisting, planNew, planOrphan, planRetire } from '../../src/sync/objects.ts';
import type { ActualObject, Evidence, Fields } from '../../src/sync/types.ts';
import { A, B, context, target, want } from './support.ts';

const evidence: Evidence = { articles: [A], newest: decodeNewest(`2026-05-01 ${A}`), sources: ['feed'] };

function object(
  fields: Fields,
  more: { evidence?: Partial<Evidence>; written?: Fields; retired?: string } = {},
): ActualObject {
  const all = { active: '1', ...fields };
  const marker = {
    key: 'k',
    written: more.written ?? digestFields(all),
    evidence: { ...evidence, ...more.evidence },
    retired: more.retired ?? null,
  };
  return { id: 'id k', name: 'Hunt k', fields: all, marker };
}

const rows = (
  change: { readonly fields: readonly { field: string; before: string | null; after: string | null }[] } | null,
) => change?.fields.map(({ field, before, after }) => [field, before, after]);

describe('an object that is not there', () => {
  const wanted = want('k', { query: 'q' });
  const desired = wanted.render(evidence);

  test('is created with its fields, its evidence and the digests of what is written', () => {
    expect(planNew(target, wanted, desired, null, '2026-06-01')).toEqual({
      op: 'create',
      key: 'k',
      id: 'id k',
      name: 'k',
      fields: [
        { field: 'active', before: null, after: '1' },
        { field: 'query', before: null, after: 'q' },
        { field: 'articles', before: null, after: A },
        { field: 'newest', before: null, after: `2026-05-01 ${A}` },
        { field: 'sources', before: null, after: 'feed' },
      ],
      after: {
        fields: { active: '1', query: 'q' },
        marker: { key: 'k', written: digestFields({ active: '1', query: 'q' }), evidence, retired: null },
      },
      before: null,
    });
  });

  test('but an unmanaged one that may be adopted is updated, and told what differs', () => {
    const theirs: ActualObject = { id: 'id k', name: 'theirs', fields: { query: 'old', active: '1' }, marker: null };
    const change = planNew(target, wanted, desired, theirs, '2026-06-01');
    expect(change).toMatchObject({ op: 'update', reason: 'adopted', before: theirs, name: 'k' });
    expect(rows(change)?.slice(0, 2)).toEqual([
      ['query', 'old', 'q'],
      ['articles', null, A],
    ]);
  });

  test('what the platform can record is what is recorded', () => {
    const short = {
      ...target,
      recordable: (all: Evidence) => ({ ...all, articles: all.articles.map((id) => id.slice(0, 8)) }),
    };
    expect(planNew(short, wanted, desired, null, '2026-06-01').after?.marker.evidence.articles).toEqual([
      A.slice(0, 8),
    ]);
  });
});

describe('an object that a hunt wants', () => {
  const plan = (
    existing: ActualObject,
    fields: Fields = { query: 'q' },
    more: Partial<typeof context> = {},
    own: Partial<Evidence> = {},
  ) => {
    const wanted = want('k', fields, own);
    const whole = { ...context, ...more };
    const { evidence } = wanted;
    const plain = { want: wanted, current: evidence, evidence, object: wanted.render(evidence) };
    return planExisting(target, plain, existing, evidenceFor(wanted, existing, whole), whole);
  };

  test('as it should be needs nothing', () => {
    expect(plan(object({ query: 'q' }))).toEqual({ change: null, drifts: [] });
  });

  test('takes the new value, under its own id, name and key', () => {
    const existing = object({ query: 'old' });
    const { change } = plan(existing);
    expect(change).toMatchObject({ op: 'update', key: 'k', id: 'id k', name: 'Hunt k', before: existing });
    expect(rows(change)).toEqual([['query', 'old', 'q']]);
    expect(change).not.toHaveProperty('aboutOnly');
    expect(change?.after?.marker).toEqual({ ...existing.marker, written: digestFields({ active: '1', query: 'q' }) });
  });

  test('one more article, alone or with the text that tells of it, is about the articles only', () => {
    const existing = object({ query: 'q', text: 'one article' });
    const own = { articles: [B, A], newest: decodeNewest(`2026-05-20 ${B}`), sources: ['feed', 'other'] };
    const { change } = plan(existing, { query: 'q', text: 'two articles' }, {}, own);
    expect(rows(change)).toEqual([
      ['text', 'one article', 'two articles'],
      ['articles', A, `${B} ${A}`],
      ['newest', `2026-05-01 ${A}`, `2026-05-20 ${B}`],
      ['sources', 'feed', 'feed other'],
    ]);
    expect(change?.aboutOnly).toBe(true);
    expect(plan(existing, { query: 'new', text: 'two articles' }, {}, own).change).not.toHaveProperty('aboutOnly');
  });

  test('a digest that is out of date is written again', () => {
    const existing = object({ query: 'q' }, { written: { active: digestOf('1'), query: digestOf('old') } });
    const { change, drifts } = plan(existing);
    expect(drifts).toEqual([]);
    const after = encodeWritten(digestFields({ active: '1', query: 'q' }));
    expect(rows(change)).toEqual([['hash', encodeWritten(existing.marker?.written ?? {}), after]]);
    expect(change?.aboutOnly).toBe(true);
  });

  test.each(['keep', 'overwrite', 'fail'] as const)('an edit under %s', (onDrift) => {
    const existing = object({ query: 'mine' }, { written: digestFields({ active: '1', query: 'q' }) });
    const { change, drifts } = plan(existing, { query: 'q' }, { onDrift });
    expect(drifts).toEqual([
      { key: 'k', name: 'Hunt k', fields: [{ field: 'query', before: 'mine', after: 'q' }], decision: onDrift },
    ]);
    expect(rows(change)).toEqual(onDrift === 'overwrite' ? [['query', 'mine', 'q']] : undefined);
  });

  test('comes back into use: fields and mark', () => {
    const { change } = plan(object({ query: 'q', active: '0' }, { retired: '2026-05-01' }));
    expect(rows(change)).toEqual([
      ['active', '0', '1'],
      ['retired', '2026-05-01', null],
    ]);
    expect(change?.after?.marker.retired).toBeNull();
  });

  describe('whose text is newer than what this run has', () => {
    const newer = { evidence: { articles: [B, A], newest: decodeNewest(`2026-05-20 ${B}`) } };

    test('keeps it', () => {
      expect(plan(object({ query: 'newer' }, newer))).toEqual({ change: null, drifts: [] });
    });

    test('comes back into use with it', () => {
      const { change } = plan(object({ query: 'newer', active: '0' }, { ...newer, retired: '2026-05-25' }));
      expect(change?.after?.fields).toEqual({ active: '1', query: 'newer' });
      expect(change?.after?.marker.written).toEqual(digestFields({ active: '1', query: 'newer' }));
    });

    test('an edit of it stays, and is told without a text that would be ours', () => {
      const edited = object({ query: 'mine' }, { ...newer, written: digestFields({ active: '1', query: 'newer' }) });
      for (const onDrift of ['keep', 'overwrite', 'fail'] as const) {
        const { change, drifts } = plan(edited, { query: 'older' }, { onDrift });
        expect(change).toBeNull();
        expect(drifts).toHaveLength(1);
        expect(drifts[0]).toMatchObject({
          fields: [{ field: 'query', before: 'mine', after: null }],
          decision: onDrift === 'fail' ? 'fail' : 'keep',
        });
      }
    });

    test('loses it where its source is authoritative, or its article was read', () => {
      for (const more of [{ authoritative: new Set(['feed']) }, { articles: withShortIds([B]) }]) {
        expect(plan(object({ query: 'newer' }, newer), { query: 'older' }, more).change?.after?.fields['query']).toBe(
          'older',
        );
      }
      const two = { evidence: { ...newer.evidence, sources: ['feed', 'other'] } };
      expect(
        plan(object({ query: 'newer' }, two), { query: 'older' }, { authoritative: new Set(['feed']) }).change,
      ).toBeNull();
    });
  });
});

test('what a run and the record say together; without a record, the run', () => {
  const own = want('k', { query: 'q' }, { articles: [B] });
  expect(evidenceFor(own, undefined, context)).toBe(own.evidence);
  expect(evidenceFor(own, { ...object({}), marker: null }, context)).toBe(own.evidence);
  expect(evidenceFor(own, object({}), context).articles).toEqual([B, A]);
  expect(
    evidenceFor(own, object({}, { evidence: { sources: [] } }), { ...context, authoritative: new Set(['feed']) })
      .articles,
  ).toEqual([B, A]);
  expect(evidenceFor(own, object({}), { ...context, authoritative: new Set(['feed']) }).articles).toEqual([B]);
});

describe('an object that nothing wants', () => {
  test('stays without a reason, and is retired with one', () => {
    expect(planOrphan(target, object({ query: 'q' }), context)).toBeNull();
    const change = planOrphan(target, object({ query: 'q' }), { ...context, requested: new Set(['k']) });
    expect(change).toMatchObject({ op: 'retire', reason: 'requested', key: 'k' });
    expect(change?.after?.marker.retired).toBe(context.today);
  });

  test('out of use for long enough goes, if the platform lets it and nobody edited it', () => {
    const retired = object({ query: 'q', active: '0' }, { retired: '2026-05-01' });
    const late = { ...context, pruneAfterDays: 31 };
    expect(planOrphan(target, retired, late)).toEqual({
      op: 'prune',
      key: 'k',
      id: 'id k',
      name: 'Hunt k',
      fields: [],
      after: null,
      before: retired,
    });
    expect(planOrphan(target, retired, { ...context, pruneAfterDays: 32 })).toBeNull();
    expect(planOrphan(target, { ...retired, permanent: true }, late)).toBeNull();
    expect(planOrphan(target, { ...retired, fields: { ...retired.fields, query: 'mine' } }, late)).toBeNull();
    const accepted = object(
      { query: 'mine', active: '0' },
      { retired: '2026-05-01', written: { ...digestFields({ active: '0' }), query: acceptedDigest('mine') } },
    );
    expect(planOrphan(target, accepted, late)).toBeNull();
  });

  test('edits on it are told, and stay', () => {
    expect(orphanDrift(object({ query: 'mine' }), ['query', 'gone'])).toEqual({
      key: 'k',
      name: 'Hunt k',
      fields: [
        { field: 'query', before: 'mine', after: null },
        { field: 'gone', before: '', after: null },
      ],
      decision: 'keep',
    });
  });
});

test('retiring changes what takes an object out of use and nothing else, and remembers that it was ours', () => {
  const edited = object({ query: 'mine' }, { written: digestFields({ active: '1', query: 'q' }) });
  const change = planRetire(target, edited, 'expired', '2026-06-01');
  expect(change).toEqual({
    op: 'retire',
    key: 'k',
    id: 'id k',
    name: 'Hunt k',
    reason: 'expired',
    fields: [
      { field: 'active', before: '1', after: '0' },
      { field: 'retired', before: null, after: '2026-06-01' },
    ],
    after: {
      fields: { active: '0', query: 'mine' },
      marker: {
        ...edited.marker,
        written: { ...edited.marker?.written, active: digestOf('0') },
        retired: '2026-06-01',
      },
    },
    before: edited,
  });
});
