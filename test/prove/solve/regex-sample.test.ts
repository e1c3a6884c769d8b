import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { samplesOf } from '../../../src/prove/solve/regex-sample.ts';

function isFound(pattern: string): boolean {
  return samplesOf(pattern).some((sample) => RE2JS.compile(pattern).matcher(sample).find());
}

describe('a text that a pattern finds', () => {
  it.each([
    'abc',
    'a|b',
    '(?i)https?://|@ssl\\\\|\\b(iwr|irm)\\b',
    '\\s[-/]e\\w*\\s+[A-Za-z0-9+/=]{60,}',
    '^[A-Z]{2}\\d{3}$',
    '[^a-z]+x',
    '\\.(exe|dll)(\\.mui)?$',
    '(?:a{2,3}b){2}',
    '\\x41[\\w.-]+@[\\w.-]+',
    '^/proc/(\\d+)/(mem|maps)$',
    '[[:alnum:]]{4}',
    '(?P<name>v\\d)\\W',
  ])('%s', (pattern) => {
    expect(isFound(pattern)).toBe(true);
  });

  it.each(['(a', '[a', '(a)\\1', '((a{2000}){2000}){2000}'])('is none of %s', (pattern) => {
    expect(samplesOf(pattern)).toEqual([]);
  });

  it('is found by any pattern of parts that are understood', () => {
    const atom = fc.constantFrom('a', 'B', '7', '\\d', '\\w', '\\s', '.', '[a-f]', '[^x]', '(ab|c)', '\\.', '-');
    const repeated = fc
      .tuple(atom, fc.constantFrom('', '?', '*', '+', '{2}', '{1,3}'))
      .map(([one, times]) => one + times);
    fc.assert(
      fc.property(fc.array(repeated, { minLength: 1, maxLength: 8 }), (parts) => {
        expect(isFound(parts.join(''))).toBe(true);
      }),
    );
  });

  it('never fails on a text that is no pattern', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'a\\()[]{}|?*+^$.-:<=!12,P') }),
        (text) => samplesOf(text).length >= 0,
      ),
    );
  });
});
