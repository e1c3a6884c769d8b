import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stixIndicator, stixString } from '../../../src/sync/records/stix.ts';
import { stixOrigin } from '../../../src/sync/records/stix-common.ts';
import type { IndicatorRecord } from '../../../src/sync/records/types.ts';

const SHA256 = '9f2c41d07be3a85611e0d4c7f3a9b2586c0e17d4a8f35b9276c1e04d8ab3f592';
const SHA1 = '4b1f0c9e27d83a65f1e2c7048d9ab3560e7f1c82';
const MD5 = '7c4e19a2b05d8f3361e0c9a4d7f2b816';

const record = (overrides: Partial<IndicatorRecord> = {}): IndicatorRecord => ({
  indicator_id: 'x',
  indicator_type: 'domain',
  indicator_value: 'update.evil-host.top',
  severity: 'HIGH',
  article_ids: ['a1', 'a2'],
  article_count: 2,
  published: '2026-05-01',
  valid_until: null,
  hunt_keys: [],
  sources: ['briefings'],
  content_hash: 'h',
  first_seen: '2026-05-03T08:30:00Z',
  updated: '2026-05-04T08:30:00Z',
  removed: false,
  ...overrides,
});

test('an indicator object of STIX 2.1', () => {
  expect(stixIndicator(record())).toEqual({
    type: 'indicator',
    spec_version: '2.1',
    id: 'indicator--d77016af-04db-599a-88d9-b85d5ef292ab',
    created: '2020-01-01T00:00:00.000Z',
    modified: '2026-05-04T08:30:00.000Z',
    name: 'update.evil-host.top',
    description: 'HIGH: listed by 2 articles, the newest of 2026-05-01.',
    indicator_types: ['malicious-activity'],
    pattern: "[domain-name:value = 'update.evil-host.top']",
    pattern_type: 'stix',
    pattern_version: '2.1',
    valid_from: '2026-05-01T00:00:00.000Z',
    labels: ['huntsync', 'severity:high'],
    external_references: [
      { source_name: 'huntsync article', external_id: 'a1' },
      { source_name: 'huntsync article', external_id: 'a2' },
    ],
    created_by_ref: stixOrigin().identity.id,
    object_marking_refs: [
      'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
      'marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9',
    ],
  });
});

test.each([
  ['ipv4', '45.77.12.9', "[ipv4-addr:value = '45.77.12.9']"],
  ['ipv6', '2a01:4f8:1c0c::7', "[ipv6-addr:value = '2a01:4f8:1c0c::7']"],
  ['url', "https://evil-host.top/it's\\x", "[url:value = 'https://evil-host.top/it\\'s\\\\x']"],
  ['sha256', SHA256, `[file:hashes.'SHA-256' = '${SHA256}']`],
  ['sha1', SHA1, `[file:hashes.'SHA-1' = '${SHA1}']`],
  ['md5', MD5, `[file:hashes.MD5 = '${MD5}']`],
  ['email', 'ransom@evil-host.top', "[email-addr:value = 'ransom@evil-host.top']"],
])('%s', (indicator_type, indicator_value, pattern) => {
  expect(stixIndicator(record({ indicator_type, indicator_value }))?.pattern).toBe(pattern);
});

test.each([
  ['a CVE, which is a vulnerability', { indicator_type: 'cve', indicator_value: 'CVE-2026-1' }],
  ['a type of its own', { indicator_type: 'mutex' }],
  ['nothing', { indicator_value: '' }],
  ['a platform', { indicator_value: 'gist.github.com' }],
  ['a value that was cut', { indicator_value: 'https://evil-host.top/xxx…' }],
])('there is none for %s', (_, overrides) => {
  expect(stixIndicator(record(overrides))).toBeNull();
});

