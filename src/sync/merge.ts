import { acceptedDigest, digestFields, digestOf, formsOf, isAccepted } from './marker.ts';
import type { ActualObject, FieldChange, Fields } from './types.ts';

export type OnDrift = 'keep' | 'overwrite' | 'fail';

/** The result of the three-way comparison of one object's fields. */
export interface MergedFields {
  /** The fields as they are to be. */
  readonly fields: Fields;
  /** What to record as last written. */
  readonly written: Fields;
  /** Fields that somebody edited since huntsync last wrote them: `before` is the edit, `after` the desired value. */
  readonly drift: readonly FieldChange[];
}

/**
 * Compares desired, actual and last-written values, field by field. An unedited field takes the desired value. An edited one
 * stays as it is and keeps its old digest, so that it still counts as edited next time; `overwrite` replaces it. A field whose edit
 * was accepted stays as it is, whatever is desired. A field that huntsync has never written counts as unedited only if it is empty. One
 * that the platform keeps in a form of its own stays so, as long as the same is desired.
 */
export function mergeFields(desired: Fields, actual: ActualObject, onDrift: OnDrift): MergedFields {
  const known = actual.marker?.written ?? {};
  if (isAsWritten(desired, actual, known)) return { fields: desired, written: known, drift: [] };
  const fields: Record<string, string> = {};
  const written: Record<string, string> = {};
  const drift: FieldChange[] = [];
  for (const field of Object.keys(desired)) {
    const want = desired[field] ?? '';
    const have = actual.fields[field] ?? '';
    const digest = known[field];
    if (isAccepted(digest)) {
      fields[field] = have;
      written[field] = acceptedDigest(have);
      continue;
    }
    const { stored, asked } = formsOf(digest ?? '');
    const there = digestOf(have);
    const untouched = digest === undefined ? have === '' : stored === there;
    if (digest !== undefined && untouched && asked === (have === want ? there : digestOf(want))) {
      fields[field] = have;
      written[field] = digest;
      continue;
    }
    const theirs = have !== want && !untouched;
    if (theirs) drift.push({ field, before: have, after: want });
    const keep = theirs && onDrift !== 'overwrite';
    fields[field] = keep ? have : want;
    // The digest of an empty value marks an edited field that was never written, without claiming its value.
    written[field] = keep ? (digest ?? digestOf('')) : digestOf(want);
  }
  return { fields, written, drift };
}

/** What nearly every object is: nobody edited it, and the same is wanted. */
function isAsWritten(desired: Fields, { fields }: ActualObject, known: Fields): boolean {
  let left = Object.keys(known).length;
  for (const field of Object.keys(desired)) {
    const want = desired[field] ?? '';
    if ((fields[field] ?? '') !== want || known[field] !== digestOf(want)) return false;
    left -= 1;
  }
  return left === 0;
}

/** Fields that differ, in the order of `after`. */
export function diffFields(before: Fields, after: Fields): FieldChange[] {
  const changes: FieldChange[] = [];
  for (const field of Object.keys(after)) {
    const value = after[field] ?? '';
    if ((before[field] ?? '') !== value) changes.push({ field, before: before[field] ?? null, after: value });
  }
  return changes;
}

/** The managed fields that differ from what huntsync last wrote. */
export function driftOf(actual: ActualObject): string[] {
  const written = actual.marker?.written ?? {};
  const now = digestFields(actual.fields);
  return Object.keys(written).filter(
    (field) =>
      now[field] !== undefined && now[field] !== formsOf(written[field] ?? '').stored && !isAccepted(written[field]),
  );
}
