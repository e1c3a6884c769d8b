import { UsageError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import type { Operation } from '../sync/operate.ts';
import { huntKeyOf } from '../sync/retire.ts';
import type { ActualObject } from '../sync/types.ts';
import type { ManagedOn } from './managed.ts';

/** How to see what an operation could be about. */
const HINTS: Readonly<Record<Operation | 'run', string>> = {
  retire: '`huntsync retire` without a key lists what is in use.',
  restore: '`huntsync restore` without a key lists what is retired, and whose edits were accepted.',
  prune: '`huntsync restore` without a key lists what is retired.',
  accept: '`huntsync accept` without a key lists what was edited on the platform.',
  run: '`huntsync retire` without a key lists what is in use.',
};

/**
 * Which objects an operator means: a hunt's key (`uc:UC_LSASS`, or `UC_LSASS`), that of one statement (`…#2`), or an object's name
 * or id on its platform. Without any, every object. Throws UsageError for a key that stands on no platform, unless one that may have
 * it could not be read.
 *
 * @param operation what is to be done with them, for a hint; running them where it is not given.
 */
export function selectorOf(
  keys: readonly string[],
  listed: readonly ManagedOn[],
  operation?: Operation,
): (object: ActualObject) => boolean {
  if (keys.length === 0) return () => true;
  if (listed.every(({ error }) => error === undefined)) refuseUnknown(keys, listed, operation);
  const wanted = new Set(keys);
  return (object) => namesOf(object).some((name) => wanted.has(name));
}

function refuseUnknown(keys: readonly string[], listed: readonly ManagedOn[], operation: Operation | undefined): void {
  const known = new Set(listed.flatMap(({ objects }) => objects.flatMap(namesOf)));
  const unknown = keys.filter((key) => !known.has(key));
  const [first] = unknown;
  if (first === undefined) return;
  const meant = nearest(first, [...known]);
  throw new UsageError(
    `There is no hunt ${unknown.join(', ')} on a platform.`,
    meant === undefined ? HINTS[operation ?? 'run'] : `Did you mean ${meant}?`,
  );
}

function namesOf({ id, name, marker }: ActualObject): string[] {
  if (!marker) return [id, name];
  const key = huntKeyOf(marker.key);
  return [id, name, marker.key, key, key.replace(/^uc:/, '')];
}
