import { createAdopter } from './adopt.ts';
import { matchObjects } from './match.ts';
import { driftOf } from './merge.ts';
import { evidenceFor, orphanDrift, type Plain, planExisting, planNew, planOrphan, planRetire } from './objects.ts';
import type { ClashNote, DriftNote, PlatformPlan, RejectNote } from './plan.ts';
import { ageReason, huntKeyOf, type RetireReason } from './retire.ts';
import { changeShelf } from './shelves.ts';
import type { Elsewhere, PlanContext, PlanTarget, Wanted } from './target.ts';
import type { ActualObject, Change, DesiredObject, Evidence } from './types.ts';

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
  const unmanaged = new Map(
    actual.filter((object) => object.marker === null).map((object) => [object.id, object] as const),
  );
  const rendered = wanted.map((want) => new Rendered(platform, want));
  const { matches, orphans, duplicates } = matchObjects(rendered, owned, platform.queryField);

  const adopter = createAdopter(platform, unmanaged, context);
  const changes: Change[] = [];
  const keep = changeShelf();
  const drifts: DriftNote[] = [];
  const clashes: ClashNote[] = [];
  const rejects: RejectNote[] = [...context.rejected];
  const unwanted = [...orphans];
  let retired = 0;
  const standby: Change[] = [];
  let unchanged = 0;

  for (const { wanted: found, actual: existing } of matches) {
    const { evidence: current } = found.want;
    const evidence = evidenceFor({ evidence: current }, existing, context);
    const reason = outOfUse(found.want, existing, evidence, context);
    if (reason) {
      const there = reason === 'elsewhere' ? elsewhereOf(found.want, existing, context) : undefined;
      const isIn = existing !== undefined && !existing.marker?.retired;
      if (isIn && there === 'unknown') unchanged += 1;
      else if (!isIn && there === 'promised') {
        const change = standingBy(found, existing, evidence, { platform, unmanaged, context });
        if (change) standby.push(keep(change));
        if (existing && change) retired += 1;
        else if (existing) unwanted.push(existing);
      } else if (isIn && context.complete) {
        changes.push(keep(wantedAs(found.want, planRetire(platform, existing, reason, context.today))));
      } else if (existing) unwanted.push(existing);
      continue;
    }
    const plain = found.take(current);
    const { object } = plain;
    const adopted = existing ? null : adopter.find(found.want, object);
    const clash = existing || adopted ? undefined : unmanaged.get(object.id);
    if (clash) {
      clashes.push({ key: found.key, id: clash.id, name: clash.name });
      continue;
    }
    const problems = platform.audit(object);
    if (problems.length > 0) {
      rejects.push({ key: found.key, name: object.name, problems });
      continue;
    }
    if (existing) {
      const step = planExisting(platform, plain, existing, evidence, context);
      drifts.push(...step.drifts);
      if (step.change) changes.push(keep(step.change));
      else unchanged += 1;
    } else {
      changes.push(keep(planNew(platform, found.want, object, adopted, context.today)));
    }
  }

  const refused = new Set(rejects.map(({ key }) => huntKeyOf(key)));
  let kept = 0;
  for (const duplicate of duplicates) {
    const edited = driftOf(duplicate);
    if (duplicate.marker?.retired) unwanted.push(duplicate);
    else if (edited.length === 0) changes.push(keep(planRetire(platform, duplicate, 'duplicate', context.today)));
    else {
      kept += 1;
      drifts.push(orphanDrift(duplicate, edited));
    }
  }
  for (const orphan of unwanted) {
    const change = refused.has(huntKeyOf(orphan.marker?.key ?? '')) ? null : planOrphan(platform, orphan, context);
    if (change) changes.push(keep(change));
    else if (orphan.marker?.retired) retired += 1;
    else kept += 1;
    const edited = driftOf(orphan);
    if (edited.length > 0) drifts.push(orphanDrift(orphan, edited));
  }
  return {
    name: platform.name,
    kind: platform.kind,
    target: platform.target,
    changes: changes.sort(byOp),
    ...(standby.length > 0 ? { standby: standby.sort(byOp) } : {}),
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

/** A hunt with its object, which is made when it is asked for: a hundred thousand of them would have to be kept at once. */
class Rendered {
  readonly key: string;
  readonly want: Wanted;
  readonly #platform: PlanTarget;
  #plain: Plain | undefined;

  constructor(platform: PlanTarget, want: Wanted) {
    this.key = want.key;
    this.want = want;
    this.#platform = platform;
  }

  get object(): DesiredObject {
    this.#plain ??= this.#made(this.want.evidence);
    return this.#plain.object;
  }

  /** The object, for the last time. */
  take(current: Evidence): Plain {
    const made = this.#plain ?? this.#made(current);
    this.#plain = undefined;
    return made;
  }

  #made(current: Evidence): Plain {
    const evidence = this.#platform.recordable(current, null);
    return { want: this.want, current, evidence, object: this.want.render(evidence) };
  }
}

const OP_ORDER: Record<Change['op'], number> = { create: 0, update: 1, retire: 2, prune: 3 };

function byOp(a: Change, b: Change): number {
  return OP_ORDER[a.op] - OP_ORDER[b.op] || (a.key < b.key ? -1 : 1);
}

/** What is known of a hunt that is left to another platform; undefined where it is not. */
function elsewhereOf(
  want: Wanted,
  existing: ActualObject | undefined,
  { elsewhere }: PlanContext,
): Elsewhere | undefined {
  if (!elsewhere || elsewhere.size === 0) return undefined;
  return elsewhere.get(huntKeyOf(want.key)) ?? elsewhere.get(huntKeyOf(existing?.marker?.key ?? want.key));
}

/** The write that keeps a hunt here if the platform that it is left to does not take it; null where there can be none, or none is due. */
function standingBy(
  found: Rendered,
  existing: ActualObject | undefined,
  evidence: Evidence,
  {
    platform,
    unmanaged,
    context,
  }: {
    readonly platform: PlanTarget;
    readonly unmanaged: ReadonlyMap<string, ActualObject>;
    readonly context: PlanContext;
  },
): Change | null {
  const { elsewhere: _, ...here } = context;
  if (outOfUse(found.want, existing, evidence, here)) return null;
  const plain = found.take(found.want.evidence);
  if (unmanaged.has(plain.object.id) || platform.audit(plain.object).length > 0) return null;
  const change = existing
    ? planExisting(platform, plain, existing, evidence, context).change
    : planNew(platform, found.want, plain.object, null, context.today);
  return change && wantedAs(found.want, change);
}

function wantedAs({ key }: Wanted, change: Change): Change {
  return change.key === key ? change : { ...change, wantedAs: key };
}

/** Why a hunt must be out of use although articles call for it; null if it may be in use. */
function outOfUse(
  want: Wanted,
  existing: ActualObject | undefined,
  evidence: Evidence,
  context: PlanContext,
): RetireReason | null {
  const keys = [want.key, existing?.marker?.key ?? want.key];
  const isAmong = (hunts: ReadonlySet<string> | undefined) =>
    hunts !== undefined && hunts.size > 0 && keys.some((key) => hunts.has(huntKeyOf(key)));
  if (existing?.marker?.requested || isAmong(context.requested)) return 'requested';
  const there = elsewhereOf(want, existing, context);
  if (there && (there !== 'unread' || existing?.marker?.retired)) return 'elsewhere';
  if (want.validUntil !== undefined && want.validUntil < context.today) return 'ended';
  return ageReason(evidence.newest, context);
}
