import { describe, expect, test } from 'vitest';
import { PlatformError } from '../../../src/core/errors.ts';
import { withShortIds } from '../../../src/sync/evidence.ts';
import type { RecordType } from '../../../src/sync/records/schema.ts';
import type { RecordSink } from '../../../src/sync/records/sink.ts';
import { type RecordRun, syncRecords } from '../../../src/sync/records/sync.ts';
import { inShard } from '../../../src/sync/shard.ts';
import { article, hunt } from '../../hunts/articles.ts';
import { createMemorySink, emptyRecords, type MemoryRecords } from '../../support/memory-siem/records.ts';
import { makeRecordRun } from './support.ts';

const NOW = new Date('2026-06-01T08:30:00Z');
const ARTICLES = Array.from({ length: 12 }, (_, n) =>
  article({
    title: `Article ${n}`,
    indicators: [{ type: 'domain', value: `c2-${n}.attacker.example` }],
    hunts: [hunt({ title: `Hunt ${n}`, spl: `search ${n}` })],
  }),
);

/** A sink that remembers the order of what it was asked, and fails where told to. */
function watched(stored: MemoryRecords, fails: Partial<Record<`${'read' | 'write'} ${RecordType}`, Error>> = {}) {
  const asked: string[] = [];
  const sink = createMemorySink(stored, 'soc');
  const step = (what: `${'read' | 'write'} ${RecordType}`) => {
    asked.push(what);
    const error = fails[what];
    if (error) throw error;
  };
  const recording: RecordSink = {
    ...sink,
    async read(type) {
      step(`read ${type}`);
      return sink.read(type);
    },
    async write(type, changes) {
      step(`write ${type}`);
      return sink.write(type, changes);
    },
  };
  return { sink: recording, asked };
}

const runOf = (sink: RecordSink, articles = ARTICLES, more: Partial<RecordRun> = {}): RecordRun => ({
  ...makeRecordRun(sink, articles),
  now: NOW,
  ...more,
});

const counts = (total: number, rest: object) => ({
  total,
  sent: 0,
  removed: 0,
  unchanged: 0,
  kept: 0,
  failed: 0,
  ...rest,
});

describe('the records of a run', () => {
  test('are read and written type by type, the hunts first; a second run writes nothing', async () => {
    const stored = emptyRecords();
    const first = watched(stored);
    const result = await syncRecords(runOf(first.sink));
    expect(first.asked).toEqual(
      ['hunts', 'articles', 'indicators'].flatMap((type) => [`read ${type}`, `write ${type}`]),
    );
    const all = counts(12, { sent: 12 });
    expect(result).toEqual({ name: 'soc', hunts: all, articles: all, indicators: all, requests: 6, errors: [] });
    const second = watched(stored);
    const idle = counts(12, { unchanged: 12 });
    expect(await syncRecords(runOf(second.sink))).toMatchObject({ hunts: idle, articles: idle, indicators: idle });
    expect(second.asked).toEqual(['read hunts', 'read articles', 'read indicators']);
  });

  test('a plan says what would be written, and writes nothing', async () => {
    const stored = emptyRecords();
    const { sink, asked } = watched(stored);
    expect(await syncRecords(runOf(sink, ARTICLES, { write: false }))).toMatchObject({
      hunts: counts(12, { sent: 12 }),
    });
    expect(asked).toEqual(['read hunts', 'read articles', 'read indicators']);
    expect(stored.hunts.size).toBe(0);
  });

  test('platforms that a run has not read stay in the hunts that it calls for, and in those that it does not', async () => {
    const stored = emptyRecords();
    const standing = (name: string, state: string) => ({
      name,
      of: () => `${name}: ${state}`,
      ofKey: () => `${name}: ${state}`,
    });
    const lines = () => new Set([...stored.hunts.values()].map(({ platforms }) => JSON.stringify(platforms)));
    const { sink } = watched(stored);
    const both = { seen: [standing('soc', 'in use'), standing('edr', 'run only: why')], unseen: new Set<string>() };
    await syncRecords(runOf(sink, ARTICLES, { standings: both }));
    expect(lines()).toEqual(new Set(['["edr: run only: why","soc: in use"]']));

    const one = { seen: [standing('soc', 'in use')], unseen: new Set(['edr']) };
    const alone = await syncRecords(runOf(sink, ARTICLES.slice(0, 6), { standings: one }));
    expect(alone.hunts).toMatchObject({ sent: 0, unchanged: 6, kept: 6 });

    const retired = { ...one, seen: [standing('soc', 'retired')] };
    const news = await syncRecords(runOf(sink, ARTICLES.slice(0, 6), { standings: retired }));
    expect(news.hunts).toMatchObject({ sent: 12 });
    expect(lines()).toEqual(new Set(['["edr: run only: why","soc: retired"]']));

    // The other platform is configured no more.
    await syncRecords(runOf(sink, ARTICLES, { standings: { ...one, unseen: new Set() } }));
    expect(lines()).toEqual(new Set(['["soc: in use"]']));
  });

  test('a type that cannot be read stops neither of the others', async () => {
    const stored = emptyRecords();
    const { sink } = watched(stored, {
      'read articles': new PlatformError('the table is gone', { remedy: 'Deploy it.' }),
    });
    const result = await syncRecords(runOf(sink));
    expect(result.errors).toEqual([expect.stringMatching(/^articles: the table is gone/)]);
    expect(result).not.toHaveProperty('articles');
    expect([stored.hunts.size, stored.articles.size, stored.indicators.size]).toEqual([12, 0, 12]);
  });

  test('records that the sink could not write are counted and told', async () => {
    const failing: RecordSink = {
      ...createMemorySink(emptyRecords(), 'soc'),
      write: async (_, { upsert }) => ({
        sent: upsert.length - 1,
        removed: 0,
        failed: [{ key: 'k', message: 'too large' }],
      }),
    };
    const result = await syncRecords(runOf(failing));
    expect(result.articles).toEqual(counts(12, { sent: 11, failed: 1 }));
    expect(result.errors).toEqual(['hunts k: too large', 'articles k: too large', 'indicators k: too large']);
  });
});

