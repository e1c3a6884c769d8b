import { groupBy } from '../core/group.ts';
import { REDACTED } from '../core/log.ts';
import { acceptedDigest, digestFields, digestOf, formsOf, withoutAcceptance } from './marker.ts';
import { diffMarker } from './marker-diff.ts';
import { diffFields, driftOf } from './merge.ts';
import { planRetire } from './objects.ts';
import type { PlanTarget } from './target.ts';
import type { ActualObject, Change, FieldChange, Marker } from './types.ts';

/** What an operator may do to managed objects, without an article that says so. */
export const OPERATIONS = ['retire', 'restore', 'prune', 'accept'] as const;
export type Operation = (typeof OPERATIONS)[number];

/**
 * The changes of an operation. Pure. Objects that it does not concern give none: a retired one is not retired again, one in use is
 * not pruned.
 */
export function planOperation(
  operation: Operation,
  platform: PlanTarget,
  objects: readonly ActualObject[],
  today: string,
): Change[] {
  const plan = PLANS[operation];
  return objects.flatMap((object) => (object.marker ? (plan(platform, object, object.marker, today) ?? []) : []));
}

type Plan = (platform: PlanTarget, object: ActualObject, marker: Marker, today: string) => Change | null;

const PLANS: Readonly<Record<Operation, Plan>> = {
  /** Out of use until `restore`, whatever articles call for. */
  retire(platform, object, marker, today) {
    if (marker.retired && marker.requested) return null;
    const change = planRetire(platform, object, 'requested', marker.retired ?? today);
    if (!change.after) return null;
    const after = { ...change.after, marker: { ...change.after.marker, requested: true as const } };
    return {
      ...change,
      fields: [...diffFields(object.fields, after.fields), ...diffMarker(marker, after.marker)],
      after,
    };
  },
  /** Back into use; edits that were accepted belong to huntsync again. */
  restore(platform, object, marker) {
    const fields = marker.retired ? { ...object.fields, ...platform.inUseFields } : object.fields;
    const plain = Object.entries(marker.written).map(([field, digest]) => [field, withoutAcceptance(digest)] as const);
    const { requested: _, ...rest } = marker;
    const state = marker.retired ? digestFields(platform.inUseFields) : {};
    const after: Marker = { ...rest, retired: null, written: { ...Object.fromEntries(plain), ...state } };
    return update(object, marker, fields, after);
  },
  prune(_, object, marker) {
    const { id, name, permanent } = object;
    if (!marker.retired || permanent) return null;
    return { op: 'prune', key: marker.key, id, name, fields: [], after: null, before: object };
  },
  /** The fields that somebody edited are theirs: they stay, are told no more, and no update overwrites them. */
  accept(_, object, marker) {
    const edited = driftOf(object);
    if (edited.length === 0) return null;
    const own = edited.map((field) => [field, acceptedDigest(object.fields[field] ?? '')] as const);
    return update(object, marker, object.fields, {
      ...marker,
      written: { ...marker.written, ...Object.fromEntries(own) },
    });
  },
};

function update(object: ActualObject, before: Marker, fields: ActualObject['fields'], marker: Marker): Change | null {
  const changed: FieldChange[] = [...diffFields(object.fields, fields), ...diffMarker(before, marker)];
  const digests = Object.keys(marker.written).filter((field) => marker.written[field] !== before.written[field]);
  if (changed.length === 0 && digests.length === 0) return null;
  const accepted = digests.map(
    (field): FieldChange => ({
      field: 'hash',
      before: `${field}=${before.written[field] ?? ''}`,
      after: `${field}=${marker.written[field]}`,
    }),
  );
  const { id, name } = object;
  return {
    op: 'update',
    key: before.key,
    id,
    name,
    fields: changed.length > 0 ? changed : accepted,
    after: { fields, marker },
    before: object,
  };
}

/** One change of an earlier run, as `sync --json` tells it. */
export interface DoneChange {
  readonly op: Change['op'];
  readonly key: string;
  /** Tells the object from others of its key: a copy, or one of an overlapping run. */
  readonly name?: string | undefined;
  readonly fields: readonly FieldChange[];
}

