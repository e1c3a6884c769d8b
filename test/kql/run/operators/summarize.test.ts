import { describe, expect, it } from 'vitest';
import { cells, type Tables } from '../support.ts';

const ROWS: Tables = {
  T: [
    { n: 1, s: 'a', r: 1.5, d: ['A1', 'A2'], t: '2024-03-05T10:10:00Z' },
    { n: 3, s: 'a', r: 2, d: ['A2', 'C1'], t: '2024-03-05T10:50:00Z' },
    { n: 5, s: 'b', t: '2024-03-05T11:10:00Z' },
    { s: 'b' },
  ],
};

const one = (aggregates: string, tables = ROWS) => cells(`T | summarize ${aggregates}`, tables)[0];

describe('summarize', () => {
  it('counts (https://learn.microsoft.com/kusto/query/count-aggregation-function)', () => {
    expect(one('count(), countif(n > 1), dcount(s), dcountif(s, n > 1), count_distinct(n)')).toEqual([4, 2, 2, 2, 3]);
  });

  it('adds up (https://learn.microsoft.com/kusto/query/sum-aggregation-function)', () => {
    expect(one('sum(n), sumif(n, s == "a"), avg(n), avgif(n, s == "a"), sum(r)')).toEqual([9, 4, 3, 2, 3.5]);
    expect(one('sum(w), avg(w)', { T: [{ w: '01:00:00' }, { w: '02:00:00' }] })).toEqual(['03:00:00', '01:30:00']);
    expect(one('avg(t)')).toEqual(['2024-03-05T10:43:20.0000000Z']);
  });

  it('finds ends (https://learn.microsoft.com/kusto/query/max-aggregation-function)', () => {
    expect(one('max(n), min(n), maxif(n, s == "a"), minif(n, s == "b"), max(t), min(s)')).toEqual([
      5,
      1,
      3,
      5,
      '2024-03-05T11:10:00.0000000Z',
      'a',
    ]);
  });

  it('measures spread (https://learn.microsoft.com/kusto/query/stdev-aggregation-function)', () => {
    expect(one('stdev(n), stdevp(n), variance(n), variancep(n), stdevif(n, s == "b")')).toEqual([
      2,
      Math.sqrt(8 / 3),
      4,
      8 / 3,
      0,
    ]);
  });

  it('ranks (https://learn.microsoft.com/kusto/query/percentiles-aggregation-function#nearest-rank-percentile)', () => {
    const numbers = { T: Array.from({ length: 10 }, (_, at) => ({ n: 10 - at })) };
    expect(one('percentile(n, 50), percentiles(n, 0, 5, 95, 100), percentiles_array(n, 10, 90)', numbers)).toEqual([
      5,
      1,
      1,
      10,
      10,
      [1, 9],
    ]);
  });

  it('collects (https://learn.microsoft.com/kusto/query/make-set-aggregation-function)', () => {
    expect(
      one('make_set(s), make_list(s), make_set(n), make_list(n, 1), make_set_if(s, n > 3), make_list_if(n, s == "a")'),
    ).toEqual([['a', 'b'], ['a', 'a', 'b', 'b'], [1, 3, 5], [1], ['b'], [1, 3]]);
    expect(one('make_set(d), make_list(d), make_set(d, 1)')).toEqual([
      ['A1', 'A2', 'C1'],
      [
        ['A1', 'A2'],
        ['A2', 'C1'],
      ],
      ['A1'],
    ]);
    expect(one('make_list_with_nulls(n), tostring(make_set(r))')).toEqual([[1, 3, 5, null], '[1.5,2.0]']);
    expect(cells('T | where n > 0 | summarize make_bag(bag_pack(s, n))', ROWS)).toEqual([[{ a: 1, b: 5 }]]);
  });

  it('takes any (https://learn.microsoft.com/kusto/query/take-any-aggregation-function)', () => {
    expect(cells('T | summarize take_any(n), take_anyif(n, n > 1) by s', ROWS)).toEqual([
      ['a', 1, 3],
      ['b', 5, 5],
    ]);
  });

  it('arg_max, arg_min (https://learn.microsoft.com/kusto/query/arg-max-aggregation-function)', () => {
    const fruit = `datatable(Fruit: string, Color: string, Version: int) [
      "Apple", "Red", 1, "Apple", "Green", int(null), "Banana", "Yellow", int(null), "Banana", "Green", int(null),
      "Pear", "Brown", 1, "Pear", "Green", 2]`;
    expect(cells(`${fruit} | summarize arg_max(Version, *) by Fruit`)).toEqual([
      ['Apple', 1, 'Red'],
      ['Banana', null, 'Yellow'],
      ['Pear', 2, 'Green'],
    ]);
    expect(cells(`${fruit} | summarize arg_min(Version, Color)`)).toEqual([[1, 'Red']]);
    expect(cells(`${fruit} | summarize arg_max(strlen(Color), Fruit, Color)`)[0]?.slice(1)).toEqual([
      'Banana',
      'Yellow',
    ]);
  });

  it('of nothing (https://learn.microsoft.com/kusto/query/summarize-operator#default-values-of-aggregations)', () => {
    expect(one('count(), countif(n > 0), dcount(n), sum(n), stdev(n), make_set(n), make_list(n)', {})).toEqual([
      0,
      0,
      0,
      0,
      0,
      [],
      [],
    ]);
    expect(one('max(n), min(s), avg(n), percentile(n, 5), take_any(n), arg_max(n, s)', {})).toEqual([
      null,
      '',
      'NaN',
      null,
      null,
      null,
      '',
    ]);
    expect(cells('T | summarize count() by s')).toEqual([]);
  });

  it('groups, nulls too (https://learn.microsoft.com/kusto/query/summarize-operator)', () => {
    expect(cells('T | summarize count() by bin(t, 1h)', ROWS)).toEqual([
      ['2024-03-05T10:00:00.0000000Z', 2],
      ['2024-03-05T11:00:00.0000000Z', 1],
      [null, 1],
    ]);
    expect(cells('T | summarize by s', ROWS)).toEqual([['a'], ['b']]);
    expect(cells('T | summarize total = round(avg(n), 0) * count() by tostring(d[0])', ROWS)).toEqual([
      ['A1', 1],
      ['A2', 3],
      ['', 10],
    ]);
  });
});
