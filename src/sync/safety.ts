import { countOps, type PlatformPlan } from './plan.ts';
import type { Change } from './types.ts';

/** With fewer managed objects than this, any share of changes is acceptable. */
export const MIN_OBJECTS = 10;

/**
 * Why a plan exceeds the change limit and needs a person's consent, one sentence per platform; empty if it does not. Creations do
 * not count, because they can be undone without loss. Nor does listing one more article on many hunts: otherwise a single article
 * that calls for many use cases would stop every sync. Nor does letting go of a hunt that the preferred platform has in use: it goes on
 * running there, and a platform that comes back after a while takes back many at once.
 */
export function unsafeReasons(plans: readonly PlatformPlan[], maxChangePercent: number): string[] {
  return plans.flatMap(({ name, changes, owned }) => {
    const { update, retire, prune } = countOps(changes.filter(counts));
    const touched = update + retire + prune;
    if (owned < MIN_OBJECTS || touched * 100 <= owned * maxChangePercent) return [];
    const parts = [`update ${update}`, `retire ${retire}`, ...(prune ? [`prune ${prune}`] : [])].join(', ');
    return [
      `${name}: the plan would ${parts} of ${owned} objects; the limit is ${maxChangePercent} % (new ones, updates that only tell of the articles, and what is left to a preferred platform do not count).`,
    ];
  });
}

/** How many more updates a plan may have before it exceeds the change limit. */
export function spareWrites(
  { changes, owned }: Pick<PlatformPlan, 'changes' | 'owned'>,
  maxChangePercent: number,
): number {
  if (owned < MIN_OBJECTS) return Number.POSITIVE_INFINITY;
  const { update, retire, prune } = countOps(changes.filter(counts));
  return Math.max(0, Math.floor((owned * maxChangePercent) / 100) - (update + retire + prune));
}

function counts({ aboutOnly, reason }: Change): boolean {
  return !aboutOnly && reason !== 'elsewhere';
}
