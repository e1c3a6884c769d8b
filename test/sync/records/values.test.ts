import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashOf } from '../../../src/core/hash.ts';
import { linkable } from '../../../src/core/text.ts';
import { MAX_ITEMS, MAX_TEXT, RECORD_TYPES, RECORDS } from '../../../src/sync/records/schema.ts';
import { contentHash, storable, written } from '../../../src/sync/records/values.ts';
import { anyValues } from '../../support/record-rows.ts';

const NOW = new Date('2026-05-01T08:30:00.123Z');

describe.each(RECORD_TYPES)('values of %s', (type) => {
  const { fields } = RECORDS[type];

  test('what is stored is safe, within its limits, and stored again is the same', () => {
    fc.assert(
      fc.property(anyValues(type), (values) => {
        const once = storable(type, values);
        expect(storable(type, once)).toEqual(once);
        expect(contentHash(type, once)).toBe(contentHash(type, values));
        for (const { name, max = MAX_TEXT, maxItems = MAX_ITEMS } of fields.filter(({ managed }) => !managed)) {
          const value = once[name];
          const texts = Array.isArray(value) ? value : typeof value === 'string' ? [value] : [];
          if (Array.isArray(value)) expect(value.length).toBeLessThanOrEqual(maxItems);
          for (const text of texts) {
            expect(text.length).toBeLessThanOrEqual(max);
            expect(text.isWellFormed()).toBe(true);
            expect(text).not.toMatch(/[\u0000\u001b\u202e]/);
          }
        }
      }),
    );
  });

  test('the hash is that of JSON with sorted keys', () => {
    fc.assert(
      fc.property(anyValues(type), (values) => {
        expect(contentHash(type, values)).toBe(hashOf([type, storable(type, values)], 16));
      }),
    );
  });

  test('the order of the keys and what is no field make no difference to the hash; every own field does', () => {
    const example = Object.fromEntries(fields.map(({ name, example }) => [name, example]));
    const backwards = Object.fromEntries(Object.entries(example).reverse());
    expect(contentHash(type, { ...backwards, stray: 'x' })).toBe(contentHash(type, example));
    expect(contentHash(type, example)).toMatch(/^[0-9a-f]{16}$/);
    for (const { name, type: kind, managed } of fields) {
      const other = { string: 'other', int: 77, boolean: true, date: '1999-01-01', datetime: 'x', strings: ['other'] };
      const changed = contentHash(type, { ...example, [name]: other[kind] });
      expect(changed === contentHash(type, example), name).toBe(managed === true);
    }
  });

  test('a record keeps the time when it was first written', () => {
    const example = Object.fromEntries(fields.map(({ name, example }) => [name, example]));
    const first = written(type, example, undefined, NOW);
    expect(first).toMatchObject({
      first_seen: '2026-05-01T08:30:00Z',
      updated: '2026-05-01T08:30:00Z',
      removed: false,
    });
    const second = written(type, example, first, new Date('2026-06-01T00:00:00Z'));
    expect(second).toMatchObject({ first_seen: '2026-05-01T08:30:00Z', updated: '2026-06-01T00:00:00Z' });
    const behind = written(type, example, second, NOW);
    expect(behind).toMatchObject({ first_seen: '2026-05-01T08:30:00Z', updated: '2026-06-01T00:00:01Z' });
    // Anybody's edit, in whatever year, stops no later version.
    for (const updated of ['9999-12-31T23:59:59Z', '+275760-09-13T00:00:00.000Z', 'yesterday', '']) {
      expect(written(type, example, { ...first, updated }, NOW).updated).toBe('2026-05-01T08:30:00Z');
    }
    expect(Object.keys(second).sort()).toEqual(fields.map(({ name }) => name).sort());
  });
});

test.each([
  ['2026-02-30', null],
  ['2026-02-28', '2026-02-28'],
  ['yesterday', null],
  ['0000-00-00', null],
  ['2026-05', null],
  ['2026', null],
  ['2026-05-01T00:00:00Z', null],
])('a day that does not exist is none: %s', (day, stored) => {
  expect(storable('articles', { published: day })['published']).toBe(stored);
});

test.each([
  ['https://intel.example/a?b=c', 'https://intel.example/a?b=c'],
  ['javascript:alert(1)', ''],
  [`https://intel.example/${'a'.repeat(2000)}`, ''],
  ['https://intel.example/"onclick="x', ''],
  ['', ''],
])('an address is whole and may be linked to, or left out: %s', (url, stored) => {
  expect(linkable(url)).toBe(stored);
});
