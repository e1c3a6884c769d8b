import { expect, test } from 'vitest';
import { wholeNumber } from '../../src/commands/whole-number.ts';

test('a whole number is read', () => {
  expect(wholeNumber('20', '--limit', 5)).toBe(20);
});

test.each(['x', '', '0', '-1', '1.5', '1e3', '9'.repeat(20)])('%j is none, and refused as bad usage', (text) => {
  expect(() => wholeNumber(text, '--limit', 5)).toThrow(`--limit ${text} is not a whole number.`);
});
