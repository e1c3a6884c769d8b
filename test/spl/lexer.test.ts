import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSignificant, lex, unquote } from '../../src/spl/lexer.ts';
import { long } from '../support/long.ts';

const kinds = (source: string) =>
  lex(source)
    .filter(isSignificant)
    .map(({ kind, text }) => `${kind} ${text}`);

/** Strings made of what matters to SPL, so that quotes, comments and macros meet in all ways. */
const splLike = fc
  .array(
    fc.constantFrom(
      '"',
      '\\',
      '`',
      '```',
      "'",
      '|',
      '[',
      ']',
      '(',
      ')',
      ',',
      '=',
      '!=',
      '<',
      '\n',
      '\r\n',
      ' ',
      '\u00a0',
      '—',
      '“',
      '\0',
      '$x$',
      'a',
      'tstats',
      '//',
      '\ud800',
      '😀',
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

describe('lex', () => {
  test.each([
    ['a string keeps its escaped quotes', 'x="a \\" | b"', ['word x', 'operator =', 'string "a \\" | b"']],
    ['an escaped backslash does not escape the quote', '"a\\\\" | b', ['string "a\\\\"', 'pipe |', 'word b']],
    ['a pipe, bracket or backtick inside a string is text', '"a|[`b`]"', ['string "a|[`b`]"']],
    ['single quotes name a field', "'a b.c{}' = 1", ["field 'a b.c{}'", 'operator =', 'word 1']],
    ['an apostrophe in a word is part of it', "don't stop", ["word don't", 'word stop']],
    ['macros with and without arguments', '`m` `m(a,"b|c")`', ['macro `m`', 'macro `m(a,"b|c")`']],
    ['comments on one line or several', '```a | b``` x ```c\nd``` y', ['word x', 'word y']],
    [
      'brackets, parentheses and commas',
      '[f(a,b)]',
      ['open [', 'word f', 'lparen (', 'word a', 'comma ,', 'word b', 'rparen )', 'close ]'],
    ],
    [
      'operators',
      'a!=b c<=d e==f >g',
      [
        'word a',
        'operator !=',
        'word b',
        'word c',
        'operator <=',
        'word d',
        'word e',
        'operator ==',
        'word f',
        'operator >',
        'word g',
      ],
    ],
    [
      'wildcards, paths, tokens and addresses are words',
      '*\\Temp\\* $tok$ 10.0.0.0/8 a{}.b',
      ['word *\\Temp\\*', 'word $tok$', 'word 10.0.0.0/8', 'word a{}.b'],
    ],
    [
      'typographic characters and controls stand out',
      'a—b“\u0000',
      ['word a', 'odd —', 'word b', 'odd “', 'odd \u0000'],
    ],
    ['letters of any script are words', 'ユーザー=é', ['word ユーザー', 'operator =', 'word é']],
  ])('%s', (_, source, expected) => {
    expect(kinds(source)).toEqual(expected);
  });

  test.each(['"a', '`a', '```a', '```a``', '"a\\', "'a\nb"])('what is never closed says so: %j', (source) => {
    expect(lex(source).find(isSignificant)?.closed ?? lex(source)[0]?.closed).toBe(false);
  });

  test('an unclosed apostrophe hides nothing', () => {
    expect(kinds("x 'a | delete")).toEqual(['word x', "field '", 'word a', 'pipe |', 'word delete']);
  });

  test('any string: the texts of the tokens are the source, at the offsets that they say', () => {
    const whole = (source: string) => {
      const tokens = lex(source);
      expect(tokens.map(({ text }) => text).join('')).toBe(source);
      for (const { text, start } of tokens) {
        expect(text.length).toBeGreaterThan(0);
        expect(source.startsWith(text, start)).toBe(true);
      }
    };
    fc.assert(fc.property(fc.string({ unit: 'binary' }), whole), { numRuns: 500 });
    fc.assert(fc.property(splLike, whole), { numRuns: 2000 });
  });

  test.each(['"', "'", '`', '```', '[', '(', "'\n", '\\', '"a\\', '<', '\u2014'])(
    'is linear on a long run of %j: in quadratic time the test would time out',
    (part) => {
      const text = long(part, 4_000_000);
      expect(lex(text).at(-1)).toMatchObject({ text: expect.any(String) });
      expect(lex(text).reduce((length, token) => length + token.text.length, 0)).toBe(text.length);
    },
  );
});

test('unquote gives what quoted and plain names share', () => {
  expect(lex('"Processes.user"').map(unquote)).toEqual(['Processes.user']);
  expect(lex("'Processes.user'").map(unquote)).toEqual(['Processes.user']);
  expect(lex('"a\\"b\\\\c"').map(unquote)).toEqual(['a"b\\c']);
});
