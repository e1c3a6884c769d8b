import type { ArticleHunt } from '../briefing/article.ts';
import { hasQuery } from '../quoting/languages.ts';
import type { Campaign } from './campaigns.ts';
import { queriesDigest } from './digest.ts';
import { namedUseCase, useCaseKey } from './identity.ts';
import type { MergedArticle } from './merge.ts';
import { type OwnKey, ownKeys } from './own-keys.ts';

export { queriesDigest };

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
  /** Other keys under which earlier runs may have written it. */
  readonly aliases?: readonly string[];
  /** Articles that call for it beside its members': those of its campaign. */
  readonly callers?: readonly MergedArticle[];
  readonly campaign?: Campaign;
}

/**
 * Sorts the hunts of all articles into groups that are one hunt each.
 *
 * Named use cases group by id, and an unnamed hunt with the text of one joins it. The others group by text; their key
 * comes from the oldest article that has the text, so that a newer article never renames a hunt.
 *
 * @param articles oldest first
 * @param known digests of queries that belong to a named use case beside those in the articles
 * @param wholes by id, the articles with all of their hunts, where some are grouped already: keys are counted over all.
 */
export function groupHunts(
  articles: readonly MergedArticle[],
  known: ReadonlyMap<string, string> = new Map(),
  wholes: ReadonlyMap<string, MergedArticle> = new Map(),
): Group[] {
  const named = namedDigests(articles, known);
  const groups = new Map<string, { key: string; useCase: string | null; members: Member[][]; aliases: Set<string> }>();
  const keyOfText = new Map<string, string>();
  for (const source of articles) {
    const keys = ownKeys(wholes.get(source.article.id) ?? source);
    const here = new Map<string, Member[]>();
    for (const hunt of source.article.hunts) {
      if (!hasQuery(hunt)) continue;
      const digest = queriesDigest(hunt);
      const useCase = namedUseCase(hunt.useCase) ?? named.get(digest) ?? null;
      let key = useCase === null ? keyOfText.get(digest) : useCaseKey(useCase);
      key ??= keys.get(digest)?.key ?? `${source.article.id}:`;
      keyOfText.set(digest, key);
      const members = here.get(key);
      if (members) members.push({ source, hunt });
      else here.set(key, [{ source, hunt }]);
      const group = groups.get(key) ?? { key, useCase, members: [], aliases: new Set() };
      groups.set(key, group);
      if (useCase === null) for (const alias of aliasesOf(source, keys.get(digest))) group.aliases.add(alias);
    }
    for (const [key, members] of here) groups.get(key)?.members.push(members);
  }
  return [...groups.values()].map(({ key, useCase, members, aliases }) => {
    const others = [...aliases].filter((alias) => alias !== key);
    const group = { key, useCase, members: members.reverse().flat() };
    return others.length === 0 ? group : { ...group, aliases: others };
  });
}

/** Only what feeds brought has had other keys. */
function aliasesOf({ article }: MergedArticle, own: OwnKey | undefined): readonly string[] {
  return article.itemId === undefined || own === undefined ? [] : [own.key, ...own.aliases];
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
