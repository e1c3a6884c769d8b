import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SECURITY_FIELDS } from '../../src/splunk/enterprise-security/fields.ts';
import { splunkName } from '../../src/splunk/name.ts';
import {
  fromNative,
  type NativeEntry,
  normalizeField,
  normalizeFields,
  toNative,
  toUpdate,
} from '../../src/splunk/native.ts';
import { OUTPUT_FIELDS } from '../../src/splunk/output.ts';
import { decodeNewest } from '../../src/sync/evidence.ts';
import { digestFields } from '../../src/sync/marker.ts';
import type { ActualObject, Marker } from '../../src/sync/types.ts';

const acl = { app: 'huntsync', sharing: 'app' };
const markerOf = (fields: Record<string, string>, over: Partial<Marker> = {}): Marker => ({
  key: 'uc:UC_TEST',
  written: digestFields(fields),
  evidence: { articles: ['a-1', 'b-2'], newest: decodeNewest('2026-05-01 a-1'), sources: ['briefings', 'Snyk'] },
  retired: null,
  ...over,
});
const NAME = splunkName('Test', 'uc:UC_TEST');

/** What splunkd gives back for what it was given: typed booleans, and text trimmed as the conf file trims it. */
function splunkd(name: string, args: Readonly<Record<string, string>>): NativeEntry {
  const content = Object.fromEntries(
    Object.entries(args).map(([field, value]): [string, unknown] =>
      ['is_scheduled', 'disabled'].includes(field) ? [field, value === '1'] : [field, value.trim()],
    ),
  );
  return { name, acl, content };
}

const hardText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(
    'index=a | rex "(?<x>\\\\d+\\"\\s)" | eval y=`m(a,"b")`',
    '| tstats count\r\n  by x  ',
    ' leading and trailing ',
    '日本語 — “smart” ünï 🕵️',
    'a=1&b=2;c=%20+d#e',
    'x'.repeat(10_240),
  ),
);

describe('the native form', () => {
  test('any fields and marker come back as they were written', () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    const id = fc.uuid();
    fc.assert(
      fc.property(
        hardText,
        hardText,
        fc.boolean(),
        fc.record({
          articles: fc.uniqueArray(id),
          newest: id.map((v) => decodeNewest(`2026-05-01 ${v}`)),
          sources: fc.uniqueArray(text.filter((v) => v !== '')),
        }),
        fc.constantFrom(null, '2026-06-01'),
        fc.stringMatching(/^uc:UC_[A-Z]{1,9}(#[2-9])?$/),
        (search, description, on, evidence, retired, key) => {
          const fields = normalizeFields({ search, description, is_scheduled: on, disabled: !on });
          const marker = { key, written: digestFields(fields), evidence, retired };
          const name = splunkName('Any', key);
          const back = fromNative(splunkd(name, toNative(name, { fields, marker })));
          expect(back).toEqual({ id: name, name, fields, marker });
        },
      ),
    );
  });

  test.each([
    ['disabled', true, '1'],
    ['disabled', 1, '1'],
    ['disabled', '1', '1'],
    ['disabled', 'true', '1'],
    ['disabled', false, '0'],
    ['disabled', 0, '0'],
    ['disabled', '0', '0'],
    ['disabled', null, '0'],
    ['disabled', undefined, '0'],
    ['description', null, ''],
    ['description', undefined, ''],
    ['search', 'a\r\nb\rc ', 'a\nb\nc'],
    ['schedule_window', 0, '0'],
    ['action.huntsync.severity', true, '1'],
    ['action.correlationsearch.enabled', true, '1'],
    ['action.correlationsearch.enabled', 'True', '1'],
    ['action.correlationsearch.enabled', '0', ''],
    ['action.correlationsearch.enabled', false, ''],
    ['action.correlationsearch.enabled', undefined, ''],
    ['action.correlationsearch.annotations', undefined, ''],
    ['action.correlationsearch.annotations', '{"nist": [], "cis20": []}', ''],
    [
      'action.correlationsearch.annotations',
      '{ "b": ["y", "x", "y"],\n "a": ["z"], "c": [] }',
      '{"a":["z"],"b":["x","y"]}',
    ],
    [
      'action.correlationsearch.annotations',
      '{"impact": 50, "a": {"d": 1, "c": 2}}',
      '{"a":{"c":2,"d":1},"impact":50}',
    ],
    ['action.correlationsearch.annotations', '["T1059"]', '["T1059"]'],
    ['action.correlationsearch.annotations', 'not json', 'not json'],
    [
      'action.correlationsearch.annotations',
      `${'{"a":'.repeat(9e4)}1${'}'.repeat(9e4)}`,
      `${'{"a":'.repeat(9e4)}1${'}'.repeat(9e4)}`,
    ],
  ])('%s %j reads as %j', (field, value, text) => {
    expect(normalizeField(field, value)).toBe(text);
  });

  test('annotations are spelt once and for all', () => {
    const spelt = (text: string) => normalizeField('action.correlationsearch.annotations', text);
    const value = fc.dictionary(fc.string(), fc.oneof(fc.array(fc.string()), fc.jsonValue()));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          value.map((v) => JSON.stringify(v)),
        ),
        (text) => {
          expect(spelt(spelt(text))).toBe(spelt(text));
        },
      ),
    );
  });

  test('an update sends the query, the marker and what differs, nothing else', () => {
    const fields: Record<string, string> = normalizeFields({
      search: 'a',
      description: 'b',
      cron_schedule: '1 2 * * *',
    });
    const before: ActualObject = { id: NAME, name: NAME, fields, marker: markerOf(fields) };
    const changed = { ...fields, description: 'c' };
    const args = toUpdate(before, { fields: changed, marker: markerOf(changed, { retired: '2026-06-01' }) });
    const plain = Object.keys(args).filter((name) => !name.includes('huntsync') && name !== 'alert.managedBy');
    expect(plain.sort()).toEqual(['description', 'search']);
    expect(args['description']).toBe('c');
    expect(args['action.huntsync.retired']).toBe('2026-06-01');
    expect(args).not.toHaveProperty('action.huntsync.severity');
    expect(args).not.toHaveProperty('name');
  });

  test('coming back into use clears the date of retirement', () => {
    const fields = normalizeFields({ search: 'a' });
    const before: ActualObject = { id: NAME, name: NAME, fields, marker: markerOf(fields, { retired: '2026-06-01' }) };
    expect(toUpdate(before, { fields, marker: markerOf(fields) })['action.huntsync.retired']).toBe('');
  });
});