describe('what is gone', () => {
  const gone = { ...runOf(createMemorySink(emptyRecords(), '')).context, authoritative: new Set(['briefings']) };

  async function rerun(left: number, more: Partial<RecordRun> = {}, fails: Parameters<typeof watched>[1] = {}) {
    const stored = emptyRecords();
    await syncRecords(runOf(createMemorySink(stored, 'soc')));
    const articles = ARTICLES.slice(0, left);
    const context = { ...gone, articles: withShortIds(articles.map(({ id }) => id)) };
    const { sink } = watched(stored, fails);
    const result = await syncRecords(runOf(sink, articles, { context, ...more }));
    return { result, sizes: [stored.hunts.size, stored.articles.size, stored.indicators.size] };
  }

  test('goes where its source says so: hunts, then the articles that no hunt names any more, and their indicators', async () => {
    const { result, sizes } = await rerun(9);
    expect(sizes).toEqual([9, 9, 9]);
    expect(result).toMatchObject({ articles: counts(9, { removed: 3, unchanged: 9 }), errors: [] });
  });

  test('stays where more than the limit would go, but for hunts; and a line says so', async () => {
    const { result, sizes } = await rerun(8);
    expect(sizes).toEqual([8, 12, 12]);
    expect(result.articles).toEqual(counts(8, { unchanged: 8, kept: 4 }));
    expect(result.errors).toEqual([
      expect.stringMatching(/^articles: 4 of 12 would be removed, and the limit is 30 %/),
      expect.stringMatching(/^indicators: 4 of 12 would be removed/),
    ]);
    expect((await rerun(8, { maxChangePercent: 50 })).sizes).toEqual([8, 8, 8]);
  });

  test('articles stay where the records of the hunts could not be read', async () => {
    const { result, sizes } = await rerun(9, {}, { 'read hunts': new PlatformError('not now') });
    expect(sizes).toEqual([12, 12, 9]);
    expect(result.errors).toEqual([expect.stringMatching(/^hunts: not now/)]);
  });
});

test('shards write and weigh their own records, and together all of them', async () => {
  const stored = emptyRecords();
  const parts = [];
  for (const index of [1, 2, 3]) {
    const shard = { index, count: 3 };
    const part = await syncRecords(runOf(createMemorySink(stored, 'soc'), ARTICLES, { shard }));
    for (const type of ['hunts', 'articles', 'indicators'] as const) {
      const own = [...stored[type].keys()].filter((key) => inShard(key, shard)).length;
      expect(part[type]).toEqual(counts(own, { sent: own }));
    }
    parts.push(part);
  }
  expect([stored.hunts.size, stored.articles.size, stored.indicators.size]).toEqual([12, 12, 12]);
  expect(parts.every(({ errors }) => errors.length === 0)).toBe(true);
});
