import { describe, expect, test } from 'vitest';
import { besideIn, isPreferred, preferenceProblem } from '../../src/config/preference.ts';

const SIEMS = [
  { kind: 'spl', language: 'a' },
  { kind: 'sen', language: 'b' },
  { kind: 'def', language: 'b' },
];
const named = (name: string, kind: string, declaredIn?: string) => ({
  name,
  kind,
  ...(declaredIn === undefined ? {} : { declaredIn }),
});

test('platforms are beside each other where one file names both', () => {
  const all = [named('a', 'spl'), named('b', 'spl', '/t/b.yaml'), named('c', 'spl', '/t/b.yaml')];
  expect(all.map((one) => besideIn(all, one).map(({ name }) => name))).toEqual([['a'], ['b', 'c'], ['b', 'c']]);
});

test('a kind goes before a name, among the platforms of one file', () => {
  const all = [named('def', 'sen'), named('x', 'def')];
  expect(all.map((one) => isPreferred(one, 'def', all))).toEqual([false, true]);
  expect(isPreferred(named('def', 'sen'), 'def', all.slice(0, 1))).toBe(true);
  expect(all.map((one) => isPreferred(one, 'both', [...all, named('both', 'sen')]))).toEqual([false, false]);
});

describe('a preference that cannot work is a problem of the configuration', () => {
  test.each([
    ['both', []],
    ['nobody', []],
    ['def', [named('d', 'def')]],
    ['d', [named('d', 'def'), named('s', 'sen')]],
    ['d', [named('d', 'def', '/t/a.yaml'), named('s', 'sen', '/t/a.yaml')]],
  ])('%s may', (prefer, platforms) => {
    expect(preferenceProblem(prefer, platforms, SIEMS)).toBeNull();
  });

  test.each([
    ['nobody', [named('s', 'sen')], /must be both, or the name or kind of a platform: s, sen/],
    // Splunks of several customers, in files of their own or in one.
    ['s1', [named('s1', 'spl', '/t/a.yaml'), named('s2', 'spl', '/t/b.yaml')], /no platform can leave hunts to s1/],
    ['s1', [named('s1', 'spl'), named('s2', 'spl')], /two of one kind hold different data/],
    ['d', [named('d', 'def', '/t/a.yaml'), named('s', 'sen')], /named in the same file/],
    ['d', [named('d', 'def'), named('s', 'spl')], /speaks the same language/],
  ])('%s may not', (prefer, platforms, why) => {
    expect(preferenceProblem(prefer, platforms, SIEMS)).toMatch(why);
  });
});
