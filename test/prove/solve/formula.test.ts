import { describe, expect, it } from 'vitest';
import { ALWAYS, all, any, branchesOf, type Formula, open } from '../../../src/prove/solve/formula.ts';

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
    ['all', all(a, b), ['ab']],
    ['any', any(a, b), ['a', 'b']],
    ['any of all', any(all(a, b), c), ['ab', 'c']],
    ['all of any', all(any(a, b), any(c, d)), ['ac', 'ad', 'bc', 'bd']],
    ['nothing to do', all(), ['']],
    ['any, one of which is nothing to do', any(a, ALWAYS), ['']],
    ['any of none', { kind: 'any', of: [] }, []],
  ])('%s', (_, formula, expected) => {
    expect(ways(formula)).toEqual({ ways: expected, whole: true });
  });

  it('are no more than asked for, and it says so', () => {
    const many = all(...Array.from({ length: 20 }, () => any(a, b)));
    expect(ways(many, 10)).toMatchObject({ whole: false });
    expect(ways(many, 10).ways.length).toBe(10);
    expect(ways(any(a, b, c), 2)).toEqual({ ways: ['a', 'b'], whole: false });
  });
});
