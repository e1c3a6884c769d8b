import { describe } from 'vitest';
import { itGives } from '../support.ts';

const path = (parts: Record<string, string>) => ({
  Scheme: '',
  RootPath: '',
  DirectoryPath: 'temp',
  DirectoryName: 'temp',
  Filename: 'file.txt',
  Extension: 'txt',
  AlternateDataStreamName: '',
  ...parts,
});

describe('functions that take texts apart', () => {
  itGives({
    'parse-url-function': [
      [
        'parse_url("scheme://username:password@host:1234/this/is?k2=v2&k1=v1&k2=v3&k3=#fragment")',
        {
          Scheme: 'scheme',
          Host: 'host',
          Port: '1234',
          Path: '/this/is',
          Username: 'username',
          Password: 'password',
          'Query Parameters': { k1: 'v1', k2: ['v2', 'v3'] },
          Fragment: 'fragment',
        },
      ],
      ['tostring(parse_url("https://h.io/").Path)', ''],
      ['tostring(parse_url("https://h.io:8443/?x=1").Path)', '/'],
      ['tostring(parse_url("https://user@h.io/p").Host)', 'user@h.io'],
      ['tostring(parse_url("no url").Host)', ''],
    ],
    'parse-urlquery-function': [['parse_urlquery("k1=v1&k2=v2")', { 'Query Parameters': { k1: 'v1', k2: 'v2' } }]],
    'parse-path-function': [
      [String.raw`parse_path(@"C:\temp\file.txt")`, path({ RootPath: 'C:', DirectoryPath: String.raw`C:\temp` })],
      [String.raw`parse_path(@"temp\file.txt")`, path({})],
      [
        'parse_path("file://C:/temp/file.txt:some.exe")',
        path({ Scheme: 'file', RootPath: 'C:', DirectoryPath: 'C:/temp', AlternateDataStreamName: 'some.exe' }),
      ],
      [
        String.raw`parse_path(@"\\shared\users\temp\file.txt.gz")`,
        path({ DirectoryPath: String.raw`\\shared\users\temp`, Filename: 'file.txt.gz', Extension: 'gz' }),
      ],
      ['parse_path("/usr/lib/temp/file.txt")', path({ DirectoryPath: '/usr/lib/temp' })],
    ],
    'parse-command-line-function': [
      ['parse_command_line("echo \\"hello world!\\"", "windows")', ['echo', 'hello world!']],
      [
        String.raw`parse_command_line(@"""C:\a b\c.exe"" -x  ""d\\"" e\f", "windows")`,
        [String.raw`C:\a b\c.exe`, '-x', String.raw`d\ `.trim(), String.raw`e\f`],
      ],
    ],
    'parse-xml-function': [
      ['parse_xml("<e/>")', { e: null }],
      ['parse_xml("<e>text</e>")', { e: 'text' }],
      ['parse_xml("<e name=\\"value\\" />")', { e: { '@name': 'value' } }],
      ['parse_xml("<e name=\\"value\\">text</e>")', { e: { '@name': 'value', '#text': 'text' } }],
      ['parse_xml("<e> <a>x</a> <b>y</b> </e>")', { e: { a: 'x', b: 'y' } }],
      ['parse_xml("<e> <a>x</a> <a>y</a> </e>")', { e: { a: ['x', 'y'] } }],
      ['parse_xml("<e> text <a>x</a> </e>")', { e: { '#text': 'text', a: 'x' } }],
      ['isnull(parse_xml("<e>"))', true],
      ['isnull(parse_xml("nothing"))', true],
      ['parse_xml("<?xml version=\\"1.0\\"?><e>x &amp; y</e>")', { e: 'x & y' }],
    ],
    'parse-csv-function': [
      ['parse_csv("aa,b,cc")', ['aa', 'b', 'cc']],
      ['parse_csv("aa,\\"b,b,b\\",cc")', ['aa', 'b,b,b', 'cc']],
    ],
    'extract-json-function': [
      ['extract_json("$.a.b[1]", "{\\"a\\": {\\"b\\": [1, \\"x\\"]}}")', 'x'],
      ['extract_json("$.z", "{\\"a\\": 1}")', ''],
    ],
  });
});
