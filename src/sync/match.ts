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
  readonly object: DesiredObject;
}

/**
 * Finds the object of each wanted hunt: by key, then by identical query. The second way is for hunts whose key changed: the
 * article that a shared query is keyed by left the feed, or its title was corrected. Such an object keeps its key, so that
 * nothing is created twice. Deterministic for any order of either list.
 */
export function matchObjects<W extends WantedObject>(
  wanted: readonly W[],
  owned: readonly ActualObject[],
  queryField: string,
): Matching<W> {
  const byKey = new Map([...owned].sort(preferredLast).map((object) => [object.marker?.key, object]));
  const taken = new Set<ActualObject>();
  for (const { key } of wanted) {
    const object = byKey.get(key);
    if (object) taken.add(object);
  }
  const byQuery = new Map<string, ActualObject[]>();
  for (const object of [...owned].sort(byId)) {
    const query = object.fields[queryField];
    if (taken.has(object) || !query) continue;
    const same = byQuery.get(query);
    if (same) same.push(object);
    else byQuery.set(query, [object]);
  }
  const matches = [...wanted].sort(byKeyOrder).map((want): Match<W> => {
    const actual = byKey.get(want.key) ?? byQuery.get(want.object.fields[queryField] ?? '')?.shift();
    if (actual) taken.add(actual);
    return { wanted: want, actual };
  });
  const wantedKeys = new Set(wanted.map(({ key }) => key));
  const isDuplicate = ({ marker }: ActualObject) => marker !== null && wantedKeys.has(marker.key);
  const left = owned.filter((object) => !taken.has(object));
  // A listing that repeats an object does not make it two.
  const ids = new Set([...taken].map(({ id }) => id));
  return {
    matches,
    orphans: left.filter((object) => !isDuplicate(object)),
    duplicates: left.filter((object) => isDuplicate(object) && !ids.has(object.id)),
  };
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
