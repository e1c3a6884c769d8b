import {
  type FieldSpec,
  type FieldType,
  type FieldValue,
  RECORDS,
  type RecordRow,
  type RecordType,
} from '../../sync/records/schema.ts';

/** A record as the KV store keeps it: its fields by their names, and `_key`. A date that is not known is left out. */
export type KvDocument = Readonly<Record<string, unknown>>;

/** Fields of a record as JSON carries them to Splunk: a null would be a text in an event, and a wrong type in the KV store. */
export function toFields(type: RecordType, row: RecordRow): Record<string, unknown> {
  const present = RECORDS[type].fields.filter(({ name }) => row[name] !== null && row[name] !== undefined);
  return Object.fromEntries(present.map(({ name }) => [name, wellFormed(row[name] as FieldValue)]));
}

/** Why a key cannot be a document's `_key`; null where it can. */
export function faultOfKey(key: string): string | null {
  if (key === '') return 'it has no key';
  return wellFormed(key) === key ? null : 'its key holds half a character or a NUL, which the KV store cannot keep';
}

/**
 * The record in a document, read leniently: a field that is missing or of a wrong type gets the type's empty value. Null for a
 * document that huntsync did not write: one without `content_hash`, or under another key than its record's.
 */
export function fromDocument(type: RecordType, document: KvDocument): RecordRow | null {
  const spec = RECORDS[type];
  const hash = document['content_hash'];
  if (typeof hash !== 'string' || hash === '' || document['_key'] !== document[spec.key]) return null;
  return Object.fromEntries(spec.fields.map((field) => [field.name, read(field, document[field.name])])) as RecordRow;
}

function read({ type }: FieldSpec, value: unknown): FieldValue {
  return READ[type](value);
}

const READ: Readonly<Record<FieldType, (value: unknown) => FieldValue>> = {
  string: (value) => scalar(value) ?? '',
  datetime: (value) => scalar(value) ?? '',
  date: (value) => scalar(value) || null,
  int: (value) => (Number.isFinite(Number(scalar(value) || Number.NaN)) ? Math.trunc(Number(value)) : 0),
  // A search that writes through the lookup (outputlookup) leaves 1 and 0.
  boolean: (value) => value === true || value === 1 || value === '1' || value === 'true',
  // The same leaves one value without its array.
  strings: (value) => (isTexts(value) ? value : [value].flat().flatMap((one) => scalar(one) ?? [])),
};

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function scalar(value: unknown): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
}

/** Lone surrogates have no UTF-8 form, and a NUL ends a text early in programs written in C. */
function wellFormed(value: FieldValue): FieldValue {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\u0000', '\ufffd');
  return Array.isArray(value) ? value.map((one) => wellFormed(one as string) as string) : value;
}
