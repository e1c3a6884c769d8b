import fc from 'fast-check';
import pc from 'picocolors';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { besideText, fitColumns, padColumns, terminalColumns, wrapText } from '../../src/core/wrap.ts';

const words = fc.array(fc.stringMatching(/^[a-zé…(),.:]{1,14}$/), { minLength: 1, maxLength: 30 });

describe('on a terminal', () => {
  test('no word is broken or lost, and no line is wider than it has to be', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 20, max: 100 }), (all, width) => {
        const text = wrapText(all.join(' '), width);
        expect(text.split(/\s+/)).toEqual(all);
        for (const line of text.split('\n')) expect(terminalColumns(line)).toBeLessThanOrEqual(width);
      }),
    );
  });

  test('further lines stand under the text of the first', () => {
    expect(wrapText('  - one two three four', 14)).toBe('  - one two\n    three four');
    expect(wrapText('one two three', 9)).toBe('one two\n  three');
    expect(wrapText('  - https://example.com/one', 12)).toBe('  - https://example.com/one');
    expect(besideText('  ok      ', 'a check: its outcome, told in several words of it', 44)).toBe(
      '  ok      a check: its outcome, told in\n          several words of it',
    );
  });

  test('a text whose heading leaves too little room stands below it', () => {
    expect(besideText('UC_ONE   actions  High  ', 'A title of some words', 40)).toBe(
      'UC_ONE   actions  High\n    A title of some words',
    );
    // As do all others in a list of such headings.
    expect(besideText('UC_ONE   actions  High  ', 'A title', 40)).toBe('UC_ONE   actions  High\n    A title');
  });

  test('a command to copy stays whole, however long it is', () => {
    const command = '`huntsync undo --config config/sandbox.yaml 20260101-000000-abcdef`';
    expect(wrapText(`Run 1: ${command} undoes it.`, 40)).toBe(`Run 1:\n  ${command}\n  undoes it.`);
    expect(wrapText('an unclosed ` in a line', 12)).toBe('an unclosed\n  ` in a\n  line');
  });

  test.each([
    ['漏洞利用', 8],
    ['ウイルス対策', 12],
    ['악성코드', 8],
    ['🔥 hot', 6],
    ['👩‍💻', 2],
    ['Ｆｕｌｌ', 8],
    ['cafe\u0301', 4],
    ['naïve – “quoted”…', 17],
    ['│ a │', 5],
  ])('%s takes %i columns', (text, columns) => {
    expect(terminalColumns(text)).toBe(columns);
    expect(terminalColumns(pc.red(text))).toBe(columns);
  });

  test('lines of characters that take two columns are broken by columns', () => {
    expect(wrapText('漏洞 利用 攻击', 10)).toBe('漏洞 利用\n  攻击');
    expect(besideText('漏洞  ', 'one two three four five six seven eight', 40)).toBe(
      '漏洞  one two three four five six seven\n      eight',
    );
  });

  test('a text is cut and padded by columns, never wider than its room', () => {
    expect(fitColumns('漏洞利用攻击', 8)).toBe('漏洞利…');
    expect(fitColumns('exploit of 漏洞', 15)).toBe('exploit of 漏洞');
    expect(padColumns('漏洞', 6)).toBe('漏洞  ');
    const mixed = fc.string({ unit: fc.constantFrom('a', ' ', '漏', 'é', '👩‍👩‍👧', 'e\u0301'), maxLength: 40 });
    fc.assert(
      fc.property(mixed, fc.integer({ min: 2, max: 30 }), (text, columns) => {
        const short = fitColumns(text, columns);
        expect(terminalColumns(short)).toBeLessThanOrEqual(columns);
        if (terminalColumns(text) <= columns && text.length <= columns) expect(short).toBe(text);
        expect(terminalColumns(padColumns(short, columns))).toBe(columns);
      }),
    );
  });

  test('what is measured by its length is as wide as that', () => {
    const latin = fc.stringMatching(/^[\u0020-\u007e\u00a0-\u02ff\u2010-\u2027\u2500-\u257f]{0,40}$/);
    fc.assert(
      fc.property(latin, (text) => {
        expect(terminalColumns(text)).toBe(stringWidth(text));
      }),
    );
  });

  test('colours take no room, and tables stay as they are', () => {
    expect(terminalColumns('\u001b[31mred\u001b[39m')).toBe(3);
    expect(wrapText(`${pc.dim('one')} two`, 7)).toBe(`${pc.dim('one')} two`);
    const table = '┌────────────┐\n│ a    b   c │\n└────────────┘';
    expect(wrapText(table, 8)).toBe(table);
  });
});

test('where there is no terminal, nothing is broken', () => {
  const long = 'word '.repeat(100);
  expect(wrapText(long, undefined)).toBe(long);
  expect(besideText('a ', long, undefined)).toBe(`a ${long}`);
});
