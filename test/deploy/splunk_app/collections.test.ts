import { expect, test } from 'vitest';
import { RECORD_NAMES } from '../../../src/splunk/records/names.ts';
import { type FieldType, RECORD_TYPES, RECORDS } from '../../../src/sync/records/schema.ts';
import { confFile } from '../../support/conf.ts';

/**
 * Their types in https://docs.splunk.com/Documentation/Splunk/latest/Admin/Collectionsconf, `field.<name>`, which has none for a
 * list: such a field is not declared.
 */
const KV_TYPES: Readonly<Record<Exclude<FieldType, 'strings'>, string>> = {
  string: 'string',
  int: 'number',
  boolean: 'bool',
  date: 'string',
  datetime: 'string',
};

const collections = confFile('splunk_app/default/collections.conf');
const transforms = confFile('splunk_app/default/transforms.conf');
const records = RECORD_TYPES.map((type) => ({ ...RECORDS[type], ...RECORD_NAMES[type] }));

function startingWith(stanza: Readonly<Record<string, string>>, prefix: string): Record<string, string> {
  const entries = Object.entries(stanza).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(entries.map(([name, value]) => [name.slice(prefix.length), value]));
}

test('there is a collection for each type of record, and no other', () => {
  expect(Object.keys(collections)).toEqual(records.map(({ collection }) => collection));
  const stored = Object.entries(transforms).filter(([, { external_type: type }]) => type === 'kvstore');
  expect(stored.map(([name]) => name)).toEqual(Object.keys(collections));
});

test.each(records)('$collection has the single fields of the definition, and no other', ({ collection, fields }) => {
  const declared = startingWith(collections[collection] ?? {}, 'field.');
  const wanted = fields.flatMap(({ name, type }) => (type === 'strings' ? [] : [[name, KV_TYPES[type]]]));
  expect(declared).toEqual(Object.fromEntries(wanted));
});

test.each(records)('$collection is a lookup with each of its fields and the key', ({ collection, fields }) => {
  expect(transforms[collection]).toEqual({
    external_type: 'kvstore',
    collection,
    fields_list: [...fields.map(({ name }) => name), '_key'].join(', '),
  });
});

test.each(records)('$collection accelerates single fields that it has, and its key', ({ collection, fields, key }) => {
  const accelerated = startingWith(collections[collection] ?? {}, 'accelerated_fields.');
  const names = fields.filter(({ type }) => type !== 'strings').map(({ name }) => name);
  expect(Object.keys(accelerated)).toContain(key);
  expect(Object.keys(accelerated).length).toBeLessThanOrEqual(10);
  for (const [name, value] of Object.entries(accelerated)) {
    expect(names).toContain(name);
    expect(JSON.parse(value)).toEqual({ [name]: 1 });
  }
});

test('nothing is copied to the indexers, and a value of another type costs no record', () => {
  for (const stanza of Object.values(collections)) {
    expect([stanza['replicate'], stanza['enforceTypes']]).toEqual([undefined, 'false']);
  }
});
