import { describe, expect, test } from 'vitest';
import type { Row } from '../../../../src/prove/language.ts';
import { EVAL_FUNCTIONS } from '../../../../src/spl/run/facts/eval-functions.ts';
import { FUNCTIONS } from '../../../../src/spl/run/functions/index.ts';
import { evaluate, holds, NOW_SECONDS, trouble } from '../support.ts';

type Case = readonly [expression: string, result: unknown, fields?: Row];

function check(cases: readonly Case[]): void {
  test.each(cases.map(([expression, result, fields]) => [expression, result, fields ?? {}] as const))(
    '%s is %j',
    (expression, result, fields) => {
      expect(evaluate(expression, fields)).toEqual(result);
    },
  );
}

const MANY: Row = { m: ['b', 'a', 'b'], path: 'C:\\Users\\bob\\a.exe', n: '3', ip: '10.1.2.3' };

describe('https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/ConditionalFunctions', () => {
  check([
    ['if(n=3, "yes", "no")', 'yes', MANY],
    ['case(n=1, "one", n=3, "three")', 'three', MANY],
    ['case(n=1, "one")', null, MANY],
    ['case(n=1, "one", true(), "other")', 'other', MANY],
    ['validate(isnum(n), "no number", n < 3, "too much")', 'too much', MANY],
    ['coalesce(gone, null(), n)', '3', MANY],
    ['nullif(n, 3)', null, MANY],
    ['if(cidrmatch("10.0.0.0/8", ip), 1, 0)', 1, MANY],
    ['if(cidrmatch("2001:db8::/32", "2001:db8::1"), 1, 0)', 1],
    ['if(like(path, "%\\\\Users\\\\%"), 1, 0)', 1, MANY],
    ['if(like(path, "%\\\\USERS\\\\%"), 1, 0)', 0, MANY],
    ['if(like("abc", "a_c"), 1, 0)', 1],
    ['if(match(path, "(?i)\\\\\\\\users\\\\\\\\"), 1, 0)', 1, MANY],
    ['if(in(n, 1, 2, 3), 1, 0)', 1, MANY],
    ['if(n IN ("1", "3"), 1, 0)', 1, MANY],
    ['if(searchmatch("path=*bob* n>2"), 1, 0)', 1, MANY],
  ]);
});

describe('https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/InformationalFunctions', () => {
  check([
    ['if(isnum(n), 1, 0)', 1, MANY],
    ['if(isstr(path), 1, 0)', 1, MANY],
    ['if(isnotnull(gone), 1, 0)', 0],
    ['typeof(12)', 'Number'],
    ['typeof("string")', 'String'],
    ['typeof(1==2)', 'Boolean'],
    ['typeof(gone)', 'Invalid'],
  ]);
});

describe('https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/TextFunctions', () => {
  check([
    ['len(path)', 18, MANY],
    ['lower("ABC")', 'abc'],
    ['upper("abc")', 'ABC'],
    ['substr("string", 1, 3)', 'str'],
    ['substr("string", -3)', 'ing'],
    ['trim("  a ")', 'a'],
    ['trim("ZZaZZ", "Z")', 'a'],
    ['ltrim("  a")', 'a'],
    ['rtrim("a  ")', 'a'],
    ['replace("1/14/2026", "^(\\d{1,2})/(\\d{1,2})/", "\\2/\\1/")', '14/1/2026'],
    ['replace("::ffff:10.1.1.1", "^::ffff:", "")', '10.1.1.1'],
    ['urldecode("a%20b%2Fc")', 'a b/c'],
    ['replace(gone, "a", "b")', null],
  ]);
});

