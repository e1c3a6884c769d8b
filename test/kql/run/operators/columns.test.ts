import { describe, expect, it } from 'vitest';
import { listOf, type Sym } from '../../../../src/kql/kusto.ts';
import type { Syntax } from '../../../../src/kql/run/syntax.ts';
import { elements, part } from '../../../../src/kql/run/syntax.ts';
import { analyse } from '../../../../src/kql/service.ts';
import { cells, columns, schema } from '../support.ts';

/** The columns that the language service gives a query. */
function boundColumns(query: string): string[] {
  const last = elements(part(analyse(query, schema).root as Syntax, 'Statements')).at(-1) as Syntax;
  const type = part(last, 'Expression').ResultType as Sym;
  return listOf(type.Columns).map(({ Name }) => Name);
}

describe('operators that make columns', () => {
  it('extend (https://learn.microsoft.com/kusto/query/extend-operator)', () => {
    expect(cells('T | project n, s | extend n = n + 1, m = n * 2', { T: [{ n: 1, s: 'x' }] })).toEqual([[2, 'x', 2]]);
  });

  it('project-reorder (https://learn.microsoft.com/kusto/query/project-reorder-operator)', () => {
    const all = 'datatable(b: long, a2: long, a1: long, c: long) []';
    expect(columns(`${all} | project-reorder c, a*`)).toEqual(['c', 'a2', 'a1', 'b']);
    expect(columns(`${all} | project-reorder a* asc`)).toEqual(['a1', 'a2', 'b', 'c']);
  });

  it.each([
    'T | project-away s, d, T*',
    'T | project-keep n, *',
    'T | project-keep s, n',
    'T | project-rename number = n, text = s',
    'T | project n, s, n + 1, tolower(s), tostring(d.a), d.a, d["b"].c[0], bin(n, 2), strlen(s)',
    'T | extend tolower(s), d.a, d["b"].c[0], n = n + 1, n * 2, tostring(d.x)',
    'T | summarize count(), count(), dcount(s), dcountif(s, n > 1), make_set(s), make_list(d.a), make_set_if(s, n > 1)',
    'T | summarize max(n), min(t), countif(n > 1), percentile(n, 95), percentiles(n, 50, 95), avg(n), sum(n) + 1',
    'T | summarize stdev(n), take_any(s), any(s), sumif(n, n > 1), round(avg(n), 2), array_length(make_set(s)) by s',
    'T | summarize arg_max(t, *) by s',
    'T | summarize arg_max(t, *) by bin(t, 1h), tostring(d.a), q = n, n + 1',
    'T | summarize l = arg_max(t, s, n), (a, b) = arg_min(t, d), take_any(*) by z = bin(t, 1d)',
    'T | summarize arg_max(t, s, d), arg_min(t, s) by n',
    'T | summarize by s, bin(TimeGenerated, 1d)',
    'T | summarize any(*), any(n, s)',
    'T | summarize take_any(n, s), take_any(n + 1), take_any(tolower(s))',
    'T | summarize arg_max(strlen(s), n + 1, tolower(s)), arg_min(n + 1, s), percentile(n + 1, 5), percentiles(r, 5, 7.5)',
    'T | join kind=inner U on n',
    'T | project n, s | extend n1 = 1 | join U on n | join (U | project n, k = u) on n, $left.s == $right.k',
    'T | join kind=leftanti U on n',
    'T | join kind=rightsemi U on n',
    'T | lookup U on n',
    'T | lookup U on $left.s == $right.u',
    'union withsource = Source T, U',
    'union U, V',
    'T | mv-expand d',
    'T | mv-expand with_itemindex = at x = d to typeof(string)',
    'T | mv-apply x = d to typeof(string) on (where x == "a" and n > 1 | project q = x, n)',
    'T | mv-apply d on (summarize make_set(d))',
    'T | mv-apply d on (extend r = d.x, n = 5)',
    'T | parse s with "a" found: long "c" rest',
    'T | parse-kv s as (key: string, other: long) with (pair_delimiter = " ", kv_delimiter = "=")',
    'T | serialize number = row_number() | extend p = prev(s, 1), row_cumsum(n)',
    'T | make-series count(), total = sum(n) default = 0 on t from datetime(2024-01-01) to datetime(2024-01-02) step 1h by s',
    'print 1, a = 2, "x"',
    'range x from 1 to 5 step 1',
    'T | partition by s (top 1 by n | project n)',
    'search in (T, U) "x"',
  ])('names its columns as the language service does: %s', (query) => {
    expect(columns(query)).toEqual(boundColumns(query));
  });
});
