import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contextFor, type RecordContext } from '../../../src/sync/records/context.ts';
import type { HuntStates } from '../../../src/sync/records/hunt-state.ts';
import { planRecords, type RecordPlan } from '../../../src/sync/records/plan.ts';
import { RECORDS, type RecordRow, type RecordType, SYNCED_TYPES } from '../../../src/sync/records/schema.ts';
import { type Values, written } from '../../../src/sync/records/values.ts';
import type { WantedRecords } from '../../../src/sync/records/wanted.ts';
import { article } from '../../hunts/articles.ts';
import { anyValues } from '../../support/record-rows.ts';

const NOW = new Date('2026-05-01T08:30:00Z');
const LATER = new Date('2026-05-02T08:30:00Z');
const context: RecordContext = {
  today: '2026-05-02',
  complete: true,
  deliveredBy: new Map(),
  authoritative: new Set(),
  retireAfterDays: 'off',
};
const deliveredBy = (ids: readonly string[], ...sources: readonly string[]) =>
  new Map(ids.map((id) => [id, new Set(sources)]));
const noObjects: HuntStates = {
  of: () => {
    throw new Error('not asked here');
  },
  ofKey: () => null,
};

function example(type: RecordType, overrides: Values = {}): Values {
  return { ...Object.fromEntries(RECORDS[type].fields.map((field) => [field.name, field.example])), ...overrides };
}

function wantedOf(type: RecordType, ...all: readonly Values[]): WantedRecords {
  return new Map(all.map((values) => [String(values[RECORDS[type].key]), values]));
}

/** A plan with its rows at hand. */
function made(lazy: RecordPlan) {
  return { ...lazy, upsert: [...lazy.upsert] };
}

function plan(
  type: RecordType,
  wanted: WantedRecords,
  stored: readonly RecordRow[],
  more: Partial<RecordContext> = {},
) {
  return made(planRecords(type, wanted, stored, { ...context, ...more }, noObjects, LATER));
}

describe.each(SYNCED_TYPES)('planning %s', (type) => {
  test('after every record was written there is nothing to write, whatever the records hold', () => {
    fc.assert(
      fc.property(fc.array(anyValues(type), { maxLength: 5 }), (all) => {
        const wanted = wantedOf(type, ...all);
        const first = plan(type, wanted, []);
        expect(first.upsert).toHaveLength(wanted.size);
        expect(plan(type, wanted, first.upsert)).toMatchObject({ upsert: [], remove: [], unchanged: wanted.size });
      }),
    );
  });

  test('one that differs is written whole, with the time when it was first seen', () => {
    const [row] = plan(type, wantedOf(type, example(type)), []).upsert;
    const changed = wantedOf(type, example(type, { severity: 'CRIT' }));
    const { upsert } = plan(type, changed, [
      { ...(row as RecordRow), first_seen: '2026-01-01T00:00:00Z', updated: '2026-01-02T00:00:00Z' },
    ]);
    expect(upsert).toMatchObject([
      { severity: 'CRIT', first_seen: '2026-01-01T00:00:00Z', updated: '2026-05-02T08:30:00Z' },
    ]);
  });
});

