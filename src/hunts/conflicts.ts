import type { Article } from '../briefing/article.ts';
import { counted } from '../core/counted.ts';
import type { Problem } from '../core/problem.ts';
import type { QueryLanguage } from '../quoting/languages.ts';
import type { Group } from './group.ts';
import { namedUseCase } from './identity.ts';
import { recency } from './merge.ts';

/** One article that gives a named use case two different queries in one language: only the first can be kept. */
export function conflicts(article: Article, languages: readonly QueryLanguage[]): Problem[] {
  const first = new Map<string, string>();
  return article.hunts.flatMap((hunt) => {
    const id = namedUseCase(hunt.useCase);
    if (id === null) return [];
    return languages.flatMap((language): Problem[] => {
      const text = hunt.queries[language.id];
      if (!text?.trim()) return [];
      const kept = first.get(`${id} ${language.id}`);
      first.set(`${id} ${language.id}`, kept ?? text);
      if (kept === undefined || kept === text) return [];
      const message = `${id} has two different ${language.title} queries in this article; the first is used.`;
      return [{ code: 'use-case-conflict', message, path: article.path }];
    });
  });
}

/** Use cases whose query is nothing but the indicators of the article that gives it (older states of the producer inline them). */
const BY_INDICATORS: ReadonlySet<string> = new Set(['UC_NETWORK_IOC', 'UC_HASH_IOC']);

/**
 * A named use case is one hunt and the newest article's text wins: right for a technique, but what older articles listed in such
 * a query is looked for no more, and a problem says so.
 */
export function supersededIndicators({ useCase, members }: Group): Problem[] {
  if (useCase === null || !BY_INDICATORS.has(useCase)) return [];
  const newestFirst = [...members].sort((a, b) => (recency(a.source.article) < recency(b.source.article) ? 1 : -1));
  const [newest] = newestFirst;
  if (!newest) return [];
  const differs = ({ hunt }: Group['members'][number]) =>
    Object.entries(hunt.queries).some(([language, text]) => text !== newest.hunt.queries[language]);
  const others = new Set(newestFirst.filter(differs).map(({ source }) => source.article.id));
  others.delete(newest.source.article.id);
  if (others.size === 0) return [];
  const articles = counted(others.size, 'older article gives', 'older articles give');
  const message = `${useCase} looks for the indicators of this article only: ${articles} other ones, which no query has.`;
  return [{ code: 'indicators-superseded', message, path: newest.source.article.path }];
}
