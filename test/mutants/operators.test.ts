import { describe, expect, test } from 'vitest';
import type { Mutant } from './mutant.ts';
import { faultsOf } from './operators.ts';
import { draw } from './sample.ts';

/** The texts with each fault in them. */
function mutated(code: string): string[] {
  return faultsOf(code).map(({ start, end, to }) => code.slice(0, start) + to + code.slice(end));
}

describe('faults', () => {
  test('of a condition: the other way round, never, always', () => {
    expect(mutated('if (a) b();')).toEqual(['if (!(a)) b();', 'if (false) b();', 'if (true) b();', 'if (a) ;']);
    // A loop that always goes on says nothing of the tests.
    expect(mutated('while (a) {}')).toEqual(['while (!(a)) {}', 'while (false) {}']);
    expect(mutated('x = a ? b : c')).toEqual([';', 'x = !(a) ? b : c', 'x = false ? b : c', 'x = true ? b : c']);
  });

  test.each([
    ['f(a < b)', '(a <= b)'],
    ['f(a >= b)', '(a > b)'],
    ['f(a === b)', '(a !== b)'],
    ['f(a && b)', '(a || b)'],
    ['f(a ?? b)', '(a && b)'],
    ['f(a + b)', '(a - b)'],
    ['f(!a)', 'f(a)'],
    ['f(a.some(b))', 'a.every(b)'],
    ['f(a.filter(b))', 'f(a)'],
    ['f([a])', 'f([])'],
    ['f(true)', 'f(false)'],
    ['f(4)', 'f(5)'],
    ["f('a')", 'f("")'],
    ["f('')", 'f("mutant")'],
    ['f(`a b`)', 'f(``)'],
    ['a += b', 'a -= b'],
    ['a++', 'a--'],
  ])('%s -> %s', (code, part) => {
    expect(mutated(code).some((text) => text.includes(part))).toBe(true);
  });

  test('none of what only names something, or loads it', () => {
    expect(mutated("import a from 'a';\nexport * from 'b';")).toEqual([]);
    expect(mutated("({ 'a': b })")).not.toContain('({ "": b })');
    expect(mutated('f(void 0)').some((text) => text.includes('void 1'))).toBe(false);
  });
});

describe('the draw', () => {
  const all = Array.from({ length: 300 }, (_, start): Mutant => {
    const operator = start % 2 === 0 ? 'string' : 'condition';
    return {
      file: `src/a/${start % 7}.ts`,
      operator,
      line: 1,
      context: String(start),
      from: 'x',
      to: 'y',
      start,
      end: start + 1,
    };
  });

  test('is the same for one seed, and another for another', () => {
    expect(draw(all, 40, 'a')).toEqual(draw(all, 40, 'a'));
    expect(draw([...all].reverse(), 40, 'a')).toEqual(draw(all, 40, 'a'));
    expect(draw(all, 40, 'b')).not.toEqual(draw(all, 40, 'a'));
  });

  test('has its size, few strings, and nothing twice', () => {
    const drawn = draw(all, 40, 'a');
    expect(drawn).toHaveLength(40);
    expect(drawn.filter(({ operator }) => operator === 'string').length).toBe(6);
    expect(new Set(drawn.map(({ start }) => start)).size).toBe(40);
  });
});
