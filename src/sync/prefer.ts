import type { PlatformPlan } from './plan.ts';
import type { CheckedHunt, CheckedQuery } from './query.ts';
import { huntKeyOf } from './retire.ts';
import type { Siem } from './siem.ts';
import type { ActualObject } from './types.ts';

/** As the configuration names a platform. */
interface Named {
  readonly name: string;
  readonly kind: string;
}

/** Hunts that a platform leaves to another one of its language (`policy.prefer`). */
export interface LeftTo {
  /** As the configuration names the platform, or its kind. */
  readonly preferred: string;
  /** Names of the preferred platforms of the language. */
  readonly keepers: readonly string[];
  /** Keys of the hunts. */
  readonly keys: ReadonlySet<string>;
}

/** Whether `policy.prefer` names a platform, by its name or its kind. */
export function isPreferred({ name, kind }: Named, prefer: string): boolean {
  return name === prefer || kind === prefer;
}

/** Keys of the hunts that a platform has in use once its plan is carried out. */
export function inUseAfter(plan: Pick<PlatformPlan, 'changes'>, actual: readonly ActualObject[]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const { marker } of actual) if (marker && !marker.retired) keys.add(huntKeyOf(marker.key));
  for (const { op, key } of plan.changes) if (op === 'create' || op === 'update') keys.add(huntKeyOf(key));
  for (const { op, key } of plan.changes) if (op === 'retire' || op === 'prune') keys.delete(huntKeyOf(key));
  return keys;
}

/**
 * Hunts that are left to platforms of which one will not have them in use: it could not be read, or another object, the budget or a
 * person keeps the hunt from it. What runs elsewhere now has to stay until it has.
 *
 * @param inUse by platform, what it has in use after its plan; a platform that was not read has no entry.
 */
export function notYetKept({ keepers, keys }: LeftTo, inUse: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  return new Set([...keys].filter((key) => !keepers.every((name) => inUse.get(name)?.has(key))));
}

/**
 * What a platform leaves to the preferred one: hunts that this keeps as objects, where both speak one language and so would run the
 * same query on the same data. Null where the platform is preferred itself, or has nothing to leave.
 */
export function leftToPreferred(
  platform: Named,
  checked: readonly CheckedHunt[],
  {
    prefer,
    platforms,
    siems,
  }: {
    readonly prefer: string;
    readonly platforms: readonly Named[];
    readonly siems: readonly Pick<Siem, 'kind' | 'language'>[];
  },
): LeftTo | null {
  const languageOf = (kind: string) => siems.find((siem) => siem.kind === kind)?.language.id;
  const keepers = platforms.filter(
    (one) => isPreferred(one, prefer) && languageOf(one.kind) === languageOf(platform.kind),
  );
  if (keepers.length === 0 || isPreferred(platform, prefer)) return null;
  const keys = checked
    .filter(({ queries }) => keepers.some(({ kind }) => isKept(queries[kind] ?? [])))
    .map(({ hunt }) => hunt.key);
  return keys.length === 0
    ? null
    : { preferred: prefer, keepers: keepers.map(({ name }) => name), keys: new Set(keys) };
}

/** Every statement of it is an object there; a hunt that is kept in part stays where it was, too. */
function isKept(queries: readonly CheckedQuery[]): boolean {
  return (
    queries.length > 0 && queries.every(({ verdict, alert }) => verdict !== 'rejected' && alert?.lacks === undefined)
  );
}
