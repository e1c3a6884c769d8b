import type { PlatformResult } from '../report/result.ts';
import type { AppliedChange } from '../sync/apply.ts';
import { isPreferred, type NamedPlatform } from '../sync/prefer.ts';
import { huntKeyOf } from '../sync/retire.ts';
import type { Change } from '../sync/types.ts';

/**
 * Takes a step for the platforms that `policy.prefer` names, then for the others, which are told what became of the first. What is
 * left to a platform depends on what that one has.
 *
 * @returns the results in the order of the items.
 */
export async function preferredFirst<T extends NamedPlatform, R>(
  items: readonly T[],
  prefer: string,
  step: (item: T, before: readonly R[]) => Promise<R>,
): Promise<R[]> {
  const results = new Map<T, R>();
  const takeAll = async (some: readonly T[], before: readonly R[]) => {
    await Promise.all(some.map(async (item) => results.set(item, await step(item, before))));
  };
  const isFirst = (item: T) => isPreferred(item, prefer, items);
  await takeAll(items.filter(isFirst), []);
  await takeAll(
    items.filter((item) => !isFirst(item)),
    [...results.values()],
  );
  return items.map((item) => results.get(item) as R);
}

/**
 * The changes of a platform that may be written, and those that have to wait: a hunt that is left to a preferred platform stays in
 * use where that one's write was not done.
 */
export function partRetirements(
  changes: readonly Change[],
  before: readonly Pick<PlatformResult, 'applied'>[],
): { readonly ready: readonly Change[]; readonly waiting: readonly AppliedChange[] } {
  const undone = new Set(
    before.flatMap(({ applied = [] }) =>
      applied.flatMap(({ change, outcome }) => (outcome === 'done' ? [] : [huntKeyOf(change.key)])),
    ),
  );
  const waits = ({ op, reason, key }: Change) =>
    op === 'retire' && reason === 'elsewhere' && undone.has(huntKeyOf(key));
  const waiting = changes.filter(waits).map((change) => ({
    change,
    outcome: 'skipped' as const,
    error: `${change.name}: stays in use, because the preferred platform does not have it`,
  }));
  return { ready: changes.filter((change) => !waits(change)), waiting };
}
