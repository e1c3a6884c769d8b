import { describe, expect, it } from 'vitest';
import { cells, columns, type Tables } from '../support.ts';

const ROWS: Tables = { T: [{ n: 3, s: 'c' }, { s: 'x' }, { n: 1, s: 'a' }, { n: 3, s: 'b' }] };

describe('operators that choose rows', () => {
  it('sort (https://learn.microsoft.com/kusto/query/sort-operator)', () => {
    const order = (by: string) => cells(`T | sort by ${by} | project s`, ROWS).flat().join('');
    expect(order('n, s')).toBe('cbax');
    expect(order('n asc, s asc')).toBe('xabc');
    expect(order('n asc nulls last, s asc')).toBe('abcx');
    expect(order('n desc nulls first, s desc')).toBe('xcba');
    expect(order('tolower(s) asc')).toBe('abcx');
  });

  it('sorts what is no number beside null (https://learn.microsoft.com/kusto/query/sort-operator#using-special-floating-point-values)', () => {
    const values = 'datatable(r: real) [real(null), real(nan), real(-inf), -5.0, 0.0, 5.0, real(+inf)]';
    const order = (by: string) => cells(`${values} | sort by r ${by}`).flat();
    expect(order('asc nulls first')).toEqual([null, 'NaN', '-Infinity', -5, 0, 5, 'Infinity']);
    expect(order('desc nulls last')).toEqual(['Infinity', 5, 0, -5, '-Infinity', 'NaN', null]);
  });

  it('top, take (https://learn.microsoft.com/kusto/query/top-operator)', () => {
    expect(cells('T | top 2 by s asc | project s', ROWS)).toEqual([['a'], ['b']]);
    expect(cells('T | take 2 | count', ROWS)).toEqual([[2]]);
    expect(cells('T | limit 0', ROWS)).toEqual([]);
    expect(cells('let N = 3; T | take N | count', ROWS)).toEqual([[3]]);
  });

  it('count (https://learn.microsoft.com/kusto/query/count-operator)', () => {
    expect(columns('T | count')).toEqual(['Count']);
    expect(columns('T | count as Total')).toEqual(['Total']);
    expect(cells('T | count')).toEqual([[0]]);
  });

  it('distinct (https://learn.microsoft.com/kusto/query/distinct-operator)', () => {
    expect(cells('T | distinct n', ROWS)).toEqual([[3], [null], [1]]);
    expect(cells('T | project n | distinct *', ROWS)).toHaveLength(3);
    expect(columns('T | distinct n, tolower(s)')).toEqual(['n', 'Column1']);
  });

  it('sample-distinct, as, render (https://learn.microsoft.com/kusto/query/sample-distinct-operator)', () => {
    expect(cells('T | sample-distinct 2 of n', ROWS)).toHaveLength(2);
    expect(cells('T | as X | count | render table', ROWS)).toEqual([[4]]);
  });
});
