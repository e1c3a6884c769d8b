import type { Hunt } from '../hunts/hunt.ts';
import type { Evidence, NewestArticle } from './types.ts';

/** The date of an undated article: sorts before any other. */
const UNDATED = '0000-00-00';

/** The evidence for a hunt in this run. */
export function evidenceOf({ articles, sources, fromCatalogue, fromFeeds }: Hunt): Evidence {
  const [newest] = articles;
  return {
    articles: articles.map(({ id }) => id),
    newest: newest
      ? {
          published: newest.published,
          article: newest.id,
          fromCatalogue: fromCatalogue ?? false,
          ...(fromFeeds ? { calledOn: '' } : {}),
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
  const { articles, remembers } = mergeArticleIds(current.articles, recorded.articles, seen);
  return {
    articles,
    newest: newestOf(current, recorded, seen, remembers),
    sources: mergeSources(current.sources, recorded.sources),
  };
}

/** `remembers`: some of them were not delivered this time. */
function mergeArticleIds(
  current: readonly string[],
  recorded: readonly string[],
  seen: ReadonlySet<string>,
): { readonly articles: readonly string[]; readonly remembers: boolean } {
  const isAsRecorded = (id: string, at: number) => {
    const known = current[at];
    return id === known || (id.length === SHORT_ID_LENGTH && known?.startsWith(id));
  };
  if (recorded.length === current.length && recorded.every(isAsRecorded))
    return { articles: recorded, remembers: false };
  const listed = withShortIds(current);
  const outOfSight = recorded.filter((id) => !listed.has(id) && !seen.has(id));
  const articles = [...current, ...outOfSight];
  // The same articles in another order are no change: only the window moved.
  return { articles: sameSet(articles, recorded) ? recorded : articles, remembers: outOfSight.length > 0 };
}

function mergeSources(current: readonly string[], recorded: readonly string[]): readonly string[] {
  if (current.length === 1 && sameList(current, recorded)) return recorded;
  return [...new Set([...current, ...recorded])].sort();
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
  return sameNewest(a.newest, b.newest) && sameList(a.articles, b.articles) && sameList(a.sources, b.sources);
}

function sameNewest(a: NewestArticle | null, b: NewestArticle | null): boolean {
  if (a === null || b === null) return a === b;
  const day = ({ published }: NewestArticle) => published ?? UNDATED;
  return (
    a.article === b.article && day(a) === day(b) && a.fromCatalogue === b.fromCatalogue && a.calledOn === b.calledOn
  );
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a === b || (a.length === b.length && a.every((text, at) => text === b[at]));
}