describe('whose an object is', () => {
  const fields = normalizeFields({ search: 'a' });
  const args = toNative(NAME, { fields, marker: markerOf(fields) });
  const marked = (name: string, over: Record<string, unknown>) =>
    fromNative({ name, acl, content: { ...args, ...over } }).marker;

  test('ours with its marker', () => {
    expect(marked(NAME, {})).toEqual(markerOf(fields));
  });

  test.each([
    ['without a marker', NAME, { 'alert.managedBy': '', 'action.huntsync.key': undefined }],
    ['managed by another tool', NAME, { 'alert.managedBy': 'es' }],
    ['without a key', NAME, { 'action.huntsync.key': '' }],
    ['a copy under a name of its own', `${NAME} Clone`, {}],
    ['a copy whose name keeps the hash at its end', `My ${NAME}`, {}],
  ])('foreign: %s', (_, name, over) => {
    expect(marked(name, over)).toBeNull();
  });

  test('ours under the name that it had when it was adopted, and its copies are foreign', () => {
    const adopted = { 'action.huntsync.name': 'Their name' };
    expect(marked('Their name', adopted)?.key).toBe('uc:UC_TEST');
    expect(marked('Their name Clone', adopted)).toBeNull();
    expect(marked(NAME, adopted)).toBeNull();
    expect(marked('Their name', { 'action.huntsync.name': '' })).toBeNull();
  });

  test('one that an app brought itself stays for good', () => {
    const read = (removable?: boolean) =>
      fromNative({ name: NAME, acl: { ...acl, removable }, content: args }).permanent;
    expect([read(false), read(true), read()]).toEqual([true, undefined, undefined]);
  });

  test('unreadable parts of a marker do not make it foreign', () => {
    expect(
      marked(NAME, {
        'action.huntsync.hash': 'junk',
        'action.huntsync.retired': 'soon',
        'action.huntsync.sources': '%zz',
      }),
    ).toEqual({
      key: 'uc:UC_TEST',
      // Digests of nothing: an object that says nothing of Enterprise Security, and of an output, never had any.
      written: digestFields(Object.fromEntries([...SECURITY_FIELDS, ...OUTPUT_FIELDS].map((field) => [field, '']))),
      evidence: { articles: ['a-1', 'b-2'], newest: decodeNewest('2026-05-01 a-1'), sources: ['%zz'] },
      retired: null,
    });
  });
});
