import { describe, expect, test } from 'vitest';
import {
  decodeArticles,
  decodeSources,
  encodeArticles,
  encodeSources,
  fitList,
  MAX_TAG_LENGTH,
  recordableEvidence,
  roomBeside,
} from '../../src/sentinel/tags.ts';
import { decodeNewest, mergeEvidence } from '../../src/sync/evidence.ts';
import type { Evidence } from '../../src/sync/types.ts';

const ids = (n: number) =>
  Array.from({ length: n }, (_, i) => `${i.toString(16).padStart(8, '0')}-0000-5000-8000-0000000000ab`);
const tagsOf = (n: number) => Array.from({ length: n }, (_, i) => ({ name: `their-${i}`, value: 'x' }));
const evidenceOf = (articles: string[], sources: readonly string[] = ['briefings']): Evidence => ({
  articles,
  newest: decodeNewest(`2026-05-01 ${articles[0] ?? ''}`),
  sources,
});

test.each([
  [0, { articleTags: 3, createdBy: true }],
  [1, { articleTags: 3, createdBy: true }],
  [2, { articleTags: 2, createdBy: true }],
  [3, { articleTags: 1, createdBy: true }],
  [4, { articleTags: 1, createdBy: false }],
  [5, { articleTags: 0, createdBy: false }],
  [9, { articleTags: 0, createdBy: false }],
])('beside %i tags of others there is room for %j', (others, room) => {
  expect(roomBeside(tagsOf(others))).toEqual(room);
});

describe('articles', () => {
  test('are recorded by their first digits, newest first, as many as there is room for', () => {
    const recorded = recordableEvidence(evidenceOf(ids(200)), []);
    expect(recorded.articles).toEqual(ids(84).map((id) => id.slice(0, 8)));
    const tags = encodeArticles(recorded.articles, 3);
    expect(tags.map(({ name }) => name)).toEqual(['huntsync.articles', 'huntsync.articles2', 'huntsync.articles3']);
    for (const { value } of tags) expect(value.length).toBeLessThanOrEqual(MAX_TAG_LENGTH);
    expect(
      decodeArticles(
        tags.map(({ value }) => value),
        recorded.newest,
      ),
    ).toEqual(recorded.articles);
  });

  test('where there is no room, the newest one is still known', () => {
    const recorded = recordableEvidence(evidenceOf(ids(3)), tagsOf(5));
    expect(recorded.articles).toEqual(['00000000']);
    expect(decodeArticles([], recorded.newest)).toEqual(recorded.articles);
    expect(decodeArticles([], null)).toEqual([]);
  });

  test.each([0, 1, 2, 3, 4, 5])('the same evidence again changes nothing, beside %i tags of others', (others) => {
    const current = evidenceOf(
      ids(150),
      Array.from({ length: 60 }, (_, i) => `feed ${i}, daily`),
    );
    const first = recordableEvidence(current, tagsOf(others));
    const second = recordableEvidence(mergeEvidence(current, first, new Set(), false), tagsOf(others));
    expect(second).toEqual(first);
  });
});

describe('sources', () => {
  const roundTrip = (sources: readonly string[]) =>
    decodeSources(encodeSources(recordableEvidence(evidenceOf([], sources), []).sources));

  test('keep commas, per cent signs and what cannot be seen', () => {
    const names = ['50% off', 'Krebs, Brian', 'a\tb\u200b', 'plain'];
    expect(roundTrip(names)).toEqual([...names].sort());
    expect(encodeSources(['Krebs, Brian'])).toBe('Krebs%2C Brian');
  });

  test('that do not fit leave a sign, so that nobody takes the list for whole', () => {
    const many = Array.from({ length: 60 }, (_, i) => `source-${String(i).padStart(2, '0')}`);
    const kept = roundTrip(many);
    expect(kept).toContain('…');
    expect(kept.filter((name) => name !== '…')).toEqual(many.slice(0, kept.length - 1));
    expect(encodeSources(kept).length).toBeLessThanOrEqual(MAX_TAG_LENGTH);
    expect(roundTrip(kept)).toEqual(kept);
    expect(roundTrip(['x'.repeat(300)])).toEqual(['…']);
  });
});

test('a list is cut between two elements', () => {
  expect(fitList(['aa', 'bb', 'cc'], 5)).toEqual(['aa', 'bb']);
  expect(fitList(['aa', 'bb', 'cc'], 8)).toEqual(['aa', 'bb', 'cc']);
  expect(fitList(['aaa'], 2)).toEqual([]);
  expect(fitList([], 2)).toEqual([]);
});
