import type { ActualObject, DesiredObject } from './types.ts';

/** A wanted object and the object of ours that stands for it, if there is one. */
export interface Match<W> {
  readonly wanted: W;
  readonly actual: ActualObject | undefined;
}

export interface Matching<W> {
  readonly matches: readonly Match<W>[];
  /** Objects of ours that nothing wants. */
  readonly orphans: readonly ActualObject[];
  /** Further objects of hunts that have one: an export was installed beside it, or two runs met. */
  readonly duplicates: readonly ActualObject[];
}

interface WantedObject {
  readonly key: string;
  readonly object: DesiredObject;
}

/**
 * Finds each wanted hunt's object: by its key, then by its very query. The second way is for hunts that lost their
 * name: the article that a shared query is keyed by left the feed, or had its title corrected. Such an object keeps
 * its key, so that nothing is made twice. Deterministic for any order of either list.
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
  // A list that repeats an object has not made a second one.
  const ids = new Set([...taken].map(({ id }) => id));
  return {
    matches,
    orphans: left.filter((object) => !isDuplicate(object)),
    duplicates: left.filter((object) => isDuplicate(object) && !ids.has(object.id)),
  };
}

/** The object that stands for a hunt comes last: one in use before one out of use, then the first by id. */
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
