import type { Article } from '../briefing/article.ts';
import { writable } from '../briefing/writable.ts';
import { loadCatalogue } from '../knowledge/catalogue.ts';
import { fireUseCases } from '../knowledge/triggers.ts';
import { LANGUAGES, type LanguageOptions } from '../quoting/languages.ts';
import type { ItemDocument } from '../sources/source.ts';
import { type Classification, classify } from './classify.ts';
import { articleHunts } from './specific.ts';

/**
 * Classifies an article of a feed with our own catalogue, into what a briefing can hold: written down or not, it is the same
 * article. Throws ConfigError where the catalogue is broken.
 */
export function classifyItem(
  item: ItemDocument,
  origin: string,
  { languages = LANGUAGES }: LanguageOptions = {},
): Classification {
  const classification = classify(
    item,
    {
      catalogue: loadCatalogue(undefined, { languages }),
      fire: fireUseCases,
      specific: (document, { indicators, observables, useCases }) =>
        articleHunts(
          document,
          { indicators: indicators.map(({ indicator }) => indicator), observables, useCases: useCases.length },
          { languages },
        ),
    },
    origin,
  );
  const article = writable(classification.article, { languages });
  return { ...classification, article: item.partial ? withDoubt(article) : article };
}

/** The missing part may contain more hunts: absence in this reading must not retire anything. */
function withDoubt(article: Article): Article {
  const message = 'Only part of the article could be read; the hunts of an earlier, fuller reading stay.';
  return { ...article, problems: [...article.problems, { code: 'partial-text', message, path: article.path }] };
}
