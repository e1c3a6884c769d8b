import { describe, expect, it } from 'vitest';
import { cells, evaluate, itGives, type Tables, value } from './support.ts';

const PATH = String.raw`@"C:\Windows\System32\cmd.exe"`;

describe('text operators', () => {
  itGives({
    'datatypes-string-operators': [
      ['"North America" has "america"', true],
      ['"North America" !has "amer"', true],
      ['"North America" has_cs "America"', true],
      ['"North America" has_cs "america"', false],
      ['"North America" !has_cs "amer"', true],
      ['"North America" hasprefix "ame"', true],
      ['"North America" !hasprefix "mer"', true],
      ['"North America" hasprefix_cs "Ame"', true],
      ['"North America" !hasprefix_cs "CA"', true],
      ['"North America" hassuffix "ica"', true],
      ['"North America" !hassuffix "americ"', true],
      ['"North America" hassuffix_cs "ica"', true],
      ['"North America" !hassuffix_cs "icA"', true],
      ['"FabriKam" contains "BRik"', true],
      ['"Fabrikam" !contains "xyz"', true],
      ['"FabriKam" contains_cs "Kam"', true],
      ['"FabriKam" contains_cs "kam"', false],
      ['"Fabrikam" !contains_cs "Kam"', true],
      ['"Fabrikam" startswith "fab"', true],
      ['"Fabrikam" !startswith "kam"', true],
      ['"Fabrikam" startswith_cs "Fab"', true],
      ['"Fabrikam" startswith_cs "fab"', false],
      ['"Fabrikam" !startswith_cs "fab"', true],
      ['"Fabrikam" endswith "Kam"', true],
      ['"Fabrikam" !endswith "brik"', true],
      ['"Fabrikam" endswith_cs "kam"', true],
      ['"Fabrikam" endswith_cs "Kam"', false],
      ['"Fabrikam" !endswith_cs "brik"', true],
    ],
    'has-operator': [
      ['"foo.bar.com" has "bar.com"', true],
      ['"foo.bar.com.evil" has "bar.com"', true],
      ['"foo.xbar.com" has "bar.com"', false],
      ['"a_b" has "a"', true],
      ['"a1" has "a"', false],
      ['"éa b" has "a"', false],
      ['"xa b" has "a "', false],
      ['"b .b-" has " "', true],
      ['"-enc QQ" has "-enc"', true],
      ['"x-encoded" has "-enc"', false],
      ['"ab" has ""', true],
      [`${PATH} has "cmd.exe"`, true],
      [`${PATH} has "cmd"`, true],
      [`${PATH} has @"\\cmd.exe"`, true],
    ],
    'has-any-operator': [
      ['"a b" has_any ("z", "B")', true],
      ['"ab" has_any ("a", "b")', false],
      ['"a b" has_any (dynamic(["z", "b"]))', true],
      ['"a b" has_any (dynamic([]))', false],
    ],
    'has-all-operator': [
      ['"a b" has_all ("A", "B")', true],
      ['"a b" has_all ("a", "c")', false],
      ['"a b" has_all (dynamic([]))', true],
    ],
    'in-operator': [
      ['"abc" in ("123", "abc")', true],
      ['"ABC" in ("abc")', false],
      ['"bca" !in ("123", "abc")', true],
      ['"ABC" !in ("abc")', true],
      ['2 in (1, 2.0)', true],
      ['"b" in (dynamic(["a", "b"]))', true],
      ['"z" in (dynamic(["a"]), "z")', true],
      ['"a" in ((datatable(x: string, y: string) ["a", "c"]))', true],
      ['"c" in ((datatable(x: string, y: string) ["a", "c"]))', false],
    ],
    'in-insensitive-operator': [
      ['"WINWORD.EXE" in~ ("winword.exe")', true],
      ['"a" in~ ((datatable(x: string) ["A"]))', true],
    ],
    'not-in-insensitive-operator': [['"A" !in~ ("a")', false]],
    'matches-regex-operator': [
      ['"Fabrikam" matches regex "b.*k"', true],
      ['"Fabrikam" matches regex "B.*k"', false],
      ['"Fabrikam" matches regex "(?i)B.*k"', true],
      ['"a\\nb" matches regex "a.b"', false],
      ['"a1" matches regex @"^\\w\\d$"', true],
    ],
  });

  it('looks into every column where a star stands on the left (https://learn.microsoft.com/kusto/query/where-operator)', () => {
    const tables: Tables = { T: [{ s: 'x', d: { a: 'kusto here' } }, { n: 5 }] };
    expect(cells('T | where * has "Kusto" | project s', tables)).toEqual([['x']]);
    expect(cells('T | where * == 5 | project n', tables)).toEqual([[5]]);
  });

  it('reads a dynamic as its text', () => {
    expect(value('dynamic(["x y"]) has "y"')).toBe(true);
    expect(value(`dynamic(["x"]) contains '"'`)).toBe(true);
    expect(value(`dynamic({"a": "x"}).a contains '"'`)).toBe(false);
  });

  it('takes values of rows, and null of nothing', () => {
    const tables: Tables = { T: [{ s: 'a.b', d: ['b', 'c'] }, { s: 'q' }] };
    expect(cells('T | project s has_any (d), s has tostring(d[0]), s matches regex strcat("^", s)', tables)).toEqual([
      [true, true, true],
      [true, true, true],
    ]);
  });

  it('fails where RE2 would (https://learn.microsoft.com/kusto/query/regex)', () => {
    for (const pattern of ['(?=a)', '(?<!a)b', String.raw`(a)\1`, '(']) {
      expect(evaluate(`T | where s matches regex @"${pattern}"`).status, pattern).toBe('failed');
    }
  });
});
