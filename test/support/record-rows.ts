import fc from 'fast-check';
import {
  type FieldSpec,
  type FieldValue,
  RECORDS,
  type RecordRow,
  type RecordType,
} from '../../src/sync/records/schema.ts';
import { type Values, written } from '../../src/sync/records/values.ts';

/** A text as hostile as texts come: controls, half surrogate pairs, bidi overrides, quotes. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc.constantFrom('\ud800', '\u202Eevil', 'a\u0000b', '"\\', '{"$or":[]}', "'; drop", '\r\n[stanza]\n'),
);

/** Any values for a record's own fields; key fields are never empty. */
export function anyValues(type: RecordType): fc.Arbitrary<Values> {
  const own = RECORDS[type].fields.filter(({ managed }) => !managed);
  return fc.record(Object.fromEntries(own.map((field) => [field.name, anyValue(field, RECORDS[type].key)])));
}

/** Any record as `written` makes it. */
export function anyRow(type: RecordType): fc.Arbitrary<RecordRow> {
  const day = fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
  return fc.tuple(anyValues(type), day).map(([values, at]) => written(type, values, undefined, at));
}

function anyValue({ name, type }: FieldSpec, key: string): fc.Arbitrary<FieldValue> {
  if (name === key) return fc.uuid().map((id) => `uc:${id}`);
  switch (type) {
    case 'strings':
      return fc.array(hostileText, { maxLength: 5 });
    case 'int':
      return fc.nat();
    case 'boolean':
      return fc.boolean();
    case 'date':
      return fc.constantFrom(null, '2026-05-01', '1999-12-31', '2024-02-29');
    case 'datetime':
      return fc.constantFrom('2026-05-01T08:00:00Z', '2024-02-29T23:59:59Z');
    default:
      return hostileText;
  }
}
