import { describe, expect, it } from 'vitest';
import { cells, evaluate, itGives, value } from './support.ts';

describe('comparison', () => {
  itGives({
    'scalar-data-types/null-values': [
      ['int(null) == int(null)', null],
      ['int(null) != int(null)', null],
      ['int(null) == 5', false],
      ['int(null) != 5', true],
      ['int(null) > 5', null],
      ['int(null) <= 5', null],
      ['int(null) in (1, 2)', false],
      ['int(null) !in (1, 2)', true],
      ['isnull(int(null) + 1)', true],
    ],
    'logical-operators': [
      ['iff(bool(null) and true, "yes", "no")', 'no'],
      ['bool(null) or true', true],
      ['bool(null) and false', false],
      ['not(bool(null))', null],
      ['not(bool(null) and true)', null],
    ],
    'numerical-operators': [
      ['1 == 1.0', true],
      ['long(9007199254740993) == 9007199254740992', false],
      ['9007199254740993 > 9007199254740992.0', true],
      ['10sec < 1h', true],
      ['now() < datetime(2100-01-01)', true],
      ['real(nan) == real(nan)', false],
      ['real(nan) < 1', false],
    ],
    'datatypes-string-operators': [
      ['"aBc" == "aBc"', true],
      ['"abc" != "ABC"', true],
      ['"abc" =~ "ABC"', true],
      ['"abc" !~ "ABC"', false],
    ],
    'between-operator': [
      ['5 between (1 .. 5)', true],
      ['5 !between (1 .. 5)', false],
      ['5 between (6 .. 5)', false],
      ['datetime(2024-01-02) between (datetime(2024-01-01) .. 1d)', true],
      ['datetime(2024-01-02 00:00:01) between (datetime(2024-01-01) .. 1d)', false],
      ['5 between (int(null) .. 1)', null],
    ],
    'scalar-data-types/dynamic': [
      ['dynamic({"a": "x"}).a == "x"', true],
      ['dynamic({"a": 1}).a == 1', true],
      ['dynamic({"a": 1}).a == "1"', true],
      ['dynamic({"a": "1"}).a == 1', false],
      ['dynamic({"a": true}).a == true', true],
      ['dynamic({"a": 2}).b == ""', true],
      ['dynamic([1, 2]) == "[1,2]"', true],
    ],
  });

  it('drops a row whose condition is null (https://learn.microsoft.com/kusto/query/where-operator)', () => {
    const tables = { T: [{ n: 1 }, { n: null }] };
    expect(cells('T | where n != 1 | count', tables)).toEqual([[1]]);
    expect(cells('T | where n > 0 | count', tables)).toEqual([[1]]);
    expect(cells('T | where not(n > 0) | count', tables)).toEqual([[0]]);
  });

  it('takes a column that a row lacks for null, a text for the empty one', () => {
    expect(cells('T | project isnull(n), s == "", isempty(s), isnull(d)', { T: [{}] })).toEqual([
      [true, true, true, true],
    ]);
  });

  it('takes no number for a text', () => {
    const tables = { T: [{ n: 5, s: '5', d: ['5', 6], t: '2020-01-01' }] };
    expect(evaluate('T | where n == "5"', { tables }).status).toBe('failed');
    expect(evaluate('T | where s in (5)', { tables }).status).toBe('not-evaluated');
    expect(
      cells('T | project n in (d), n + 1 in (d), "6" in (d), t == "2020-01-01", t in ("2020-01-01")', tables),
    ).toEqual([[false, true, true, true, true]]);
  });

  it('refuses what Kusto refuses', () => {
    expect(evaluate('print "a" between ("a" .. "b")').status).toBe('failed');
    expect(evaluate('print dynamic(1) == dynamic(1)').status).toBe('failed');
    expect(value('dynamic(1) == 1')).toBe(true);
  });
});
