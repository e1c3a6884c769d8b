import { describe, expect, test } from 'vitest';
import { compileRegex } from '../../../../src/spl/run/regex/regex.ts';

/** The first match, or null. */
function find(pattern: string, text: string): string | null {
  return compileRegex(pattern).exec(text)?.[0] ?? null;
}

function message(pattern: string): string {
  try {
    compileRegex(pattern);
    return 'compiles';
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
}

// pcrepattern(3): https://www.pcre.org/original/doc/html/pcrepattern.html
describe('what PCRE has and JavaScript has not', () => {
  test.each([
    ['(?i)CMD\\.exe', 'run cmd.EXE', 'cmd.EXE'],
    ['a(?i)b', 'AB aB', 'aB'],
    ['a(?i:b)c', 'aBC aBc', 'aBc'],
    ['(?i)[a-f]+(?-i)X', 'ABCX', 'ABCX'],
    ['(?s)a.b', 'a\nb', 'a\nb'],
    ['a.b', 'a\nb', null],
    ['(?m)^b$', 'a\nb\nc', 'b'],
    ['(?x) a b # comment\n c', 'abc', 'abc'],
    ['\\Aa', 'ba', null],
    ['a\\z', 'a\n', null],
    ['a\\Z', 'a\n', 'a'],
    ['a$', 'a\n', 'a'],
    ['\\h+', 'a \tb', ' \t'],
    ['\\R', 'a\r\nb', '\r\n'],
    ['[[:alpha:]]+', '12ab3', 'ab'],
    ['[[:^digit:]]+', '12ab3', 'ab'],
    ['[]a]+', 'x]a]', ']a]'],
    ['\\Qa.b\\E+', 'axb a.bb', 'a.bb'],
    ['a++b', 'aaab', 'aaab'],
    ['a++ab', 'aaab', null],
    ['(?>a+)ab', 'aaab', null],
    ['(a)(?>b)\\1', 'aba', 'aba'],
    ['(?P<x>a)(?P=x)', 'aa', 'aa'],
    ['(a)\\g{-1}', 'aa', 'aa'],
    ["(?'q'b)\\k{q}", 'bb', 'bb'],
    ['\\x{41}\\x42', 'AB', 'AB'],
    ['a{,2}', 'a{,2}', 'a{,2}'],
    ['a{', 'a{', 'a{'],
    ['(?#comment)a', 'a', 'a'],
    ['\\d', '٣', null],
    ['\\p{Lu}', 'aÄ', 'Ä'],
    ['(?<=ab)c', 'abc', 'c'],
    ['(?<=a|bc)d', 'bcd', 'd'],
  ])('%s on %j finds %j', (pattern, text, found) => {
    expect(find(pattern, text)).toBe(found);
  });

  test('named groups keep their names, and groups their numbers beside atomic ones', () => {
    const regex = compileRegex('(?>x)(?<pid>\\d+)-(?P<name>\\w+)');
    const match = regex.exec('x42-init');
    expect([...regex.names.keys()]).toEqual(['pid', 'name']);
    expect([...regex.names.values()].map((at) => match?.[at])).toEqual(['42', 'init']);
    expect(match?.[regex.groupIndex[2] as number]).toBe('init');
  });
});

describe('what PCRE does not compile is refused', () => {
  test.each([
    '(abc',
    'abc)',
    '(?<a>abc',
    '[abc',
    '*a',
    'a**',
    '[z-a]',
    'a{2,1}',
    '\\',
    '(?<n>a)(?<n>b)',
    '(?<=a+)b',
    '\\1',
    '\\L',
    '[[:nope:]]',
    '(?<1>a)',
  ])('%s', (pattern) => {
    expect(message(pattern)).toMatch(/^Refused: Error in regular expression/);
  });
});

describe('what JavaScript cannot do is named', () => {
  test.each([
    ['(?R)', '(?R'],
    ['(?(1)a|b)', '(?('],
    ['(?|a|b)', '(?|'],
    ['a\\Kb', '\\K'],
    ['(*FAIL)', 'a verb'],
    ['\\y', '\\y'],
  ])('%s: %s', (pattern, name) => {
    expect(message(pattern)).toContain(`NotEvaluated: regular expression with ${name}`);
  });

  test('a match that would take for ever is given up', () => {
    const regex = compileRegex('^(a+)+$');
    expect(regex.test('aaaa')).toBe(true);
    expect(() => regex.test(`${'a'.repeat(60)}!`)).toThrow('takes too long');
  });
});

test.each(['^(?:a|a)*$', '^(?<x>(?:\\w|a)+)$', '^(?:a?){60}b$', '^(?:a{1,2}){30,60}b$', '(?:a*)*b', 'a*a*a*a*a*a*a*b'])(
  '%s may take for ever, and is stopped',
  (pattern) => {
    expect(() => compileRegex(pattern).test(`${'a'.repeat(3000)}!`)).toThrow('regular expression that takes too long');
  },
);