describe('https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/CryptographicFunctions', () => {
  check([
    ['md5("abc")', '900150983cd24fb0d6963f7d28e17f72'],
    ['sha256("abc")', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ]);
});

describe('https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/ConversionFunctions', () => {
  check([
    ['tonumber("12")', 12],
    ['tonumber("0A4", 16)', 164],
    ['tonumber("x")', null],
    ['tostring(15, "hex")', '0xF'],
    ['tostring(12345.6789, "commas")', '12,345.68'],
    ['tostring(615, "duration")', '00:10:15'],
    ['tostring(1=1)', 'True'],
    ['printf("%04d-%s|%5.1f", 42, "x", 2.25)', '0042-x|  2.3'],
    ['ipmask("255.255.0.0", ip)', '10.1.0.0', MANY],
  ]);
});

describe('https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/MathematicalFunctions', () => {
  check([
    ['round(2.555, 2)', 2.56],
    ['round(-3.5)', -4],
    ['floor(1.9)', 1],
    ['ceil(1.1)', 2],
    ['abs(-3)', 3],
    ['pow(2, 10)', 1024],
    ['sqrt(9)', 3],
    ['log(1000)', 2.9999999999999996],
    ['ln(gone)', null],
    ['exact(0.5)', 0.5],
  ]);
});

describe('https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/StatisticalFunctions', () => {
  check([
    ['max(1, "foo", 9)', 'foo'],
    ['min(1, "foo", 9)', 1],
    ['sum(1, n)', 4, MANY],
    ['avg(1, n)', 2, MANY],
  ]);

  test('random is not evaluated', () => {
    expect(trouble('search x | eval a=random()')).toBe('not evaluated: function random');
  });
});

describe('https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/MultivalueEvalFunctions', () => {
  check([
    ['mvcount(m)', 3, MANY],
    ['mvcount(gone)', null],
    ['mvappend("x", m, n)', ['x', 'b', 'a', 'b', '3'], MANY],
    ['mvdedup(m)', ['b', 'a'], MANY],
    ['mvsort(m)', ['a', 'b', 'b'], MANY],
    ['mvindex(m, 0)', 'b', MANY],
    ['mvindex(m, -2, -1)', ['a', 'b'], MANY],
    ['mvindex(m, 5)', null, MANY],
    ['mvjoin(m, ";")', 'b;a;b', MANY],
    ['mvfind(m, "^a")', 1, MANY],
    ['mvfind(m, "z")', null, MANY],
    ['mvfilter(match(m, "b"))', ['b', 'b'], MANY],
    ['mvmap(m, m . "x")', ['bx', 'ax', 'bx'], MANY],
    ['mvrange(1, 4)', [1, 2, 3]],
    ['mvzip(m, m)', ['b,b', 'a,a', 'b,b'], MANY],
    ['split("a.b.c", ".")', ['a', 'b', 'c']],
    ['mvindex(split("a.b.c", "."), -2).".".mvindex(split("a.b.c", "."), -1)', 'b.c'],
  ]);

  test('what is not documented for several values is not evaluated', () => {
    expect(trouble('| makeresults | eval m=split("a,b", ","), x=lower(m)')).toBe(
      'not evaluated: lower on a multivalue field',
    );
  });
});

describe('https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/JSONFunctions', () => {
  const json: Row = { j: '{"a":{"b":[1,2]},"c":"x","d":true}' };
  check([
    ['json_extract(j, "c")', 'x', json],
    ['json_extract(j, "a.b{0}")', 1, json],
    ['json_extract(j, "a.b{}")', '[1,2]', json],
    ['json_extract(j, "gone")', null, json],
    ['json_keys(j)', '["a","c","d"]', json],
    ['if(json_valid(j), 1, 0)', 1, json],
    ['json_array_to_mv(json_extract(j, "a.b"))', [1, 2], json],
    ['spath(j, "a.b{}")', [1, 2], json],
    ['spath(j, "d")', 'true', json],
  ]);
});

describe('https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/DateandTimeFunctions', () => {
  check([
    ['now()', NOW_SECONDS],
    ['relative_time(now(), "-1d@d")', Date.parse('2026-04-30T00:00:00Z') / 1000],
    ['strftime(0, "%Y")', '1970'],
    ['strptime("2026-05-01", "%Y-%m-%d")', Date.parse('2026-05-01T00:00:00Z') / 1000],
    ['strftime("text", "%Y")', null],
  ]);
});

test('names of functions have any case', () => {
  expect(holds('isNotNull(n) AND NOT ISNULL(n)', MANY)).toBe(true);
});

test('every function that is evaluated is one that Splunk has', () => {
  expect(Object.keys(FUNCTIONS).filter((name) => !EVAL_FUNCTIONS.has(name))).toEqual([]);
});

test('of the functions that Splunk has these are not evaluated', () => {
  const missing = [...EVAL_FUNCTIONS.keys()].filter((name) => !FUNCTIONS[name]).sort();
  expect(missing).toContain('random');
  for (const name of missing) {
    const fact = EVAL_FUNCTIONS.get(name);
    const args = Array.from({ length: fact?.min ?? 0 }, () => 'a').join(', ');
    expect(trouble(`search x | eval z=if(isnull(${name}(${args})), 1, 0)`)).toBe(`not evaluated: function ${name}`);
  }
});
