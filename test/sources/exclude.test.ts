import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createExclusion } from '../../src/sources/exclude.ts';

test.each([
  ['README.md', 'README.md', true],
  ['README.md', 'a/b/README.md', true],
  ['README.md', 'a/README.md.md', false],
  ['README.md', 'aREADME.md', false],
  ['*.txt', 'notes/x.txt', true],
  ['*.txt', 'x.md', false],
  ['drafts', 'drafts', true],
  ['drafts/', 'a/drafts', true],
  ['drafts/**', 'drafts', true],
  ['./drafts/*.md', 'drafts/x.md', true],
  ['drafts/*.md', 'drafts/a/x.md', false],
  ['drafts/*.md', 'a/drafts/x.md', false],
  ['a/**/x.md', 'a/x.md', true],
  ['a/**/x.md', 'a/b/c/x.md', true],
  ['2026-?/**', '2026-1', true],
  ['2026-?/**', '2026-11', false],
  ['we[ir]d (a+b).md', 'we[ir]d (a+b).md', true],
])('%s of %s: %s', (glob, path, expected) => {
  expect(createExclusion(['other', glob])(path)).toBe(expected);
});

test('a name stands for itself, whatever is in it, and no glob throws', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (name) => {
      const plain = name.replace(/[*?/]/g, 'x').replace(/^\.$/, 'x');
      return createExclusion([plain])(plain) && typeof createExclusion([name])(plain) === 'boolean';
    }),
  );
});
