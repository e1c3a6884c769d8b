import { planPlatform } from './diff.ts';
import type { LeftOut } from './exported.ts';
import type { Platform } from './platform.ts';
import type { CheckedHunt } from './query.ts';
import { huntKeyOf } from './retire.ts';
import type { PlanContext } from './target.ts';
import type { Change } from './types.ts';

/** What would be created on an empty platform. */
export interface Planned {
  /** Sorted by key. */
  readonly objects: readonly PlannedObject[];
  /** Keys of their hunts. */
  readonly hunts: ReadonlySet<string>;
  readonly leftOut: readonly LeftOut[];
}

export type PlannedObject = Change & { readonly after: NonNullable<Change['after']> };

/**
 * The objects that a sync would create on an empty platform: made by the same plan, so that a later sync finds nothing to do
 * after an import. No request is sent.
 */
export function planEmpty(platform: Platform, hunts: readonly CheckedHunt[], context: PlanContext): Planned {
  const wanted = platform.wanted(hunts);
  const plan = planPlatform(platform, wanted, [], context);
  const objects = plan.changes.filter((change): change is PlannedObject => change.after !== null);
  const done = new Set(objects.map(({ key }) => key));
  const refused = new Set(plan.rejects.map(({ key }) => key));
  const names = new Map(hunts.map(({ hunt }) => [hunt.key, hunt.title]));
  const unused = wanted.map(({ key }) => key).filter((key) => !done.has(key) && !refused.has(key));
  return {
    objects,
    hunts: new Set(objects.map(({ key }) => huntKeyOf(key))),
    leftOut: [
      ...plan.rejects.map((note) => ({ ...note, reason: 'rejected' as const })),
      ...unused.map((key) => ({
        key,
        name: names.get(huntKeyOf(key)) ?? key,
        reason: 'policy' as const,
        problems: [],
      })),
    ],
  };
}
