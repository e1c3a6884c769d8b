import { expect, test } from 'vitest';
import type { MergedArticle } from '../../src/hunts/merge.ts';
import { type CoverageRow, countLevels, coverageGaps, coverageMatrix } from '../../src/report/coverage-matrix.ts';
import type { CheckedHunt } from '../../src/sync/query.ts';

function article(id: string, techniques: readonly string[], published = '2026-05-01'): MergedArticle {
  const named = techniques.map((one) => ({ id: one, name: one }));
  const own = { id, title: id, url: '', published, severity: 'HIGH', techniques: named, hunts: [] };
  return { article: own as unknown as MergedArticle['article'], origins: [] };
}

function hunt(
  key: string,
  articles: readonly string[],
  techniques: readonly string[],
  verdict: string,
  proof?: string,
) {
  const query = {
    text: 'q',
    verdict,
    repairs: [],
    problems: [],
    lookbackSeconds: null,
    ...(proof ? { proof: { verdict: proof } } : {}),
  };
  const own = {
    key,
    title: key,
    techniques,
    articles: articles.map((id) => ({ id, title: id, url: '', published: null })),
  };
  return { hunt: own, queries: { kind: [query] } } as unknown as CheckedHunt;
}

test('what an article tells of is proved, looked for, looked for elsewhere, or only mentioned', () => {
  const rows = coverageMatrix(
    [article('a', ['T1003.001', 'T1486', 'T1041', 'T1105']), article('b', [])],
    [
      hunt('h1', ['a'], ['T1003.001'], 'ready', 'proved'),
      hunt('h2', ['a'], ['T1486'], 'repaired'),
      hunt('h3', ['b'], ['T1105'], 'ready'),
      hunt('h4', ['a'], ['T1041'], 'rejected'),
    ],
    ['kind'],
  );
  const levels = (row: CoverageRow | undefined) =>
    Object.fromEntries(row?.cells.map((cell) => [cell.technique, cell.level]) ?? []);
  expect(levels(rows.find(({ id }) => id === 'a'))).toEqual({
    'T1003.001': 'proved',
    T1041: 'mentioned',
    T1105: 'elsewhere',
    T1486: 'covered',
  });
  expect(countLevels(rows)).toEqual({ proved: 1, covered: 2, elsewhere: 1, mentioned: 1 });
  expect(coverageGaps(rows, '2026-05-20', 30).map(({ technique }) => technique)).toEqual(['T1041']);
  expect(coverageGaps(rows, '2026-07-20', 30)).toEqual([]);
});
