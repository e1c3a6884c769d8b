import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stixIndicator, stixString } from '../../src/records/stix.ts';
import type { IndicatorRecord } from '../../src/records/types.ts';

const record = (overrides: Partial<IndicatorRecord> = {}): IndicatorRecord => ({
  indicator_id: 'x',
  indicator_type: 'domain',
  indicator_value: 'update.attacker.example',
  severity: 'HIGH',
  article_ids: ['a1', 'a2'],
  article_count: 2,
  published: '2026-05-01',
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
    id: 'indicator--09234c95-5ba0-5831-8b67-2a6a616cbe07',
    created: '2026-05-03T08:30:00.000Z',
    modified: '2026-05-04T08:30:00.000Z',
    name: 'update.attacker.example',
    description: 'HIGH: listed by 2 articles, the newest of 2026-05-01.',
    indicator_types: ['malicious-activity'],
    pattern: "[domain-name:value = 'update.attacker.example']",
    pattern_type: 'stix',
    pattern_version: '2.1',
    valid_from: '2026-05-01T00:00:00.000Z',
    labels: ['huntsync', 'severity:high'],
    external_references: [
      { source_name: 'huntsync article', external_id: 'a1' },
      { source_name: 'huntsync article', external_id: 'a2' },
    ],
  });
});

test.each([
  ['ipv4', '192.0.2.1', "[ipv4-addr:value = '192.0.2.1']"],
  ['ipv6', '2001:db8::1', "[ipv6-addr:value = '2001:db8::1']"],
  ['url', "https://a.example/it's\\x", "[url:value = 'https://a.example/it\\'s\\\\x']"],
  ['sha256', 'aa', "[file:hashes.'SHA-256' = 'aa']"],
  ['sha1', 'bb', "[file:hashes.'SHA-1' = 'bb']"],
  ['md5', 'cc', "[file:hashes.MD5 = 'cc']"],
  ['email', 'a@b.example', "[email-addr:value = 'a@b.example']"],
])('%s', (indicator_type, indicator_value, pattern) => {
  expect(stixIndicator(record({ indicator_type, indicator_value }))?.pattern).toBe(pattern);
});

test.each([
  ['a CVE, which is a vulnerability', { indicator_type: 'cve', indicator_value: 'CVE-2026-1' }],
  ['a type of its own', { indicator_type: 'mutex' }],
  ['nothing', { indicator_value: '' }],
  ['a value that was cut', { indicator_value: 'https://a.example/xxx…' }],
])('there is none for %s', (_, overrides) => {
  expect(stixIndicator(record(overrides))).toBeNull();
});

describe('times', () => {
  test('modified is not before created, and an undated indicator holds from when it was seen', () => {
    const found = stixIndicator(record({ published: null, updated: '2026-05-01T00:00:00Z' }));
    expect(found).toMatchObject({ modified: found?.created, valid_from: '2026-05-03T08:30:00.000Z' });
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
      created: '1970-01-01T00:00:00.000Z',
      modified: '1970-01-01T00:00:00.000Z',
    });
  });
});

test('the id follows from type and value alone', () => {
  const id = (overrides: Partial<IndicatorRecord>) => stixIndicator(record(overrides))?.id;
  expect(id({ severity: 'LOW', first_seen: '2020-01-01T00:00:00Z', indicator_id: 'y' })).toBe(id({}));
  expect(id({ indicator_type: 'url' })).not.toBe(id({}));
  expect(id({ indicator_value: 'other.example' })).not.toBe(id({}));
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
