import type { Problem } from '../core/problem.ts';
import type { Article } from './article.ts';

/** Publishers are ahead of UTC by at most 14 hours. */
const AHEAD_MS = 14 * 3_600_000;

/**
 * Takes the date from articles that are dated in the future: the newest article's text is the one that a shared hunt has, so a
 * wrong date, or one set on purpose, would decide for years.
 */
export function undateFuture(
  articles: readonly Article[],
  now: Date,
): { readonly articles: readonly Article[]; readonly problems: readonly Problem[] } {
  const latest = new Date(now.getTime() + AHEAD_MS).toISOString().slice(0, 10);
  const isAhead = ({ published }: Article) => published !== null && published > latest;
  return {
    articles: articles.map((article) => (isAhead(article) ? { ...article, published: null } : article)),
    problems: articles.filter(isAhead).map(({ path, published }) => ({
      code: 'future-date',
      message: `Published ${published}, which has not come yet: the article counts as undated.`,
      path,
    })),
  };
}
