import type { ArticleHunt } from '../briefing/article.ts';
import { LANGUAGES, type QueryLanguage } from '../quoting/languages.ts';
import type { Search } from '../quoting/search.ts';
import { mergeSearches, searchedValues } from '../quoting/search-merge.ts';
import type { Campaign } from './campaigns.ts';
import { queriesDigest } from './digest.ts';
import type { Group } from './group.ts';
import { namedUseCase } from './identity.ts';
import type { MergedArticle } from './merge.ts';
import { bareTitle, type OwnKey, ownKeys } from './own-keys.ts';

/** The hunts of campaigns, and what the articles have beside these. */
export interface CampaignHunts {
  readonly groups: readonly Group[];
  /** The same articles without the hunts that became a campaign's. */
  readonly articles: readonly MergedArticle[];
}

/** More values make a query that nobody can read and that a platform may refuse. */
const MAX_VALUES = 150;

interface OwnHunt {
  readonly source: MergedArticle;
  readonly hunt: ArticleHunt;
  readonly search: Search;
  readonly key: OwnKey;
}

/**
 * One set of hunts for each campaign: those of one kind become one that looks for what any of them does, called for by every article of
 * the campaign. Its key is that of the oldest, so that a newer article renames nothing; what no longer fits stays a hunt of its article.
 */
export function campaignHunts(
  articles: readonly MergedArticle[],
  campaigns: readonly Campaign[],
  languages: readonly QueryLanguage[] = LANGUAGES,
): CampaignHunts {
  const taken = new Map<MergedArticle, Set<ArticleHunt>>();
  const groups = campaigns.flatMap((campaign) =>
    [...byKind(campaign).values()].flatMap((hunts) => {
      const united = fitting(hunts);
      for (const { source, hunt } of united) taken.set(source, (taken.get(source) ?? new Set()).add(hunt));
      return united.length === 0 ? [] : [groupOf(campaign, united, languages)];
    }),
  );
  const rest = articles.map((source) => {
    const gone = taken.get(source);
    if (!gone) return source;
    return { ...source, article: { ...source.article, hunts: source.article.hunts.filter((hunt) => !gone.has(hunt)) } };
  });
  return { groups, articles: rest };
}

/** The campaign's own hunts by what their keys say behind the article's id. */
function byKind({ articles }: Campaign): Map<string, OwnHunt[]> {
  const kinds = new Map<string, OwnHunt[]>();
  for (const source of articles) {
    const keys = ownKeys(source);
    for (const hunt of source.article.hunts) {
      const key = keys.get(queriesDigest(hunt));
      if (!key || hunt.search === undefined || namedUseCase(hunt.useCase) !== null) continue;
      const kind = key.key.slice(key.key.indexOf(':') + 1);
      kinds.set(kind, [...(kinds.get(kind) ?? []), { source, hunt, search: hunt.search, key }]);
    }
  }
  return kinds;
}

/** As many of the oldest as one query can hold. */
function fitting(hunts: readonly OwnHunt[]): readonly OwnHunt[] {
  const values = new Set<string>();
  return hunts.filter(({ search }, n) => {
    const own = searchedValues(search).map((value) => value.toLowerCase());
    if (n > 0 && new Set([...values, ...own]).size > MAX_VALUES) return false;
    for (const value of own) values.add(value);
    return true;
  });
}

function groupOf(campaign: Campaign, hunts: readonly OwnHunt[], languages: readonly QueryLanguage[]): Group {
  const [first] = hunts as readonly [OwnHunt, ...OwnHunt[]];
  const kind = bareTitle(first.hunt, first.source.article);
  const [one, ...more] = hunts.map(({ search }) => search) as [Search, ...Search[]];
  const search = { ...mergeSearches([one, ...more]), title: `${kind}: ${campaign.name}` };
  const written = new Set(hunts.flatMap(({ hunt }) => Object.keys(hunt.queries)));
  const rendered = Object.fromEntries(
    languages.flatMap((language) => {
      const text = written.has(language.id) ? language.render(search) : null;
      return text === null ? [] : [[language.id, text]];
    }),
  );
  const queries = Object.keys(rendered).length === 0 ? first.hunt.queries : rendered;
  const { fromCatalogue: _, ...own } = first.hunt;
  return {
    key: first.key.key,
    useCase: null,
    members: [{ source: first.source, hunt: { ...own, title: `${kind} — ${campaign.name}`, queries, search } }],
    aliases: [...new Set(hunts.flatMap(({ key }) => [key.key, ...key.aliases]))].filter((key) => key !== first.key.key),
    callers: campaign.articles,
    campaign,
  };
}
