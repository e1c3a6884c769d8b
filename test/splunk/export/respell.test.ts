import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRefused, respellName, respellText } from '../../../src/splunk/export/destructive.ts';
import { respellSearch } from '../../../src/splunk/export/respell.ts';
import { check } from '../../spl/support.ts';

const tstats = (where: string) => `| tstats count from datamodel=Endpoint.Processes where ${where} by Processes.dest`;

/** What a search is exported as. */
const spelt: [string, string, string][] = [
  ['a search', 'index=x "rm -rf /"', 'index=x "RM -rf /"'],
  ['a search after a pipe', 'index=x | search cmd="*rm -rf*"', 'index=x | search cmd="*RM -rf*"'],
  ['a list in a search', 'index=x cmd IN ("rm -rf /", "ls")', 'index=x cmd IN ("RM -rf /", "ls")'],
  ['arguments in a search', 'index=x a IN ("rm","-rf")', 'index=x a IN ("RM","-rf")'],
  ['words of a search', 'index=x rm -rf', 'index=x rm  -rf'],
  ['a subsearch', 'index=x [search index=y "rm -rf"]', 'index=x [search index=y "RM -rf"]'],
  ['tstats', tstats('Processes.process="*rm -rf*"'), tstats('Processes.process="*RM -rf*"')],
  ['an expression', 'index=x | where like(cmd, "%rm -rf%")', 'index=x | where like(cmd, ("%r"."m -rf%"))'],
  ['a comparison', 'index=x | where cmd=="rm -rf /"', 'index=x | where cmd==("r"."m -rf /")'],
  ['an escape before it', 'index=x | where match(cmd, "\\rm -rf")', 'index=x | where match(cmd, ("\\r"."m -rf"))'],
  ['an assignment', 'index=x | eval a="rm -rf", b=1', 'index=x | eval a=("r"."m -rf"), b=1'],
  [
    'an expression inside stats',
    'index=x | stats count(eval(match(cmd, "rm -rf"))) AS n',
    'index=x | stats count(eval(match(cmd, ("r"."m -rf")))) AS n',
  ],
  ['a list in an expression', 'index=x | where in(a, "rm", "-fr")', 'index=x | where in(a, "-fr", "rm")'],
  ['arguments of a function', 'index=x | eval a=mvappend("rm","-rf")', 'index=x | eval a=mvappend(("r"."m"),"-rf")'],
  ['quoted arguments', `index=x | where like(a, "%'rm', '-rf'%")`, `index=x | where like(a, ("%'r"."m', '-rf'%"))`],
  ['a regular expression', 'index=x | regex cmd="^rm -rf"', 'index=x | regex cmd="^r\\x6d -rf"'],
  ['an extraction', 'index=x | rex "(?<cmd>rm -rf \\S+)"', 'index=x | rex "(?<cmd>r\\x6d -rf \\S+)"'],
];

describe('a search that looks for a destructive command', () => {
  test.each(spelt)('%s: another spelling, which finds the same', (_, search, expected) => {
    expect(isRefused(search)).toBe(true);
    expect(respellSearch(search)).toBe(expected);
    expect(isRefused(expected)).toBe(false);
    expect(check(expected)).toMatchObject({ verdict: check(search).verdict, repairs: [] });
  });

  test.each([
    ['the case counts', 'index=x CASE("rm -rf")'],
    ['the order counts', 'index=x cmd>"rm -rf"'],
    ['a list in an expression, whose members may have to be literals', 'index=x | where in(cmd, "rm -rf /")'],
    ['the name of a field', "index=x | where 'rm -rf'=1"],
    ['a new field', 'index=x | eval "rm -rf"=1'],
    ['the name of a column', 'index=x | stats count AS "rm -rf"'],
    [
      'a part of tstats that names fields',
      '| tstats count AS "rm -rf" from datamodel=Endpoint.Processes by Processes.dest',
    ],
    ['a literal inside a regular expression', 'index=x | regex cmd="\\Qrm -rf\\E"'],
    ['a replacement', 'index=x | rex mode=sed field=cmd "s/x/rm -rf/"'],
    ["a macro's argument", 'index=x | `some_macro("rm -rf")`'],
  ])('%s: it stays as it is', (_, search) => {
    expect(respellSearch(search)).toBe(search);
  });

  test('a comment says it in other words', () => {
    expect(respellSearch('index=x ``` finds rm -rf ``` | head 1')).toBe('index=x ``` finds rm  -rf ``` | head 1');
  });

  test('any text: nothing is lost, and what is not refused is left alone', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'rm -rf',
        'rm',
        '-rf',
        '"',
        "'",
        ',',
        ' ',
        '| ',
        'where ',
        'search ',
        'eval(',
        ')',
        'IN (',
        '\\',
        '```',
        '\n',
      ),
      fc.string({ maxLength: 4 }),
    );
    const plain = (text: string) =>
      text.toLowerCase().replaceAll('\\x6d', 'm').replaceAll('"."', '').replace(/[() ]/g, '');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const search = pieces.join('');
        const found = respellSearch(search);
        if (!isRefused(search)) expect(found).toBe(search);
        // Members of a list may change places.
        expect([...plain(found)].sort()).toEqual([...plain(search)].sort());
      }),
      { numRuns: 2000 },
    );
  });
});

test('texts and names for people are not refused, and read alike', () => {
  expect(respellText('A script runs rm -rf / twice: rm -rf /')).toBe('A script runs rm  -rf / twice: rm  -rf /');
  expect(respellText('["rm", "-rf"]')).toBe('["RM", "-rf"]');
  expect(respellName('Backup that runs rm -rf (0123456789ab)')).toBe('Backup that runs rm-rf (0123456789ab)');
  for (const text of [respellText('rm -rf'), respellText(`'rm','-rf'`), respellName('rm -rf')]) {
    expect(isRefused(text)).toBe(false);
  }
});
