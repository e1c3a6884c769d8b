import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { terminalColumns } from '../../src/core/wrap.ts';
import { tableToText } from '../../src/report/table.ts';

const COLUMNS = [
  { head: 'hunt', least: 12 },
  { head: 'hits', align: 'right' as const },
  { head: 'why', least: 12 },
];
const sentence = fc
  .array(fc.stringMatching(/^[a-z]{1,11}$/), { minLength: 1, maxLength: 14 })
  .map((words) => words.join(' '));
const rows = fc.array(fc.tuple(sentence, fc.nat(5000), sentence), { minLength: 1, maxLength: 6 });

describe('a table', () => {
  test('is never wider than the terminal, and breaks no word of it', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 30, max: 200 }), (all, width) => {
        const text = tableToText(COLUMNS, all, width);
        for (const line of text.split('\n')) expect(terminalColumns(line)).toBeLessThanOrEqual(width);
        const shown = new Set(text.split(/[\s│;]+/));
        for (const word of all.flat().flatMap((cell) => String(cell).split(' '))) expect(shown).toContain(word);
        expect(text).not.toContain('…');
      }),
    );
  });

  test('is as wide as its cells where there is room, or no terminal', () => {
    const all = [['one hunt', 3, 'two words']];
    expect(tableToText(COLUMNS, all)).toBe(tableToText(COLUMNS, all, 200));
    expect(tableToText(COLUMNS, all).split('\n')[1]).toBe('│ hunt     │ hits │ why       │');
  });

  test('has its cells in several lines where the terminal is narrower, and becomes lines where that is not enough', () => {
    const all = [['a hunt with a long title', 3, '']];
    expect(tableToText(COLUMNS, all, 34)).toContain('│ a hunt with a     │    3 │     │');
    const counts = ['created', 'updated', 'unchanged'].map((head) => ({ head, align: 'right' as const }));
    expect(tableToText([{ head: 'platform' }, ...counts], [['soc-splunk', 1, 0, 23]], 30)).toBe(
      'soc-splunk\n  created 1; updated 0;\n  unchanged 23',
    );
    const text = tableToText([{ head: 'platform' }, ...counts], [['soc-splunk', 1, 0, 23]], 34);
    expect(text).toBe('soc-splunk\n  created 1; updated 0;\n  unchanged 23');
  });

  test('the number of a row stands before its heading, and what spans the rest is told as it is', () => {
    const columns = [{ head: '', align: 'right' as const }, ...COLUMNS];
    const long = 'something that no narrow table has room for';
    expect(tableToText(columns, [[1, 'a hunt', 2, long]], 24).split('\n')[0]).toBe('1. a hunt');
    expect(tableToText(COLUMNS, [['a hunt', 'could not be read']], 200)).toContain('could not be read');
    expect(tableToText([{ head: 'platform' }, { head: 'hunts in use' }], [['a platform', 'down']], 14)).toBe(
      'a platform\n  hunts in use\n  down',
    );
  });
});
