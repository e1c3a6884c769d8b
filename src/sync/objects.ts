import { heldFields, withoutTheirSwitches } from './actions.ts';
import { calledToday, isOutdated, mergeEvidence, sameEvidence } from './evidence.ts';
import { digestFields, isAccepted } from './marker.ts';
import { diffMarker, diffWritten } from './marker-diff.ts';
import { namesAll } from './match.ts';
import { diffFields, driftOf, type MergedFields, mergeFields } from './merge.ts';
import type { DriftNote } from './plan.ts';
import { isPrunable, type RetireReason, retireReason } from './retire.ts';
import type { PlanContext, PlanTarget, Wanted } from './target.ts';
import type { ActualObject, Change, DesiredObject, Evidence, Fields, Marker } from './types.ts';

/** What to do with one object; `diff.ts` decides which of these functions applies. */

/** An object that does not exist yet, or an unmanaged one that may be adopted. */
export function planNew(
  platform: PlanTarget,
  want: Wanted,
  object: DesiredObject,
  adopted: ActualObject | null,
  today: string,
): Change {
  const asked = adopted ? withoutTheirSwitches(platform, adopted, object.fields) : object.fields;
  const held = adopted ? heldFields(platform, adopted, asked) : [];
  const fields = { ...asked, ...pick(held, adopted?.fields) };
  const marker: Marker = {
    key: want.key,
    written: digestFields(fields),
    evidence: platform.recordable(calledToday(want.evidence, today), adopted),
    retired: null,
  };
  return {
    op: adopted ? 'update' : 'create',
    key: want.key,
    id: adopted?.id ?? object.id,
    name: adopted && adopted.id !== object.id ? adopted.name : object.name,
    ...(adopted ? { reason: 'adopted' } : {}),
    fields: [...diffFields(adopted?.fields ?? {}, fields), ...diffMarker(null, marker)],
    after: { fields, marker },
    before: adopted,
  };
}

/** A hunt as it is wanted, before it is known what the platform records of it. */
export interface Plain {
  readonly want: Wanted;
  /** `want.evidence`. */
  readonly current: Evidence;
  /** What can be recorded of it on a new object, and the object that it makes. */
  readonly evidence: Evidence;
  readonly object: DesiredObject;
}

/**
 * A managed object that a hunt wants: what to change, and what has drifted.
 *
 * @param joined `evidenceFor` of the hunt and the object.
 */
export function planExisting(
  platform: PlanTarget,
  { want, current, evidence: plain, object }: Plain,
  existing: ActualObject,
  joined: Evidence,
  context: PlanContext,
): { change: Change | null; drifts: readonly DriftNote[] } {
  const before = existing.marker as Marker;
  const { evidence: recorded } = before;
  // Rendered from the evidence that can be recorded: a text based on more would differ on the next run.
  const evidence = platform.recordable(joined, existing);
  const isPlain = before.key === want.key && sameEvidence(evidence, plain);
  const rendered = isPlain ? object : want.render(evidence, before.key);
  const wanted = withoutTheirSwitches(platform, existing, rendered.fields);
  const fresh = wanted === rendered.fields ? rendered : { ...rendered, fields: wanted };
  const outdated =
    !isForgettable(recorded, context) &&
    (isOutdated(current, recorded, context.articles) ||
      looksForMore(platform, want.observables, fresh, existing, evidence.articles.length > current.articles.length));
  const asked = outdated
    ? keepText(platform, fresh.fields, existing)
    : mergeFields(fresh.fields, existing, context.onDrift);
  const held = heldFields(platform, existing, asked.fields);
  const merged = withoutHeld(asked, held, existing);
  const drifts: DriftNote[] = [];
  const about = { key: before.key, name: existing.name };
  if (merged.drift.length > 0) {
    const decision = outdated && context.onDrift !== 'fail' ? 'keep' : context.onDrift;
    drifts.push({ ...about, fields: merged.drift, decision });
  }
  if (held.length > 0) {
    const fields = diffFields(existing.fields, pick(held, asked.fields));
    drifts.push({ ...about, fields, decision: 'keep', actions: existing.actions ?? [] });
  }
  if (merged.drift.length > 0 && context.onDrift === 'fail') return { change: null, drifts };
  const marker: Marker = {
    key: before.key,
    written: merged.written,
    evidence,
    retired: held.some((field) => field in platform.retiredFields) ? before.retired : null,
  };
  const fields = [...diffFields(existing.fields, merged.fields), ...diffMarker(before, marker)];
  if (fields.length === 0) fields.push(...diffWritten(before, marker));
  if (fields.length === 0) return { change: null, drifts };
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
    drifts,
  };
}

