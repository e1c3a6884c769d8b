import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashOf, sha256, sha256Of } from '../../src/core/hash.ts';

describe('hashes', () => {
  test('are of the UTF-8 form of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 64 }), (text, length) => {
        const whole = createHash('sha256').update(text, 'utf8').digest('hex');
        expect(sha256(text)).toBe(whole);
        expect(sha256(text, length)).toBe(whole.slice(0, length));
      }),
    );
  });

  test('half a surrogate pair is hashed as what stands for it', () => {
    expect(sha256('\ud800')).toBe(sha256('\ufffd'));
  });

  test('of pieces are those of the whole', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (pieces) => {
        expect(sha256Of(pieces)).toBe(sha256(pieces.join('')));
      }),
    );
  });

  test('of data do not depend on the order of its keys', () => {
    expect(hashOf({ a: [1, { c: null, b: 'x' }], d: true })).toBe(hashOf({ d: true, a: [1, { b: 'x', c: null }] }));
    expect(hashOf({ a: 1 })).not.toBe(hashOf({ a: '1' }));
    expect(hashOf([1, 2])).not.toBe(hashOf([2, 1]));
  });
});
