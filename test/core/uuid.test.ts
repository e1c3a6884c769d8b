import fc from 'fast-check';
import { v4, v5, validate } from 'uuid';
import { expect, test } from 'vitest';
import { isUuid, uuidV4, uuidV5 } from '../../src/core/uuid.ts';

test("the standard's own example", () => {
  // https://www.rfc-editor.org/rfc/rfc9562#appendix-A.4
  expect(uuidV5('www.example.com', '6ba7b810-9dad-11d1-80b4-00c04fd430c8')).toBe(
    '2ed6657d-e927-568b-95e1-2665a8aea6a2',
  );
});

test('ids are those of the package that made them before: a stored object keeps its id', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.uuid({ version: [4, 5] }), (name, namespace) => {
      expect(uuidV5(name, namespace)).toBe(v5(name, namespace));
      expect(isUuid(uuidV5(name, namespace))).toBe(true);
    }),
  );
});

test('random ids are those of the package for the same bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (random) => {
      expect(uuidV4(random)).toBe(v4({ random: Uint8Array.from(random) }));
    }),
  );
});

test('what is a UUID is so for both', () => {
  const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF-g'), minLength: 36, maxLength: 36 });
  const near = fc
    .tuple(fc.uuid(), fc.nat(35), fc.constantFrom(...'0189abcfF-x'))
    .map(([id, at, put]) => id.slice(0, at) + put + id.slice(at + 1));
  const fixed = fc.constantFrom('00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-FFFFFFFFFFFF', '');
  fc.assert(
    fc.property(fc.oneof(hex, near, fixed, fc.uuid()), (text) => {
      expect(isUuid(text)).toBe(validate(text));
    }),
  );
});
