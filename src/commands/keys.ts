import { UsageError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { huntKeyOf } from '../sync/retire.ts';
import type { ActualObject } from '../sync/types.ts';

/**
 * Which objects an operator means: a hunt's key (`uc:UC_LSASS`, or `UC_LSASS`), that of one statement (`…#2`), or an object's name
 * or id on its platform. Without any, every object.
 *
 * @param all the objects of every platform; one that stands on none is a mistake.
 */
export function selectorOf(keys: readonly string[], all: readonly ActualObject[]): (object: ActualObject) => boolean {
  if (keys.length === 0) return () => true;
  const known = new Set(all.flatMap(namesOf));
  const unknown = keys.filter((key) => !known.has(key));
  if (unknown.length > 0) {
    const [first = ''] = unknown;
    const meant = nearest(first, [...known]);
    throw new UsageError(
      `There is no hunt ${unknown.join(', ')} on a platform.`,
      meant === undefined ? '`huntsync status --json` lists what is there.' : `Did you mean ${meant}?`,
    );
  }
  const wanted = new Set(keys);
  return (object) => namesOf(object).some((name) => wanted.has(name));
}

function namesOf({ id, name, marker }: ActualObject): string[] {
  if (!marker) return [id, name];
  const key = huntKeyOf(marker.key);
  return [id, name, marker.key, key, key.replace(/^uc:/, '')];
}
