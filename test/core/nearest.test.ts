import fc from 'fast-check';
import { expect, test } from 'vitest';
import { didYouMean, nearest } from '../../src/core/nearest.ts';

const KNOWN = ['sources', 'platforms', 'environment', 'policy', 'onDrift'];

test.each([
  ['polcy', 'policy'],
  ['platfroms', 'platforms'],
  ['Policy', 'policy'],
  ['ondrift', 'onDrift'],
  ['source', 'sources'],
])('%s was meant to be %s', (word, meant) => {
  expect(nearest(word, KNOWN)).toBe(meant);
});

test.each(['x', 'sinks', 'retention', ''])('%j is like none', (word) => {
  expect(nearest(word, KNOWN)).toBeUndefined();
  expect(didYouMean(word, KNOWN)).toBe('');
});

test('it is asked as a question', () => {
  expect(didYouMean('polcy', KNOWN)).toBe(' (did you mean "policy"?)');
});

test('a known word is nearest to itself', () => {
  fc.assert(fc.property(fc.constantFrom(...KNOWN), (word) => nearest(word, KNOWN) === word));
});
