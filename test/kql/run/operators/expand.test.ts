import { describe, expect, it } from 'vitest';
import { cells, columns } from '../support.ts';

describe('mv-expand (https://learn.microsoft.com/kusto/query/mv-expand-operator)', () => {
  const table = (rows: string) => `datatable(a: int, b: dynamic, c: dynamic) [${rows}]`;

  it('gives a row an element, one a key, one for null, none for an empty array', () => {
    expect(
      cells(
        `${table('1, dynamic([10, "x"]), 0, 2, dynamic({"p": 1, "q": 2}), 0, 3, dynamic(null), 0, 4, dynamic([]), 0')} | mv-expand b | project a, b`,
      ),
    ).toEqual([
      [1, 10],
      [1, 'x'],
      [2, { p: 1 }],
      [2, { q: 2 }],
      [3, null],
    ]);
    expect(cells(`${table('1, dynamic({"p": 1}), 0')} | mv-expand kind=array b | project b[0], b[1]`)).toEqual([
      ['p', 1],
    ]);
  });

  it('expands several in step', () => {
    const rows = table(
      '1, dynamic({"p": "a"}), dynamic([5, 4]), 2, dynamic([]), dynamic(["x"]), 3, dynamic(null), dynamic([1, 2])',
    );
    expect(cells(`${rows} | mv-expand b, c`)).toEqual([
      [1, { p: 'a' }, 5],
      [1, null, 4],
      [2, null, 'x'],
      [3, null, 1],
      [3, null, 2],
    ]);
  });

  it('names, counts, limits', () => {
    expect(columns('T | mv-expand x = d')).toContain('d');
    expect(cells('print x = dynamic(["a", "b", "c"]) | mv-expand with_itemindex = i x limit 2')).toEqual([
      ['a', 0],
      ['b', 1],
    ]);
  });

  it('casts elements', () => {
    const all = 'print x = dynamic([1, 2.5, -2.5, "2", true, null, "2024-01-01"])';
    const cast = (type: string) => cells(`${all} | mv-expand x to typeof(${type})`).flat();
    expect(cast('long')).toEqual([1, 2, -2, null, null, null, null]);
    expect(cast('real')).toEqual([1, 2.5, -2.5, null, null, null, null]);
    expect(cast('bool')).toEqual([true, null, null, null, true, null, null]);
    expect(cast('string')).toEqual(['1', '2.5', '-2.5', '2', 'true', '', '2024-01-01']);
    expect(cast('datetime').at(-1)).toBe('2024-01-01T00:00:00.0000000Z');
    expect(
      cells(
        'print t = range(datetime(2024-01-01), datetime(2024-01-02), 1d) | mv-expand t to typeof(datetime) | count',
      ),
    ).toEqual([[2]]);
  });
});

describe('mv-apply (https://learn.microsoft.com/kusto/query/mv-apply-operator)', () => {
  const data = 'let data = datatable(index: int, Arr: dynamic) [0, dynamic([5, 1, 3]), 1, dynamic([4, 10, 8, 7])];';

  it('runs a query on the elements of each row', () => {
    expect(cells(`${data} data | mv-apply x = Arr to typeof(long) on (top 1 by x)`)).toEqual([
      [0, [5, 1, 3], 5],
      [1, [4, 10, 8, 7], 10],
    ]);
    expect(
      cells(`${data} data | mv-apply x = Arr to typeof(long) on (top 2 by x | summarize Top2 = make_list(x))`),
    ).toEqual([
      [0, [5, 1, 3], [5, 3]],
      [1, [4, 10, 8, 7], [10, 8]],
    ]);
    expect(
      cells(
        `${data} data | mv-apply with_itemindex = i x = Arr to typeof(long) on (where i >= 2) | project index, x, i`,
      ),
    ).toEqual([
      [0, 3, 2],
      [1, 8, 2],
      [1, 7, 3],
    ]);
  });

  it('sees the columns of its row, and drops rows without elements that fit', () => {
    expect(
      cells(
        `${data} data | mv-apply x = Arr to typeof(long) on (where x == index + 3 | project found = x) | project index, found`,
      ),
    ).toEqual([
      [0, 3],
      [1, 4],
    ]);
    expect(cells(`${data} data | mv-apply x = Arr on (where x == 10 | count) | project index, Count`)).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });

  it('zips several arrays', () => {
    const rows = 'datatable(v: int, a: dynamic, b: dynamic) [1, dynamic(["A1", "A2"]), dynamic(["B1", "B2", "B3"])]';
    const query = `${rows} | mv-apply x = a, y = b on (extend o = strcat(x, "_", y) | summarize o = make_list(o)) | project o`;
    expect(cells(query)).toEqual([[['A1_B1', 'A2_B2', '_B3']]]);
  });
});