describe('times', () => {
  test('an undated indicator holds from when it was seen', () => {
    const found = stixIndicator(record({ published: null, updated: '2026-05-01T00:00:00Z' }));
    expect(found).toMatchObject({ modified: '2026-05-01T00:00:00.000Z', valid_from: '2026-05-03T08:30:00.000Z' });
  });

  test('created never moves, and modified never goes back', () => {
    const day = fc.integer({ min: 0, max: 3000 }).map((n) => new Date(Date.UTC(2019, 0, 1) + n * 86_400_000));
    const state = fc.record({ newest: day, added: fc.integer({ min: 1, max: 5 }), seen: day });
    fc.assert(
      fc.property(fc.array(state, { minLength: 2, maxLength: 8 }), (states) => {
        // What is learnt only adds up: an article more, older or newer, and a record that is written later.
        let [published, updated, article_count] = ['', '', 0];
        let before = '';
        for (const { newest, added, seen } of states) {
          published = [published, newest.toISOString().slice(0, 10)].sort()[1] ?? '';
          updated = [updated, `${seen.toISOString().slice(0, 19)}Z`].sort()[1] ?? '';
          article_count += added;
          const found = stixIndicator(record({ published, updated, article_count, first_seen: updated }));
          expect(found?.created).toBe('2020-01-01T00:00:00.000Z');
          expect((found?.modified ?? '') >= before).toBe(true);
          before = found?.modified ?? '';
        }
      }),
    );
  });

  test('a removed one ends, later than it starts, and is not revoked for ever', () => {
    expect(stixIndicator(record())).not.toHaveProperty('valid_until');
    const removed = stixIndicator(record({ removed: true }));
    expect(removed).toMatchObject({ valid_until: '2026-05-04T08:30:00.000Z', id: stixIndicator(record())?.id });
    expect(removed).not.toHaveProperty('revoked');
    const atOnce = stixIndicator(record({ removed: true, published: null, updated: '2026-05-03T08:30:00Z' }));
    expect((atOnce?.valid_until ?? '') > (atOnce?.valid_from ?? '')).toBe(true);
  });

  test('a record whose times are lost still makes an object', () => {
    expect(stixIndicator(record({ first_seen: '', updated: 'x', published: null }))).toMatchObject({
      created: '2020-01-01T00:00:00.000Z',
      modified: '2020-01-01T00:00:02.000Z',
      valid_from: '2020-01-01T00:00:00.000Z',
    });
  });
});

test('the id follows from type and value alone', () => {
  const id = (overrides: Partial<IndicatorRecord>) => stixIndicator(record(overrides))?.id;
  expect(id({ severity: 'LOW', first_seen: '2020-01-01T00:00:00Z', indicator_id: 'y' })).toBe(id({}));
  const url = 'https://update.evil-host.top/';
  expect(id({ indicator_type: 'url', indicator_value: url })).not.toBe(id({}));
  expect(id({ indicator_value: 'other-host.top' })).not.toBe(id({}));
  expect(id({})).toMatch(/^indicator--[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('no text breaks out of a string of a pattern', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("'", '\\', ']', ' OR ', 'a', '"', 'ü') }), (value) => {
      const quoted = stixString(value);
      // A reader of the literal: a backslash makes the next character plain, a bare quote ends it.
      let read = '';
      let at = 1;
      for (; at < quoted.length && quoted[at] !== "'"; at += 1) {
        if (quoted[at] === '\\') at += 1;
        read += quoted[at];
      }
      expect([read, at]).toEqual([value, quoted.length - 1]);
    }),
  );
});

test.each([
  ['sha512', `${SHA256}${SHA256}`, `[file:hashes.'SHA-512' = '${SHA256}${SHA256}']`],
  ['imphash', MD5, `[file:extensions.'windows-pebinary-ext'.imphash = '${MD5}']`],
  ['certificate_serial', '0a1b2c3d4e', "[x509-certificate:serial_number = '0a1b2c3d4e']"],
  ['certificate_hash', SHA1, `[x509-certificate:hashes.'SHA-1' = '${SHA1}']`],
  ['certificate_hash', SHA256, `[x509-certificate:hashes.'SHA-256' = '${SHA256}']`],
])('an indicator of type %s', (indicator_type, indicator_value, pattern) => {
  expect(stixIndicator(record({ indicator_type, indicator_value }))).toMatchObject({ pattern });
});

test.each([
  ['ja3', MD5],
  ['jarm', SHA256.slice(2)],
  ['wallet', 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq'],
])('STIX has no object for %s', (indicator_type, indicator_value) => {
  expect(stixIndicator(record({ indicator_type, indicator_value }))).toBeNull();
});

test('an indicator ends on its last day, a removed one when it was removed', () => {
  expect(stixIndicator(record({ valid_until: '2026-07-30' }))).toMatchObject({
    valid_until: '2026-07-30T00:00:00.000Z',
  });
  expect(stixIndicator(record({ valid_until: '2026-07-30', removed: true }))).toMatchObject({
    valid_until: '2026-05-04T08:30:00.000Z',
  });
});
