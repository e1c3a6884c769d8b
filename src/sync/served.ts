import { matchObjects } from './match.ts';
import type { Platform } from './platform.ts';
import type { LeftTo } from './prefer.ts';
import type { CheckedHunt } from './query.ts';
import { huntKeyOf } from './retire.ts';
import type { Elsewhere } from './target.ts';
import type { ActualObject } from './types.ts';

/** What a preferred platform has of the hunts, by key, before and after a run's plan. */
export interface Served {
  readonly now: ServedHunts;
  readonly planned: ServedHunts;
}

/** Keys of hunts, with how the platform has them: all of it in use, or a part out of use because an operator asked for that there. */
export type ServedHunts = ReadonlyMap<string, 'inUse' | 'asked'>;

/**
 * The hunts that a platform with these objects has whole: each statement has an object in use, under whatever key it is matched by.
 * One that an operator took out of use there counts too: nobody is to take it up in its place.
 */
export function servedBy(
  platform: Pick<Platform, 'queryField' | 'wanted' | 'recordable'>,
  checked: readonly CheckedHunt[],
  objects: readonly ActualObject[],
): ServedHunts {
  const wanted = platform.wanted(checked).map((want) => ({
    key: want.key,
    want,
    get object() {
      return want.render(platform.recordable(want.evidence, null));
    },
  }));
  const owned = objects.filter(({ marker }) => marker !== null);
  const { matches } = matchObjects(wanted, owned, platform.queryField);
  const served = new Map<string, 'inUse' | 'asked'>();
  const lacking = new Set<string>();
  for (const { wanted: found, actual } of matches) {
    const key = huntKeyOf(found.key);
    const { retired = null, requested } = actual?.marker ?? {};
    if (actual === undefined || (retired !== null && !requested)) lacking.add(key);
    else if (retired !== null) served.set(key, 'asked');
    else if (!served.has(key)) served.set(key, 'inUse');
  }
  for (const key of lacking) served.delete(key);
  return served;
}

/**
 * Where the hunts stand that are left to preferred platforms. Those that one of these will not have after its plan are not in it: an object
 * without our marker, the budget, its parser or a person keeps them from it, so that they are kept where they would have been without it.
 * One that an operator took out of use there is running there no more, so that what is in use elsewhere stays as it is.
 *
 * @param known by name of a platform that this run has to do with, what it has; null where it could not be read.
 * @param told hunts that those which could not be read had at the last sync, as far as records tell.
 */
export function elsewhereOn(
  { keepers, keys }: Pick<LeftTo, 'keepers' | 'keys'>,
  known: ReadonlyMap<string, Served | null>,
  told: ReadonlySet<string> = new Set(),
): ReadonlyMap<string, Elsewhere> {
  const all = keepers.map((name) => known.get(name));
  const stand = (key: string): Elsewhere | null => {
    if (all.some((one) => one && !one.planned.has(key))) return null;
    if (all.includes(undefined) || all.some((one) => one?.planned.get(key) === 'asked')) return 'unknown';
    if (all.includes(null)) return told.has(key) ? 'unknown' : 'unread';
    return all.every((one) => one?.now.has(key)) ? 'there' : 'promised';
  };
  const found = [...keys].flatMap((key) => {
    const where = stand(key);
    return where === null ? [] : [[key, where] as const];
  });
  return new Map(found);
}
