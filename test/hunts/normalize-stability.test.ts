import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Article } from '../../src/briefing/article.ts';
import { articleId } from '../../src/briefing/identity.ts';
import { queriesDigest } from '../../src/hunts/group.ts';
import { namedUseCase } from '../../src/hunts/identity.ts';
import { normalizeHunts } from '../../src/hunts/normalize.ts';
import { arbitraryArticle, arbitraryArticles, arbitraryHunt } from './articles.ts';

const permuted = arbitraryArticles.chain((articles) =>
  fc.tuple(fc.constant(articles), fc.shuffledSubarray(articles, { minLength: articles.length })),
);

function renumber(article: Article, ids: readonly (string | null)[]): Article {
  const hunts = article.hunts.map((hunt, index) =>
    namedUseCase(hunt.useCase) === null && hunt.useCase !== null
      ? { ...hunt, useCase: ids[index % ids.length] ?? 'UC_99_0' }
      : hunt,
  );
  return { ...article, hunts };
}

/** Without the articles, which keep what they say. */
function huntsOf(articles: readonly Article[]) {
  const { hunts, problems } = normalizeHunts(articles);
  return { hunts, problems };
}

describe('the same hunts, whatever', () => {
  test('the order of the files', () => {
    fc.assert(
      fc.property(permuted, ([articles, other]) => {
        expect(normalizeHunts(other)).toEqual(normalizeHunts(articles));
      }),
      { numRuns: 500 },
    );
  });

  test('the folder', () => {
    fc.assert(
      fc.property(arbitraryArticles, fc.array(fc.string(), { minLength: 1 }), (articles, paths) => {
        const moved = articles.map((article, index) => ({ ...article, path: paths[index % paths.length] ?? '' }));
        expect(normalizeHunts(moved).hunts).toEqual(normalizeHunts(articles).hunts);
      }),
    );
  });

  test('the numbers of the use cases', () => {
    const ids = fc.array(fc.constantFrom('UC_7_0', 'UC_7_1', '_uc', 'UC_3249_0'), { minLength: 1 });
    fc.assert(
      fc.property(fc.uniqueArray(arbitraryArticle, { selector: ({ id }) => id }), ids, (articles, numbers) => {
        const renumbered = articles.map((article) => renumber(article, numbers));
        expect(huntsOf(renumbered)).toEqual(huntsOf(articles));
      }),
    );
  });

  test('the mark before titles', () => {
    fc.assert(
      fc.property(fc.uniqueArray(arbitraryArticle, { selector: ({ id }) => id }), (articles) => {
        const unmarked = articles.map((article) => ({
          ...article,
          hunts: article.hunts.map((hunt) => ({ ...hunt, title: hunt.title.replace('[LLM] ', '') })),
        }));
        // Only the note on it tells of the mark.
        const plain = (list: readonly Article[]) => {
          const { hunts, problems } = huntsOf(list);
          return { hunts: hunts.map(({ notes: _, ...hunt }) => hunt), problems };
        };
        expect(plain(unmarked)).toEqual(plain(articles));
      }),
    );
  });
});

test('every query is some hunt, and every article that gives one is listed on it', () => {
  fc.assert(
    fc.property(arbitraryArticles, (articles) => {
      const { hunts } = normalizeHunts(articles);
      for (const article of articles) {
        for (const own of article.hunts) {
          const id = namedUseCase(own.useCase);
          for (const language of ['spl', 'kql'] as const) {
            const text = own.queries[language];
            if (!text) continue;
            const listed = hunts.filter((hunt) => hunt.articles.some((ref) => ref.id === article.id));
            const found =
              id === null
                ? listed.some((hunt) => hunt.queries[language] === text || hunt.key.startsWith('uc:'))
                : listed.some((hunt) => hunt.key === `uc:${id}` && hunt.queries[language] !== undefined);
            expect(found, `${own.title} ${language} ${text}`).toBe(true);
          }
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('keys are unique and sorted, every hunt has a query, and no two unnamed hunts have the same', () => {
  fc.assert(
    fc.property(arbitraryArticles, (articles) => {
      const { hunts } = normalizeHunts(articles);
      const keys = hunts.map((hunt) => hunt.key);
      expect(keys).toEqual([...new Set(keys)].sort());
      const texts = hunts.filter(({ key }) => !key.startsWith('uc:')).map(queriesDigest);
      expect(new Set(texts).size).toBe(texts.length);
      for (const hunt of hunts) {
        expect(Object.values(hunt.queries).join('').trim()).toBeTruthy();
        const ages = hunt.articles.map(({ published, id }) => `${published ?? '0000-00-00'} ${id}`);
        expect(ages).toEqual([...ages].sort().reverse());
      }
    }),
  );
});

test('a newer article renames nothing', () => {
  const unnamed = arbitraryHunt.map((hunt) => ({ ...hunt, useCase: null }));
  const newer = fc.tuple(arbitraryArticle, fc.array(unnamed, { maxLength: 5 })).map(([article, hunts]) => {
    const url = 'https://example.org/newer';
    return { ...article, url, id: articleId(url, article.title), published: '2027-01-01', hunts };
  });
  fc.assert(
    fc.property(arbitraryArticles, newer, (articles, added) => {
      const after = new Set(normalizeHunts([...articles, added]).hunts.map(({ key }) => key));
      expect(normalizeHunts(articles).hunts.filter(({ key }) => !after.has(key))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
