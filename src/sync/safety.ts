import { counted } from '../core/counted.ts';
import { countOps, type PlatformPlan } from './plan.ts';
import { huntKeyOf } from './retire.ts';
import type { Change } from './types.ts';

/** With fewer managed objects than this, any share of changes is acceptable. */
export const MIN_OBJECTS = 10;

/**
 * Why a plan exceeds the change limit and needs a person's consent, one sentence per platform; empty if it does not. Creations do
 * not count, because they can be undone without loss. Nor does listing one more article on many hunts: otherwise a single article
 * that calls for many use cases would stop every sync.
 */
export function unsafeReasons(plans: readonly PlatformPlan[], maxChangePercent: number): string[] {
  return plans.flatMap(({ name, changes, owned }) => {
    const { update, retire, prune } = countOps(changes.filter(counts));
    const touched = update + retire + prune;
    if (owned < MIN_OBJECTS || touched * 100 <= owned * maxChangePercent) return [];
    const parts = [`update ${update}`, `retire ${retire}`, ...(prune ? [`prune ${prune}`] : [])].join(', ');
    return [
      `${name}: the plan would ${parts} of ${counted(owned, 'object')}; the limit is ${maxChangePercent} % (new ones, and updates that only tell of the articles, do not count).`,
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

function counts({ aboutOnly }: Change): boolean {
  return !aboutOnly;
}

/**
 * A plan that lets go of no more hunts that a preferred platform has than the limit allows beside its other changes: the rest stay in use,
 * on both, until the next runs. A platform that comes back after an outage would take back many at once otherwise, and every run from then
 * on would wait for a person's consent.
 *
 * @returns `laterCount`: hunts, of which a platform may have several objects.
 */
export function lettingGoWithin(
  plan: PlatformPlan,
  maxChangePercent: number,
): { readonly plan: PlatformPlan; readonly laterCount: number } {
  const isLettingGo = ({ op, reason }: Change) => op === 'retire' && reason === 'elsewhere';
  const others = plan.changes.filter((change) => !isLettingGo(change));
  let room = spareWrites({ changes: others, owned: plan.owned }, maxChangePercent);
  const later = new Set(plan.changes.filter((change) => isLettingGo(change) && room-- <= 0));
  if (later.size === 0) return { plan, laterCount: 0 };
  const changes = plan.changes.filter((change) => !later.has(change));
  const hunts = new Set([...later].map(({ key }) => huntKeyOf(key)));
  return { plan: { ...plan, changes, unchanged: plan.unchanged + later.size }, laterCount: hunts.size };
}
