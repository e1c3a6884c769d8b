import { MIN_OBJECTS } from '../safety.ts';
import type { RecordPlan } from './plan.ts';
import type { RecordType } from './schema.ts';

/**
 * A plan without its removals where they exceed the change limit: a folder that was read only in part looks like one from which
 * most was deleted, and a removed record loses its `first_seen`. Records of hunts are exempt, because they follow objects, which
 * `src/sync/safety.ts` has checked.
 *
 * @param stored how many records there are.
 */
export function holdBack(
  type: RecordType,
  plan: RecordPlan,
  stored: number,
  maxChangePercent: number,
): { readonly plan: RecordPlan; readonly reason?: string } {
  const { remove, kept, renamed = 0 } = plan;
  const lost = remove.length - renamed;
  const isSafe = type === 'hunts' || stored < MIN_OBJECTS || lost * 100 <= stored * maxChangePercent;
  if (isSafe) return { plan };
  return {
    // The renamed ones come first.
    plan: { ...plan, remove: remove.slice(0, renamed), kept: kept + lost },
    reason: `${type}: ${lost} of ${stored} would be removed, and the limit is ${maxChangePercent} %: they stay. To remove them, run with --force.`,
  };
}
