import { besideIn, isPreferred, PREFERS_NONE } from '../config/preference.ts';
import type { PlatformConfig } from '../config/schema.ts';
import { type CheckedHunt, type CheckedQuery, queriesFor } from './query.ts';
import type { Siem } from './siem.ts';

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

/**
 * To whom a platform may leave hunts: the preferred ones that run the same query on the same data. They are named in the same file, speak
 * its language, hold the data of its tenant and are of another kind: two of one kind, such as two workspaces, hold different data.
 */
export function keepersFor({ name, kind }: NamedPlatform, preference: Preference): Keepers {
  const { prefer, platforms } = preference;
  const own = platforms.find((one) => one.name === name) ?? { name, kind };
  const beside = besideIn(platforms, own);
  const isMeant = (one: NamedPlatform) => isPreferred(one, prefer, beside);
  if (isMeant(own)) return NO_KEEPERS;
  const language = languageOf(own, preference);
  const preferred = beside.filter(
    (one) => isMeant(one) && one.kind !== own.kind && languageOf(one, preference) === language,
  );
  const judged = preferred.map((one) => ({ one, shares: sharesData(own, one, preference) }));
  return {
    keepers: judged.filter(({ shares }) => shares === true).map(({ one }) => one),
    untold: judged.filter(({ shares }) => shares === null).map(({ one }) => one),
  };
}

/**
 * Whether two platforms of one language hold the data of one tenant; null where it cannot be told. Those of two files never do: each file
 * may be another customer's, who could name any tenant as theirs. Where one does not name its tenant they are taken for a pair if they are
 * the only ones of the language in their file.
 */
export function sharesData(
  one: NamedPlatform,
  other: NamedPlatform,
  preference: Pick<Preference, 'platforms' | 'siems'>,
): boolean | null {
  const { platforms, siems } = preference;
  if (!isBeside(one, other, platforms)) return false;
  const tenant = (named: NamedPlatform) => {
    const { tenantOf } = siems.find(({ kind }) => kind === named.kind) ?? {};
    const config = platforms.find(({ name }) => name === named.name);
    return (tenantOf && config ? tenantOf(config) : undefined) ?? null;
  };
  const same = isSameTenant(tenant(one), tenant(other));
  if (same !== null) return same;
  const config = platforms.find(({ name }) => name === one.name);
  const language = languageOf(one, preference);
  const speaking = besideIn(platforms, config ?? {}).filter((any) => languageOf(any, preference) === language);
  return speaking.length === 2 ? true : null;
}

/** Whether one file names both platforms. */
export function isBeside(one: NamedPlatform, other: NamedPlatform, platforms: readonly PlatformConfig[]): boolean {
  const fileOf = (named: NamedPlatform) => platforms.find(({ name }) => name === named.name)?.declaredIn;
  return fileOf(one) === fileOf(other);
}

function languageOf({ kind }: NamedPlatform, { siems }: Pick<Preference, 'siems'>): string | undefined {
  return siems.find((siem) => siem.kind === kind)?.language.id;
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Null where it cannot be told: one is not named, or one by its id and the other by its domain. */
function isSameTenant(a: string | null, b: string | null): boolean | null {
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
  if (preference.prefer === PREFERS_NONE) return false;
  if (leftToPreferred(own, [checked], preference)) return true;
  return preference.platforms.some(
    (other) =>
      other.kind !== own.kind &&
      languageOf(other, preference) === languageOf(own, preference) &&
      sharesData(own, other, preference) === true &&
      queriesFor(checked, other.kind).some(isObject),
  );
}