describe('what nothing calls for now', () => {
  const indicator = written(
    'indicators',
    example('indicators', { article_ids: ['a', 'b'], sources: ['feed'] }),
    undefined,
    NOW,
  );
  const removed = (more: Partial<RecordContext>, type: RecordType = 'indicators', row = indicator) =>
    plan(type, new Map(), [row], more).remove.length;

  test('stays: a feed is a rolling window', () => {
    expect(plan('indicators', new Map(), [indicator])).toMatchObject({ remove: [], upsert: [], kept: 1 });
  });

  test('stays as it is though it was read oddly: what is not known is not written back', () => {
    const odd = { ...indicator, indicator_value: '', sources: [] };
    expect(plan('indicators', new Map(), [odd])).toMatchObject({ remove: [], upsert: [], kept: 1 });
  });

  test('goes where all its articles were read and list it no more', () => {
    expect(removed({ deliveredBy: deliveredBy(['a'], 'feed') })).toBe(0);
    expect(removed({ deliveredBy: deliveredBy(['a', 'b'], 'feed') })).toBe(1);
    const one = { ...indicator, article_ids: ['a'], article_count: 1 };
    expect(removed({ deliveredBy: deliveredBy(['a'], 'feed') }, 'indicators', one)).toBe(1);
    expect(removed({ deliveredBy: deliveredBy(['b'], 'feed') }, 'indicators', one)).toBe(0);
  });

  test('stays where a source that delivered it was not deliveredBy: whoever copies address and title says nothing for it', () => {
    expect(removed({ deliveredBy: deliveredBy(['a', 'b'], 'stranger') })).toBe(0);
    const joined = { ...indicator, sources: ['feed', 'stranger'] };
    expect(removed({ deliveredBy: deliveredBy(['a', 'b'], 'stranger') }, 'indicators', joined)).toBe(0);
    expect(removed({ deliveredBy: deliveredBy(['a', 'b'], 'feed', 'stranger') }, 'indicators', joined)).toBe(1);
  });

  test('stays where the record does not name all of its articles', () => {
    const all = deliveredBy(['a', 'b'], 'feed');
    expect(removed({ deliveredBy: all }, 'indicators', { ...indicator, article_ids: [] })).toBe(0);
    expect(removed({ deliveredBy: all }, 'indicators', { ...indicator, article_count: 3 })).toBe(0);
  });

  test('goes where every source is authoritative', () => {
    expect(removed({ authoritative: new Set(['other']) })).toBe(0);
    expect(removed({ authoritative: new Set(['feed']) })).toBe(1);
  });

  test('goes where it is too old', () => {
    expect(removed({ retireAfterDays: 1 })).toBe(0);
    expect(removed({ retireAfterDays: 1, today: '2026-05-03' })).toBe(1);
  });

  test('never goes in an incomplete run', () => {
    expect(
      removed({ complete: false, deliveredBy: deliveredBy(['a', 'b'], 'feed'), authoritative: new Set(['feed']) }),
    ).toBe(0);
  });

  test('an article stays as long as a hunt’s record names it', () => {
    const article = written('articles', example('articles', { sources: ['feed'] }), undefined, NOW);
    const gone = { authoritative: new Set(['feed']) };
    expect(removed({ ...gone, named: new Set([String(article['article_id'])]) }, 'articles', article)).toBe(0);
    expect(removed({ ...gone, named: new Set(['another']) }, 'articles', article)).toBe(1);
  });

  test('an article is not gone because it was read', () => {
    const article = written('articles', example('articles', { sources: ['feed'] }), undefined, NOW);
    expect(removed({ deliveredBy: deliveredBy([String(article['article_id'])], 'feed') }, 'articles', article)).toBe(0);
    expect(removed({ authoritative: new Set(['feed']) }, 'articles', article)).toBe(1);
  });
});

describe('a hunt that nothing calls for now', () => {
  const row = written('hunts', example('hunts', { sources: ['feed'], objects: ['x'] }), undefined, NOW);
  const withState = (ofKey: HuntStates['ofKey'], stored = row, more: Partial<RecordContext> = {}) =>
    made(planRecords('hunts', new Map(), [stored], { ...context, ...more }, { ...noObjects, ofKey }, LATER));
  const standing = {
    status: 'active' as const,
    retired_on: null,
    objects: ['x'],
    query: String(row['query']),
    drifted: row['drifted'] as string[],
  };

  test('stays as it is while its object does', () => {
    expect(withState(() => standing)).toMatchObject({ upsert: [], remove: [], kept: 1 });
  });

  test('is written anew when its object was retired', () => {
    const { upsert } = withState(() => ({ ...standing, status: 'retired', retired_on: '2026-05-02' }));
    expect(upsert).toMatchObject([{ status: 'retired', retired_on: '2026-05-02', hunt_title: row['hunt_title'] }]);
  });

  test('goes with its object', () => {
    expect(withState(() => null).remove).toEqual([row]);
  });

  test('one that never had an object goes by the rules of all records', () => {
    const never = { ...row, objects: [] };
    expect(withState(() => null, never).remove).toEqual([]);
    expect(withState(() => null, never, { authoritative: new Set(['feed']) }).remove).toEqual([never]);
  });
});

