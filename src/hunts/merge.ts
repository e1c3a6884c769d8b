import type { Article } from '../briefing/article.ts';
import { idsOf } from '../briefing/identity.ts';
import { compareText } from '../core/compare.ts';
import { hashOf } from '../core/hash.ts';
import type { Problem } from '../core/problem.ts';
import { pairLanguages } from './pair.ts';

/** One article, whatever number of times it was read. */
export interface MergedArticle {
  /** The newest version's header; techniques, indicators and hunts of every version, the newest version's first. */
  readonly article: Article;
  /** Names of the sources that delivered it, sorted. */
  readonly origins: readonly string[];
  /** Other ids by which earlier runs may know it, sorted; absent where it has none: see `idsOf`. */
  readonly aliases?: readonly string[];
  /** Only feeds brought it, now or through `collect`: no briefing of anybody else. */
  readonly fromFeed?: true;
}

/** Sort key by age, oldest first: undated articles count as the oldest, the id breaks ties. */
export function recency(article: Pick<Article, 'published' | 'id'>): string {
  return `${article.published ?? '0000-00-00'} ${article.id}`;
}

/**
 * Joins the versions of each article (one of its ids in common, read from several files or sources), so that nothing is lost and nothing
 * counts twice. An item of a feed keeps the feed's id where a briefing of the same url and title is read beside it. What decides is
 * content and never the order of reading. A round-up gives way to its stories. Sorted oldest first.
 */
export function mergeArticles(articles: readonly Article[]): {
  readonly articles: readonly MergedArticle[];
  readonly problems: readonly Problem[];
} {
  const merged: MergedArticle[] = [];
  const problems: Problem[] = [];
  for (const versions of sameArticles(withoutWholes(articles))) {
    const [newest, ...older] = rank(versions);
    if (!newest) continue;
    merged.push(mergeVersions(newest, older));
    problems.push(...older.map((version) => duplicate(newest, version)));
  }
  return {
    articles: merged.sort((a, b) => compareText(recency(a.article), recency(b.article))),
    problems,
  };
}

/** Without the round-ups that the stories of their own publisher take the place of: anybody may say that it is a part of another's article. */
function withoutWholes(articles: readonly Article[]): readonly Article[] {
  const publishers = new Map<string, Set<string>>();
  for (const { partOf = [], sources } of articles) {
    for (const id of partOf) publishers.set(id, new Set([...(publishers.get(id) ?? []), ...sources]));
  }
  return articles.filter(({ id, sources }) => {
    const own = publishers.get(id);
    return own === undefined || !sources.some((name) => own.has(name));
  });
}

/** Articles that share an id, directly or through another one. */
function sameArticles(articles: readonly Article[]): Article[][] {
  const homes = new Map<string, Article[]>();
  for (const article of articles) {
    const ids = idsOf(article);
    const known = [...new Set(ids.flatMap((id) => homes.get(id) ?? []))];
    const joined = [...new Set(ids.flatMap((id) => (homes.has(id) ? [homes.get(id) as Article[]] : [])))];
    const home = joined.length === 1 && joined[0] ? joined[0] : known;
    home.push(article);
    for (const id of new Set(home.flatMap(idsOf))) homes.set(id, home);
  }
  return [...new Set(homes.values())];
}

/** Newest first: by date, then the one that says more, then content; paths decide only where they make no difference. */
function rank(versions: readonly Article[]): Article[] {
  if (versions.length === 1) return [...versions];
  return versions
    .map((version) => {
      const { path, origin, problems, ...content } = version;
      const size = version.hunts.length + version.techniques.length + version.indicators.length;
      return { version, published: version.published ?? '', size, hash: hashOf(content), place: `${path}\n${origin}` };
    })
    .sort(
      (a, b) =>
        compareText(b.published, a.published) ||
        b.size - a.size ||
        compareText(a.hash, b.hash) ||
        compareText(a.place, b.place),
    )
    .map(({ version }) => version);
}

function mergeVersions(newest: Article, older: readonly Article[]): MergedArticle {
  const versions = [newest, ...older];
  const itemId = versions.flatMap((version) => version.itemId ?? []).sort()[0];
  const id = itemId ?? newest.id;
  const aliases = [...new Set(versions.flatMap(idsOf))].filter((one) => one !== id).sort();
  return {
    article: withParts(newest, {
      id,
      ...(itemId === undefined ? {} : { itemId }),
      techniques: unique(versions, 'techniques', (technique) => technique.id),
      indicators: unique(versions, 'indicators', (indicator) => `${indicator.type} ${indicator.value}`),
      phases: [...new Set(versions.flatMap((version) => version.phases))].sort(),
      hunts: versions.flatMap((version) => pairLanguages(version.hunts)),
    }),
    origins: [...new Set(versions.map((version) => version.origin))].sort(),
    ...(aliases.length === 0 ? {} : { aliases }),
    ...(versions.every((version) => version.itemId !== undefined) ? { fromFeed: true as const } : {}),
  };
}

/** The article with these parts; itself where it has them already: most articles are read once, and there may be very many. */
function withParts(article: Article, parts: Partial<Article>): Article {
  const isSame = Object.entries(parts).every(([name, part]) => isSamePart(article[name as keyof Article], part));
  return isSame ? article : { ...article, ...parts };
}

function isSamePart(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
  return one.length === other.length && one.every((item, index) => item === other[index]);
}

function unique<K extends 'techniques' | 'indicators'>(
  versions: readonly Article[],
  field: K,
  keyOf: (item: Article[K][number]) => string,
): Article[K] {
  const items = new Map<string, Article[K][number]>();
  for (const version of versions) {
    for (const item of version[field]) if (!items.has(keyOf(item))) items.set(keyOf(item), item);
  }
  return [...items.values()] as unknown as Article[K];
}

function duplicate(kept: Article, other: Article): Problem {
  const same = kept.itemId !== undefined && kept.itemId === other.itemId ? 'item of a feed' : 'url and title';
  return {
    code: 'duplicate-article',
    message: `The same article as ${kept.path} (same ${same}): read as one, with the header of ${kept.path}.`,
    path: other.path,
  };
}
