import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sameForm } from '../../src/sync/same-form.ts';

describe('the form that queries are compared in', () => {
  test('ignores white space outside of quotes, and a semicolon at the end', () => {
    expect(sameForm(' a\r\n|  b ;\n')).toBe(sameForm('a | b'));
    expect(sameForm('x="a  b"')).not.toBe(sameForm('x="a b"'));
    expect(sameForm("x='a\\'  b'  ")).toBe("x='a\\'  b'");
    expect(sameForm('a // x  \r\n    | where b')).toBe(sameForm('a   // x\n| where b'));
  });

  test.each([
    ['a // x\n| where b', 'a // x | where b'],
    ["a // don't\n| where b", "a // don't | where b"],
    ['a\n//x\nb', 'a //x b'],
    ['a // "x\n" | where b == "c  d"', 'a // "x\n" | where b == "c d"'],
    ['a | where b == @"C:\\" and c == "d  e"', 'a | where b == @"C:\\" and c == "d e"'],
    ['print ```\n  a```', 'print ``` a```'],
    ['print ~~~a  b~~~', 'print ~~~a b~~~'],
    ['x="a\n b"', 'x="a b"'],
  ])('keeps apart what may not do the same: %j', (one, other) => {
    expect(sameForm(one)).not.toBe(sameForm(other));
  });

  test('is stable, whatever the text', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => sameForm(sameForm(text)) === sameForm(text)));
    fc.assert(fc.property(queries, (text) => sameForm(sameForm(text)) === sameForm(text)));
  });

  test('whatever breaks of lines are moved, texts of one form are read alike in both ways of reading', () => {
    let same = 0;
    const moved = queries.chain((text) =>
      fc.array(fc.constantFrom('\n', ' ', '\r\n', '  ', ''), { minLength: 1, maxLength: 4 }).map((blanks) => {
        let n = 0;
        return [text, text.replace(/\s+/g, () => blanks[n++ % blanks.length] ?? ' ')] as const;
      }),
    );
    fc.assert(
      fc.property(moved, ([one, other]) => {
        if (sameForm(one) !== sameForm(other)) return;
        same += 1;
        for (const comments of [true, false]) expect(wordsOf(one, comments)).toEqual(wordsOf(other, comments));
      }),
      { numRuns: 3000 },
    );
    expect(same).toBeGreaterThan(100);
  });
});

const queries = fc
  .array(
    fc.constantFrom('a', 'b', '|', '//', ' ', '\n', '  ', '"', '"', "'", '@"', '@', '```', '~~~', '\\', 'x=', "don't"),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(''));

/** Words and strings one after the other, character by character; comments are left out where `//` opens one. */
function wordsOf(text: string, comments: boolean): string[] {
  const source = text.replace(/\r\n?/g, '\n').replace(/[\s;]+$/, '');
  const words: string[] = [];
  let word = '';
  let at = 0;
  const take = (to: number) => {
    word += source.slice(at, to);
    at = to;
  };
  const closing = (mark: string, from: number, escaper: string) => {
    let to = from;
    while (to < source.length && !source.startsWith(mark, to)) to += escaper !== '' && source[to] === escaper ? 2 : 1;
    return Math.min(source.length, to + mark.length);
  };
  while (at < source.length) {
    const rest = source.slice(at);
    const [fence] = /^(?:```|~~~)/.exec(rest) ?? [];
    const [blank] = /^\s+/.exec(rest) ?? [];
    if (comments && rest.startsWith('//')) {
      const end = source.indexOf('\n', at);
      at = end < 0 ? source.length : end;
    } else if (fence !== undefined) take(closing(fence, at + 3, ''));
    else if (/^@["']/.test(rest)) take(closing(rest.charAt(1), at + 2, ''));
    else if (/^["']/.test(rest)) take(closing(rest.charAt(0), at + 1, '\\'));
    else if (blank !== undefined) {
      if (word !== '') words.push(word);
      word = '';
      at += blank.length;
    } else take(at + 1);
  }
  return word === '' ? words : [...words, word];
}
