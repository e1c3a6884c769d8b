import fc from 'fast-check';
import { v4, v5, validate } from 'uuid';
import { describe, expect, test } from 'vitest';
import { isUuid, uuidV4, uuidV5 } from '../../src/core/uuid.ts';

const DNS = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

describe('UUIDs', () => {
  test('version 5 is that of the standard', () => {
    // https://www.rfc-editor.org/rfc/rfc9562#appendix-A.4
    expect(uuidV5('www.example.com', DNS)).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  test('are those of the package that made them before', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.uuid(), (name, namespace) => {
        expect(uuidV5(name, namespace)).toBe(v5(name, namespace));
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (random) => {
        expect(uuidV4(random)).toBe(v4({ random: Uint8Array.from(random) }));
      }),
    );
  });

  test('are told from other texts as the package tells them', () => {
    const near = fc
      .tuple(fc.uuid(), fc.nat(35), fc.constantFrom(...'09afgAF- '))
      .map(([uuid, at, other]) => uuid.slice(0, at) + other + uuid.slice(at + 1));
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.uuid(), near), (text) => {
        expect(isUuid(text)).toBe(validate(text));
      }),
    );
    for (const text of [
      '00000000-0000-0000-0000-000000000000',
      'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
      `${DNS}\n`,
      DNS.toUpperCase(),
    ]) {
      expect(isUuid(text)).toBe(validate(text));
    }
  });
});
