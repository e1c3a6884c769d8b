import { digestFields, digestOf } from './marker.ts';
import type { ActualObject, FieldChange, Fields } from './types.ts';

export type OnDrift = 'keep' | 'overwrite' | 'fail';

/** What three-way comparison makes of one object's fields. */
export interface MergedFields {
  /** The fields as they are to be. */
  readonly fields: Fields;
  /** What to record as last written. */
  readonly written: Fields;
  /** Fields that somebody else changed since we last wrote them: `before` is theirs, `after` is what we want. */
  readonly drift: readonly FieldChange[];
}

/**
 * Desired, actual and last written, field by field. A field that is as we last wrote it takes the desired value. One
 * that somebody changed stays theirs, and keeps its old digest, so that it is still known as theirs next time; under
 * `overwrite` it becomes ours again. A field that we have never written is ours only where it is empty.
 */
export function mergeFields(desired: Fields, actual: ActualObject, onDrift: OnDrift): MergedFields {
  const known = actual.marker?.written ?? {};
  const fields: Record<string, string> = {};
  const written: Record<string, string> = {};
  const drift: FieldChange[] = [];
  for (const [field, want] of Object.entries(desired)) {
    const have = actual.fields[field] ?? '';
    const digest = known[field];
    const untouched = digest === undefined ? have === '' : digest === digestOf(have);
    const theirs = have !== want && !untouched;
    if (theirs) drift.push({ field, before: have, after: want });
    const keep = theirs && onDrift !== 'overwrite';
    fields[field] = keep ? have : want;
    // A digest of nothing marks a field of theirs that we have never written, without claiming its value.
    written[field] = keep ? (digest ?? digestOf('')) : digestOf(want);
  }
  return { fields, written, drift };
}

/** Fields that differ, in the order of `after`. */
export function diffFields(before: Fields, after: Fields): FieldChange[] {
  return Object.entries(after).flatMap(([field, value]) =>
    (before[field] ?? '') === value ? [] : [{ field, before: before[field] ?? null, after: value }],
  );
}

/** Whether any managed field is not as we last wrote it. */
export function driftOf(actual: ActualObject): string[] {
  const written = actual.marker?.written ?? {};
  const now = digestFields(actual.fields);
  return Object.keys(written).filter((field) => now[field] !== undefined && now[field] !== written[field]);
}
