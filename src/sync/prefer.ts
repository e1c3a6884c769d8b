import type { PlatformConfig } from '../config/schema.ts';
import type { PlatformPlan } from './plan.ts';
import { type CheckedHunt, type CheckedQuery, queriesFor } from './query.ts';
import { huntKeyOf } from './retire.ts';
import type { Siem } from './siem.ts';
import type { ActualObject } from './types.ts';

/** As the configuration names a platform. */
export interface NamedPlatform {
  readonly name: string;
  readonly kind: string;
}

/** Hunts that a platform leaves to another one of its language and tenant (`policy.prefer`). */
export interface LeftTo {
  /** As the configuration names the platform, or its kind. */
  readonly preferred: string;
  /** Names of the preferred platforms of the language and the tenant. */
  readonly keepers: readonly string[];
  /** Keys of the hunts. */
  readonly keys: ReadonlySet<string>;
}

/** What a preference is judged by. */
export interface Preference {
  readonly prefer: string;
  /** As the configuration has them. */
  readonly platforms: readonly PlatformConfig[];
  readonly siems: readonly Pick<Siem, 'kind' | 'language' | 'tenantOf'>[];
}

/** The preferred platforms that another one may leave hunts to. */
export interface Keepers {
  readonly keepers: readonly NamedPlatform[];
  /** Those of which it cannot be told whether they are of its tenant: nothing is left to them. */
  readonly untold: readonly NamedPlatform[];
}

const NO_KEEPERS: Keepers = { keepers: [], untold: [] };

/** `policy.prefer` where no platform leaves anything to another. */
const NONE = 'both';

/** Whether `policy.prefer` means a platform: by its kind, if one has that, else by its name, since a customer may call a platform as they like. */
export function isPreferred(
  { name, kind }: NamedPlatform,
  prefer: string,
  platforms: readonly Pick<NamedPlatform, 'kind'>[],
): boolean {
  if (prefer === NONE) return false;
  return platforms.some((one) => one.kind === prefer) ? kind === prefer : name === prefer;
}

/** Keys of the hunts that a platform has in use once its plan is carried out. */
export function inUseAfter(plan: Pick<PlatformPlan, 'changes'>, actual: readonly ActualObject[]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const { marker } of actual) if (marker && !marker.retired) keys.add(huntKeyOf(marker.key));
  // An object with actions may be updated and stay retired (`heldFields`).
  for (const { op, key, after } of plan.changes)
    if ((op === 'create' || op === 'update') && !after?.marker.retired) keys.add(huntKeyOf(key));
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
 * To whom a platform may leave hunts: the preferred ones that speak its language and hold the data of its tenant, since only those
 * run the same query on the same data.
 */
export function keepersFor({ name, kind }: NamedPlatform, preference: Preference): Keepers {
  const { prefer, platforms } = preference;
  const own = platforms.find((one) => one.name === name) ?? { name, kind };
  const isMeant = (one: NamedPlatform) => isPreferred(one, prefer, platforms);
  if (isMeant(own)) return NO_KEEPERS;
  const preferred = platforms.filter(
    (one) => isMeant(one) && languageOf(one, preference) === languageOf(own, preference),
  );
  const judged = preferred.map((one) => ({ one, shares: sharesData(own, one, preference) }));
  return {
    keepers: judged.filter(({ shares }) => shares === true).map(({ one }) => one),
    untold: judged.filter(({ shares }) => shares === null).map(({ one }) => one),
  };
}

/**
 * Whether two platforms of one language hold the data of one tenant; null where it cannot be told. Where one does not name its
 * tenant they are taken for a pair if they are the only ones of the language.
 */
export function sharesData(
  one: NamedPlatform,
  other: NamedPlatform,
  preference: Pick<Preference, 'platforms' | 'siems'>,
): boolean | null {
  const { platforms, siems } = preference;
  const tenant = (named: NamedPlatform) => {
    const { tenantOf } = siems.find(({ kind }) => kind === named.kind) ?? {};
    const config = platforms.find(({ name }) => name === named.name);
    return tenantOf && config ? tenantOf(config) : undefined;
  };
  const same = isSameTenant(tenant(one), tenant(other));
  if (same !== null) return same;
  return platforms.filter((any) => languageOf(any, preference) === languageOf(one, preference)).length === 2
    ? true
    : null;
}

function languageOf({ kind }: NamedPlatform, { siems }: Pick<Preference, 'siems'>): string | undefined {
  return siems.find((siem) => siem.kind === kind)?.language.id;
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Null where it cannot be told: one is not named, or one by its id and the other by its domain. Kinds without tenants are never parted by them. */
function isSameTenant(a: string | null | undefined, b: string | null | undefined): boolean | null {
  if (a === undefined || b === undefined) return true;
  if (a === null || b === null || GUID.test(a) !== GUID.test(b)) return null;
  return a.toLowerCase() === b.toLowerCase();
}

/**
 * What a platform leaves to the preferred one: hunts that this keeps as objects. Null where the platform is preferred itself, or has
 * nothing to leave.
 */
export function leftToPreferred(
  platform: NamedPlatform,
  checked: readonly CheckedHunt[],
  preference: Preference,
): LeftTo | null {
  const { keepers } = keepersFor(platform, preference);
  if (keepers.length === 0) return null;
  const keys = checked
    .filter(({ queries }) => keepers.some(({ kind }) => isKept(queries[kind] ?? [])))
    .map(({ hunt }) => hunt.key);
  return keys.length === 0
    ? null
    : { preferred: preference.prefer, keepers: keepers.map(({ name }) => name), keys: new Set(keys) };
}

/** Every statement of it is an object there; a hunt that is kept in part stays where it was, too. */
function isKept(queries: readonly CheckedQuery[]): boolean {
  return queries.length > 0 && queries.every(isObject);
}

/** Whether a statement is an object there, and not only run. */
function isObject({ verdict, alert }: CheckedQuery): boolean {
  return verdict !== 'rejected' && alert?.lacks === undefined;
}

/** With `policy.prefer`, a hunt that one platform of a language and tenant keeps is not run on another as well. */
export function runsElsewhere(own: NamedPlatform, checked: CheckedHunt, preference: Preference): boolean {
  if (preference.prefer === NONE) return false;
  if (leftToPreferred(own, [checked], preference)) return true;
  return preference.platforms.some(
    (other) =>
      other.kind !== own.kind &&
      languageOf(other, preference) === languageOf(own, preference) &&
      sharesData(own, other, preference) === true &&
      queriesFor(checked, other.kind).some(isObject),
  );
}
