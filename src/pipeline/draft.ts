import type { Config } from '../config/schema.ts';
import { type HeldNote, withinBudget } from '../sync/budget.ts';
import { planPlatform } from '../sync/diff.ts';
import type { PlatformPlan } from '../sync/plan.ts';
import type { Platform } from '../sync/platform.ts';
import { keepersFor, type LeftTo, leftToPreferred, notYetKept, runsElsewhere } from '../sync/prefer.ts';
import type { CheckedHunt } from '../sync/query.ts';
import { rejectedOn } from '../sync/rejected.ts';
import type { Siem } from '../sync/siem.ts';
import type { ActualObject } from '../sync/types.ts';
import type { RunContext } from './desired.ts';

/** What a platform holds, and what a sync would change there. */
export interface PlatformDraft {
  readonly plan: PlatformPlan;
  readonly actual: readonly ActualObject[];
  /** Creations beyond the budget, which wait for consent. */
  readonly held: readonly HeldNote[];
}

export interface DraftOptions {
  /** The kinds of SIEM that hunts are checked for. */
  readonly siems: readonly Siem[];
  readonly signal?: AbortSignal | undefined;
  /** Keys of hunts that may be created whatever the budget. */
  readonly approved?: (key: string) => boolean;
  /** By name of a preferred platform, the hunts it will have in use; absent: it is taken to have what is left to it. */
  readonly inUse?: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Lists a platform and plans the difference; writes nothing. Throws PlatformError where it cannot be read.
 */
export async function draftPlatform(
  platform: Platform,
  checked: readonly CheckedHunt[],
  context: RunContext,
  { policy, platforms }: Pick<Config, 'policy' | 'platforms'>,
  { siems, signal, approved, inUse }: DraftOptions,
): Promise<PlatformDraft> {
  const preference = { prefer: policy.prefer, platforms, siems };
  const left = leftToPreferred(platform, checked, preference);
  const meant = platform.runOnly ? checked.filter((one) => !runsElsewhere(platform, one, preference)) : [];
  const untold = keepersFor(platform, preference).untold.map(({ name }) => name);
  const rejected = rejectedOn(platform, checked);
  const actual = await platform.list(signal);
  const all = planPlatform(platform, platform.wanted(checked), actual, {
    ...context,
    rejected,
    ...(left ? { elsewhere: left.keys } : {}),
    ...(left && inUse ? { notYetElsewhere: notYetKept(left, inUse) } : {}),
  });
  const { plan, held } = withinBudget(all, actual, policy, platform, context.today, approved);
  return { actual, held, plan: { ...plan, ...notesOf(platform, meant, left, untold) } };
}

/** What a reader of the plan is told beside the changes. */
function notesOf(
  { runOnly }: Platform,
  checked: readonly CheckedHunt[],
  left: LeftTo | null,
  untold: readonly string[],
): Pick<PlatformPlan, 'runOnly' | 'leftTo' | 'tenantUntold'> {
  const only = (runOnly?.(checked) ?? []).map(({ object: { name, marker }, reason }) => ({
    key: marker?.key ?? name,
    name,
    reason,
  }));
  return {
    ...(only.length > 0 ? { runOnly: only } : {}),
    ...(left ? { leftTo: { preferred: left.preferred, keepers: left.keepers, huntCount: left.keys.size } } : {}),
    ...(untold.length > 0 ? { tenantUntold: untold } : {}),
  };
}
