import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeWritten, digestFields, digestOf, encodeWritten, formsOf, ownForm } from '../../src/sync/marker.ts';

test('digests are short, and tell values apart', () => {
  expect(digestOf('a')).toMatch(/^[0-9a-f]{8}$/);
  expect(digestOf('a')).not.toBe(digestOf('b'));
  expect(digestFields({ b: 'x', a: '' })).toEqual({ b: digestOf('x'), a: digestOf('') });
});

test('what was written is one text, sorted by field', () => {
  expect(encodeWritten({ search: '5e6f7081', description: '1a2b3c4d' })).toBe('description=1a2b3c4d search=5e6f7081');
  expect(encodeWritten({})).toBe('');
});

test('any is read as it was written', () => {
  const name = fc.stringMatching(/^[a-zA-Z_.]{1,20}$/).filter((text) => text !== '__proto__');
  fc.assert(
    fc.property(fc.dictionary(name, fc.string()), (fields) => {
      const written = digestFields(fields);
      expect(decodeWritten(encodeWritten(written))).toEqual(written);
    }),
  );
});

test('a part that cannot be read is left out, and the others are read', () => {
  expect(decodeWritten('a=1a2b3c4d b=short c d=1A2B3C4D =1a2b3c4d e=5e6f7081x f=5e6f7081')).toEqual({
    a: '1a2b3c4d',
    f: '5e6f7081',
  });
  expect(decodeWritten('')).toEqual({});
});

test('a field that the platform keeps in a form of its own is read back with both digests', () => {
  const written = { a: digestOf('1'), b: ownForm(digestOf('kept'), digestOf('asked')) };
  expect(decodeWritten(encodeWritten(written))).toEqual(written);
  expect(formsOf(written.b)).toEqual({ stored: digestOf('kept'), asked: digestOf('asked') });
  expect(formsOf(written.a)).toEqual({ stored: digestOf('1'), asked: digestOf('1') });
});
