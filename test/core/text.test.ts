import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { oneLine, stripUnsafe, truncate, truncateWords } from '../../src/core/text.ts';

describe('text from strangers', () => {
  test.each([
    ['ANSI escape', 'a\u001b[31mred', 'a[31mred'],
    ['C1 control sequence introducer', 'a\u009b31mred', 'a31mred'],
    ['right-to-left override', 'invoice\u202efdp.exe', 'invoicefdp.exe'],
    ['zero-width joiner', 'pay\u200dload', 'payload'],
    ['carriage return that overwrites a line', 'good\rbad', 'goodbad'],
    ['tabs and newlines stay', 'a\tb\nc', 'a\tb\nc'],
  ])('%s', (_, given, expected) => {
    expect(stripUnsafe(given)).toBe(expected);
  });

  test('one line is one line', () => {
    expect(oneLine('  a\r\n b\u2028c\u0085 d\t')).toBe('a b c d');
  });

  test('whatever a text holds, it is what three passes over it would make', () => {
    const spaces = fc.constantFrom(...' \t\n\r\u00a0\u0085\u2028\u3000\ufeff\u200bab–');
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: spaces })), (text) => {
        const plain = stripUnsafe(text.replace(/[\u0085\u2028\u2029]/g, ' '));
        expect(oneLine(text)).toBe(plain.replace(/\s+/g, ' ').trim());
      }),
    );
  });

  test('truncating never passes the limit nor splits a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.integer({ min: 2, max: 20 }), (text, max) => {
        const cut = truncate(text, max);
        expect(cut.length).toBeLessThanOrEqual(max);
        expect(cut.isWellFormed()).toBe(text.isWellFormed());
        if (text.length <= max) expect(cut).toBe(text);
      }),
    );
  });
});

describe('a text cut between words', () => {
  test.each([
    ['The loader starts a task', 17, 'The loader…'],
    ['The loader, started', 12, 'The loader…'],
    ['The loader starts', 17, 'The loader starts'],
    ['a verylongwordthatgoeson', 12, 'a verylongw…'],
  ])('%j in %i', (text, max, cut) => {
    expect(truncateWords(text, max)).toBe(cut);
  });

  test('is never longer than asked', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 60 }), (text, max) => {
        expect(truncateWords(text, max).length).toBeLessThanOrEqual(Math.max(max, 1));
      }),
    );
  });
});
