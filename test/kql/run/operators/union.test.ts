import { describe, expect, it } from 'vitest';
import { cells, columns, evaluate, type Tables } from '../support.ts';

const ROWS: Tables = { U: [{ n: 1, s: 'a', u: 'x' }], V: [{ n: 'one', v: 2 }] };

describe('union', () => {
  it('puts a name with two types apart (https://learn.microsoft.com/kusto/query/union-operator#source-columns-types-mismatch)', () => {
    expect(columns('union U, V')).toEqual(['n_long', 'n_string', 's', 'u', 'v']);
    expect(cells('union U, V', ROWS)).toEqual([
      [1, '', 'a', 'x', null],
      [null, 'one', '', '', 2],
    ]);
    const views =
      'let View_1 = view () { print x=1 }; let View_2 = view () { print x=toint(2) }; let View_3 = view () { print x_long=3 };';
    const query = `${views} union withsource=TableName View_1, View_2, View_3`;
    expect(columns(query).toSorted()).toEqual(['TableName', 'x_int', 'x_long', 'x_long1']);
    const rows = evaluate(query);
    expect(
      rows.status === 'evaluated' &&
        rows.rows.map((row) => [row['TableName'], row['x_long1'], row['x_int'], row['x_long']]),
    ).toEqual([
      ['View_1', 1, null, null],
      ['View_2', null, 2, null],
      ['View_3', null, null, 3],
    ]);
  });

  it('keeps common columns only where asked', () => {
    expect(columns('T | project n, s | union kind=inner U')).toEqual(['n', 's']);
  });

  it('names its sources', () => {
    expect(cells('union withsource=S U, (V | where v > 0) | project S', ROWS)).toEqual([['U'], ['union_arg1']]);
    expect(cells('U | union withsource=S V | project S', ROWS)).toEqual([['union_arg0'], ['V']]);
    expect(cells('let W = U | where n > 0; union withsource=S W, V | project S', ROWS)).toEqual([
      ['union_arg0'],
      ['V'],
    ]);
  });

  it('leaves out what a fuzzy union does not find', () => {
    expect(cells('union isfuzzy=true U, NotThere, (NotThere | where x > 0) | count', ROWS)).toEqual([[1]]);
    expect(evaluate('union U, NotThere').status).toBe('failed');
  });

  it('finds tables by a pattern', () => {
    const tables = {
      DeviceLogonEvents: [{ AccountName: 'a' }],
      DeviceProcessEvents: [{ AccountName: 'b' }],
      SigninLogs: [{}],
    };
    expect(cells('union withsource=S Device*Events | project S, AccountName', tables)).toEqual([
      ['DeviceLogonEvents', 'a'],
      ['DeviceProcessEvents', 'b'],
    ]);
    expect(cells('search in (U, V) "one" | project n_string', ROWS)).toEqual([['one']]);
    expect(cells('search "a" and u: "x" | count', ROWS)).toEqual([[1]]);
    expect(cells('search kind=case_sensitive in (U) "X" | count', ROWS)).toEqual([[0]]);
    expect(cells('U | search "*" | count', ROWS)).toEqual([[1]]);
  });
});
