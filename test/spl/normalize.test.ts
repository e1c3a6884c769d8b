import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSignificant, lex } from '../../src/spl/lexer.ts';
import { normalize } from '../../src/spl/normalize.ts';
import { parse } from '../../src/spl/parse.ts';

const significant = (spl: string) =>
  lex(spl)
    .filter(isSignificant)
    .map(({ text }) => text.replace(/\s+/g, ' '));

describe('normalize', () => {
  test.each<[what: string, source: string, expected: string]>([
    [
      'lines stay lines',
      '| tstats count\r\n    from datamodel=Web\t \n\n| sort - count\n',
      '| tstats count\n    from datamodel=Web\n| sort - count',
    ],
    [
      'each command has a line of its own',
      '| tstats count | sort - count|head 5',
      '| tstats count\n| sort - count\n|head 5',
    ],
    ['a pipe begins its line', 'index=a |\n  stats count', 'index=a\n| stats count'],
    [
      'pipes of a subsearch stay where they are',
      'index=a [ search index=b | fields user ] | append [\n  search index=c\n  | stats count ]',
      'index=a [ search index=b | fields user ]\n| append [\n  search index=c\n  | stats count ]',
    ],
    ['a line that goes on is set off', 'index=a\nsourcetype=b\n\tuser=c', 'index=a\n  sourcetype=b\n    user=c'],
    [
      'no line begins as a stanza or a comment of a file',
      '| append\n    [| makeresults ]\n| eval a=1,\n//b\n#c',
      '| append [| makeresults ]\n| eval a=1, //b #c',
    ],
    ['no line ends in a backslash', 'index=a path=C:\\\\\n| stats count', 'index=a path=C:\\\\ | stats count'],
    ['strings stay as they are', '| where x="a  \t b ```"', '| where x="a  \t b ```"'],
    ['names in single quotes stay as they are', "| eval 'a  b'=1", "| eval 'a  b'=1"],
    ['macro calls over several lines are joined', '`m(a,\n    b)`\n| x', '`m(a, b)`\n| x'],
    ['nothing is left of nothing', ' \n ``` only ``` ', ''],
  ])('%s', (_, source, expected) => {
    expect(normalize(source)).toBe(expected);
  });

  test.each<[what: string, source: string, expected: string]>([
    [
      'stay where they are',
      'index=a ```why```\n| stats count ```x``` by a',
      'index=a ``` why ```\n| stats count ``` x ``` by a',
    ],
    [
      'on a line of their own too',
      'index=a\n    ``` allow-list ```\n    user=b',
      'index=a\n    ``` allow-list ```\n    user=b',
    ],
    [
      'but not before the first command',
      '``` title ```\n| tstats count\n| sort a',
      '| tstats count\n  ``` title ```\n| sort a',
    ],
    [
      'nor between any and its pipe',
      'index=a | ``` why ``` stats count\n| sort a',
      'index=a\n| stats count\n  ``` why ```\n| sort a',
    ],
    ['nor between the first and its pipe', '| ``` title ``` makeresults', '| makeresults\n  ``` title ```'],
    [
      'of several lines are several',
      'index=a\n```one\n# two\n\n[three]```',
      'index=a\n  ``` one ```\n  ``` # two ```\n  ``` (three) ```',
    ],
    ['that say nothing go', 'index=a ``` \u200b ``` user=b', 'index=a user=b'],
    [
      'hold nothing that means anything to any reader',
      'index=a ```it\'s "x" | delete [y] $z$ `m` C:\\``` | stats count',
      'index=a ``` it\u2019s \u201dx\u201d \u00a6 delete (y) \uff04z\uff04 \u2019m\u2019 C:/ ```\n| stats count',
    ],
  ])('comments %s', (_, source, expected) => {
    expect(normalize(source)).toBe(expected);
    expect(normalize(expected)).toBe(expected);
  });

  const piece = fc.constantFrom(
    '|',
    'stats',
    '"a  b"',
    "'c  d'",
    '`m`',
    '(',
    ')',
    '[',
    ']',
    ',',
    '=',
    '10.0.0.0/8',
    '—',
    '#',
    '//x',
    'C:\\\\',
  );
  const gap = fc.constantFrom(' ', '\n', ' \t ', '\r\n', '\n\n\t', ' ``` c ``` ', '```d\ne```', '\n``` f ```\n');

  test('keeps every significant token, and is the same when done twice', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(piece, gap)), (parts) => {
        const source = parts.flat().join('');
        const once = normalize(source);
        expect(significant(once)).toEqual(significant(source));
        expect(normalize(once)).toBe(once);
      }),
    );
  });

  test('gives lines that a file of settings holds as they are', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(piece, gap)), (parts) => {
        const lines = normalize(parts.flat().join('')).split('\n');
        for (const [at, line] of lines.entries()) {
          expect(line).toBe(line.trimEnd());
          if (lines.length > 1) expect(line).not.toBe('');
          // What is last is for the checks to refuse.
          if (at < lines.length - 1) expect(line).not.toMatch(/\\$/);
          if (at > 0) expect(line.trimStart()).not.toMatch(/^(?:\[|#|\/\/)/);
        }
      }),
    );
  });
});

