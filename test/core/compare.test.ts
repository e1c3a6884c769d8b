import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareText } from '../../src/core/compare.ts';

test('orders as sort does without a comparison, whatever the language of the machine', () => {
  expect(['b', 'B', 'ä', 'a', 'Z', '10', '9'].sort(compareText)).toEqual(['10', '9', 'B', 'Z', 'a', 'b', 'ä']);
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (texts) => {
      expect([...texts].sort(compareText)).toEqual([...texts].sort());
    }),
  );
});
