import { beforeAll, describe, expect, test, vi } from 'vitest';
import { articleShelf } from '../../src/briefing/article-shelf.ts';
import { createKeeper } from '../../src/core/flat.ts';
import type { ShelfOptions } from '../../src/core/shelf.ts';
import { huntShelf } from '../../src/hunts/hunt-shelf.ts';
import { normalizeHunts } from '../../src/hunts/normalize.ts';
import { rowShelf } from '../../src/sync/records/rows.ts';
import { RECORDS, type RecordRow } from '../../src/sync/records/schema.ts';
import { shelvedRecords } from '../../src/sync/records/wanted.ts';
import { changeShelf, objectShelf } from '../../src/sync/shelves.ts';
import type { ActualObject, Change } from '../../src/sync/types.ts';
import { article, hunt } from '../hunts/articles.ts';

/** Every value is packed, and alone in its block, as if there were thousands before it. */
vi.mock('../../src/core/shelf.ts', async (load) => {
  const real = await load<typeof import('../../src/core/shelf.ts')>();
  return { ...real, createShelf: (options: ShelfOptions) => real.createShelf({ ...options, plain: 0, block: 1 }) };
});

const marker = {
  key: 'uc:A',
  written: { search: '01234567' },
  evidence: { articles: ['a'], newest: null, sources: ['lab'] },
  retired: null,
};
const object: ActualObject = { id: 'o', name: 'Object', fields: { search: 'search x' }, marker, etag: '"1"' };

describe('what is put away is what was put there', () => {
  let packed: typeof import('../../src/core/shelf.ts');
  beforeAll(async () => {
    packed = await import('../../src/core/shelf.ts');
  });

  test('and packed here', () => {
    const value = { a: 1 };
    expect(packed.createShelf().put(value).read()).not.toBe(value);
  });

  test('articles', () => {
    const search = { title: 'T', days: 30, parts: [] };
    const prose = { profile: ['p'], why: [], reasons: [], evidence: [], actions: [], notes: [] };
    const whole = article({ title: 'A', prose, hunts: [{ ...hunt({ title: 'H', spl: 'search x' }), search }] });
    const kept = articleShelf(createKeeper())(whole);
    expect(kept).toEqual(whole);
    expect(kept.hunts[0]?.queries).not.toBe(whole.hunts[0]?.queries);
  });

  test('hunts', () => {
    const [one] = normalizeHunts([article({ title: 'A', hunts: [hunt({ title: 'H', spl: 'search x' })] })]).hunts;
    if (!one) throw new Error('no hunt');
    const plain = { ...one };
    expect(huntShelf()(plain)).toEqual(plain);
    expect(Object.keys(huntShelf()(plain)).sort()).toEqual(Object.keys(plain).sort());
  });

  test('changes', () => {
    const change: Change = {
      op: 'update',
      key: 'uc:A',
      id: 'o',
      name: 'Object',
      reason: 'adopted',
      wantedAs: 'uc:B',
      aboutOnly: true,
      fields: [{ field: 'search', before: 'search x', after: 'search y' }],
      after: { fields: { search: 'search y' }, marker },
      before: object,
    };
    expect(changeShelf()(change)).toEqual(change);
    const { reason: _, wantedAs: __, aboutOnly: ___, ...bare } = change;
    expect(Object.keys(changeShelf()(bare)).sort()).toEqual(Object.keys(bare).sort());
  });

  test('objects, managed or not', () => {
    const requested = { ...marker, retired: '2026-01-01', requested: true as const };
    const all = [object, { ...object, marker: null }, { ...object, marker: requested, extra: { tags: 't' } }];
    expect(all.map(objectShelf())).toEqual(all);
    expect('extra' in objectShelf()(object)).toBe(false);
  });

  test('rows and records', () => {
    const { fields } = RECORDS.hunts;
    const row = Object.fromEntries(fields.map(({ name, example }) => [name, example])) as unknown as RecordRow;
    expect(rowShelf('hunts')(row)).toEqual(row);
    const own = Object.fromEntries(
      fields.filter(({ managed }) => !managed).map(({ name, example }) => [name, example]),
    );
    const records = shelvedRecords('hunts', [['k', own]]);
    expect([...records]).toEqual([['k', records.get('k')]]);
    expect(records.get('k')).toEqual(own);
    expect([records.size, records.has('k'), records.has('l'), records.get('l')]).toEqual([1, true, false, undefined]);
  });
});
