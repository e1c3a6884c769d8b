import type { Config } from '../config/schema.ts';
import { type HeldNote, withinBudget } from '../sync/budget.ts';
import { planPlatform } from '../sync/diff.ts';
import type { LeftNote, PlatformPlan } from '../sync/plan.ts';
import type { Platform } from '../sync/platform.ts';
import { keepersFor, type LeftTo, leftToPreferred, runsElsewhere } from '../sync/prefer.ts';
import type { CheckedHunt } from '../sync/query.ts';
import { objectsAfter } from '../sync/records/hunt-state.ts';
import { rejectedOn } from '../sync/rejected.ts';
import { lettingGoWithin } from '../sync/safety.ts';
import { elsewhereOn, type Served, servedBy } from '../sync/served.ts';
import type { Siem } from '../sync/siem.ts';
import type { Elsewhere } from '../sync/target.ts';
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
  /** Whatever the change limit says. */
  readonly force?: boolean | undefined;
  /** By name of a preferred platform of this run, what it has; null where it could not be read. Absent where nobody has asked. */
  readonly known?: ReadonlyMap<string, Served | null>;
  /** What those that could not be read had before (`toldBefore`). */
  readonly told?: ReadonlySet<string>;
}

/**
 * Lists a platform and plans the difference; writes nothing. Throws PlatformError where it cannot be read.
 */
export async function draftPlatform(
  platform: Platform,
  checked: readonly CheckedHunt[],
  context: RunContext,
  { policy, platforms }: Pick<Config, 'policy' | 'platforms'>,
  { siems, signal, approved, force, known = new Map(), told }: DraftOptions,
): Promise<PlatformDraft> {
  const preference = { prefer: policy.prefer, platforms, siems };
  const left = leftToPreferred(platform, checked, preference);
  const meant = platform.runOnly ? checked.filter((one) => !runsElsewhere(platform, one, preference)) : [];
  const untold = keepersFor(platform, preference).untold.map(({ name }) => name);
  const rejected = rejectedOn(platform, checked);
  const actual = await platform.list(signal);
  const elsewhere = left && elsewhereOn(left, known, told);
  const all = planPlatform(platform, platform.wanted(checked), actual, {
    ...context,
    rejected,
    ...(elsewhere ? { elsewhere } : {}),
  });
  const { plan: limited, laterCount } = lettingGoWithin(all, force ? 100 : policy.maxChangePercent);
  const { plan, held } = withinBudget(limited, actual, policy, platform, context.today, approved);
  const standby = standbyWithin(plan, actual, policy, platform, context.today, approved);
  const notes = notesOf(platform, meant, left && elsewhere && { ...left, elsewhere, laterCount }, untold);
  return { actual, held, plan: { ...plan, ...notes, ...(standby ? { standby } : {}) } };
}

/** What stands by, within what the creations of the plan leave of the budget: what is beyond is not held, since a later run may take it. */
function standbyWithin(
  { changes, standby, owned, ...plan }: PlatformPlan,
  actual: readonly ActualObject[],
  { maxCreate, maxCreatePerFeed }: Config['policy'],
  platform: Platform,
  today: string,
  approved?: (key: string) => boolean,
): PlatformPlan['standby'] {
  if (!standby) return undefined;
  const made = changes.filter(({ op }) => op === 'create').length;
  const budget = { maxCreate: maxCreate === 'off' ? maxCreate : maxCreate - made, maxCreatePerFeed };
  const there = objectsAfter(actual, changes);
  return withinBudget({ ...plan, owned, changes: standby }, there, budget, platform, today, approved).plan.changes;
}

/**
 * What a platform has of the hunts, and will have.
 *
 * @param drafted its plan, before it was cut into shards.
 * @param asked the same after its own parser was asked (`askParser`).
 */
export function servedOf(
  platform: Platform,
  drafted: Pick<PlatformDraft, 'plan' | 'actual'>,
  asked: Pick<PlatformPlan, 'rejects'>,
  checked: readonly CheckedHunt[],
): Served {
  const { actual, plan } = drafted;
  const refused = new Set(asked.rejects.filter((one) => !plan.rejects.includes(one)).map(({ key }) => key));
  const planned = objectsAfter(
    actual,
    plan.changes.filter(({ key }) => !refused.has(key)),
  );
  return { now: servedBy(platform, checked, actual), planned: servedBy(platform, checked, planned) };
}

/** What a reader of the plan is told beside the changes. */
function notesOf(
  { runOnly }: Platform,
  checked: readonly CheckedHunt[],
  left: Left | null,
  untold: readonly string[],
): Pick<PlatformPlan, 'runOnly' | 'leftTo' | 'tenantUntold'> {
  const only = (runOnly?.(checked) ?? []).map(({ object: { name, marker }, reason }) => ({
    key: marker?.key ?? name,
    name,
    reason,
  }));
  return {
    ...(only.length > 0 ? { runOnly: only } : {}),
    ...(left ? { leftTo: leftNote(left) } : {}),
    ...(untold.length > 0 ? { tenantUntold: untold } : {}),
  };
}

type Left = LeftTo & { readonly elsewhere: ReadonlyMap<string, Elsewhere>; readonly laterCount: number };

function leftNote({ preferred, keepers, keys, elsewhere, laterCount }: Left): LeftNote {
  const huntCount = [...elsewhere.values()].filter((where) => where !== 'unread').length;
  const takenCount = keys.size - huntCount;
  return {
    preferred,
    keepers,
    huntCount,
    ...(takenCount > 0 ? { takenCount } : {}),
    ...(laterCount > 0 ? { laterCount } : {}),
  };
}
