import type { Article } from '../articles/article.ts';
import type { Problem } from '../core/problem.ts';
import { namedUseCase } from './identity.ts';

/** One article that gives a named use case two different queries in one language: only the first can be kept. */
export function conflicts(article: Article): Problem[] {
  const first = new Map<string, string>();
  return article.hunts.flatMap((hunt) => {
    const id = namedUseCase(hunt.useCase);
    if (id === null) return [];
    return (['spl', 'kql'] as const).flatMap((language): Problem[] => {
      const text = hunt[language];
      if (!text?.trim()) return [];
      const kept = first.get(`${id} ${language}`);
      first.set(`${id} ${language}`, kept ?? text);
      if (kept === undefined || kept === text) return [];
      const message = `${id} has two different ${language.toUpperCase()} queries in this article; the first is used.`;
      return [{ code: 'use-case-conflict', message, path: article.path }];
    });
  });
}
