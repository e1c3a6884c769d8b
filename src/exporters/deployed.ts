import { highestSeverity, SEVERITIES } from '../knowledge/vocabulary.ts';
import { isInUse, type UseRule } from '../sync/in-use.ts';
import { huntKeyOf } from '../sync/retire.ts';
import type { ActualObject } from '../sync/types.ts';
import type { CountedHunt } from './coverage.ts';

/** The hash of its key, with which the name of an object may end. */
const HASH = / \((?:[0-9a-f]{6}|[0-9a-f]{12})\)$/;

/** What one platform holds, and what takes it out of use there. */
export interface HeldObjects extends UseRule {
  readonly objects: readonly ActualObject[];
}

/**
 * The hunts that platforms have in use, whatever the articles say today, each once. Each platform keeps a hunt's
 * techniques and severity in fields of its own whose names end in those words (`action.huntsync.techniques`, `techniques`), or techniques with `tactics`.
 */
export function huntsInUse(held: readonly HeldObjects[]): CountedHunt[] {
  const hunts = new Map<string, CountedHunt>();
  const used = held.flatMap(({ objects, retiredFields }) => objects.filter((one) => isInUse(one, { retiredFields })));
  for (const { name, fields, marker } of used) {
    if (!marker) continue;
    const key = huntKeyOf(marker.key);
    const { severity, techniques } = describedIn(fields);
    const known = hunts.get(key);
    hunts.set(key, {
      key,
      title: known?.title ?? name.replace(HASH, ''),
      severity: highestSeverity([severity, ...(known ? [known.severity] : [])]),
      techniques: [...new Set([...(known?.techniques ?? []), ...techniques])],
    });
  }
  return [...hunts.values()];
}

/** What the fields of an object say that its hunt is: `huntsInUse` tells which. */
export function describedIn(fields: ActualObject['fields']): Pick<CountedHunt, 'severity' | 'techniques'> {
  return {
    severity: SEVERITIES.find((one) => fieldOf(fields, 'severity').split(/\W/)[0] === one) ?? 'LOW',
    techniques: idsIn(fieldOf(fields, 'techniques')) ?? behindTactics(fieldOf(fields, 'tactics')),
  };
}

/** Techniques that have no field of their own: `Execution:T1059,T1059.001`, where a technique also stands as what its sub-technique is below. */
function behindTactics(text: string): string[] {
  const ids = idsIn(text) ?? [];
  return ids.filter((id) => !ids.some((other) => other.startsWith(`${id}.`)));
}

/** Null where there are none. */
function idsIn(text: string): string[] | null {
  const ids = text.split(/[,:;]/).filter((id) => /^T\d{4}(?:\.\d{3})?$/.test(id));
  return ids.length === 0 ? null : ids;
}

function fieldOf(fields: ActualObject['fields'], name: string): string {
  const found = Object.keys(fields).find((field) => field === name || field.endsWith(`.${name}`));
  return (found === undefined ? undefined : fields[found]) ?? '';
}
