import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { checkYaml, parseYaml } from '../../src/config/yaml.ts';

const auth = z.union([z.literal('default'), z.strictObject({ tenantId: z.string(), clientId: z.string() })]);
const schema = z.strictObject({
  name: z.string().min(1).max(10),
  port: z.int().min(1).max(65_535).optional(),
  share: z.number().positive().multipleOf(5).optional(),
  on: z.boolean().optional(),
  level: z.enum(['keep', 'overwrite', 'fail']).optional(),
  days: z.union([z.number().int().positive(), z.literal('off'), z.literal(false)]).optional(),
  tags: z.array(z.string()).min(1).max(2).optional(),
  url: z.url().optional(),
  id: z.uuid().optional(),
  code: z
    .string()
    .regex(/^T\d+$/)
    .optional(),
  own: z
    .string()
    .refine((text) => text !== 'x', 'may not be x')
    .optional(),
  auth: auth.optional(),
  counts: z.record(z.string().regex(/^[a-z]+$/, 'may hold small letters only'), z.number()).optional(),
  of: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('splunk'), host: z.string() }),
      z.strictObject({ kind: z.literal('sentinel') }),
    ])
    .optional(),
});

/** `line:column message` of all that is wrong with a text. */
function problemsOf(text: string, of: z.ZodType = schema): string[] {
  const yaml = parseYaml(text, 'x.yaml');
  const told = ({ line, column }: { line?: number; column?: number }, message: string) =>
    `${line}:${column} ${message}`;
  if (yaml.problems.length > 0) return yaml.problems.map((problem) => told(problem, problem.message));
  const checked = checkYaml(yaml, of);
  return 'problems' in checked ? checked.problems.map(({ place, message }) => told(place, message)) : [];
}

describe('values that a schema refuses are told in words, with their place', () => {
  test.each([
    ['nme: a', '1:1 name: is missing: must be text'],
    ['name: a\nprot: 1', '2:1 (top level): there is no key "prot" here (did you mean "port"?)'],
    ['name: a\nunlike: 1', '2:1 (top level): there is no key "unlike" here'],
    ['name: 7', '1:7 name: must be text: put it in quotes'],
    ['name:', '1:6 name: has no value: must be text'],
    ['name: ""', '1:7 name: may not be empty'],
    ['name: abcdefghijk', '1:7 name: may have at most 10 characters'],
    ['name: a\nport: 1.5', '2:7 port: must be a whole number'],
    ['name: a\nport: 0', '2:7 port: must be at least 1'],
    ['name: a\nport: 70000', '2:7 port: must be at most 65535'],
    ['name: a\nshare: 0', '2:8 share: must be more than 0'],
    ['name: a\nshare: 7', '2:8 share: must be a multiple of 5'],
    ['name: a\non: yes', '2:5 on: must be true or false'],
    ['name: a\nlevel: overwite', '2:8 level: must be "keep", "overwrite" or "fail" (did you mean "overwrite"?)'],
    ['name: a\nlevel: never', '2:8 level: must be "keep", "overwrite" or "fail"'],
    ['name: a\ndays: never', '2:7 days: must be a number, or "off", or false'],
    ['name: a\ndays: -1', '2:7 days: must be more than 0'],
    ['name: a\ntags: []', '2:7 tags: needs at least 1 entry'],
    ['name: a\ntags: [a, b, c]', '2:7 tags: may have at most 2 entries'],
    ['name: a\ntags: a', '2:7 tags: must be a list'],
    ['name: a\ntags: { a: b }', '2:7 tags: must be a list (put "- " before each entry)'],
    ['name: a\nport: "80"', '2:7 port: must be a number (take away the quotes)'],
    ['name: a\non: "true"', '2:5 on: must be true or false (take away the quotes)'],
    ['name: a\nof:kind: splunk', /^2:1 \(top level\): there is no key "of:kind" here/],
    ['name: a\ncounts:\n  a:1', '3:3 counts: must be keys with values (put a blank behind the colon)'],
    ['name: a\nurl: x', '2:6 url: must be a web address'],
    ['name: a\nid: x', '2:5 id: must be a UUID'],
    ['name: a\ncode: x', '2:7 code: must be of the right form'],
    ['name: a\nown: x', '2:6 own: may not be x'],
    ['name: a\nauth: defalt', '2:7 auth: must be "default" (did you mean "default"?), or keys with values'],
    [
      'name: a\nauth: { tenantId: t, clientid: c }',
      /2:7 auth: clientId: is missing.*"clientid" here \(did you mean "clientId"\?\)/,
    ],
    ['name: a\ncounts: { A1: 1 }', '2:15 counts.A1: may hold small letters only'],
    ['name: a\nof: { kind: splnk }', '2:13 of.kind: must be "splunk" or "sentinel" (did you mean "splunk"?)'],
    ['name: a\nof: {}', '2:5 of.kind: is missing: must be "splunk" or "sentinel"'],
    ['name: a\nof: { kind: splunk, hots: x }', '2:21 of: there is no key "hots" here (did you mean "host"?)'],
    ['- a', '1:1 (top level): must be keys with values'],
    ['', '1:1 there is nothing in this file'],
    ['# only this', '1:1 there is nothing in this file'],
  ])('%j', (text, expected) => {
    const problems = problemsOf(text);
    if (typeof expected === 'string') expect(problems).toContain(expected);
    else expect(problems.join('\n')).toMatch(expected);
    expect(problems.join('\n')).not.toMatch(/Invalid|expected|received|Too (?:small|big)|Unrecognized/);
  });

  test('a value is never shown: it may be a secret', () => {
    const text =
      'name: a\nlevel: hunter2hunter2\ndays: hunter2hunter2\nid: hunter2hunter2\nof: { kind: hunter2hunter2 }';
    expect(problemsOf(text)).toHaveLength(4);
    expect(problemsOf(text).join('\n')).not.toContain('hunter2');
  });

  test('what is right comes as the schema has it', () => {
    const yaml = parseYaml('a: &x [1, 2]\nb: *x', 'x.yaml');
    expect(checkYaml(yaml, z.object({ a: z.array(z.number()), b: z.array(z.number()) }))).toEqual({
      data: { a: [1, 2], b: [1, 2] },
    });
  });
});

