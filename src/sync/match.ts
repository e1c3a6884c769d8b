import { SHORT_ID_LENGTH, withShortIds } from './evidence.ts';
import { digestOf } from './marker.ts';
import type { Wanted } from './target.ts';
import type { ActualObject, DesiredObject } from './types.ts';

/** A wanted object and the managed object that matches it, if there is one. */
export interface Match<W> {
  readonly wanted: W;
  readonly actual: ActualObject | undefined;
}

export interface Matching<W> {
  readonly matches: readonly Match<W>[];
  /** Managed objects that nothing wants. */
  readonly orphans: readonly ActualObject[];
  /** Further objects of hunts that already have one: an export was installed beside it, or two runs overlapped. */
  readonly duplicates: readonly ActualObject[];
}

interface WantedObject {
  readonly key: string;
  /** May be made when it is asked for. */
  readonly object: DesiredObject;
  readonly want?: Pick<Wanted, 'aliases' | 'observables' | 'evidence'>;
}

/**
 * Finds the object of each wanted hunt: by key, by a key that it once had, by identical query, as it is now or as it was written before
 * an analyst tuned it, and by what it looks for where an object of its campaign looks for all of that already. The other ways are for
 * hunts whose key changed: the article that a shared query is keyed by left the feed, its title or date was corrected, or it became one
 * of a campaign. Such an object keeps its key, so that nothing is created twice. Deterministic for any order of either list.
 */
export function matchObjects<W extends WantedObject>(
  wanted: readonly W[],
  owned: readonly ActualObject[],
  queryField: string,
): Matching<W> {
  // A first run: neither aliases nor queries have to be read.
  if (owned.length === 0) {
    return {
      matches: [...wanted].sort(byKeyOrder).map((one) => ({ wanted: one, actual: undefined })),
      orphans: [],
      duplicates: [],
    };
  }
  const byKey = new Map<string | undefined, ActualObject>();
  for (const object of owned) {
    const other = byKey.get(object.marker?.key);
    if (!other || preferredLast(other, object) < 0) byKey.set(object.marker?.key, object);
  }
  const taken = new Set<ActualObject>();
  for (const { key } of wanted) {
    const object = byKey.get(key);
    if (object) taken.add(object);
  }
  const ordered = [...wanted].sort(byKeyOrder);
  const former = new Map<string, ActualObject>();
  for (const { key, want } of ordered) {
    if (byKey.has(key)) continue;
    const free = (want?.aliases ?? []).flatMap((alias) => byKey.get(alias) ?? []).filter((one) => !taken.has(one));
    const object = free.sort(preferredLast).at(-1);
    if (!object) continue;
    former.set(key, object);
    taken.add(object);
  }
  const unclaimed = owned.filter((object) => !taken.has(object)).sort(byId);
  const byQuery = groupBy(unclaimed, ({ fields }) => fields[queryField]);
  const byWritten = groupBy(unclaimed, ({ marker }) => marker?.written[queryField]);
  // One order for both: an edit that is overwritten moves an object from one group to the other, and must not change who has it.
  const sameQuery = (query: string | undefined) => {
    if (!query || unclaimed.length === 0) return undefined;
    return [byQuery.get(query), byWritten.get(digestOf(query))]
      .flatMap((objects) => objects ?? [])
      .filter((object) => !taken.has(object))
      .sort(byId)[0];
  };
  const found = ordered.map((want): Match<W> => {
    const actual = byKey.get(want.key) ?? former.get(want.key) ?? sameQuery(want.object.fields[queryField]);
    if (actual) taken.add(actual);
    return { wanted: want, actual };
  });
  const ofKind = finderOfKind(owned, queryField);
  const matches = found.map((match): Match<W> => {
    const { want, key } = match.wanted;
    if (match.actual || !want?.observables) return match;
    const { object } = match.wanted;
    const all = ofKind({ key, evidence: want.evidence, observables: want.observables });
    const free = all.filter((one) => !taken.has(one));
    const actual = free.find(({ id }) => id !== object.id);
    if (actual) taken.add(actual);
    return { ...match, actual };
  });
  const left = owned.filter((object) => !taken.has(object));
  if (left.length === 0) return { matches, orphans: [], duplicates: [] };
  const wantedKeys = new Set(wanted.map(({ key }) => key));
  const isDuplicate = ({ marker }: ActualObject) => marker !== null && wantedKeys.has(marker.key);
  // A listing that repeats an object does not make it two.
  const ids = new Set([...taken].map(({ id }) => id));
  return {
    matches,
    orphans: left.filter((object) => !isDuplicate(object)),
    duplicates: left.filter((object) => isDuplicate(object) && !ids.has(object.id)),
  };
}

