import { createAdopter } from './adopt.ts';
import { matchObjects } from './match.ts';
import { driftOf } from './merge.ts';
import { evidenceFor, orphanDrift, planExisting, planNew, planOrphan, planRetire } from './objects.ts';
import type { ClashNote, DriftNote, PlatformPlan, RejectNote } from './plan.ts';
import { ageReason, huntKeyOf, type RetireReason } from './retire.ts';
import type { PlanContext, PlanTarget, Wanted } from './target.ts';
import type { ActualObject, Change } from './types.ts';

/**
 * The difference between what is wanted and what is there, as data: pure, so that preview and apply cannot disagree.
 */
export function planPlatform(
  platform: PlanTarget,
  wanted: readonly Wanted[],
  actual: readonly ActualObject[],
  context: PlanContext,
): PlatformPlan {
  const owned = actual.filter((object) => object.marker !== null);
  const unmanaged = new Map(actual.flatMap((object) => (object.marker ? [] : [[object.id, object] as const])));
  const rendered = wanted.map((want) => ({
    key: want.key,
    want,
    object: want.render(platform.recordable(want.evidence, null)),
  }));
  const { matches, orphans, duplicates } = matchObjects(rendered, owned, platform.queryField);

  const adopter = createAdopter(platform, unmanaged, context);
  const changes: Change[] = [];
  const drifts: DriftNote[] = [];
  const clashes: ClashNote[] = [];
  const rejects: RejectNote[] = [...context.rejected];
  const unwanted = [...orphans];
  let unchanged = 0;

  for (const { wanted: found, actual: existing } of matches) {
    const reason = outOfUse(found.want, existing, context);
    if (reason) {
      if (reason === 'elsewhere' && existing && !existing.marker?.retired && isAwaited(found.want, existing, context)) {
        unchanged += 1;
      } else if (existing?.marker?.retired || !context.complete) unwanted.push(...(existing ? [existing] : []));
      else if (existing) changes.push(planRetire(platform, existing, reason, context.today));
      continue;
    }
    const adopted = existing ? null : adopter.find(found.want, found.object);
    const clash = existing || adopted ? undefined : unmanaged.get(found.object.id);
    if (clash) {
      clashes.push({ key: found.key, id: clash.id, name: clash.name });
      continue;
    }
    const problems = platform.audit(found.object);
    if (problems.length > 0) {
      rejects.push({ key: found.key, name: found.object.name, problems });
      continue;
    }
    if (existing) {
      const step = planExisting(platform, found.want, existing, context);
      drifts.push(...step.drifts);
      if (step.change) changes.push(step.change);
      else unchanged += 1;
    } else {
      changes.push(planNew(platform, found.want, found.object, adopted, context.today));
    }
  }

  const refused = new Set(rejects.map(({ key }) => huntKeyOf(key)));
  let kept = 0;
  let retired = 0;
  for (const duplicate of duplicates) {
    const edited = driftOf(duplicate);
    if (duplicate.marker?.retired) unwanted.push(duplicate);
    else if (edited.length === 0) changes.push(planRetire(platform, duplicate, 'duplicate', context.today));
    else {
      kept += 1;
      drifts.push(orphanDrift(duplicate, edited));
    }
  }
  for (const orphan of unwanted) {
    const change = refused.has(huntKeyOf(orphan.marker?.key ?? '')) ? null : planOrphan(platform, orphan, context);
    if (change) changes.push(change);
    else if (orphan.marker?.retired) retired += 1;
    else kept += 1;
    const edited = driftOf(orphan);
    if (edited.length > 0) drifts.push(orphanDrift(orphan, edited));
  }
  return {
    name: platform.name,
    kind: platform.kind,
    target: platform.target,
    changes: changes.sort((a, b) => OP_ORDER[a.op] - OP_ORDER[b.op] || (a.key < b.key ? -1 : 1)),
    unchanged,
    kept,
    retired,
    owned: owned.length,
    drifts,
    clashes,
    rejects,
    unmanaged: [...unmanaged.values()].map(({ id, name }) => ({ id, name })).sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

const OP_ORDER: Record<Change['op'], number> = { create: 0, update: 1, retire: 2, prune: 3 };

/** Whether the platform that a hunt is left to does not have it yet. */
function isAwaited(want: Wanted, existing: ActualObject, { notYetElsewhere }: PlanContext): boolean {
  return [want.key, existing.marker?.key ?? want.key].some((key) => notYetElsewhere?.has(huntKeyOf(key)));
}

/** Why a hunt must be out of use although articles call for it; null if it may be in use. */
function outOfUse(want: Wanted, existing: ActualObject | undefined, context: PlanContext): RetireReason | null {
  const keys = [want.key, existing?.marker?.key ?? want.key];
  if (existing?.marker?.requested || keys.some((key) => context.requested.has(huntKeyOf(key)))) return 'requested';
  if (keys.some((key) => context.elsewhere?.has(huntKeyOf(key)))) return 'elsewhere';
  if (want.validUntil !== undefined && want.validUntil < context.today) return 'ended';
  return ageReason(evidenceFor(want, existing, context).newest, context);
}
