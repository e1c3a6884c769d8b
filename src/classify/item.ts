import type { Article } from '../briefing/article.ts';
import { parseBriefing } from '../briefing/parse.ts';
import { renderBriefing } from '../briefing/render.ts';
import { writable } from '../briefing/writable.ts';
import { loadCatalogue, type SiteCatalogueOptions } from '../knowledge/catalogue.ts';
import { fireUseCases } from '../knowledge/triggers.ts';
import { LANGUAGES, type QueryLanguage } from '../quoting/languages.ts';
import type { ItemDocument } from '../sources/source.ts';
import { type Classification, classify } from './classify.ts';
import { extrasOf } from './extras.ts';
import { articleHunts } from './specific.ts';

/**
 * Classifies an article of a feed with our own catalogue, into what a briefing can hold: written down or not, it is the same
 * article. Throws ConfigError where the catalogue is broken.
 */
export function classifyItem(
  item: ItemDocument,
  origin: string,
  { languages = LANGUAGES, site }: SiteCatalogueOptions = {},
): Classification {
  const classification = classify(
    item,
    {
      catalogue: loadCatalogue(undefined, { languages, site }),
      fire: fireUseCases,
      specific: (document, { indicators }) =>
        articleHunts(document, { indicators: indicators.map(({ indicator }) => indicator) }, { languages }),
    },
    origin,
  );
  const article = withProse(
    item,
    { ...classification, article: writable(classification.article, { languages }) },
    languages,
  );
  return { ...classification, article: item.partial ? withDoubt(article) : article };
}

/** With what its briefing says in words, exactly as it will be read from there. */
function withProse(item: ItemDocument, classification: Classification, languages: readonly QueryLanguage[]): Article {
  const { article } = classification;
  const text = renderBriefing(article, extrasOf(item, classification), { languages });
  const { prose, hunts } = parseBriefing({ kind: 'briefing', path: article.path, text }, article.origin, { languages });
  return {
    ...article,
    ...(prose === undefined ? {} : { prose }),
    hunts: article.hunts.map(({ why: _, ...hunt }, index) => {
      const why = hunts[index]?.why;
      return why === undefined ? hunt : { ...hunt, why };
    }),
  };
}

/** The missing part may contain more hunts: absence in this reading must not retire anything. */
function withDoubt(article: Article): Article {
  const message = 'Only part of the article could be read; the hunts of an earlier, fuller reading stay.';
  return { ...article, problems: [...article.problems, { code: 'partial-text', message, path: article.path }] };
}