describe('what is wrong as YAML has its place', () => {
  const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]'];
  for (const [last, next] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg']) {
    bomb.push(`${next}: &${next} [${Array.from({ length: 9 }, () => `*${last}`).join(',')}]`);
  }

  test.each([
    ['a bomb of aliases', bomb.join('\n'), /^6:\d+ up to here, aliases stand for more than 100000 values$/],
    ['an alias of itself', 'a: &a [*a]', '1:8 this alias stands for something that it is a part of'],
    ['an alias of nothing', 'a: *secret', /^1:4 a value that starts with \* is an alias/],
    ['a key twice', 'a: 1\na: 2', '2:1 this key stands here twice'],
    ['a tab before a key', 'a:\n\tb: 1', '2:1 a tab cannot indent in YAML; use blanks'],
    [
      'tabs before many keys',
      'a:\n\tb: 1\n\tc: 2\n\td:\n\t\t- x',
      '2:1 a tab cannot indent in YAML; use blanks (4 lines have one)',
    ],
    ['a list that does not end', 'a: [1', /^1:\d+ a \[ has no closing \]/],
    ['a list that does not end, and more', 'a: [1, 2\nb: 3\nc: 4', '2:1 a [ has no closing ] before this line'],
    ['a map that does not end', 'a: { b: 1\nc: 3', '2:1 a { has no closing } before this line'],
    ['a quotation that does not end', 'a: "x"\nb: "secret\nc: d\n', '2:4 this quotation mark has no closing one'],
    [
      'a line too far left',
      'a:\n  - b: 1\n    c: 2\n   d: 3\n',
      '4:1 this line is indented otherwise than those around it',
    ],
    ['a line between', 'a:\n    b: 1\n  c: 2\n', '3:1 this line is indented otherwise than those around it'],
    ['a second colon', 'a: se: cret', /^1:4 a value with a colon in it needs quotes/],
    ['a line without a colon', 'a: 1\nb\nc: 2', '2:1 there is no colon behind this key'],
    ['a reserved character', 'a: @secret', '1:4 a value cannot begin with this character; put it in quotes'],
    ['a path in double quotes', 'a: "C:\\secret"', /^1:\d a backslash in double quotes begins an escape/],
    ['a second document', 'a: 1\n---\na: 2', '2:1 another document begins here; put everything into one, without ---'],
    ['a bracket too many', 'a: {b: 1}}', '1:10 this bracket closes nothing'],
    [
      'a word behind a quotation',
      'a: "x" secret',
      '1:8 more follows a value that has ended; put the whole value in quotes',
    ],
    ['another encoding', '\ufffd\ufffda\0:\0', '1:1 this is no text in UTF-8; save the file in that encoding'],
    ['an unknown tag', 'a: !!secret &secret *secret', /^1:\d+ this is no YAML that can be read \(\w[a-z ]+\)$/],
  ])('%s', (_name, text, expected) => {
    const [problem = ''] = problemsOf(text, z.any());
    if (typeof expected === 'string') expect(problem).toBe(expected);
    else expect(problem).toMatch(expected);
    expect(problem).not.toMatch(/secret|at line/);
  });

  test('what follows from a fault is not told; keys that stand twice are told each', () => {
    expect(problemsOf('a:\n\t- b: 1\n\t c: [x\nd: "', z.any())).toHaveLength(1);
    expect(problemsOf('a: 1\nb: 2\na: 3\nb: 4', z.any())).toEqual([
      '3:1 this key stands here twice',
      '4:1 this key stands here twice',
    ]);
  });

  test('aliases that stand for little are welcome', () => {
    const text = `a: &a { k: v }\nb: [${Array.from({ length: 200 }, () => '*a').join(', ')}]`;
    expect(problemsOf(text, z.any())).toEqual([]);
  });

  test('no text is too odd', () => {
    const piece = fc.constantFrom(
      'a: ',
      '- ',
      '&a ',
      '*a',
      '[',
      ']',
      '{',
      '}',
      '\n',
      '  ',
      '"',
      ': ',
      '|',
      'x',
      '!!int ',
      '<<: ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        expect(() => problemsOf(pieces.join(''))).not.toThrow();
      }),
    );
  });
});
