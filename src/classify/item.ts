import type { Article, Indicator } from '../briefing/article.ts';
import { parseBriefing } from '../briefing/parse.ts';
import { renderWritable } from '../briefing/render.ts';
import { isOver, validUntil } from '../briefing/validity.ts';
import { writable } from '../briefing/writable.ts';
import { INDICATOR_DAYS, type IndicatorDays } from '../config/indicator-days.ts';
import { loadCatalogue, type SiteCatalogueOptions } from '../knowledge/catalogue.ts';
import { fireUseCases } from '../knowledge/triggers.ts';
import { LANGUAGES, type QueryLanguage } from '../quoting/languages.ts';
import type { ItemDocument } from '../sources/source.ts';
import { type Classification, classify } from './classify.ts';
import { extrasOf } from './extras.ts';
import { articleHunts, HUNTS_PER_ARTICLE } from './specific.ts';

export interface ItemOptions extends SiteCatalogueOptions {
  /** `YYYY-MM-DD`: indicators that hold no more on this day are looked for by no hunt. */
  readonly today?: string;
  /** `policy.indicatorDays`. */
  readonly indicatorDays?: IndicatorDays;
  /** `policy.huntsPerArticle`. */
  readonly huntsPerArticle?: number;
}

/**
 * Classifies an article of a feed with our own catalogue, into what a briefing can hold: written down or not, it is the same
 * article. Throws ConfigError where the catalogue is broken.
 */
export function classifyItem(
  item: ItemDocument,
  origin: string,
  {
    languages = LANGUAGES,
    site,
    today,
    indicatorDays = INDICATOR_DAYS,
    huntsPerArticle = HUNTS_PER_ARTICLE,
  }: ItemOptions = {},
): Classification {
  const classification = classify(
    item,
    {
      catalogue: loadCatalogue(undefined, { languages, site }),
      fire: fireUseCases,
      huntsPerArticle,
      specific: (document, { indicators, observables, useCases }) =>
        articleHunts(
          document,
          {
            // What holds no more is listed, and not looked for.
            indicators: indicators
              .map(({ indicator }) => indicator)
              .filter(({ type }) => !isOver(validUntil(type, document.published, indicatorDays), today)),
            observables,
            useCases: useCases.length,
          },
          { languages, huntsPerArticle },
        ),
    },
    origin,
  );
  const own = { ...classification, article: writable(classification.article, { languages }) };
  const briefing = renderWritable(own.article, extrasOf(item, own), { languages });
  const whole = withProse(own.article, briefing, languages);
  const indicators = whole.indicators.map((indicator) => withEnd(indicator, whole.published, indicatorDays));
  const article = { ...whole, indicators, classified: true as const };
  return { ...classification, article: item.partial ? withDoubt(article) : article, briefing };
}

/** With what its briefing says in words, exactly as it will be read from there. */
function withProse(article: Article, text: string, languages: readonly QueryLanguage[]): Article {
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

function withEnd(indicator: Indicator, published: string | null, days: IndicatorDays): Indicator {
  const until = validUntil(indicator.type, published, days);
  return until === null ? indicator : { ...indicator, validUntil: until };
}

/** The missing part may contain more hunts: absence in this reading must not retire anything. */
function withDoubt(article: Article): Article {
  const message = 'Only part of the article could be read; the hunts of an earlier, fuller reading stay.';
  return { ...article, problems: [...article.problems, { code: 'partial-text', message, path: article.path }] };
}
