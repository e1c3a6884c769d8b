import { describe, expect, it } from 'vitest';
import { cells, columns, evaluate, type Tables } from '../support.ts';

const ROWS: Tables = {
  T: [
    { n: 1, s: 'a', d: { x: 1, y: 'q' } },
    { n: 2, s: 'b', d: { x: 2.5 } },
    { n: 3, s: 'b' },
  ],
};

describe('queries in queries', () => {
  it('let (https://learn.microsoft.com/kusto/query/let-statement)', () => {
    expect(
      cells(
        'let Low = 2; let Few = T | where n >= Low; Few | where n == toscalar(Few | summarize max(n)) | project n',
        ROWS,
      ),
    ).toEqual([[3]]);
    expect(
      cells(
        'let f = (x: long, y: string = "!") { strcat(x * 2, y) }; T | project f(n), f(n, "?"), f(y = s, x = 1)',
        ROWS,
      )[0],
    ).toEqual(['2!', '2?', '2a']);
    expect(cells('let f = (x: long) { let y = x + 1; y * y }; T | project f(f(n))', ROWS)).toEqual([
      [25],
      [100],
      [289],
    ]);
    expect(cells('let f = (x: string) { "a" in (x, "z") or "ab" has_any (x) }; T | project f(s)', ROWS)).toEqual([
      [true],
      [false],
      [false],
    ]);
    expect(cells('let n = 5; T | project n | take 1', ROWS)).toEqual([[1]]);
    expect(cells('let names = dynamic(["a", "z"]); T | where s in (names) | project n', ROWS)).toEqual([[1]]);
  });

  it('functions of tables (https://learn.microsoft.com/kusto/query/functions/user-defined-functions)', () => {
    expect(cells('let f = (X: (n: long), low: long) { X | where n > low | count }; f(T, 1)', ROWS)).toEqual([[2]]);
    expect(cells('let f = (X: (n: long), low: long) { X | where n > low }; T | invoke f(2)', ROWS)).toHaveLength(1);
    expect(cells('let f = (X: (*)) { X | count }; T | invoke f()', ROWS)).toEqual([[3]]);
    expect(cells('let f = (low: long) { T | where n > low }; union f(0), f(2) | count', ROWS)).toEqual([[4]]);
    expect(cells('let f = () { T | where n > 2 }; f | join kind=inner (f()) on n | count', ROWS)).toEqual([[1]]);
    expect(cells('let f = (x: string) { toscalar(T | where s == x | count) }; print f("a"), f("b")', ROWS)).toEqual([
      [1, 2],
    ]);
  });

  it('toscalar, materialize (https://learn.microsoft.com/kusto/query/toscalar-function)', () => {
    expect(cells('print toscalar(T | project s), toscalar(T | where n > 9 | project n)', ROWS)).toEqual([['a', null]]);
    expect(cells('let M = materialize(T | where n > 1); union M, M | count', ROWS)).toEqual([[4]]);
  });

  it('partition (https://learn.microsoft.com/kusto/query/partition-operator)', () => {
    expect(cells('T | partition by s (top 1 by n desc | project s, n)', ROWS)).toEqual([
      ['a', 1],
      ['b', 3],
    ]);
  });

  it('datatable, range, print (https://learn.microsoft.com/kusto/query/datatable-operator)', () => {
    expect(
      cells('datatable(x: int, y: string, t: datetime) [1, "a", datetime(2024-01-01), int(null), "", datetime(null)]'),
    ).toEqual([
      [1, 'a', '2024-01-01T00:00:00.0000000Z'],
      [null, '', null],
    ]);
    expect(cells('range x from 1 to 7 step 3')).toEqual([[1], [4], [7]]);
    expect(cells('range t from datetime(2024-01-01) to datetime(2024-01-02) step 12h | count')).toEqual([[3]]);
    expect(evaluate('range x from 1 to 1000000000 step 1').status).toBe('not-evaluated');
  });

  it('bag_unpack (https://learn.microsoft.com/kusto/query/bag-unpack-plugin)', () => {
    const outcome = evaluate('T | project n, d | evaluate bag_unpack(d) | where x > 1 | project n, x, y', {
      tables: ROWS,
    });
    expect(outcome).toMatchObject({
      status: 'evaluated',
      columns: ['n', 'x', 'y'],
      rows: [{ n: 2, x: 2.5, y: '' }],
    });
    expect(evaluate('T | project x = n, d | evaluate bag_unpack(d)', { tables: ROWS }).status).toBe('failed');
    expect(evaluate('T | evaluate autocluster()')).toEqual({
      status: 'not-evaluated',
      reasons: ['plugin autocluster'],
    });
  });

  it('make-series (https://learn.microsoft.com/kusto/query/make-series-operator)', () => {
    const series =
      'T | make-series count(), sum(n) default = -1 on t from datetime(2024-03-05) to datetime(2024-03-06) step 8h by s';
    const rows = {
      T: [
        { n: 4, s: 'a', t: '2024-03-05T09:00:00Z' },
        { n: 5, s: 'a', t: '2024-03-05T15:59:00Z' },
        { n: 1, s: 'a', t: '2024-03-06T00:00:00Z' },
      ],
    };
    expect(cells(series, rows)).toEqual([
      [
        'a',
        [0, 2, 0],
        [-1, 9, -1],
        ['2024-03-05T00:00:00.0000000Z', '2024-03-05T08:00:00.0000000Z', '2024-03-05T16:00:00.0000000Z'],
      ],
    ]);
    expect(columns(series)).toEqual(['s', 'count_', 'sum_n', 't']);
  });
});
