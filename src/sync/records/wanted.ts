import { createShelf, type Made } from '../../core/shelf.ts';
import type { RecordType } from './schema.ts';
import { asStored, storable, type Values } from './values.ts';

/** The records of one type that a run wants, by key: a map, or what makes the values whenever they are asked for. */
export interface WantedRecords extends Iterable<readonly [string, Values]> {
  readonly size: number;
  has(key: string): boolean;
  get(key: string): Values | undefined;
  keys(): Iterable<string>;
}

/** Records as they are stored, put away as they are made: they have whole texts of articles, and are looked at once or twice. */
export function shelvedRecords(type: RecordType, all: Iterable<readonly [string, Values]>): WantedRecords {
  const shelf = createShelf();
  const places = new Map<string, Made<Values>>();
  for (const [key, values] of all) places.set(key, shelf.put(storable(type, values)));
  return recordsMadeBy([...places.keys()], (key) => {
    const place = places.get(key);
    return place && asStored(type, place.read());
  });
}

/** Those of some keys. */
export function onlyRecords(all: WantedRecords, isWanted: (key: string) => boolean): WantedRecords {
  return recordsMadeBy([...all.keys()].filter(isWanted), (key) => all.get(key));
}

/** Records whose values are made whenever they are asked for. */
export function recordsMadeBy(keys: readonly string[], make: (key: string) => Values | undefined): WantedRecords {
  const known = new Set(keys);
  return {
    size: known.size,
    has: (key) => known.has(key),
    get: (key) => (known.has(key) ? make(key) : undefined),
    keys: () => known,
    *[Symbol.iterator]() {
      for (const key of known) {
        const values = make(key);
        if (values) yield [key, values] as const;
      }
    },
  };
}
