import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson, printJson } from '../../../src/kql/run/json.ts';

describe('dynamic JSON', () => {
  it('is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false }), (text) => {
        const cell = parseJson(text);
        expect(cell).not.toBeUndefined();
        expect(JSON.parse(printJson(cell ?? null))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('is nothing else', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        expect(parseJson(text) !== undefined).toBe(valid);
      }),
    );
  });

  it('keeps what JavaScript would lose', () => {
    expect(printJson(parseJson('{"b":9007199254740993,"a":1.0,"2":[1e2,-0.5]}') ?? null)).toBe(
      '{"b":9007199254740993,"a":1.0,"2":[100.0,-0.5]}',
    );
    expect(parseJson('['.repeat(5000))).toBeUndefined();
  });
});
