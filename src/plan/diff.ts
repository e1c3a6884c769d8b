import type { Problem } from '../core/problem.ts';
import { isOutdated, mergeEvidence, sameEvidence } from './evidence.ts';
import { digestFields, encodeWritten } from './marker.ts';
import { matchObjects } from './match.ts';
import { diffFields, driftOf, type MergedFields, mergeFields, type OnDrift } from './merge.ts';
import type { DriftNote, ForeignNote, PlatformPlan, RejectNote } from './plan.ts';
import { huntKeyOf, isExpired, isPrunable, type RetireContext, type RetireReason, retireReason } from './retire.ts';
import type { ActualObject, Change, DesiredObject, Evidence, FieldChange, Fields, Marker } from './types.ts';

/** An object that a hunt wants, rendered anew once its evidence is merged with what the platform has recorded. */
export interface Wanted {
  readonly key: string;
  readonly evidence: Evidence;
  render(evidence: Evidence): DesiredObject;
}

/** What the plan needs to know of a platform; everything else about it is the platform's own. */
export interface PlanTarget {
  readonly name: string;
  readonly kind: string;
  /** Which instance, without secrets: part of the plan's hash, so that a reviewed plan fits one instance only. */
  readonly target: string;
  /** The managed field that holds the query text. */
  readonly queryField: string;
  /** Managed fields that only tell of the articles: a change of nothing else is no surprise. */
  readonly aboutFields: readonly string[];
  /** The fields, with their values, that take an object out of use. */
  readonly retiredFields: Fields;
  /**
   * Pure: what a read returns after this evidence was written on an object (`before`: as it is now, null for a new one);
   * a platform may shorten ids (SHORT_ID_LENGTH) and cap lists.
   */
  recordable(evidence: Evidence, before: ActualObject | null): Evidence;
  /** Pure: why the platform would refuse the object; empty where it would take it. */
  audit(object: DesiredObject): readonly Problem[];
}

export interface PlanContext extends RetireContext {
  readonly onDrift: OnDrift;
  /** Ids of foreign objects that may be taken over. */
  readonly adopt: ReadonlySet<string>;
  /** Keys of hunts that are still called for but whose query was rejected: their old objects stay as they are. */
  readonly rejected: readonly RejectNote[];
}

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
  const foreign = new Map(actual.flatMap((object) => (object.marker ? [] : [[object.id, object] as const])));
  const rendered = wanted.map((want) => ({
    key: want.key,
    want,
    object: want.render(platform.recordable(want.evidence, null)),
  }));
  const { matches, orphans } = matchObjects(rendered, owned, platform.queryField);

  const changes: Change[] = [];
  const drift: DriftNote[] = [];
  const clashes: ForeignNote[] = [];
  const rejected: RejectNote[] = [...context.rejected];
  const unwanted = [...orphans];
  let unchanged = 0;

  for (const { wanted: found, actual: existing } of matches) {
    const reason = outOfUse(found.want, existing, context);
    if (reason) {
      if (existing?.marker?.retired || !context.complete) unwanted.push(...(existing ? [existing] : []));
      else if (existing) changes.push(planRetire(platform, existing, reason, context.today));
      continue;
    }
    const inTheWay = existing ? undefined : foreign.get(found.object.id);
    if (inTheWay && !context.adopt.has(inTheWay.id)) {
      clashes.push({ key: found.key, id: inTheWay.id, name: inTheWay.name });
      continue;
    }
    const problems = platform.audit(found.object);
    if (problems.length > 0) {
      rejected.push({ key: found.key, name: found.object.name, problems });
      continue;
    }
    if (existing) {
      const step = planExisting(platform, found.want, existing, context);
      if (step.drift) drift.push(step.drift);
      if (step.change) changes.push(step.change);
      else unchanged += 1;
    } else {
      changes.push(planNew(platform, found.want, found.object, inTheWay));
    }
  }

  const refused = new Set(rejected.map(({ key }) => huntKeyOf(key)));
  let kept = 0;
  let retired = 0;
  for (const orphan of unwanted) {
    const fate = refused.has(huntKeyOf(orphan.marker?.key ?? '')) ? null : planOrphan(platform, orphan, context);
    if (fate) changes.push(fate);
    else if (orphan.marker?.retired) retired += 1;
    else kept += 1;
    const edited = driftOf(orphan);
    if (edited.length > 0) drift.push(orphanDrift(orphan, edited));
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
    drift,
    foreign: clashes,
    rejected,
  };
}

const OP_ORDER: Record<Change['op'], number> = { create: 0, update: 1, retire: 2, prune: 3 };

function planNew(platform: PlanTarget, want: Wanted, object: DesiredObject, adopted: ActualObject | undefined): Change {
  const marker: Marker = {
    key: want.key,
    written: digestFields(object.fields),
    evidence: platform.recordable(want.evidence, adopted ?? null),
    retired: null,
  };
  return {
    op: adopted ? 'update' : 'create',
    key: want.key,
    id: object.id,
    name: object.name,
    ...(adopted ? { reason: 'adopted' } : {}),
    fields: [...diffFields(adopted?.fields ?? {}, object.fields), ...diffMarker(null, marker)],
    after: { fields: object.fields, marker },
    before: adopted ?? null,
  };
}

