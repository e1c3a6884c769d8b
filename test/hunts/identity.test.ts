import fc from 'fast-check';
import { expect, test } from 'vitest';
import { huntTitle, namedUseCase, titleSlug, uniqueSlugs } from '../../src/hunts/identity.ts';

test.each(['UC_LSASS', 'UC_PHISH_LINK', 'UC_OURS_2'])('%s names a use case', (id) => {
  expect(namedUseCase(id)).toBe(id);
});

test.each([null, '', '_uc', 'UC_10_7', 'UC_0_6', 'uc_lsass', 'UC_', 'UC_LSASS; drop', 'UC_lower'])(
  '%s names nothing',
  (id) => {
    expect(namedUseCase(id)).toBeNull();
  },
);

test('a name that no platform could keep whole as a key is none', () => {
  expect(namedUseCase(`UC_${'A'.repeat(100)}`)).not.toBeNull();
  expect(namedUseCase(`UC_${'A'.repeat(101)}`)).toBeNull();
});

test('a slug has words, not marks, paths or code', () => {
  expect(titleSlug('[LLM] PowerShell in /tmp/../x: `$(id)`')).toBe('powershell-in-tmp-x-id');
  expect(titleSlug('Café — naïve')).toBe('cafe-naive');
});

test('the mark that later briefings dropped changes no key', () => {
  expect(titleSlug('[LLM] Odd child')).toBe(titleSlug('Odd child'));
  expect(huntTitle('[LLM] Odd child')).toBe('Odd child');
});

test('a title that cannot be spelt in ASCII gets a slug of its own', () => {
  expect(titleSlug('検知')).toMatch(/^[0-9a-f]{12}$/);
  expect(titleSlug('検知')).not.toBe(titleSlug('狩り'));
});

test('slugs are safe and short for any title', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (title) => {
      expect(titleSlug(title)).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/);
    }),
  );
});

test('counters keep clear of other titles', () => {
  expect(uniqueSlugs(['Beacon', 'Beacon', 'Beacon 2', 'beacon'])).toEqual([
    'beacon',
    'beacon-3',
    'beacon-2',
    'beacon-4',
  ]);
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'a 2', 'a-2', 'a 2 2', 'A 3', '検')), (titles) => {
      expect(new Set(uniqueSlugs(titles)).size).toBe(titles.length);
    }),
  );
});
