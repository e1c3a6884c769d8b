import { describe, expect, test } from 'vitest';
import type { Article, Indicator } from '../../src/briefing/article.ts';
import { normalizeHunts } from '../../src/hunts/normalize.ts';
import { item, type Told } from './feed-articles.ts';

const domain = (value: string): Indicator => ({ type: 'domain', value });

function correction(values: readonly string[], more: Told = {}): Article {
  const retracts = values.map(domain);
  return item({
    title: 'Correction',
    published: '2026-03-10',
    sources: ['Lab'],
    noThreat: 'takes back',
    retracts,
    ...more,
  });
}

const report = item({
  title: 'Moss',
  published: '2026-03-01',
  sources: ['Lab'],
  domains: ['moss-cdn.top', 'latch-api.top'],
  files: ['mosssvc.exe'],
});

describe('a correction', () => {
  test('takes its values out of the hunts and the indicators of what its publisher told before', () => {
    const { hunts, articles, problems, retracted } = normalizeHunts([report, correction(['moss-cdn.top'])]);
    expect(hunts.map(({ observables }) => observables)).toEqual([['mosssvc.exe'], ['latch-api.top']]);
    expect(hunts[1]?.queries['spl']).not.toContain('moss-cdn.top');
    const left = articles.find(({ article }) => article.title === 'Moss');
    expect(left?.article.indicators).toEqual([domain('latch-api.top')]);
    expect(retracted).toEqual(new Set([report.id]));
    expect(problems).toEqual([
      {
        code: 'retracted',
        message: '"Correction" takes back moss-cdn.top, which 1 article listed.',
        path: 'Correction.md',
      },
    ]);
  });

  test('ends a hunt that looks for nothing else; the others stay', () => {
    const { hunts } = normalizeHunts([report, correction(['moss-cdn.top', 'latch-api.top'])]);
    expect(hunts.map(({ key }) => key)).toEqual([`${report.id}:article-specific-behavioural-hunt`]);
  });

  test('ends what others repeated in the same campaign', () => {
    const repeated = item({
      title: 'News',
      published: '2026-03-02',
      sources: ['News'],
      domains: ['moss-cdn.top', 'latch-api.top'],
    });
    const { hunts, problems } = normalizeHunts([report, repeated, correction(['moss-cdn.top', 'latch-api.top'])]);
    expect(hunts.flatMap(({ observables = [] }) => observables)).toEqual(['mosssvc.exe']);
    expect(problems[0]?.message).toMatch(/which 2 articles listed/);
  });

  test.each<[string, Article]>([
    ['of another publisher', correction(['moss-cdn.top'], { sources: ['Rival'] })],
    ['older than the report', correction(['moss-cdn.top'], { published: '2026-02-01' })],
    ['of what the report does not list', correction(['other.top'])],
  ])('%s takes nothing back', (_, wrong) => {
    const { hunts, retracted } = normalizeHunts([report, wrong]);
    expect(hunts).toEqual(normalizeHunts([report]).hunts);
    expect(retracted.size).toBe(0);
  });

  test('takes nothing out of a briefing of somebody else, whose hunts are theirs', () => {
    const { itemId: _, ...theirs } = report;
    const { hunts } = normalizeHunts([theirs, correction(['moss-cdn.top', 'latch-api.top'])]);
    expect(hunts).toEqual(normalizeHunts([theirs]).hunts);
  });
});