describe('a comment', () => {
  /** Text that wants out of a comment, or to take something into it. */
  const hostile = fc
    .array(
      fc.constantFrom(
        '`',
        '``',
        '````',
        '"',
        "'",
        '\n',
        '\r',
        '\n| delete',
        '| outputlookup x',
        '[',
        ']',
        '\\',
        '\\\n',
        '$a$',
        '#',
        '//',
        'x',
        ' ',
        '\u2028',
        '\u202e',
        '\u200b',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join(''));
  const places = fc.constantFrom<(comment: string) => string>(
    (comment) => `${comment}\n| tstats count by a\n| sort a`,
    (comment) => `| tstats count ${comment} by a\n| sort a`,
    (comment) => `| tstats count by a\n${comment}\n| sort a`,
    (comment) => `| tstats count by a | sort a ${comment}`,
    (comment) => `| ${comment} tstats count by a | sort a`,
    (comment) => `| tstats count by a | ${comment} sort a`,
  );
  const COMMANDS = ['tstats', 'sort'];

  /** Readers that know less than Splunk of today does; each gives the commands that it would run. */
  const readers: Record<string, (spl: string) => string[]> = {
    'one that cuts at every pipe': (spl) => words(spl.replace(/```[^`]*```/g, ' ').split('|')),
    'one that knows no comments': (spl) => words(spl.split('|')),
    'one that masks strings first': (spl) => words(spl.replace(/"(?:\\.|[^"\\])*"/g, '""').split('|')),
    'one that masks single quotes first': (spl) => words(spl.replace(/'[^']*'/g, 'x').split('|')),
    'one that reads line by line': (spl) =>
      words(
        spl.split('\n').flatMap((line) => line.split('|').slice(1)),
        false,
      ),
  };

  function words(parts: readonly string[], leads = true): string[] {
    return (leads ? parts.slice(1) : parts).map((part) => part.trim().split(/\s/)[0] ?? '');
  }

  test('can neither end early nor hide a command, whatever its text and whoever reads it', () => {
    let kept = 0;
    fc.assert(
      fc.property(hostile, places, (text, place) => {
        const source = place(`\`\`\`${text}\`\`\``);
        // What is never closed is refused.
        if (lex(source).some(({ closed }) => !closed)) return;
        const out = normalize(source);
        // Read as Splunk reads it, the source may end the comment early: then its commands are not these, and they stay.
        expect(significant(out)).toEqual(significant(source));
        const names = (spl: string) => parse(spl).main.commands.map(({ name }) => name);
        expect(names(out)).toEqual(names(source));
        if (lex(source).some(({ kind }) => kind === 'macro' || kind === 'string')) return;
        if (names(source).join() !== COMMANDS.join()) return;
        kept += out.includes('```') ? 1 : 0;
        for (const [reader, read] of Object.entries(readers)) expect(read(out), reader).toEqual(COMMANDS);
        expect(out).not.toContain('$');
        expect(out.match(/```/g)?.length ?? 0).toBe((out.match(/`/g)?.length ?? 0) / 3);
      }),
      { numRuns: 500 },
    );
    expect(kept).toBeGreaterThan(50);
  });
});
