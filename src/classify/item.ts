import type { Article, Indicator } from '../briefing/article.ts';
import { parseBriefing } from '../briefing/parse.ts';
import { renderWritable } from '../briefing/render.ts';
import { isOver, validUntil } from '../briefing/validity.ts';
import { writable } from '../briefing/writable.ts';
import { INDICATOR_DAYS, type IndicatorDays } from '../config/indicator-days.ts';
import type { Problem } from '../core/problem.ts';
import { oneLine, truncate } from '../core/text.ts';
import { withinTime } from '../core/time-limit.ts';
import { loadCatalogue, type SiteCatalogueOptions } from '../knowledge/catalogue.ts';
import type { ExploitScores } from '../knowledge/exploit-scores.ts';
import { fireUseCases } from '../knowledge/triggers.ts';
import { LANGUAGES, type QueryLanguage } from '../quoting/languages.ts';
import type { ItemDocument } from '../sources/source.ts';
import { type Classification, classify } from './classify.ts';
import { extrasOf } from './extras.ts';
import { articleHunts, HUNTS_PER_ARTICLE } from './specific.ts';
import type { Veto } from './verify/verifier.ts';

export interface ItemOptions extends SiteCatalogueOptions {
  /** `YYYY-MM-DD`: indicators that hold no more on this day are looked for by no hunt. */
  readonly today?: string;
  /** `policy.indicatorDays`. */
  readonly indicatorDays?: IndicatorDays;
  /** `policy.huntsPerArticle`. */
  readonly huntsPerArticle?: number;
  /** One more reason of a severity. */
  readonly scores?: ExploitScores | undefined;
  /** Sentences that call for no use case, says the verifier. */
  readonly vetoes?: readonly Veto[];
  /** What one article may take, in milliseconds; by the length of its text where not given. */
  readonly timeoutMs?: number;
}

/** As much of what a verifier says as a line can show. */
const MAX_QUOTE = 200;
const MAX_REASON = 300;

/** Some ten times as long as a text takes on a slow machine: milliseconds, whatever its length, and for each million of UTF-16 units. */
const LEAST_MS = 15_000;
const MS_A_MILLION = 30_000;

/**
 * Classifies an article of a feed with our own catalogue, into what a briefing can hold: written down or not, it is the same
 * article. Throws ConfigError where the catalogue is broken, and TimeLimitError where the text holds up its reader.
 */
export function classifyItem(item: ItemDocument, origin: string, options: ItemOptions = {}): Classification {
  const units = item.title.length + item.text.length;
  const { timeoutMs = Math.round(LEAST_MS + (units / 1_000_000) * MS_A_MILLION) } = options;
  return withinTime(timeoutMs, () => classifyWhole(item, origin, options));
}

function classifyWhole(
  item: ItemDocument,
  origin: string,
  {
    languages = LANGUAGES,
    site,
    today,
    indicatorDays = INDICATOR_DAYS,
    huntsPerArticle = HUNTS_PER_ARTICLE,
    scores,
    vetoes = [],
  }: ItemOptions,
): Classification {
  const classification = classify(
    item,
    {
      catalogue: loadCatalogue(undefined, { languages, site }),
      fire:
        vetoes.length === 0
          ? fireUseCases
          : (text, catalogue) =>
              fireUseCases(text, catalogue, (id, at) =>
                vetoes.some((one) => one.useCase === id && one.sentence === at),
              ),
      scores,
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
  const problems = [...whole.problems, ...vetoes.map((veto) => vetoProblem(veto, whole.path))];
  const article = { ...whole, indicators, problems, classified: true as const };
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

/** What was vetoed and why, for whoever misses the hunt. */
function vetoProblem({ useCase, quote, reason }: Veto, path: string): Problem {
  const why = reason === '' ? '' : `: ${truncate(oneLine(reason), MAX_REASON)}`;
  const message = `The verifier vetoed ${useCase} on “${truncate(oneLine(quote), MAX_QUOTE)}”${why}`;
  return { code: 'use-case-vetoed', message, path };
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