/** The merged fields with those left as they are that an article may not change. */
function withoutHeld(asked: MergedFields, held: readonly string[], { fields, marker }: ActualObject): MergedFields {
  if (held.length === 0) return asked;
  const known = marker?.written ?? {};
  const written = Object.entries(asked.written).filter(([field]) => !held.includes(field) || field in known);
  return {
    fields: { ...asked.fields, ...pick(held, fields) },
    written: {
      ...Object.fromEntries(written),
      ...pick(
        held.filter((field) => field in known),
        known,
      ),
    },
    drift: asked.drift.filter(({ field }) => !held.includes(field)),
  };
}

function pick(names: readonly string[], fields: Fields = {}): Fields {
  return Object.fromEntries(names.map((name) => [name, fields[name] ?? '']));
}

/**
 * The object's query was made of more articles of its campaign than this run has read, and looks for all that these call for: a feed is a
 * rolling window, and what it no longer delivers is still wanted.
 */
function looksForMore(
  { queryField }: PlanTarget,
  observables: readonly string[] | undefined,
  fresh: DesiredObject,
  existing: ActualObject,
  hasMoreArticles: boolean,
): boolean {
  const [ours = '', theirs = ''] = [fresh.fields[queryField], existing.fields[queryField]];
  if (observables === undefined || ours === theirs || !hasMoreArticles) return false;
  return namesAll(theirs, observables) && !namesAll(ours, [...literalsIn(theirs)]);
}

/** What stands in quotes: values, mostly. */
function literalsIn(query: string): ReadonlySet<string> {
  return new Set([...query.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text));
}

/** Fields of the marker, as `diffMarker` names them, that are about the articles. */
const ABOUT: readonly string[] = ['articles', 'newest', 'sources', 'hash'];

function isAbout({ aboutFields }: PlanTarget, field: string): boolean {
  return ABOUT.includes(field) || aboutFields.includes(field);
}

/** The evidence of this run merged with what the object records. */
export function evidenceFor(
  want: Pick<Wanted, 'evidence'>,
  existing: ActualObject | undefined,
  context: PlanContext,
): Evidence {
  const recorded = existing?.marker?.evidence;
  const evidence = recorded
    ? mergeEvidence(want.evidence, recorded, context.articles, isForgettable(recorded, context))
    : want.evidence;
  return calledToday(evidence, context.today);
}

/** Every source that ever called for it is authoritative: what they do not deliver now is gone. */
function isForgettable({ sources }: Evidence, { authoritative }: PlanContext): boolean {
  return sources.length > 0 && sources.every((name) => authoritative.has(name));
}

/** A managed object that nothing wants; null if it stays. */
export function planOrphan(platform: PlanTarget, orphan: ActualObject, context: PlanContext): Change | null {
  if (orphan.marker?.retired) {
    // What somebody has done to it, actions too, would be lost.
    const isEdited = driftOf(orphan).length > 0 || Object.values(orphan.marker.written).some(isAccepted);
    const isTheirs = isEdited || (orphan.actions ?? []).length > 0;
    if (orphan.permanent || !isPrunable(orphan, context) || isTheirs) return null;
    const { id, name } = orphan;
    return { op: 'prune', key: orphan.marker.key, id, name, fields: [], after: null, before: orphan };
  }
  const reason = retireReason(orphan, context);
  return reason && planRetire(platform, orphan, reason, context.today);
}

/** Takes an object out of use. */
export function planRetire(platform: PlanTarget, object: ActualObject, reason: RetireReason, today: string): Change {
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

/** Drift of an object that nothing wants: reported, and kept. */
export function orphanDrift(orphan: ActualObject, edited: readonly string[]): DriftNote {
  const fields = edited.map((field) => ({ field, before: orphan.fields[field] ?? '', after: null }));
  return { key: orphan.marker?.key ?? '', name: orphan.name, fields, decision: 'keep' };
}

/** Keeps the object's newer text; only what retirement changed is restored. */
function keepText(platform: PlanTarget, fresh: Fields, existing: ActualObject): MergedFields {
  const state = Object.fromEntries(Object.keys(platform.retiredFields).map((field) => [field, fresh[field] ?? '']));
  const merged = mergeFields(state, existing, 'keep');
  return {
    fields: { ...existing.fields, ...merged.fields },
    written: { ...existing.marker?.written, ...merged.written },
    drift: driftOf(existing).map((field) => ({ field, before: existing.fields[field] ?? '', after: null })),
  };
}
