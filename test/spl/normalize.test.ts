import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSignificant, lex } from '../../src/spl/lexer.ts';
import { normalize } from '../../src/spl/normalize.ts';

describe('normalize', () => {
  test.each([
    [
      'lines become one',
      '| tstats count\n    from datamodel=Web\r\n| sort - count\n',
      '| tstats count from datamodel=Web | sort - count',
    ],
    [
      'comments go, wherever they are',
      '``` title | of "an article ```\n| stats count ```x``` by a',
      '| stats count by a',
    ],
    ['strings stay as they are', '| where x="a  \t b ```"', '| where x="a  \t b ```"'],
    ['names in single quotes stay as they are', "| eval 'a  b'=1", "| eval 'a  b'=1"],
    ['macro calls over several lines are joined', '`m(a,\n    b)`\n| x', '`m(a, b)` | x'],
    ['nothing is left of nothing', ' \n ``` only ``` ', ''],
  ])('%s', (_, source, expected) => {
    expect(normalize(source)).toBe(expected);
  });

  test('keeps every significant token, and is the same when done twice', () => {
    const piece = fc.constantFrom(
      '|',
      'stats',
      '"a  b"',
      "'c  d'",
      '`m`',
      '(',
      ')',
      '[',
      ']',
      ',',
      '=',
      '10.0.0.0/8',
      '—',
    );
    const gap = fc.constantFrom(' ', '\n', ' \t ', '\r\n', ' ``` c ``` ', '```d```');
    fc.assert(
      fc.property(fc.array(fc.tuple(piece, gap)), (parts) => {
        const source = parts.flat().join('');
        const texts = (spl: string) =>
          lex(spl)
            .filter(isSignificant)
            .map(({ text }) => text);
        const once = normalize(source);
        expect(texts(once)).toEqual(texts(source));
        expect(normalize(once)).toBe(once);
        expect(once).not.toMatch(/[\r\n]|^ | $/);
      }),
    );
  });
});
