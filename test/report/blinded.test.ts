import { expect, test } from 'vitest';
import { blindedText } from '../../src/report/blinded.ts';

test.each([
  [1, 0, '1 hunt sees nothing'],
  [2, 1, '2 hunts see nothing, 1 more sees less'],
  [0, 3, '3 hunts see less'],
])('%i blind and %i partly: %s', (blind, partly, text) => {
  expect(blindedText(blind, partly)).toBe(text);
});
