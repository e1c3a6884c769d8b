import { sha256Of, sortedJson } from '../core/hash.ts';
import type { Problem } from '../core/problem.ts';
import type { Change, FieldChange } from './types.ts';

/** An object that somebody edited on the platform since huntsync last wrote it. */
export interface DriftNote {
  readonly key: string;
  readonly name: string;
  /** `before` is the edited value, `after` the desired one. */
  readonly fields: readonly FieldChange[];
  /** What was decided: the edit stays, is overwritten, or fails the run. */
  readonly decision: 'keep' | 'overwrite' | 'fail';
  /** Somebody has given the object these actions, so that an article changes none of the fields; absent where they were edited. */
  readonly actions?: readonly string[];
}

/** An object without our marker: never changed, never deleted. */
export interface UnmanagedNote {
  readonly id: string;
  readonly name: string;
}

/** An unmanaged object in the place of one that a hunt wants. */
export interface ClashNote {
  readonly key: string;
  readonly id: string;
  readonly name: string;
}

/** A hunt, or one statement of it, that may not be pushed here. */
export interface RejectNote {
  readonly key: string;
  readonly name: string;
  readonly problems: readonly Problem[];
}

/** A hunt, or one statement of it, that can be run on a platform and not be kept there. */
export interface RunOnlyNote {
  readonly key: string;
  readonly name: string;
  readonly reason: string;
}

/** What is left to the platforms that `policy.prefer` means. */
export interface LeftNote {
  readonly preferred: string;
  /** By name. */
  readonly keepers: readonly string[];
  readonly huntCount: number;
  /** How many that they could keep and do not have are kept here; absent where none are. */
  readonly takenCount?: number;
  /** How many that they have stay here until a later run, because of the change limit; absent where none do. */
  readonly laterCount?: number;
}

/** What to do on one platform, as data. */
export interface PlatformPlan {
  readonly name: string;
  readonly kind: string;
  /** Which instance the plan was made for. */
  readonly target: string;
  readonly changes: readonly Change[];
  /** Wanted objects that are as they should be. */
  readonly unchanged: number;
  /** Managed objects that no article called for in this run, and that no rule retires. */
  readonly kept: number;
  /** Managed objects that are retired already. */
  readonly retired: number;
  /** Managed objects before the changes. */
  readonly owned: number;
  /** Managed objects that somebody edited since huntsync last wrote them. */
  readonly drifts: readonly DriftNote[];
  readonly clashes: readonly ClashNote[];
  readonly rejects: readonly RejectNote[];
  /** Objects without our marker, clashing ones included. */
  readonly unmanaged: readonly UnmanagedNote[];
  /** Hunts that can only be run here; absent where there are none. */
  readonly runOnly?: readonly RunOnlyNote[];
  /** How many hunts are left to the preferred platforms, and their names; absent where none are. */
  readonly leftTo?: LeftNote;
  /**
   * Writes that are done only if a preferred platform does not take a hunt that this run brings to it: the hunt is then kept here. Absent
   * where there are none.
   */
  readonly standby?: readonly Change[];
  /** Preferred platforms of which it cannot be told whether they are of the same tenant; absent where there are none. */
  readonly tenantUntold?: readonly string[];
}

/**
 * Hash of what the plans would do. Dates of retirement, and of calls, are left out, so that a plan reviewed before midnight is still the same
 * plan afterwards.
 */
export function planHash(plans: readonly PlatformPlan[]): string {
  return sha256Of(essencesOf(plans));
}

/** JSON with sorted keys, in pieces: there may be many thousands of changes, and each has whole texts. */
function* essencesOf(plans: readonly PlatformPlan[]): Generator<string> {
  yield '[';
  const sorted = [...plans].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const [at, { name, kind, target, changes, standby }] of sorted.entries()) {
    yield `${at === 0 ? '' : ','}{"changes":[`;
    for (const [number, change] of changes.entries()) {
      yield `${number === 0 ? '' : ','}${sortedJson(essenceOf(change))}`;
    }
    // What follows `changes` in the order of the alphabet.
    const rest = { kind, name, target, ...(standby ? { standby: standby.map(essenceOf) } : {}) };
    yield `],${sortedJson(rest)?.slice(1)}`;
  }
  yield ']';
}

function essenceOf({ op, key, id, fields, after }: Change): object {
  return {
    op,
    key,
    id,
    fields: fields.filter(({ field }) => field !== 'retired').map(withoutDay),
    after: after?.fields ?? null,
  };
}

/** The day of the run that stands in `newest`: see `encodeNewest`. */
function withoutDay(change: FieldChange): FieldChange {
  return change.field === 'newest'
    ? { ...change, after: change.after?.replace(/ feeds:\S*$/, ' feeds:') ?? null }
    : change;
}

export function countOps(changes: readonly Pick<Change, 'op'>[]): Record<Change['op'], number> {
  const counts = { create: 0, update: 0, retire: 0, prune: 0 };
  for (const { op } of changes) counts[op] += 1;
  return counts;
}
