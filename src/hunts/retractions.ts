import type { Article, ArticleHunt, Indicator } from '../briefing/article.ts';
import { counted } from '../core/counted.ts';
import type { Problem } from '../core/problem.ts';
import { oneLine, truncate } from '../core/text.ts';
import { LANGUAGES, type QueryLanguage } from '../quoting/languages.ts';
import { withoutValues } from '../quoting/search-merge.ts';
import { type Campaign, plainValue } from './campaigns.ts';
import type { MergedArticle } from './merge.ts';

/** Articles without what was taken back. */
export interface Retracted {
  readonly articles: readonly MergedArticle[];
  /** Ids of the articles that lost something. */
  readonly ids: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

const NAMED = 5;

/**
 * Ends what corrections take back: the indicators, and with them the hunts of articles of feeds. A publisher takes back what it
 * published itself until that day, and with it what others repeated in the same campaign; nobody takes back what only others say.
 */
export function retract(
  articles: readonly MergedArticle[],
  campaigns: readonly Campaign[],
  languages: readonly QueryLanguage[] = LANGUAGES,
): Retracted {
  const corrections = articles.filter(({ article }) => article.itemId !== undefined && article.retracts);
  if (corrections.length === 0) return { articles, ids: new Set(), problems: [] };
  const campaignOf = new Map(campaigns.flatMap((campaign) => campaign.articles.map((one) => [one, campaign] as const)));
  const ids = new Set<string>();
  const told = new Map<Article, Told>();
  const rest = articles.map((source) => {
    const circle = campaignOf.get(source)?.articles ?? [source];
    let left = source.article;
    for (const correction of corrections) {
      if (correction === source || left.itemId === undefined) continue;
      const taken = takenBack(correction.article, left, circle);
      if (taken.length === 0) continue;
      left = without(left, taken, languages);
      ids.add(source.article.id);
      const known = told.get(correction.article) ?? { values: new Set(), articles: 0 };
      for (const { value } of taken) known.values.add(value);
      told.set(correction.article, { ...known, articles: known.articles + 1 });
    }
    return left === source.article ? source : { ...source, article: left };
  });
  return { articles: rest, ids, problems: [...told].map(([correction, what]) => problemOf(correction, what)) };
}

/** What a correction takes back of an article. */
function takenBack(correction: Article, article: Article, circle: readonly MergedArticle[]): Indicator[] {
  const values = new Set((correction.retracts ?? []).map(({ value }) => plainValue(value)));
  const own = circle.filter((one) => isSamePublisher(one.article, correction) && isBefore(one.article, correction));
  if (own.length === 0 || !isBefore(article, correction)) return [];
  const published = new Set(own.flatMap((one) => one.article.indicators.map(({ value }) => plainValue(value))));
  return article.indicators.filter(({ value }) => values.has(plainValue(value)) && published.has(plainValue(value)));
}

function isSamePublisher(one: Article, other: Article): boolean {
  return one.sources.some((name) => other.sources.includes(name));
}

function isBefore(one: Article, other: Article): boolean {
  return one.published === null || other.published === null || one.published <= other.published;
}

function without(article: Article, taken: readonly Indicator[], languages: readonly QueryLanguage[]): Article {
  const gone = new Set(taken.map(({ value }) => plainValue(value)));
  const isOut = (value: string) => gone.has(plainValue(value)) || gone.has(plainValue(value).replace(/[/?#].*$/, ''));
  return {
    ...article,
    indicators: article.indicators.filter(({ value }) => !isOut(value)),
    hunts: article.hunts.flatMap((hunt) => huntWithout(hunt, isOut, languages)),
  };
}

function huntWithout(
  hunt: ArticleHunt,
  isOut: (value: string) => boolean,
  languages: readonly QueryLanguage[],
): ArticleHunt[] {
  if (hunt.search === undefined) return [hunt];
  const search = withoutValues(hunt.search, isOut);
  if (search === null) return [];
  if (JSON.stringify(search) === JSON.stringify(hunt.search)) return [hunt];
  const queries = Object.fromEntries(
    languages.flatMap((language) => {
      const text = hunt.queries[language.id] === undefined ? null : language.render(search);
      return text === null ? [] : [[language.id, text]];
    }),
  );
  return Object.keys(queries).length === 0 ? [] : [{ ...hunt, queries, search }];
}

/** What one correction took back, and of how many articles. */
interface Told {
  readonly values: Set<string>;
  readonly articles: number;
}

function problemOf({ title, path }: Article, { values, articles }: Told): Problem {
  const some = [...values].sort().slice(0, NAMED);
  const more = values.size > some.length ? ` and ${values.size - some.length} more` : '';
  const by = truncate(oneLine(title), 100);
  return {
    code: 'retracted',
    message: `"${by}" takes back ${some.join(', ')}${more}, which ${counted(articles, 'article')} listed.`,
    path,
  };
}
