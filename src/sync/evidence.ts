import type { Hunt } from '../hunts/hunt.ts';
import type { Evidence, NewestArticle } from './types.ts';

/** The date of an undated article: sorts before any other. */
const UNDATED = '0000-00-00';

/** The evidence for a hunt in this run. */
export function evidenceOf({ articles, sources, ...hunt }: Hunt): Evidence {
  const [newest] = articles;
  const fromCatalogue = hunt.fromCatalogue ?? false;
  return {
    articles: articles.map(({ id }) => id),
    newest: newest
      ? {
          published: newest.published,
          article: newest.id,
          fromCatalogue,
          ...(hunt.fromFeeds ? { calledOn: '' } : {}),
        }
      : null,
    sources,
  };
}

/** `YYYY-MM-DD <article id>[ catalogue][ feeds:YYYY-MM-DD]` (`0000-00-00` where undated), for platforms to store; later dates sort later. */
export function encodeNewest(newest: NewestArticle | null): string {
  if (!newest) return '';
  return `${newest.published ?? UNDATED} ${newest.article}${newest.fromCatalogue ? ' catalogue' : ''}${newest.calledOn === undefined ? '' : ` feeds:${newest.calledOn}`}`;
}

/** Reads what `encodeNewest` wrote; null where it cannot be read. */
export function decodeNewest(text: string): NewestArticle | null {
  const [, published = '', article = '', catalogue, calledOn] =
    /^(\d{4}-\d\d-\d\d) (\S+)( catalogue)?(?: feeds:((?:\d{4}-\d\d-\d\d)?))?$/.exec(text) ?? [];
  if (article === '') return null;
  return {
    published: published === UNDATED ? null : published,
    article,
    fromCatalogue: catalogue !== undefined,
    ...(calledOn === undefined ? {} : { calledOn }),
  };
}

/** Platforms with little room record only this many leading digits of an article's id. */
export const SHORT_ID_LENGTH = 8;

/** Full and shortened forms of article ids, so that a recorded id matches either way. */
export function withShortIds(ids: Iterable<string>): ReadonlySet<string> {
  const set = new Set<string>();
  for (const id of ids) set.add(id).add(id.slice(0, SHORT_ID_LENGTH));
  return set;
}

/**
 * What to record on an existing object. A feed is a rolling window, so an article that was not delivered this time still counts;
 * one that was read and no longer calls for the hunt does not. Current articles come first, newest first; the others follow in
 * their recorded order, which makes the merge idempotent.
 *
 * @param seen articles that this run has read reliably (`withShortIds`).
 * @param forget every recorded source is authoritative, so an article that is not delivered now is gone.
 */
export function mergeEvidence(
  current: Evidence,
  recorded: Evidence,
  seen: ReadonlySet<string>,
  forget: boolean,
): Evidence {
  if (forget) {
    const { newest } = current;
    return newest?.calledOn === undefined ? current : { ...current, newest: called(newest, recorded.newest) };
  }
  const listed = withShortIds(current.articles);
  const outOfSight = recorded.articles.filter((id) => !listed.has(id) && !seen.has(id));
  const articles = [...current.articles, ...outOfSight];
  return {
    // The same articles in another order are no change: only the window moved.
    articles: sameSet(articles, recorded.articles) ? recorded.articles : articles,
    newest: newestOf(current, recorded, seen, outOfSight.length > 0),
    sources: [...new Set([...current.sources, ...recorded.sources])].sort(),
  };
}

/** What anybody else ever called for, and was merely not delivered this time, is not the feeds' alone. */
function newestOf(
  current: Evidence,
  recorded: Evidence,
  seen: ReadonlySet<string>,
  remembers: boolean,
): NewestArticle | null {
  const newest = isOutdated(current, recorded, seen) ? recorded.newest : current.newest;
  if (!newest) return null;
  const { calledOn: _, ...rest } = newest;
  if (current.newest?.calledOn === undefined || (remembers && recorded.newest?.calledOn === undefined)) return rest;
  return { ...rest, calledOn: called(current.newest, recorded.newest)?.calledOn ?? '' };
}

/** The newest article with the day of its call, as it is recorded unless it is newer than what is. */
function called(current: NewestArticle | null, recorded: NewestArticle | null): NewestArticle | null {
  const before = recorded?.calledOn;
  const isNew = before === undefined || dayAndId(current) > dayAndId(recorded);
  return current?.calledOn === undefined || isNew ? current : { ...current, calledOn: before };
}

/** The evidence with the day on which its newest caller came, where that is today. */
export function calledToday(evidence: Evidence, today: string): Evidence {
  const { newest } = evidence;
  return newest?.calledOn === '' ? { ...evidence, newest: { ...newest, calledOn: today } } : evidence;
}

/**
 * True where the object's text outranks what this run has, and the article that it came from was merely not delivered this time.
 * Otherwise an older article's text, or the catalogue's, would replace it, and the two would alternate.
 */
export function isOutdated(current: Evidence, recorded: Evidence, seen: ReadonlySet<string>): boolean {
  const article = recorded.newest?.article ?? '';
  if (seen.has(article) || current.articles.includes(article)) return false;
  const [ours, theirs] = [current.newest?.fromCatalogue ?? false, recorded.newest?.fromCatalogue ?? false];
  return ours === theirs ? dayAndId(current.newest) < dayAndId(recorded.newest) : ours;
}

function dayAndId(newest: NewestArticle | null): string {
  return newest ? `${newest.published ?? UNDATED} ${newest.article}` : '';
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