function planExisting(
  platform: PlanTarget,
  want: Wanted,
  existing: ActualObject,
  context: PlanContext,
): { change: Change | null; drift: DriftNote | null } {
  const before = existing.marker as Marker;
  const { evidence: recorded } = before;
  // Rendered from what can be recorded: a text that tells of more would be written anew when that is read back.
  const evidence = platform.recordable(evidenceFor(want, existing, context), existing);
  const fresh = want.render(evidence);
  const outdated = !isForgettable(recorded, context) && isOutdated(want.evidence, recorded, context.articles);
  const merged = outdated
    ? keepText(platform, fresh.fields, existing)
    : mergeFields(fresh.fields, existing, context.onDrift);
  const drift: DriftNote | null =
    merged.drift.length > 0
      ? {
          key: before.key,
          name: existing.name,
          fields: merged.drift,
          decision: outdated && context.onDrift !== 'fail' ? 'keep' : context.onDrift,
        }
      : null;
  if (drift && context.onDrift === 'fail') return { change: null, drift };
  const marker: Marker = {
    key: before.key,
    written: merged.written,
    evidence,
    retired: null,
  };
  const fields = [...diffFields(existing.fields, merged.fields), ...diffMarker(before, marker)];
  if (fields.length === 0) fields.push(...diffWritten(before, marker));
  if (fields.length === 0) return { change: null, drift };
  const after = { fields: merged.fields, marker };
  return {
    change: {
      op: 'update',
      key: before.key,
      id: existing.id,
      name: existing.name,
      ...(fields.every(({ field }) => isAbout(platform, field)) ? { aboutOnly: true as const } : {}),
      fields,
      after,
      before: existing,
    },
    drift,
  };
}

/** Fields of the marker, as `diffMarker` names them, that are about the articles. */
const ABOUT: readonly string[] = ['articles', 'newest', 'sources', 'hash'];

function isAbout({ aboutFields }: PlanTarget, field: string): boolean {
  return ABOUT.includes(field) || aboutFields.includes(field);
}

/** What this run and the object's own record say together. */
function evidenceFor(want: Wanted, existing: ActualObject | undefined, context: PlanContext): Evidence {
  const recorded = existing?.marker?.evidence;
  if (!recorded) return want.evidence;
  return mergeEvidence(want.evidence, recorded, context.articles, isForgettable(recorded, context));
}

/** Every source that ever called for it is authoritative: what it does not say now is not so. */
function isForgettable({ sources }: Evidence, { authoritative }: PlanContext): boolean {
  return sources.length > 0 && sources.every((name) => authoritative.has(name));
}

/** Why a hunt is not to be in use although articles call for it; null where it is. */
function outOfUse(want: Wanted, existing: ActualObject | undefined, context: PlanContext): RetireReason | null {
  const keys = [want.key, existing?.marker?.key ?? want.key];
  if (keys.some((key) => context.requested.has(huntKeyOf(key)))) return 'requested';
  return isExpired(evidenceFor(want, existing, context).newest, context) ? 'expired' : null;
}

function planOrphan(platform: PlanTarget, orphan: ActualObject, context: PlanContext): Change | null {
  if (orphan.marker?.retired) {
    if (!isPrunable(orphan, context) || driftOf(orphan).length > 0) return null;
    const { id, name } = orphan;
    return { op: 'prune', key: orphan.marker.key, id, name, fields: [], after: null, before: orphan };
  }
  const reason = retireReason(orphan, context);
  return reason && planRetire(platform, orphan, reason, context.today);
}

function planRetire(platform: PlanTarget, object: ActualObject, reason: RetireReason, today: string): Change {
  const before = object.marker as Marker;
  const { id, name } = object;
  const fields = { ...object.fields, ...platform.retiredFields };
  const written = { ...before.written, ...digestFields(platform.retiredFields) };
  const marker: Marker = { ...before, written, retired: today };
  const changed = [...diffFields(object.fields, fields), ...diffMarker(before, marker)];
  return {
    op: 'retire',
    key: before.key,
    id,
    name,
    reason,
    fields: changed,
    after: { fields, marker },
    before: object,
  };
}

function orphanDrift(orphan: ActualObject, edited: readonly string[]): DriftNote {
  const fields = edited.map((field) => ({ field, before: orphan.fields[field] ?? '', after: null }));
  return { key: orphan.marker?.key ?? '', name: orphan.name, fields, decision: 'keep' };
}

/** Evidence and state as field changes, so that a report can show why an object is written. */
function diffMarker(before: Marker | null, after: Marker): FieldChange[] {
  const rows: FieldChange[] = [];
  const row = (field: string, from: string | null, to: string | null) => {
    if ((from ?? '') !== (to ?? '')) rows.push({ field, before: from, after: to });
  };
  const was = before?.evidence;
  if (!was || !sameEvidence(was, after.evidence)) {
    row('articles', was?.articles.join(' ') ?? null, after.evidence.articles.join(' '));
    row('newest', was?.newest ?? null, after.evidence.newest);
    row('sources', was?.sources.join(' ') ?? null, after.evidence.sources.join(' '));
  }
  row('retired', before?.retired ?? null, after.retired);
  return rows;
}

/** Somebody made exactly our change by hand: the object is as it should be, only its digests are out of date. */
function diffWritten(before: Marker, after: Marker): FieldChange[] {
  const [from, to] = [encodeWritten(before.written), encodeWritten(after.written)];
  return from === to ? [] : [{ field: 'hash', before: from, after: to }];
}

/** The object's newer text stays; only what retirement had changed comes back. */
function keepText(platform: PlanTarget, fresh: Fields, existing: ActualObject): MergedFields {
  const state = Object.fromEntries(Object.keys(platform.retiredFields).map((field) => [field, fresh[field] ?? '']));
  const merged = mergeFields(state, existing, 'keep');
  return {
    fields: { ...existing.fields, ...merged.fields },
    written: { ...existing.marker?.written, ...merged.written },
    drift: driftOf(existing).map((field) => ({ field, before: existing.fields[field] ?? '', after: null })),
  };
}