describe('what a record remembers', () => {
  const before = written(
    'indicators',
    example('indicators', {
      article_ids: ['old', 'read'],
      sources: ['feed'],
      severity: 'CRIT',
      published: '2026-06-01',
    }),
    undefined,
    NOW,
  );
  const now = example('indicators', {
    article_ids: ['new'],
    article_count: 1,
    sources: ['files'],
    severity: 'LOW',
    published: '2026-05-01',
  });

  test('an article out of sight still lists it; one that was read and lists it no more does not', () => {
    const { upsert } = plan('indicators', wantedOf('indicators', now), [before], {
      deliveredBy: deliveredBy(['new', 'read'], 'feed'),
    });
    expect(upsert).toMatchObject([
      {
        article_ids: ['old', 'new'],
        article_count: 2,
        sources: ['feed', 'files'],
        severity: 'CRIT',
        published: '2026-06-01',
      },
    ]);
    expect(
      plan('indicators', wantedOf('indicators', now), upsert, { deliveredBy: deliveredBy(['new', 'read'], 'feed') })
        .unchanged,
    ).toBe(1);
  });

  test('the newest article whole, its title with its day, while it is out of sight', () => {
    const [older, newer] = [
      { published: '2026-05-01', article_title: 'Older', article_url: 'https://intel.example/older' },
      { published: '2026-06-01', article_title: 'Newer', article_url: 'https://intel.example/newer' },
    ];
    const one = {
      ...example('hunts'),
      article_ids: ['older'],
      callers: ['Older'],
      article_count: 1,
      sources: ['feed'],
    };
    const both = { ...one, ...newer, article_ids: ['newer', 'older'], callers: ['Newer', 'Older'], article_count: 2 };
    const { upsert } = plan('hunts', wantedOf('hunts', both), []);
    expect(plan('hunts', wantedOf('hunts', { ...one, ...older }), upsert)).toMatchObject({ upsert: [], unchanged: 1 });

    const latest = { ...newer, published: '2026-07-01', article_title: 'Latest', article_ids: ['latest', 'older'] };
    const callers = ['Latest', 'Older'];
    const after = plan('hunts', wantedOf('hunts', { ...both, ...latest, callers }), upsert).upsert;
    expect(after).toMatchObject([
      {
        article_ids: ['latest', 'older', 'newer'],
        callers: ['Latest', 'Older', 'Newer'],
        article_title: 'Latest',
        published: '2026-07-01',
      },
    ]);
  });

  test('no more articles than it can hold, so that the next run finds the same', () => {
    const ids = (name: string, n: number) => Array.from({ length: n }, (_, i) => `${name}${i}`);
    const first = plan('indicators', wantedOf('indicators', { ...now, article_ids: ids('old', 1000) }), []).upsert;
    const wanted = wantedOf('indicators', { ...now, article_ids: ids('new', 995), article_count: 995 });
    const second = plan('indicators', wanted, first).upsert;
    expect(second).toMatchObject([{ article_count: 1000 }]);
    expect(plan('indicators', wanted, second)).toMatchObject({ upsert: [], unchanged: 1 });
  });

  test('an article that only a stranger repeats still lists it', () => {
    const strangers = deliveredBy(['old', 'read', 'new'], 'stranger');
    const { upsert } = plan('indicators', wantedOf('indicators', now), [before], { deliveredBy: strangers });
    expect(upsert).toMatchObject([{ article_ids: ['old', 'read', 'new'] }]);
  });

  test('nothing, where every source is authoritative', () => {
    const { upsert } = plan('indicators', wantedOf('indicators', now), [before], { authoritative: new Set(['feed']) });
    expect(upsert).toMatchObject([
      { article_ids: ['new'], sources: ['files'], severity: 'LOW', published: '2026-05-01' },
    ]);
  });
});

describe('what was deliveredBy', () => {
  const run = { ...context, articles: new Set(['a', 'b']), authoritative: new Set(['feed', 'files']) };
  const one = article({ id: 'a', origin: 'feed' });
  const damaged = article({
    id: 'b',
    origin: 'files',
    problems: [{ code: 'unread-indicator', message: 'x', path: 'b.md' }],
  });

  test('is told by every source of an article', () => {
    const { deliveredBy: told } = contextFor(
      'hunts',
      [one, { ...one, origin: 'files' }, article({ id: 'doubtful' })],
      run,
    );
    expect(told).toEqual(new Map([['a', new Set(['feed', 'files'])]]));
  });

  test('says nothing of indicators where not all of them could be read', () => {
    expect(contextFor('hunts', [one, damaged], run).deliveredBy.has('b')).toBe(true);
    const told = contextFor('indicators', [one, damaged], run);
    expect([...told.deliveredBy.keys()]).toEqual(['a']);
    expect([...told.authoritative]).toEqual(['feed']);
  });
});
