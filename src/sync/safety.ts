import { countOps, type PlatformPlan } from './plan.ts';

/** With fewer managed objects than this, any share of changes is acceptable. */
export const MIN_OBJECTS = 10;

/**
 * Why a plan exceeds the change limit and needs a person's consent, one sentence per platform; empty if it does not. Creations do
 * not count, because they can be undone without loss. Nor does listing one more article on many hunts: otherwise a single article
 * that calls for many use cases would stop every sync.
 */
export function unsafeReasons(plans: readonly PlatformPlan[], maxChangePercent: number): string[] {
  return plans.flatMap(({ name, changes, owned }) => {
    const { update, retire, prune } = countOps(changes.filter(({ aboutOnly }) => !aboutOnly));
    const touched = update + retire + prune;
    if (owned < MIN_OBJECTS || touched * 100 <= owned * maxChangePercent) return [];
    const parts = [`update ${update}`, `retire ${retire}`, ...(prune ? [`prune ${prune}`] : [])].join(', ');
    return [
      `${name}: the plan would ${parts} of ${owned} objects; the limit is ${maxChangePercent} % (new ones, and updates that only tell of the articles, do not count).`,
    ];
  });
}
