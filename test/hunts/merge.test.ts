import { describe, expect, test } from 'vitest';
import type { Article } from '../../src/briefing/article.ts';
import { mergeArticles, recency } from '../../src/hunts/merge.ts';
import { article, hunt } from './articles.ts';

/** The same for any order of reading. */
function merge(...versions: readonly Article[]) {
  const merged = mergeArticles(versions);
  expect(mergeArticles([...versions].reverse()).articles).toEqual(merged.articles);
  return merged;
}

const base = { title: 'Twice', url: 'https://example.org/t' };

test('articles sort by age, undated ones first, equals by id', () => {
  const all = [
    article({ title: 'c', published: '2026-02-01' }),
    article({ title: 'a', published: null }),
    article({ title: 'b', published: '2026-01-01' }),
    article({ title: 'd', published: '2026-01-01' }),
  ];
  const { articles, problems } = merge(...all);
  expect(articles.map((one) => one.article)).toEqual([...all].sort((x, y) => (recency(x) < recency(y) ? -1 : 1)));
  expect(articles.map((one) => one.article.published)).toEqual([null, '2026-01-01', '2026-01-01', '2026-02-01']);
  expect(problems).toEqual([]);
  expect(recency({ id: 'x', published: null })).toBe('0000-00-00 x');
});

describe('versions of one article', () => {
  test('give the header of the newest and what every version lists, once, the newest first', () => {
    const early = article({
      ...base,
      path: 'early.md',
      origin: 'left',
      published: '2026-01-01',
      severity: 'CRIT',
      techniques: [
        { id: 'T1003', name: 'old name' },
        { id: 'T1059', name: 'only here' },
      ],
      indicators: [
        { type: 'domain', value: 'a.example' },
        { type: 'url', value: 'a.example' },
      ],
      phases: ['delivery', 'c2'],
      hunts: [hunt({ title: 'E', spl: 'e' })],
    });
    const late = article({
      ...base,
      path: 'late.md',
      origin: 'right',
      published: '2026-01-05',
      severity: 'LOW',
      techniques: [{ id: 'T1003', name: 'new name' }],
      indicators: [{ type: 'domain', value: 'a.example' }],
      phases: ['actions', 'c2'],
      hunts: [hunt({ title: 'L', spl: 'l' }), hunt({ title: 'P', spl: 'p' }), hunt({ title: 'P', kql: 'q' })],
    });
    const { articles, problems } = merge(early, late);
    expect(articles).toEqual([
      {
        article: {
          ...late,
          techniques: [
            { id: 'T1003', name: 'new name' },
            { id: 'T1059', name: 'only here' },
          ],
          indicators: [
            { type: 'domain', value: 'a.example' },
            { type: 'url', value: 'a.example' },
          ],
          phases: ['actions', 'c2', 'delivery'],
          hunts: [late.hunts[0], { ...late.hunts[1], queries: { spl: 'p', kql: 'q' } }, early.hunts[0]],
        },
        origins: ['left', 'right'],
      },
    ]);
    expect(problems).toEqual([
      {
        code: 'duplicate-article',
        message: 'The same article as late.md (same url and title): read as one, with the header of late.md.',
        path: 'early.md',
      },
    ]);
  });

  test('a dated one is newer than an undated one', () => {
    const undated = article({ ...base, path: 'a.md', published: null, severity: 'CRIT' });
    const dated = article({ ...base, path: 'b.md', published: '2020-01-01', severity: 'LOW' });
    expect(merge(undated, dated).articles[0]?.article.severity).toBe('LOW');
  });

  test.each([
    ['hunts', { hunts: [hunt({ spl: 'x' })] }],
    ['techniques', { techniques: [{ id: 'T1003', name: 'x' }] }],
    ['indicators', { indicators: [{ type: 'cve', value: 'CVE-2026-1' }] }],
  ] as const)('of one day the one that lists more %s is the newest', (_, more) => {
    const poor = article({ ...base, path: 'a.md', severity: 'LOW' });
    const rich = article({ ...base, path: 'b.md', severity: 'HIGH', ...more });
    expect(merge(poor, rich).articles[0]?.article.severity).toBe('HIGH');
  });

  test('of one day and size content decides, and paths only where nothing else differs', () => {
    const [one, two] = (['CRIT', 'LOW'] as const).map((severity) =>
      article({ ...base, path: `${severity}.md`, severity }),
    );
    if (!one || !two) throw new Error('two versions');
    const chosen = merge(one, two).articles[0]?.article.severity;
    const moved = merge({ ...one, path: 'z.md' }, { ...two, path: 'a.md' }).articles[0]?.article.severity;
    expect(moved).toBe(chosen);
    const copies = merge({ ...one, path: 'b.md' }, { ...one, path: 'a.md' });
    expect(copies.articles[0]?.article.path).toBe('a.md');
    expect(copies.problems.map(({ path }) => path)).toEqual(['b.md']);
    const origins = merge({ ...one, origin: 'z' }, { ...one, origin: 'a' });
    expect(origins.articles[0]).toMatchObject({ article: { origin: 'a' }, origins: ['a', 'z'] });
  });

  test('of one alone, nothing is changed but its sections that pair', () => {
    const alone = article({ hunts: [hunt({ title: 'A', spl: '1' }), hunt({ title: 'A', kql: '2' })] });
    expect(merge(alone).articles[0]?.article.hunts.map(({ queries }) => queries)).toEqual([{ spl: '1', kql: '2' }]);
  });
});

test("a round-up gives way to its own publisher's stories, and to nobody else's", () => {
  const whole = article({ title: 'Weekly recap', sources: ['Lab'] });
  const story = (sources: readonly string[]) => article({ title: 'One story of it', sources, partOf: [whole.id] });
  expect(merge(whole, story(['Lab'])).articles.map((one) => one.article.title)).toEqual(['One story of it']);
  expect(merge(whole, story(['Rogue'])).articles).toHaveLength(2);
});
