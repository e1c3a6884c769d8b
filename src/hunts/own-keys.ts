import type { Article, ArticleHunt } from '../briefing/article.ts';
import { oneLine } from '../core/text.ts';
import { queriesDigest } from './digest.ts';
import { namedUseCase, uniqueSlugs } from './identity.ts';
import type { MergedArticle } from './merge.ts';

/** The key of an article's own hunt, and the keys under which earlier runs may have written it. */
export interface OwnKey {
  readonly key: string;
  readonly aliases: readonly string[];
}

/** An article's title as its own hunts end with it. */
const TITLE = 80;

/**
 * A key for each of an article's own texts, by their digest. Texts that other articles or named use cases share get one too: counters
 * must not move when such an article comes or goes. The key of an item of a feed has nothing of its title, which may be corrected.
 */
export function ownKeys({ article, aliases = [] }: MergedArticle): ReadonlyMap<string, OwnKey> {
  const hunts = new Map<string, ArticleHunt>();
  for (const hunt of article.hunts) {
    const digest = queriesDigest(hunt);
    if (namedUseCase(hunt.useCase) === null && !hunts.has(digest)) hunts.set(digest, hunt);
  }
  const titled = uniqueSlugs([...hunts.values()].map(({ title }) => title));
  const bare =
    article.itemId === undefined ? titled : uniqueSlugs([...hunts.values()].map((hunt) => bareTitle(hunt, article)));
  return new Map(
    [...hunts.keys()].map((digest, n) => {
      const own = `${article.id}:${bare[n]}`;
      const others = [article.id, ...aliases].flatMap((id) => [`${id}:${bare[n]}`, `${id}:${titled[n]}`]);
      return [digest, { key: own, aliases: [...new Set(others)].filter((key) => key !== own) }];
    }),
  );
}

/** The title of an article's own hunt without the article's: `Article-specific file hashes`. */
export function bareTitle({ title }: Pick<ArticleHunt, 'title'>, article: Pick<Article, 'title'>): string {
  const line = oneLine(title);
  const end = ` — ${[...oneLine(article.title)].slice(0, TITLE).join('').trim()}`;
  return line.endsWith(end) && line.length > end.length ? line.slice(0, -end.length) : line;
}
