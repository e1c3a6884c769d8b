import { describe } from 'vitest';
import { itGives } from '../support.ts';

describe('conversions', () => {
  itGives({
    'tostring-function': [
      ['tostring(123)', '123'],
      ['tostring(1.0)', '1.0'],
      ['tostring(0.1 + 0.2)', '0.30000000000000004'],
      ['tostring(true)', 'True'],
      ['tostring(dynamic(true))', 'true'],
      ['tostring(dynamic("x"))', 'x'],
      ['tostring(dynamic({"a": [1, 1.0, "x"]}))', '{"a":[1,1.0,"x"]}'],
      ['tostring(int(null))', ''],
      ['tostring(dynamic(null))', ''],
      ['tostring(1.5h)', '01:30:00'],
      ['isnull(tostring(int(null)))', false],
    ],
    'tolong-function': [
      ['tolong("123")', 123],
      ['tolong(" 0x1F ")', 31],
      ['tolong("5.7")', null],
      ['tolong("1e3")', null],
      ['tolong(1.7)', 1],
      ['tolong(-1.7)', -1],
      ['tolong(1e30)', '9223372036854775807'],
      ['tolong(real(nan))', null],
      ['tolong(true)', 1],
      ['tolong(1d)', 864000000000],
      ['tolong("9223372036854775807")', '9223372036854775807'],
      ['tolong("9223372036854775808")', null],
      ['tolong(dynamic({"a": "5"}).a)', 5],
    ],
    'toint-function': [
      ['toint("123")', 123],
      ['toint(9999999999)', 1410065407],
      ['toint("9999999999")', null],
    ],
    'todouble-function': [
      ['todouble("123.4")', 123.4],
      ['toreal("1e3")', 1000],
      ['toreal("abc")', null],
    ],
    'tobool-function': [
      ['tobool("true")', true],
      ['tobool("FALSE")', false],
      ['tobool("2")', true],
      ['tobool("yes")', null],
      ['tobool(0)', false],
    ],
    'toguid-function': [
      ['toguid("70FC66F7-8279-44FC-9092-D364D70FCE44")', '70fc66f7-8279-44fc-9092-d364d70fce44'],
      ['toguid("x")', null],
    ],
    'parse-json-function': [
      ['parse_json("{\\"a\\": 1.0, \\"b\\": [1, 2.5, null]}")', { a: 1, b: [1, 2.5, null] }],
      ['tostring(parse_json("{\\"a\\": 1.0}"))', '{"a":1.0}'],
      ['parse_json("abc")', 'abc'],
      ['isnull(parse_json(""))', true],
      ['tostring(parse_json("{\\"n\\": 9007199254740993}").n)', '9007199254740993'],
      ['parse_json("{\\"a\\": {\\"b\\": [10, 20]}}").a.b[1]', 20],
      ['parse_json("{\\"a\\": [10, 20]}").a[-1]', 20],
      ['isnull(parse_json("{\\"a\\": 1}").z.y)', true],
      ['todynamic("[1]")[0]', 1],
    ],
    'coalesce-function': [
      ['coalesce(tolong("not a number"), tolong("42"), 33)', 42],
      ['coalesce("", "x")', 'x'],
      ['coalesce("", "")', ''],
      ['coalesce(int(null), int(null))', null],
    ],
    'isempty-function': [
      ['isempty("")', true],
      ['isempty(" ")', false],
      ['isempty(dynamic(null))', true],
      ['isempty(int(null))', true],
      ['isnotempty("x")', true],
    ],
    'isnull-function': [
      ['isnull(dynamic({"a": null}).a)', true],
      ['isnull("")', false],
      ['isnotnull(5)', true],
    ],
    'gettype-function': [
      ['gettype("a")', 'string'],
      ['gettype(111)', 'long'],
      ['gettype(1.5)', 'real'],
      ['gettype(int(null))', 'int'],
      ['gettype(dynamic([1]))', 'array'],
      ['gettype(dynamic({"a": 1}))', 'dictionary'],
      ['gettype(dynamic(1.5))', 'double'],
      ['gettype(dynamic(null))', 'null'],
    ],
    'tohex-function': [
      ['tohex(256)', '100'],
      ['tohex(-256)', 'ffffffffffffff00'],
      ['tohex(256, 8)', '00000100'],
    ],
    'format-bytes-function': [
      ['format_bytes(564)', '564 Bytes'],
      ['format_bytes(10332, 1)', '10.1 KB'],
    ],
  });
});
