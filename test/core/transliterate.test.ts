import transliterate from '@sindresorhus/transliterate';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { transliterated } from '../../src/core/transliterate.ts';

test.each([
  ['Loader – stage two', 'Loader - stage two'],
  ['“Größe” of Ünïcode', '“Groesse” of Uenicode'],
  ['日本', '日本'],
])('%s is spelt %s', (text, spelt) => {
  expect(transliterated(text)).toBe(spelt);
});

test('what is spelt without the library is spelt as the library does', () => {
  const mark = fc.constantFrom(...'–—‘’“”…→');
  const unit = fc.oneof(fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 1 }), mark);
  fc.assert(
    fc.property(fc.string({ unit }), (text) => {
      expect(transliterated(text)).toBe(transliterate(text));
    }),
  );
});
