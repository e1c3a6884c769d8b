import type { ArticleHunt } from '../briefing/article.ts';
import { hashOf } from '../core/hash.ts';
import { hasQuery } from '../quoting/languages.ts';
import { namedUseCase, uniqueSlugs, useCaseKey } from './identity.ts';
import type { MergedArticle } from './merge.ts';

/** A hunt as one article gives it, with the article. */
export interface Member {
  readonly source: MergedArticle;
  readonly hunt: ArticleHunt;
}

/** One hunt: the members that call for it, newest article first, in the article's order within each. */
export interface Group {
  readonly key: string;
  /** Id of the named use case, null for an article's own hunt. */
  readonly useCase: string | null;
  readonly members: readonly Member[];
}

/** Hunts that have equal text in every language have equal digests. */
export function queriesDigest({ queries }: Pick<ArticleHunt, 'queries'>): string {
  return hashOf(queries);
}

/**
 * Sorts the hunts of all articles into groups that are one hunt each.
 *
 * Named use cases group by id, and an unnamed hunt with the text of one joins it. The others group by text; their key
 * comes from the oldest article that has the text, so that a newer article never renames a hunt.
 *
 * @param articles oldest first
 * @param known digests of queries that belong to a named use case beside those in the articles
 */
export function groupHunts(
  articles: readonly MergedArticle[],
  known: ReadonlyMap<string, string> = new Map(),
): Group[] {
  const named = namedDigests(articles, known);
  const groups = new Map<string, { key: string; useCase: string | null; members: Member[][] }>();
  const keyOfText = new Map<string, string>();
  for (const source of articles) {
    const slugs = slugsOf(source);
    const here = new Map<string, Member[]>();
    for (const hunt of source.article.hunts) {
      if (!hasQuery(hunt)) continue;
      const digest = queriesDigest(hunt);
      const useCase = namedUseCase(hunt.useCase) ?? named.get(digest) ?? null;
      let key = useCase === null ? keyOfText.get(digest) : useCaseKey(useCase);
      key ??= `${source.article.id}:${slugs.get(digest)}`;
      keyOfText.set(digest, key);
      const members = here.get(key);
      if (members) members.push({ source, hunt });
      else here.set(key, [{ source, hunt }]);
      if (!groups.has(key)) groups.set(key, { key, useCase, members: [] });
    }
    for (const [key, members] of here) groups.get(key)?.members.push(members);
  }
  return [...groups.values()].map((group) => ({ ...group, members: group.members.reverse().flat() }));
}

/** Which text belongs to which named use case; the first id where several claim it. */
function namedDigests(articles: readonly MergedArticle[], known: ReadonlyMap<string, string>): Map<string, string> {
  const owners = new Map(known);
  for (const { article } of articles) {
    for (const hunt of article.hunts) {
      const id = namedUseCase(hunt.useCase);
      if (id === null) continue;
      const digest = queriesDigest(hunt);
      const owner = owners.get(digest);
      if (owner === undefined || id < owner) owners.set(digest, id);
    }
  }
  return owners;
}

/**
 * A slug for each of an article's own texts, by digest. Texts that other articles or named use cases share get one
 * too: counters must not move when such an article comes or goes.
 */
function slugsOf({ article }: MergedArticle): Map<string, string> {
  const titles = new Map<string, string>();
  for (const hunt of article.hunts) {
    const digest = queriesDigest(hunt);
    if (namedUseCase(hunt.useCase) === null && !titles.has(digest)) titles.set(digest, hunt.title);
  }
  const slugs = uniqueSlugs([...titles.values()]);
  return new Map([...titles.keys()].map((digest, index) => [digest, slugs[index] ?? '']));
}
