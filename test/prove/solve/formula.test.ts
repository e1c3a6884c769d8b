import { describe, expect, it } from 'vitest';
import { ALWAYS, allOf, anyOf, branchesOf, type Formula, open } from '../../../src/prove/solve/formula.ts';

/** Branches by the names of their open atoms. */
function ways(formula: Formula, limit = 100) {
  const { branches, whole } = branchesOf(formula, limit);
  return {
    ways: branches.map((branch) => branch.map((atom) => (atom.kind === 'open' ? atom.what : atom.kind)).join('')),
    whole,
  };
}

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(open) as [Formula, Formula, Formula, Formula];

describe('the ways to make a formula hold', () => {
  it.each<[string, Formula, string[]]>([
    ['all', allOf(a, b), ['ab']],
    ['any', anyOf(a, b), ['a', 'b']],
    ['any of all', anyOf(allOf(a, b), c), ['ab', 'c']],
    ['all of any', allOf(anyOf(a, b), anyOf(c, d)), ['ac', 'ad', 'bc', 'bd']],
    ['nothing to do', allOf(), ['']],
    ['any, one of which is nothing to do', anyOf(a, ALWAYS), ['']],
    ['any of none', { kind: 'any', of: [] }, []],
  ])('%s', (_, formula, expected) => {
    expect(ways(formula)).toEqual({ ways: expected, whole: true });
  });

  it('are no more than asked for, and it says so', () => {
    const many = allOf(...Array.from({ length: 20 }, () => anyOf(a, b)));
    expect(ways(many, 10)).toMatchObject({ whole: false });
    expect(ways(many, 10).ways.length).toBe(10);
    expect(ways(anyOf(a, b, c), 2)).toEqual({ ways: ['a', 'b'], whole: false });
  });
});
