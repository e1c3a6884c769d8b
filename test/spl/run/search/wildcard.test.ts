import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameMatcher, wildcardTest } from '../../../../src/spl/run/search/wildcard.ts';

test('agrees with a regular expression', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*') });
  const text = fc.string({ unit: fc.constantFrom('a', 'b') });
  fc.assert(
    fc.property(letters, text, (pattern, lower) => {
      const regex = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
      expect(wildcardTest(pattern)(lower)).toBe(regex.test(lower));
    }),
  );
});

test('takes signs of regular expressions for themselves', () => {
  expect(wildcardTest('a.c*(x)')('a.c and (x)')).toBe(true);
  expect(wildcardTest('a.c')('abc')).toBe(false);
});

test('tells what stars in names stand for', () => {
  expect(nameMatcher('Processes.*')('Processes.user')).toEqual(['user']);
  expect(nameMatcher('*_*')('src_ip')).toEqual(['src', 'ip']);
  expect(nameMatcher('user')('user')).toEqual([]);
  expect(nameMatcher('User')('user')).toBeNull();
});

test('stars in names stand for what the groups of a regular expression hold', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
  const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 });
  fc.assert(
    fc.property(letters, text, (pattern, name) => {
      const regex = new RegExp(`^${pattern.replaceAll('*', '(.*)')}$`);
      expect(nameMatcher(pattern)(name)).toEqual(regex.exec(name)?.slice(1) ?? null);
    }),
  );
});

test('many stars are as quick as one', () => {
  expect(nameMatcher(`${'*a'.repeat(60)}*b`)('a'.repeat(5000))).toBeNull();
});
