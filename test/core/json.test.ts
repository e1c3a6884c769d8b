import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonPieces, jsonText } from '../../src/core/json.ts';

describe('JSON for a terminal', () => {
  test.each([
    ['an escape sequence', '\u001b[31m', '"\\u001b[31m"'],
    ['a C1 control', '\u009b2J', '"\\u009b2J"'],
    ['an override of direction', 'a\u202egnp', '"a\\u202egnp"'],
    ['an isolate and a joiner', '\u2066\u200d', '"\\u2066\\u200d"'],
    ['a character of format beyond the first plane', '\u{e0041}', '"\\udb40\\udc41"'],
    ['a line separator', '\u2028', '"\\u2028"'],
    ['ordinary letters of any script', 'é 日本 “x”', '"é 日本 “x”"'],
  ])('%s', (_, value, text) => {
    expect(jsonText(value)).toBe(text);
  });

  test('is the same value, and nothing in it acts on a terminal', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.constantFrom(undefined, 2), (value, indent) => {
        const text = jsonText(value, indent);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }),
    );
  });
});

describe('JSON in pieces', () => {
  test('is the same text', () => {
    fc.assert(
      fc.property(
        fc.anything({ withDate: true, values: [fc.string({ unit: 'binary' }), fc.constant(undefined)] }),
        (value) => {
          fc.pre(JSON.stringify(value) !== undefined);
          expect([...jsonPieces(value)].join('')).toBe(jsonText(value));
        },
      ),
    );
  });

  test('no piece has more than a few of many values', () => {
    const changes = Array.from({ length: 2_000 }, (_, n) => ({ key: `k${n}`, fields: [{ after: 'x'.repeat(500) }] }));
    const pieces = [...jsonPieces({ platforms: [{ changes }] })];
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(70_000);
    expect(pieces.join('')).toBe(JSON.stringify({ platforms: [{ changes }] }));
  });
});
