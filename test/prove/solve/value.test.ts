import { describe, expect, it } from 'vitest';
import { accepts, type Sought, type Test, test } from '../../../src/prove/solve/test.ts';
import { another, solve } from '../../../src/prove/solve/value.ts';

const not = { negated: true };

describe('a value that passes', () => {
  it.each<[string, Test[], Sought[]]>([
    ['what is usual', [test('is', ['x'], not)], ['bob']],
    ['an equal one that the rest takes too', [test('is', ['a.exe', 'b.exe']), test('contains', ['b'])], []],
    [
      'all that must stand in a text',
      [test('starts', ['C:\\']), test('term', ['temp']), test('contains', ['x']), test('ends', ['.exe'])],
      [],
    ],
    ['words that must not touch', [test('term', ['delete']), test('term', ['shadows']), test('term', ['quiet'])], []],
    ['a pattern, and a word beside it', [test('regex', ['-e\\w*\\s+[A-Za-z0-9]{20,}']), test('term', ['hidden'])], []],
    ['two patterns', [test('glob', ['*copy *:*']), test('glob', ['*--transfers*'])], []],
    ['between two numbers', [test('above', [5]), test('atMost', [6])], []],
    ['between two times', [test('atLeast', [new Date(1_000_000)]), test('below', [new Date(2_000_000)])], []],
    ['nothing', [test('empty', [])], ['bob']],
    ['something', [test('empty', [], not)], []],
    [
      'another than the usual',
      [test('contains', ['o'], { ...not, ignoreCase: true }), test('is', ['x1'], not)],
      ['bob'],
    ],
    ['in upper case', [test('is', ['abc'], { fold: 'upper', ignoreCase: true })], []],
  ])('%s', (_, tests, usual) => {
    const { value } = solve(tests, usual);
    expect(value).not.toBeNull();
    for (const one of tests) expect(accepts(one, value as Sought)).not.toBe(false);
  });

  it.each<[string, Test[], boolean]>([
    ['two values at once', [test('is', ['a']), test('is', ['b'])], true],
    ['a value that it must not be', [test('is', ['a']), test('is', ['A'], { ...not, ignoreCase: true })], true],
    ['a value without what it must hold', [test('is', ['a.exe']), test('contains', ['b'])], true],
    ['numbers that do not meet', [test('above', [5]), test('below', [4])], true],
    ['capitals of what is in lower case', [test('is', ['ABC'], { fold: 'lower' })], true],
    ['a pattern that it should not fit, perhaps', [test('is', ['a']), test('regex', ['b'])], false],
    ['times, which are others tomorrow', [test('above', [new Date(5)]), test('below', [new Date(4)])], false],
    ['texts that exclude each other', [test('starts', ['a']), test('starts', ['b'])], false],
  ])('is none of %s; certain: %3$s', (_, tests, certain) => {
    expect(solve(tests, ['bob'])).toEqual({ value: null, certain });
  });

  it.each<[string, Test[], Sought]>([
    ['of a list', [test('is', ['a', 'b', 'c'])], 'a'],
    ['with the same end', [test('ends', ['.exe'])], 'a.exe'],
    ['of addresses', [test('regex', ['^\\d+\\.\\d+\\.\\d+\\.\\d+$'])], '203.0.113.9'],
    ['of numbers', [test('above', [3])], 7],
  ])('has others: %s', (_, tests, value) => {
    const values = [value, another(tests, value, 1), another(tests, value, 2)];
    expect(new Set(values).size).toBe(3);
    for (const each of values) for (const one of tests) expect(accepts(one, each as Sought)).toBe(true);
  });

  it('has no other where the list has none', () => {
    expect(another([test('is', ['a'])], 'a', 1)).toBeNull();
  });
});
