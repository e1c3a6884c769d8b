import type { Hunt } from '../hunts/hunt.ts';
import type { Evidence, NewestArticle } from './types.ts';

/** Stands for the date of an undated article: older than any. */
const UNDATED = '0000-00-00';

/** What a hunt's articles amount to in this run. */
export function evidenceOf({ articles, sources, ...hunt }: Hunt): Evidence {
  const [newest] = articles;
  const fromCatalogue = hunt.fromCatalogue ?? false;
  return {
    articles: articles.map(({ id }) => id),
    newest: newest ? { published: newest.published, article: newest.id, fromCatalogue } : null,
    sources,
  };
}

/** `YYYY-MM-DD <article id>[ catalogue]` (`0000-00-00` where undated), for platforms to store; later dates sort later. */
export function encodeNewest(newest: NewestArticle | null): string {
  if (!newest) return '';
  return `${newest.published ?? UNDATED} ${newest.article}${newest.fromCatalogue ? ' catalogue' : ''}`;
}

/** Reads what `encodeNewest` wrote; null where it cannot be read. */
export function decodeNewest(text: string): NewestArticle | null {
  const [, published = '', article = '', catalogue] = /^(\d{4}-\d\d-\d\d) (\S+)( catalogue)?$/.exec(text) ?? [];
  if (article === '') return null;
  return { published: published === UNDATED ? null : published, article, fromCatalogue: catalogue !== undefined };
}

/** A platform with little room records only so many first digits of an article's id. */
export const SHORT_ID_LENGTH = 8;

/** Full and shortened forms of article ids, so that a recorded id is found in either. */
export function withShortIds(ids: Iterable<string>): ReadonlySet<string> {
  const set = new Set<string>();
  for (const id of ids) set.add(id).add(id.slice(0, SHORT_ID_LENGTH));
  return set;
}

/**
 * What to record on an object that exists: a feed is a rolling window, so an article that is out of sight still called
 * for the hunt. One that was read and calls for it no more does not. Current articles come first, newest first; what
 * stays follows in its recorded order, which makes the merge idempotent.
 *
 * @param seen articles that this run has read without a doubt (`withShortIds`).
 * @param forget every recorded source is authoritative, so what is not called for now is gone.
 */
export function mergeEvidence(
  current: Evidence,
  recorded: Evidence,
  seen: ReadonlySet<string>,
  forget: boolean,
): Evidence {
  if (forget) return current;
  const listed = withShortIds(current.articles);
  const outOfSight = recorded.articles.filter((id) => !listed.has(id) && !seen.has(id));
  const articles = [...current.articles, ...outOfSight];
  return {
    // The same articles in another order are no news: only the window moved.
    articles: sameSet(articles, recorded.articles) ? recorded.articles : articles,
    newest: isOutdated(current, recorded, seen) ? recorded.newest : current.newest,
    sources: [...new Set([...current.sources, ...recorded.sources])].sort(),
  };
}

/**
 * True where the object's text outranks what this run has, and the article that it came from is merely out of sight: an
 * older article's text must not win it back, nor our catalogue's a briefing's, or they would take turns.
 */
export function isOutdated(current: Evidence, recorded: Evidence, seen: ReadonlySet<string>): boolean {
  const article = recorded.newest?.article ?? '';
  if (seen.has(article) || current.articles.includes(article)) return false;
  const [ours, theirs] = [current.newest?.fromCatalogue ?? false, recorded.newest?.fromCatalogue ?? false];
  return ours === theirs ? encodeNewest(current.newest) < encodeNewest(recorded.newest) : ours;
}

function sameSet(full: readonly string[], recorded: readonly string[]): boolean {
  const known = withShortIds(full);
  return full.length === recorded.length && recorded.every((id) => known.has(id));
}

export function sameEvidence(a: Evidence, b: Evidence): boolean {
  return (
    encodeNewest(a.newest) === encodeNewest(b.newest) &&
    a.articles.join() === b.articles.join() &&
    a.sources.join() === b.sources.join()
  );
}
