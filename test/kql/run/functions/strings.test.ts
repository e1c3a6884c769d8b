import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { evaluate, itGives, value } from '../support.ts';

describe('text functions', () => {
  itGives({
    'strcat-function': [
      ['strcat("a", 1, true, dynamic([1, 2]), 1.5, 1h)', 'a1True[1,2]1.501:00:00'],
      ['strcat("a", int(null), "b")', 'ab'],
      ['strcat(datetime(2020-01-02), "")', '2020-01-02T00:00:00.0000000Z'],
    ],
    'strcat-delim-function': [['strcat_delim("-", "a", int(null), "b")', 'a--b']],
    'strcat-array-function': [
      ['strcat_array(dynamic(["a", 1, true, null]), "-")', 'a-1-true-'],
      ['strcat_array(dynamic([[1], {"a": 2}]), "|")', '[1]|{"a":2}'],
    ],
    'strlen-function': [
      ['strlen("hello")', 5],
      ['strlen("⒦⒰⒮⒯⒪")', 5],
      ['strlen("😀")', 1],
      ['string_size("⒦")', 3],
    ],
    'toupper-function': [['toupper("hello")', 'HELLO']],
    'tolower-function': [['tolower("HeLLo")', 'hello']],
    'substring-function': [
      ['substring("123456", 1)', '23456'],
      ['substring("123456", 2, 2)', '34'],
      ['substring("ABCD", 0, 2)', 'AB'],
      ['substring("123456", -2, 2)', '56'],
      ['substring("abc", -10)', ''],
      ['substring("abc", 1, -1)', ''],
      ['substring("abcdefg", 5, 10)', 'fg'],
    ],
    'split-function': [
      ['split("aa_bb", "_")', ['aa', 'bb']],
      ['split("aaa_bbb_ccc", "_", 1)', ['bbb']],
      ['split("", "_")', ['']],
      ['split("a__b", "_")', ['a', '', 'b']],
      ['split("aabbcc", "bb")', ['aa', 'cc']],
      ['split("a_b", "_", 5)', null],
    ],
    'indexof-function': [
      ['indexof("abcdefg", "cde")', 2],
      ['indexof("abcdefg", "cde", 1, 4)', 2],
      ['indexof("abcdefg", "cde", 1, 2)', -1],
      ['indexof("abcdefg", "cde", 3, 4)', -1],
      ['indexof("abcdefg", "cde", -5)', 2],
      ['indexof("abcabcabc", "c", 0, -1, 3)', 8],
      ['indexof("abc", "z")', -1],
    ],
    'countof-function': [
      ['countof("aaaa", "a")', 4],
      ['countof("aaaa", "aa")', 3],
      ['countof("aaaa", "aa", "regex")', 2],
      ['countof("abcabc", "a.c", "regex")', 2],
    ],
    'trim-function': [
      ['trim("--", "--https://bing.com--")', 'https://bing.com'],
      [String.raw`trim(@"[^\w]+", "-  Te st1// $")`, 'Te st1'],
      ['trim("a", "aaaa")', 'aa'],
    ],
    'trimstart-function': [['trim_start("https://", "https://bing.com")', 'bing.com']],
    'trimend-function': [['trim_end(".com", "bing.com")', 'bing']],
    'replace-string-function': [['replace_string("axa", "a", "$&")', '$&x$&']],
    'replace-regex-function': [
      [String.raw`replace_regex("Number is 7", @"is (\d+)", @"was: \1")`, 'Number was: 7'],
      [String.raw`replace_regex("a1", @"\d", @"[\0]")`, 'a[1]'],
    ],
    'reverse-function': [
      ['reverse("abc")', 'cba'],
      ['reverse(12345)', '54321'],
    ],
    'translate-function': [
      ['translate("krasp", "otsku", "spark")', 'kusto'],
      ['translate("abc", "x", "abc")', 'xxx'],
    ],
    'extract-function': [
      ['extract("x=([0-9.]+)", 1, "hello x=45.6|wo")', '45.6'],
      ['extract("x=([0-9.]+)", 0, "hello x=45.6|wo")', 'x=45.6'],
      [String.raw`extract(@"(\d+)", 1, "a 12", typeof(long))`, 12],
      [String.raw`extract(@"(\d+)", 1, "none")`, ''],
      [String.raw`extract(@"(\d+)", 1, "none", typeof(long))`, null],
      ['extract(@"^.{2,2}(.{4,4})", 1, "ab2024x")', '2024'],
    ],
    'extract-all-function': [
      [String.raw`extract_all(@"(\d+)", "a set of numbers: 123, 567 and 789")`, ['123', '567', '789']],
      [
        String.raw`extract_all(@"(\w)(\w+)(\w)", "82b8be2d-dfa7")`,
        [
          ['8', '2b8be2', 'd'],
          ['d', 'fa', '7'],
        ],
      ],
      [
        String.raw`extract_all(@"(\w)(\w+)(\w)", dynamic([1, 3]), "82b8be2d-dfa7")`,
        [
          ['8', 'd'],
          ['d', '7'],
        ],
      ],
      [String.raw`extract_all(@"(\w)(\d)", dynamic([1, 5]), "a1b2")`, ['a', 'b']],
      [String.raw`extract_all(@"(\d)", "none")`, null],
    ],
    'base64-decode-tostring-function': [
      ['base64_decode_tostring("S3VzdG8=")', 'Kusto'],
      ['base64_decode_tostring("U3RyaW5n_0KHR0fE")', ''],
      ['base64_decode_tostring("//79")', ''],
    ],
    'base64-encode-tostring-function': [['base64_encode_tostring("Kusto")', 'S3VzdG8=']],
    'url-decode-function': [['url_decode("https%3a%2f%2fwww.bing.com%2f")', 'https://www.bing.com/']],
    'hash-md5-function': [
      ['hash_md5("World")', 'f5a7924e621e84c9280a9a27e1bcb7f6'],
      ['hash_md5("")', ''],
    ],
    'hash-sha256-function': [['hash_sha256("World")', createHash('sha256').update('World').digest('hex')]],
    'strrep-function': [
      ['strrep("ABC", 2)', 'ABCABC'],
      ['strrep(123.45, 3, "!")', '123.45!123.45!123.45'],
    ],
    'strcmp-function': [
      ['strcmp("ABC", "ABC")', 0],
      ['strcmp("abc", "ABC")', 1],
      ['strcmp("ABC", "abc")', -1],
    ],
    'isascii-function': [['isascii("é")', false]],
  });

  it('reads a dynamic as its text', () => {
    expect(value('strlen(dynamic({"a": "xyz"}).a)')).toBe(3);
    expect(value('tolower(dynamic({"a": "XYZ"}).a)')).toBe('xyz');
    expect(value('split(dynamic({"a": "x,y"}).a, ",")')).toEqual(['x', 'y']);
  });

  it('stops where a text would grow without end', () => {
    expect(evaluate('print strrep("abc", 1000000000)').status).toBe('failed');
  });

  it('names what the pages do not settle', () => {
    expect(evaluate('print split("abc", "")')).toEqual({
      status: 'not-evaluated',
      reasons: ['split() by an empty text'],
    });
    expect(evaluate(`print extract_all("(?P<a>x)", dynamic(["a"]), "x")`)).toEqual({
      status: 'not-evaluated',
      reasons: ['extract_all() of groups by name'],
    });
    expect(evaluate('print extract_all("x", "x")').status).toBe('failed');
  });
});
