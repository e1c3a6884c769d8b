import type { PlatformResult } from '../report/result.ts';
import { type AppliedChange, doneChanges } from '../sync/apply.ts';
import type { PlatformPlan } from '../sync/plan.ts';
import type { Platform } from '../sync/platform.ts';
import type { NamedPlatform } from '../sync/prefer.ts';
import type { CheckedHunt } from '../sync/query.ts';
import { objectsAfter } from '../sync/records/hunt-state.ts';
import { huntKeyOf } from '../sync/retire.ts';
import { spareWrites } from '../sync/safety.ts';
import { servedBy } from '../sync/served.ts';
import type { ActualObject, Change } from '../sync/types.ts';

/**
 * Takes a step for every platform, for each after those that it leaves hunts to, and tells it what became of these: what it does depends on
 * what they have. Platforms that have nothing to do with each other do not wait for each other.
 *
 * @param keepersOf names of the platforms that one leaves hunts to; these leave none themselves.
 * @returns the results in the order of the items.
 */
export async function preferredFirst<T extends NamedPlatform, R>(
  items: readonly T[],
  keepersOf: (item: T) => readonly string[],
  step: (item: T, before: readonly R[]) => Promise<R>,
): Promise<R[]> {
  const steps = new Map<string, Promise<R>>();
  const take = (item: T): Promise<R> => {
    const keepers = keepersOf(item);
    const before = items.filter(({ name }) => keepers.includes(name));
    const taken = steps.get(item.name) ?? Promise.all(before.map(take)).then((results) => step(item, results));
    steps.set(item.name, taken);
    return taken;
  };
  return Promise.all(items.map(take));
}

/** A preferred platform whose writes are done. */
export interface WrittenKeeper {
  readonly platform: Platform;
  /** What it held before. */
  readonly actual: readonly ActualObject[];
  readonly result: Pick<PlatformResult, 'applied' | 'error'>;
}

/** What a platform writes of its plan once the preferred ones have written. */
export interface SettledWrites {
  readonly ready: readonly Change[];
  /** Of the writes that stood by: those that are done after all. */
  readonly taken: readonly Change[];
  /** Retirements that wait: the hunt stays in use, because a preferred platform does not have it. */
  readonly waiting: readonly AppliedChange[];
}

/**
 * Settles what depends on whether the preferred platforms took the hunts that this run brings to them. A hunt that one of them does not
 * have after its writes stays in use here, or is kept here from now on. Where it could not be listed after its writes, none of
 * them is certain: nothing is let go of, and only what it refused is taken.
 *
 * @param keepers those of them that are part of the run and could be read.
 * @param maxChangePercent of what is there: objects that were let go of are brought back within that limit only.
 */
export function settle(
  plan: Pick<PlatformPlan, 'changes' | 'standby' | 'owned'>,
  keepers: readonly WrittenKeeper[],
  checked: readonly CheckedHunt[],
  maxChangePercent: number,
): SettledWrites {
  const { changes, standby = [] } = plan;
  const depends = ({ op, reason }: Change) => op === 'retire' && reason === 'elsewhere';
  if (keepers.length === 0 || (standby.length === 0 && !changes.some(depends))) {
    return { ready: changes, taken: [], waiting: [] };
  }
  const after = keepers.map(({ platform, actual, result }) =>
    servedBy(platform, checked, objectsAfter(actual, doneChanges(result.applied))),
  );
  const isTold = keepers.every(({ result }) => result.error === undefined);
  const hasAll = ({ wantedAs, key }: Change) => after.every((served) => served.has(huntKeyOf(wantedAs ?? key)));
  const waits = (change: Change) => depends(change) && !(isTold && hasAll(change));
  const waiting = changes.filter(waits).map((change) => ({
    change,
    outcome: 'skipped' as const,
    error: `${change.name}: stays in use, because the preferred platform does not have it`,
  }));
  const missed = standby.filter((change) => !hasAll(change));
  let room = spareWrites(plan, maxChangePercent);
  const taken = missed.filter(({ op }) => op === 'create' || room-- > 0);
  return { ready: changes.filter((change) => !waits(change)), taken, waiting };
}
