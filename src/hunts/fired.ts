import type { Article, ArticleHunt } from '../briefing/article.ts';
import { assigned } from '../core/assigned.ts';
import { loadCatalogue } from '../knowledge/catalogue.ts';
import type { CalledUseCase } from './catalogue.ts';
import { namedUseCase } from './identity.ts';

/** Articles without the hunts that came from our catalogue, and the use cases of those. */
export interface WithoutCatalogue {
  readonly articles: readonly Article[];
  readonly fired: readonly CalledUseCase[];
}

/** Separates an article's own hunts from those of our catalogue, whose text ranks below any briefing's. */
export function partCatalogue(articles: readonly Article[]): WithoutCatalogue {
  const isOurs = ({ fromCatalogue, useCase }: ArticleHunt) => fromCatalogue === true && namedUseCase(useCase) !== null;
  if (!articles.some(({ hunts }) => hunts.some(isOurs))) return { articles, fired: [] };
  const techniques = new Map(loadCatalogue().map((useCase) => [useCase.id, useCase.techniques]));
  const fired = articles.flatMap(({ id: article, hunts }) =>
    hunts.filter(isOurs).flatMap(({ useCase, title, phase, confidence, queries, why }): CalledUseCase[] =>
      useCase && phase && confidence
        ? [
            {
              hunt: assigned(
                { id: useCase, title, phase, confidence, techniques: techniques.get(useCase) ?? [], queries },
                why === undefined ? {} : { why },
              ),
              articles: [article],
            },
          ]
        : [],
    ),
  );
  return {
    articles: articles.map((article) => assigned(article, { hunts: article.hunts.filter((hunt) => !isOurs(hunt)) })),
    fired,
  };
}
