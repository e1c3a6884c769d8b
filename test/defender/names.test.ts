import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainLine } from '../../src/defender/names.ts';

test.each([
  ['a {{DeviceName}} b', 'a { {DeviceName} } b'],
  ['{\u200b{DeviceName}\u200b}', '{ {DeviceName} }'],
  ['{\u200b{\u202e{X}}}', '{ { {X} } }'],
])('%j names no column', (text, shown) => {
  expect(plainLine(text, 100)).toBe(shown);
});

test('no text names a column, whatever stands between the braces', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[{}<>a\u200b\u202e\ud800\n]{0,30}$/u),
      fc.integer({ min: 2, max: 40 }),
      (text, max) => {
        expect(plainLine(text, max)).not.toMatch(/\{\{|\}\}|[<>]/);
      },
    ),
  );
});
