import type { Article, Technique } from '../briefing/article.ts';
import type { MergedArticle } from '../hunts/merge.ts';
import type { Desired } from './desired.ts';

/**
 * What a run reads it needs for ever less: of ten thousand articles, what is made of them takes all the memory that there should be.
 */

/** Without the articles' own form of hunts: the hunts are made. What carries a hunt has to be known before (`contextOf`). */
export function withoutArticleHunts(desired: Desired): Desired {
  return reduced(desired, (article) => ({ ...article, hunts: [] }));
}

/**
 * Without what only records tell: these are made. Ids, names and dates stay, what could not be read, and the techniques, which reports weigh
 * against the hunts.
 */
export function withoutContents(desired: Desired): Desired {
  const known = new Map<string, Technique>();
  const shared = (technique: Technique) => {
    const key = `${technique.id} ${technique.name}`;
    const first = known.get(key) ?? technique;
    known.set(key, first);
    return first;
  };
  return reduced(desired, ({ prose: _, names: __, observables: ___, retracts: ____, ...article }) => ({
    ...article,
    techniques: article.techniques.map(shared),
    phases: [],
    indicators: [],
    hunts: [],
  }));
}

function reduced(desired: Desired, reduce: (article: Article) => Article): Desired {
  const once = remembered(reduce);
  const whole = remembered((one: MergedArticle): MergedArticle => ({ ...one, article: once(one.article) }));
  return {
    ...desired,
    articles: desired.articles.map(once),
    dated: desired.dated.map(once),
    merged: desired.merged.map(whole),
    campaigns: desired.campaigns.map((campaign) => ({ ...campaign, articles: campaign.articles.map(whole) })),
  };
}

/** The same for the same: articles that are shared stay shared. */
function remembered<T extends object>(make: (one: T) => T): (one: T) => T {
  const made = new Map<T, T>();
  return (one) => {
    const known = made.get(one) ?? make(one);
    made.set(one, known);
    return known;
  };
}
