import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonText } from '../../src/core/json.ts';

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
