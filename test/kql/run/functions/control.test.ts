import { describe, expect, it } from 'vitest';
import { cells, columns, itGives, type Tables } from '../support.ts';

const ROWS: Tables = {
  T: [
    { n: 1, s: 'a' },
    { n: 2, s: 'a' },
    { n: 3, s: 'b' },
  ],
};

describe('functions that look around', () => {
  itGives({
    'iff-function': [
      ['iff(1 > 0, "yes", "no")', 'yes'],
      ['iff(bool(null), "yes", "no")', 'no'],
      ['iif(1 > 2, 1, 2)', 2],
    ],
    'case-function': [
      ['case(1 > 2, "a", 2 > 1, "b", "c")', 'b'],
      ['case(1 > 2, "a", bool(null), "b", "c")', 'c'],
    ],
  });

  it('column_ifexists (https://learn.microsoft.com/kusto/query/column-ifexists-function)', () => {
    expect(cells('T | project column_ifexists("s", "none"), column_ifexists("zz", "none") | take 1', ROWS)).toEqual([
      ['a', 'none'],
    ]);
    expect(columns('T | project column_ifexists("s", "none"), column_ifexists("zz", "none")')).toEqual([
      's',
      'Column1',
    ]);
  });

  it('prev, next (https://learn.microsoft.com/kusto/query/prev-function)', () => {
    expect(cells('T | order by n asc | project prev(n), next(n), prev(n, 2, -1), prev(s)', ROWS)).toEqual([
      [null, 2, -1, ''],
      [1, 3, -1, 'a'],
      [2, null, 1, 'a'],
    ]);
    expect(cells('T | order by n asc | where n - prev(n) == 1 | count', ROWS)).toEqual([[2]]);
  });

  it('row_number, row_cumsum (https://learn.microsoft.com/kusto/query/row-number-function)', () => {
    const query =
      'T | order by n asc | project row_number(), row_number(7, prev(s) != s), row_cumsum(n), row_cumsum(n, prev(s) != s)';
    expect(cells(query, ROWS)).toEqual([
      [1, 7, 1, 1],
      [2, 8, 3, 3],
      [3, 7, 6, 3],
    ]);
  });

  it('pack_all (https://learn.microsoft.com/kusto/query/pack-all-function)', () => {
    expect(cells('T | project n, s | take 1 | project pack_all()', ROWS)).toEqual([[{ n: 1, s: 'a' }]]);
  });
});
