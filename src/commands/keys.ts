import { UsageError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { huntKeyOf } from '../sync/retire.ts';
import type { ActualObject } from '../sync/types.ts';
import type { ManagedOn } from './managed.ts';

/**
 * Which objects an operator means: a hunt's key (`uc:UC_LSASS`, or `UC_LSASS`), that of one statement (`…#2`), or an object's name
 * or id on its platform. Without any, every object. Throws UsageError for a key that stands on no platform, unless one that may have
 * it could not be read.
 */
export function selectorOf(keys: readonly string[], listed: readonly ManagedOn[]): (object: ActualObject) => boolean {
  if (keys.length === 0) return () => true;
  if (listed.every(({ error }) => error === undefined)) refuseUnknown(keys, listed);
  const wanted = new Set(keys);
  return (object) => namesOf(object).some((name) => wanted.has(name));
}

function refuseUnknown(keys: readonly string[], listed: readonly ManagedOn[]): void {
  const known = new Set(listed.flatMap(({ objects }) => objects.flatMap(namesOf)));
  const unknown = keys.filter((key) => !known.has(key));
  const [first] = unknown;
  if (first === undefined) return;
  const meant = nearest(first, [...known]);
  throw new UsageError(
    `There is no hunt ${unknown.join(', ')} on a platform.`,
    meant === undefined
      ? '`huntsync retire` without a key lists what is in use, `huntsync restore` what is retired.'
      : `Did you mean ${meant}?`,
  );
}

function namesOf({ id, name, marker }: ActualObject): string[] {
  if (!marker) return [id, name];
  const key = huntKeyOf(marker.key);
  return [id, name, marker.key, key, key.replace(/^uc:/, '')];
}
