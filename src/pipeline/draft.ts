import type { Config } from '../config/schema.ts';
import { type HeldNote, withinBudget } from '../sync/budget.ts';
import { planPlatform } from '../sync/diff.ts';
import type { PlatformPlan } from '../sync/plan.ts';
import type { Platform } from '../sync/platform.ts';
import type { CheckedHunt } from '../sync/query.ts';
import { rejectedOn } from '../sync/rejected.ts';
import type { ActualObject } from '../sync/types.ts';
import type { RunContext } from './desired.ts';

/** What a platform holds, and what a sync would change there. */
export interface PlatformDraft {
  readonly plan: PlatformPlan;
  readonly actual: readonly ActualObject[];
  /** Creations beyond the budget, which wait for consent. */
  readonly held: readonly HeldNote[];
}

/**
 * Lists a platform and plans the difference; writes nothing. Throws PlatformError where it cannot be read.
 *
 * @param approved keys of hunts that may be created whatever the budget.
 */
export async function draftPlatform(
  platform: Platform,
  checked: readonly CheckedHunt[],
  context: RunContext,
  policy: Config['policy'],
  { signal, approved }: { readonly signal?: AbortSignal | undefined; readonly approved?: (key: string) => boolean },
): Promise<PlatformDraft> {
  const rejected = rejectedOn(platform, checked);
  const actual = await platform.list(signal);
  const all = planPlatform(platform, platform.wanted(checked), actual, { ...context, rejected });
  return { actual, ...withinBudget(all, actual, policy, platform, context.today, approved) };
}
