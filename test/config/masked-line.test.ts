import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskedLine } from '../../src/config/masked-line.ts';

test.each([
  ['    token: hunter2', '    token: ·······'],
  ['\t- name: a: b', '→- name: ·: ·'],
  ['password hunter2', '········ ·······'],
  ['  - { kind: x, token: "hunter2 }', '  - { kind: ·, ·····: "······· }'],
  ['hunter2', '·······'],
])('%j shows its key and its marks', (line, shown) => {
  expect(maskedLine(line)).toBe(shown);
});

test('a line keeps its length, and no letter or digit behind its first key is shown', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (value) => {
      const line = `key: ${value}`;
      const shown = maskedLine(line);
      expect(shown).toHaveLength(line.length);
      expect(shown.slice(4)).not.toMatch(/[\p{L}\p{N}]/u);
    }),
  );
});
