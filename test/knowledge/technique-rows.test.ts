import { describe, expect, test } from 'vitest';
import { areRelated, namedInRow } from '../../src/knowledge/technique-rows.ts';

describe('the techniques of a row', () => {
  test.each([
    ['| Persistence | LSASS Driver |', ['T1547.008 LSASS Driver']],
    ['Impact, Service Stop', ['T1489 Service Stop']],
    ['| Credential Access | OS Credential Dumping: LSASS Memory | T1003.001 |', ['T1003.001 LSASS Memory']],
    ['The intruder used an LSASS driver.', []],
    ['', []],
  ])('%s', (row, expected) => {
    const found = namedInRow(row).map(({ id, start, end }) => `${id} ${row.slice(start, end)}`);
    expect(found).toEqual(expect.arrayContaining(expected));
    if (expected.length === 0) expect(found).toEqual([]);
  });

  test('are one, or parts of one', () => {
    expect(areRelated('T1003.001', 'T1003')).toBe(true);
    expect(areRelated('T1003.001', 'T1547.008')).toBe(false);
  });
});