/** A change that cannot be undone, and why. */
export interface NotUndone {
  readonly key: string;
  /** Of the object, where there is one. */
  readonly name?: string;
  readonly reason: string;
}

/**
 * What undoes an earlier run: what it created is retired, what it changed is as it was before, what it retired is in use. Pure. A
 * field that was edited since stays; what was restored counts as accepted, or the next sync would do the same again.
 */
export function planUndo(
  platform: PlanTarget,
  done: readonly DoneChange[],
  objects: readonly ActualObject[],
  today: string,
): { readonly changes: Change[]; readonly left: readonly NotUndone[] } {
  const byKey = groupBy(objects, ({ marker }) => marker?.key ?? '');
  const changes: Change[] = [];
  const left: NotUndone[] = [];
  for (const one of done) {
    const { op, key, fields } = one;
    const object = meant(one, byKey.get(key) ?? []);
    if (!object?.marker) {
      left.push({ key, reason: op === 'prune' ? 'it was deleted' : 'it is not on the platform' });
      continue;
    }
    const change =
      op === 'create'
        ? PLANS.retire(platform, object, object.marker, today)
        : op === 'retire'
          ? bringBack(platform, object, object.marker)
          : revert(object, object.marker, fields);
    if (change) changes.push(change);
    const blanked = (op === 'update' ? fields : []).filter(isBlanked).map(({ field }) => field);
    if (blanked.length > 0)
      left.push({
        key,
        name: object.name,
        reason: `a secret stood in it, which is kept nowhere: ${blanked.join(', ')}`,
      });
    else if (!change) left.push({ key, name: object.name, reason: whyNothing(op, object.marker) });
  }
  return { changes, left };
}

/** Why nothing is done about an object that is there. */
function whyNothing(op: Change['op'], { retired }: Marker): string {
  if (op === 'create') return 'it is retired already';
  if (op === 'retire') return retired ? 'somebody has asked since that it be out of use' : 'it is in use already';
  return 'nothing of it is as the run left it';
}

/** Of several objects of one key the one that the run wrote. */
function meant({ op, name }: DoneChange, objects: readonly ActualObject[]): ActualObject | undefined {
  const named = objects.filter((object) => object.name === name);
  const among = named.length > 0 ? named : objects;
  return among.find(({ marker }) => Boolean(marker?.retired) === (op === 'retire')) ?? among[0];
}

/** In use again, as it was; null where it is in use, or somebody has asked since that it be out of use. */
function bringBack(platform: PlanTarget, object: ActualObject, marker: Marker): Change | null {
  if (!marker.retired || marker.requested) return null;
  return update(
    object,
    marker,
    { ...object.fields, ...platform.inUseFields },
    { ...marker, retired: null, written: { ...marker.written, ...digestFields(platform.inUseFields) } },
  );
}

/** A report shows no secret, so that what it shows in its place is not what was there. */
function isBlanked({ before, after }: FieldChange): boolean {
  return [before, after].some((value) => value?.includes(REDACTED));
}

function revert(object: ActualObject, marker: Marker, done: readonly FieldChange[]): Change | null {
  const mine = done.filter(
    (change) =>
      change.field in object.fields && !isBlanked(change) && isAsWritten(object, marker, change.field, change.after),
  );
  if (mine.length === 0) return null;
  const fields = { ...object.fields, ...Object.fromEntries(mine.map(({ field, before }) => [field, before ?? ''])) };
  const own = mine.map(({ field }) => [field, acceptedDigest(fields[field] ?? '')] as const);
  return update(object, marker, fields, { ...marker, written: { ...marker.written, ...Object.fromEntries(own) } });
}

/** Whether a field has the value that a run wrote, or the form of its own that the platform gave to it. */
function isAsWritten({ fields }: ActualObject, { written }: Marker, field: string, value: string | null): boolean {
  const now = fields[field] ?? '';
  if (now === value) return true;
  const { asked, stored } = formsOf(written[field] ?? '');
  return asked === digestOf(value ?? '') && stored === digestOf(now);
}
