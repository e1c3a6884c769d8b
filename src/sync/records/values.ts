import { sha256 } from '../../core/hash.ts';
import { oneLine, stripUnsafe, truncate } from '../../core/text.ts';
import {
  type FieldSpec,
  type FieldValue,
  MAX_ITEMS,
  MAX_TEXT,
  type Managed,
  RECORDS,
  type RecordRow,
  type RecordType,
} from './schema.ts';

/** A record's own fields, before it is known whether it has to be written. */
export type Values = Readonly<Record<string, FieldValue>>;

/** Fields whose line breaks are kept. */
const MULTILINE: ReadonlySet<string> = new Set([
  'query',
  'profile',
  'why',
  'severity_reasons',
  'evidence',
  'actions',
  'notes',
]);

/**
 * A record's own fields as stored: exactly those of the definition, untrusted text made safe and cut to its limit, arrays cut to
 * theirs.
 */
export function storable(type: RecordType, values: Values): Values {
  const known = made.get(values);
  if (known?.type === type) return known.stored;
  const stored: Record<string, FieldValue> = {};
  for (const field of RECORDS[type].fields) {
    if (!field.managed) stored[field.name] = storableValue(field, values[field.name] ?? null);
  }
  const result = { type, stored };
  made.set(values, result).set(stored, result);
  return stored;
}

/**
 * What `storable` has made, of values and of itself: a run with nothing to do would make it three times of each record, and those of
 * articles and indicators for every platform.
 */
const made = new WeakMap<Values, { readonly type: RecordType; readonly stored: Values }>();

/** What `storable` has made, read back from where it was kept. */
export function asStored(type: RecordType, stored: Values): Values {
  if (made.get(stored)?.type !== type) made.set(stored, { type, stored });
  return stored;
}

/** Hash of a record's own fields; the same for equal content on any machine. */
export function contentHash(type: RecordType, values: Values): string {
  const stored = storable(type, values);
  const known = hashes.get(stored);
  if (known !== undefined) return known;
  // As `hashOf` would: nothing but texts, numbers and lists of texts, so that only these keys have to be sorted.
  const text = JSON.stringify([type, Object.fromEntries(sortedFields(type).map((name) => [name, stored[name]]))]);
  const hash = sha256(text, 16);
  hashes.set(stored, hash);
  return hash;
}

/** Of what `storable` has made, which never changes. */
const hashes = new WeakMap<Values, string>();

const sortedNames = new Map<RecordType, readonly string[]>();

function sortedFields(type: RecordType): readonly string[] {
  const known = sortedNames.get(type);
  if (known) return known;
  const own = RECORDS[type].fields.flatMap(({ name, managed }) => (managed ? [] : [name])).sort();
  sortedNames.set(type, own);
  return own;
}

/** The record as it is written now; `before` is its version on the platform. */
export function written(type: RecordType, values: Values, before: RecordRow | undefined, now: Date): RecordRow {
  const at = newerThan(before, now);
  const managed: Managed = {
    content_hash: contentHash(type, values),
    first_seen: before?.first_seen || at,
    updated: at,
    removed: false,
  };
  return { ...storable(type, values), ...managed };
}

/** The last second of a four-digit year. */
const LAST_MS = Date.parse('9999-12-31T23:59:59Z');

/**
 * The time of a version that follows `before`. The newest version wins, so it must be later than the stored one even if this
 * machine's clock is behind. A stored time may be somebody's edit, or invalid.
 */
export function newerThan(before: Pick<RecordRow, 'updated'> | undefined, now: Date): string {
  const after = Date.parse(before?.updated ?? '') + 1000;
  return timestamp(after > now.getTime() && after <= LAST_MS ? new Date(after) : now);
}

/** `YYYY-MM-DDTHH:MM:SSZ`. */
export function timestamp(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}

function storableValue({ name, type, max = MAX_TEXT, maxItems = MAX_ITEMS }: FieldSpec, value: FieldValue): FieldValue {
  switch (type) {
    case 'strings':
      return (Array.isArray(value) ? (value as readonly string[]) : []).slice(0, maxItems).map((one) => line(one, max));
    case 'int':
      return typeof value === 'number' ? value : 0;
    case 'boolean':
      return value === true;
    case 'date':
      return typeof value === 'string' && isDay(value) ? value : null;
    case 'datetime':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value) ? value : '';
    default: {
      const text = typeof value === 'string' ? value : '';
      return MULTILINE.has(name) ? truncate(stripUnsafe(text).toWellFormed(), max) : line(text, max);
    }
  }
}

function line(text: string, max: number): string {
  return truncate(oneLine(text.toWellFormed()), max).trimEnd();
}

function isDay(text: string): boolean {
  if (/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$/.test(text)) return true;
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** The texts of a field that holds a list; none where a record was read back without it. */
export function textList(value: unknown): readonly string[] {
  return Array.isArray(value) ? (value as readonly string[]) : [];
}