/** What finds objects of a hunt's kind. */
export type FinderOfKind = (want: Pick<Wanted, 'key' | 'evidence' | 'observables'>) => ActualObject[];

/**
 * Finds the objects in use of one kind of hunt that already have all of its articles, and look for all that it looks for. They are looked up
 * by kind and article: there may be thousands of one kind, each of an article of its own.
 */
export function finderOfKind(owned: readonly ActualObject[], queryField: string): FinderOfKind {
  let index: ReadonlyMap<string, readonly ActualObject[]> | undefined;
  return ({ key, evidence, observables }) => {
    const kind = kindOfKey(key);
    const [article] = evidence.articles;
    if (kind === null || !observables || article === undefined) return [];
    index ??= byKindAndArticle(owned);
    const candidates = index.get(placeOf(kind, article)) ?? [];
    return candidates.filter((object) => speaksFor(object, { evidence, observables }, queryField)).sort(byId);
  };
}

function byKindAndArticle(owned: readonly ActualObject[]): ReadonlyMap<string, readonly ActualObject[]> {
  const index = new Map<string, ActualObject[]>();
  for (const object of owned) {
    const { marker } = object;
    const kind = marker && !marker.retired ? kindOfKey(marker.key) : null;
    if (kind === null) continue;
    for (const place of new Set(marker?.evidence.articles.map((id) => placeOf(kind, id)))) {
      const there = index.get(place);
      if (there) there.push(object);
      else index.set(place, [object]);
    }
  }
  return index;
}

/** Recorded ids may be shortened. */
function placeOf(kind: string, article: string): string {
  return `${article.slice(0, SHORT_ID_LENGTH)} ${kind}`;
}

/** Has the object every article of the hunt among its own, and in its query everything that the hunt looks for? */
function speaksFor(
  { marker, fields }: ActualObject,
  { evidence, observables = [] }: Pick<Wanted, 'evidence' | 'observables'>,
  queryField: string,
): boolean {
  const recorded = withShortIds(marker?.evidence.articles ?? []);
  const hasAll = evidence.articles.every((id) => recorded.has(id) || recorded.has(id.slice(0, SHORT_ID_LENGTH)));
  return hasAll && namesAll(fields[queryField] ?? '', observables);
}

/** Does a query name all of these, however its language escapes them? */
export function namesAll(query: string, observables: readonly string[]): boolean {
  const text = bare(query);
  return observables.every((value) => text.includes(bare(value)));
}

function bare(text: string): string {
  return text.toLowerCase().replace(/[\\"]/g, '');
}

/** What a key says behind the article's id; null for a use case's. */
function kindOfKey(key: string): string | null {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}:(.+)$/.exec(key)?.[1] ?? null;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string | undefined): Map<string | undefined, T[]> {
  const groups = new Map<string | undefined, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

/** Sorts the object to match last: one in use wins over a retired one, then the lowest id wins. */
function preferredLast(a: ActualObject, b: ActualObject): number {
  const isOut = ({ marker }: ActualObject) => (marker?.retired ? 1 : 0);
  return isOut(b) - isOut(a) || -byId(a, b);
}

function byId(a: ActualObject, b: ActualObject): number {
  return a.id < b.id ? -1 : 1;
}

function byKeyOrder(a: WantedObject, b: WantedObject): number {
  return a.key < b.key ? -1 : 1;
}
