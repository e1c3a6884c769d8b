import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accepts, fitsGlob, type Sought, type Test, test, type What } from '../../../src/prove/solve/test.ts';

type Case = readonly [
  what: What,
  values: readonly Sought[],
  value: Sought,
  expected: boolean | undefined,
  options?: Partial<Test>,
];

const CASES: readonly Case[] = [
  ['is', ['a', 'b'], 'b', true],
  ['is', ['a'], 'A', false],
  ['is', ['a'], 'A', true, { ignoreCase: true }],
  ['is', ['a'], 'a', false, { negated: true }],
  ['is', [4625], '4625', true],
  ['is', [true], 1, true],
  ['is', ['abc'], 'ABC', true, { fold: 'lower' }],
  ['is', ['ABC'], 'ABC', false, { fold: 'lower' }],
  ['contains', ['bc'], 'abcd', true],
  ['starts', ['ab'], 'abcd', true],
  ['ends', ['cd'], 'abcd', true],
  ['term', ['shell'], 'power shell', true],
  ['term', ['shell'], 'powershell', false],
  ['term', ['shell.exe'], 'c:\\shell.exe -a', true],
  ['termStart', ['power'], 'powershell', true],
  ['termEnd', ['shell'], 'powershell', true],
  ['termStart', ['shell'], 'powershell', false],
  ['regex', ['^a\\d'], 'a1', true],
  ['regex', ['(?i)^A\\d'], 'a1', true],
  ['regex', ['(?<=a)b'], 'ab', undefined],
  ['glob', ['*a*b'], 'xaxb', true],
  ['above', [5], 6, true],
  ['above', [5], '5', false],
  ['atLeast', [5], '5', true],
  ['below', [new Date(1000)], new Date(999), true],
  ['empty', [], '', true],
  ['empty', [], 'a', true, { negated: true }],
];

describe('a test of a value', () => {
  it.each(CASES.map((one) => [one] as const))('%j', ([what, values, value, expected, options = {}]) => {
    expect(accepts(test(what, values, options), value)).toBe(expected);
  });

  it('takes the opposite of its opposite', () => {
    for (const [what, values, value, expected, options = {}] of CASES) {
      const negated = test(what, values, { ...options, negated: !options.negated });
      expect(accepts(negated, value)).toBe(expected === undefined ? undefined : !expected);
    }
  });

  it('of a glob is as the regular expression has it', () => {
    const unit = fc.constantFrom('a', 'b', '*');
    fc.assert(
      fc.property(
        fc.string({ unit, maxLength: 6 }),
        fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 }),
        (glob, text) => {
          expect(fitsGlob(text, glob)).toBe(new RegExp(`^${glob.replaceAll('*', '.*')}$`).test(text));
        },
      ),
    );
  });
});
