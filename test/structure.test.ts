import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { globSync } from 'tinyglobby';
import { describe, expect, test } from 'vitest';

const SRC = fileURLToPath(new URL('../src', import.meta.url));

/** The one direction, left to right: a room imports only from itself and from rooms to its left. */
const ROOMS = [
  'core',
  'quoting',
  'config',
  'knowledge',
  'sources',
  'briefing',
  'classify',
  'hunts',
  'prove',
  'sync',
  'spl',
  'kql',
  'azure',
  'splunk',
  'sentinel',
  'defender',
  'siems',
  'exporters',
  'report',
  'pipeline',
  'library',
  'page',
  'commands',
  'cli',
  'build',
];

/** Whatever knows a SIEM or a query language by name. */
const VENDOR_ROOMS = [
  'spl',
  'kql',
  'azure',
  'splunk',
  'sentinel',
  'defender',
  'siems',
  'config',
  'quoting',
  'sandbox',
  'build',
];

const VENDOR_OR_LANGUAGE = /splunk|sentinel|(?<![a-z])spl(?![a-z])|(?<![a-z])kql(?![a-z])|kusto|azure|defender/i;

/** Files whose code has such a word for something else, and for what. */
const NAMES_OF_OTHER_THINGS: Readonly<Record<string, string>> = {
  'classify/mentions/tells/access.ts': 'what attackers switch off or sign in to, in the words of articles',
  'classify/mentions/tells/act.ts': 'what attackers switch off or sign in to, in the words of articles',
  'classify/mentions/tells/calls.ts': 'what attackers switch off or sign in to, in the words of articles',
  'classify/mentions/tells/learn.ts': 'what attackers switch off or sign in to, in the words of articles',
  'classify/mentions/tells/stay.ts': 'what attackers switch off or sign in to, in the words of articles',
  'classify/coined.ts': 'names of makers, which are no names of malware',
  'classify/specific/common.ts': "folders that every machine may have, some of them a product's",
  'classify/specific/registry.ts': 'registry keys that many programs write to',
  'classify/mentions/told.ts': 'the people who defend',
  'classify/observables/identity.ts': 'clouds that articles name, one of them a vendor’s',
  'classify/observables/software.ts': 'makers of steps of a build that everybody uses',
  'classify/observables/web.ts': 'user agents that everybody sends',
};

/** Without comments, which may say why. A slash in a regular expression or an address begins none. */
function codeOf(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
}

const files = globSync('**/*.ts', { cwd: SRC, ignore: ['**/*.d.ts'] }).sort();

function roomOf(file: string): string {
  return (file.split('/')[0] ?? '').replace(/\.ts$/, '');
}

interface Import {
  readonly from: string;
  readonly to: string;
}

const imports: Import[] = files.flatMap((file) => {
  const text = readFileSync(resolve(SRC, file), 'utf8');
  return [...text.matchAll(/(?:\bfrom|\bimport\(?)\s*'([^']+)'/g)].flatMap(([, target]) =>
    target?.startsWith('.') ? [{ from: file, to: relative(SRC, resolve(SRC, dirname(file), target)) }] : [],
  );
});

function violations(isWrong: (entry: Import) => boolean): string[] {
  return imports.filter(isWrong).map(({ from, to }) => `${from} imports ${to}`);
}

/** Documents that a reader of the repository does not have. */
const ABSENT_DOCUMENTS = /\bDESIGN(?:\.md)?\b|(?<![\w-])(?:research|findings)\/|\bissue (?:no\. ?)?\d+\b/;

/** Titles of vendors' pages and numbers of standards: the comment must carry an address as well. */
const CITATION =
  /Microsoft Learn|REST API (?:user )?(?:manual|reference)|[Ss]earch (?:manual|reference)\b|[Aa]dmin [Mm]anual|\.conf\.spec\b|\bRFC \d{3,4}\b|\bSTIX 2\.1, sections? \d|\bmockdr\b|\b[Aa]zure-[\w-]+#\d/;

/** Comments as one text each, without the marks of their lines. */
function commentsOf(text: string): string[] {
  const blocks = text.match(/^[ \t]*\/\*[\s\S]*?\*\/|^[ \t]*\/\/.*(?:\n[ \t]*\/\/.*)*|[;,{(] \/\/ .*$/gm) ?? [];
  return blocks.map((block) => block.replace(/\s*\n\s*(?:\*(?!\/)|\/\/)?\s?/g, ' ').trim());
}

function commentsWith(isWrong: (comment: string) => boolean, folders: readonly string[]): string[] {
  const root = resolve(SRC, '..');
  return globSync(
    folders.map((folder) => `${folder}/**/*.ts`),
    { cwd: root },
  )
    .sort()
    .flatMap((file) =>
      commentsOf(readFileSync(resolve(root, file), 'utf8'))
        .filter(isWrong)
        .map((comment) => `${file}: ${comment.slice(0, 120)}`),
    );
}

/**
 * Rooms in which one name may be exported twice, for the same thing on either side: languages, SIEMs, and the
 * stand-ins, which may not import what they stand in for.
 */
const PARALLEL_ROOMS: readonly (readonly string[])[] = [
  ['spl', 'kql'],
  ['splunk', 'sentinel', 'defender'],
];

/** Names that several other rooms export for one and the same thing, and for what. */
const SHARED_NAMES: Readonly<Record<string, string>> = {
  all: 'what all of several conditions make, in a search and in a formula',
  any: 'what any of several conditions makes, in a search and in a formula',
  fieldsOf: 'the fields that a kind of event has, or an expression names',
  numberOf: 'the number that a value is',
  parseJson: 'JSON that may be none',
  refang: 'a value without the marks of defanging',
  severity: 'the four severities, in a schema of the configuration and in one of an output',
  textOf: 'the text that a value or a node is',
  unknown: 'what cannot be told here',
  where: 'what a search is for: a condition of one in no language, and the command of this name',
};

/** Exported names by the rooms that export them. */
function exportsByRoom(): Map<string, Set<string>> {
  const rooms = new Map<string, Set<string>>();
  for (const file of files) {
    const text = readFileSync(resolve(SRC, file), 'utf8');
    for (const [, name] of text.matchAll(/^export (?:async )?(?:function|const|class|interface|type|let) (\w+)/gm)) {
      rooms.set(name as string, (rooms.get(name as string) ?? new Set()).add(roomOf(file)));
    }
  }
  return rooms;
}

test('no exported name means two things', () => {
  const twice = [...exportsByRoom()].filter(([name, rooms]) => {
    const others = [...rooms].filter((room) => room !== 'sandbox');
    const isParallel = PARALLEL_ROOMS.some((pair) => others.every((room) => pair.includes(room)));
    return others.length > 1 && !isParallel && !Object.hasOwn(SHARED_NAMES, name);
  });
  expect(twice.map(([name, rooms]) => `${name}: ${[...rooms].join(', ')}`)).toEqual([]);
});

describe('comments can be followed up', () => {
  test('no file cites a document that is not in the repository', () => {
    expect(commentsWith((comment) => ABSENT_DOCUMENTS.test(comment), ['src', 'test'])).toEqual([]);
    const others = ['config/*.yaml', 'config/catalogue/*', 'config/reference/**/*.md', 'splunk_app/**/*.{conf,md,xml}'];
    const texts = globSync([...others, 'sentinel/*.{md,json}'], { cwd: resolve(SRC, '..') });
    expect(texts.length).toBeGreaterThan(20);
    expect(texts.filter((file) => ABSENT_DOCUMENTS.test(readFileSync(resolve(SRC, '..', file), 'utf8')))).toEqual([]);
  });

  test('a fact about a vendor or of a standard carries the address of its page', () => {
    expect(commentsWith((comment) => CITATION.test(comment) && !/https:\/\//.test(comment), ['src', 'test'])).toEqual(
      [],
    );
  });
});

/** The evaluators, and how sample events become rows. */
const RUNS_QUERIES = ['prove/', 'spl/prove/', 'spl/run/', 'kql/prove/'];

/** These files and all that they import, however far. */
function reachedFrom(start: readonly string[]): string[] {
  const reached = new Set(start);
  for (const file of reached) for (const { from, to } of imports) if (from === file) reached.add(to);
  return [...reached];
}

describe('the house has one direction', () => {
  test('there is something to check', () => {
    expect(files.length).toBeGreaterThan(40);
    expect(imports.length).toBeGreaterThan(100);
  });

  test('every file is in a known room', () => {
    expect(files.map(roomOf).filter((room) => room !== 'sandbox' && !ROOMS.includes(room))).toEqual([]);
  });

  test('rooms import only from the left', () => {
    const wrong = violations(({ from, to }) => {
      if (roomOf(from) === 'sandbox' || roomOf(to) === 'sandbox') return false;
      return ROOMS.indexOf(roomOf(to)) > ROOMS.indexOf(roomOf(from));
    });
    expect(wrong).toEqual([]);
  });

  test('the stand-ins share nothing with the client but what runs queries on sample events', () => {
    const shared = imports.filter(({ from, to }) => roomOf(from) === 'sandbox' && roomOf(to) !== 'sandbox');
    const files = [...new Set(shared.map(({ to }) => to))];
    expect(files.filter((file) => !RUNS_QUERIES.some((folder) => file.startsWith(folder)))).toEqual([]);
    expect(RUNS_QUERIES.filter((folder) => !files.some((file) => file.startsWith(folder)))).toEqual([]);
    const reached = reachedFrom(files).map(roomOf);
    const client = [
      'azure',
      'splunk',
      'sentinel',
      'defender',
      'siems',
      'exporters',
      'report',
      'pipeline',
      'commands',
      'cli',
    ];
    expect(client.filter((room) => reached.includes(room))).toEqual([]);
  });

  test('only the commands start the stand-ins', () => {
    const users = violations(({ from, to }) => roomOf(to) === 'sandbox' && roomOf(from) !== 'sandbox');
    expect(users.filter((line) => !line.startsWith('commands/'))).toEqual([]);
  });

  test('the platforms do not know each other', () => {
    const pair = (a: string, b: string) => violations(({ from, to }) => roomOf(from) === a && roomOf(to) === b);
    expect(pair('splunk', 'sentinel')).toEqual([]);
    expect(pair('sentinel', 'splunk')).toEqual([]);
    expect(pair('spl', 'kql')).toEqual([]);
    expect(pair('kql', 'spl')).toEqual([]);
    expect(pair('splunk', 'defender')).toEqual([]);
    expect(pair('defender', 'splunk')).toEqual([]);
    expect(pair('sentinel', 'defender')).toEqual([]);
    expect(pair('defender', 'sentinel')).toEqual([]);
    expect(pair('splunk', 'azure')).toEqual([]);
    expect(pair('splunk', 'kql')).toEqual([]);
    expect(pair('sentinel', 'spl')).toEqual([]);
  });

  test('no file outside the rooms of SIEMs and languages names one', () => {
    const named = files.filter((file) => {
      if (VENDOR_ROOMS.includes(roomOf(file)) || Object.hasOwn(NAMES_OF_OTHER_THINGS, file)) return false;
      return VENDOR_OR_LANGUAGE.test(codeOf(readFileSync(resolve(SRC, file), 'utf8')));
    });
    expect(named).toEqual([]);
  });

  test('each file that may name one does', () => {
    const silent = Object.keys(NAMES_OF_OTHER_THINGS).filter(
      (file) => !VENDOR_OR_LANGUAGE.test(codeOf(readFileSync(resolve(SRC, file), 'utf8'))),
    );
    expect(silent).toEqual([]);
  });

  test('only the command line reads argv and the environment', () => {
    const readers = files.filter((file) =>
      /\bprocess\.(argv|env)\b/.test(readFileSync(resolve(SRC, file), 'utf8').replace(/^\s*(\*|\/\/|\/\*).*$/gm, '')),
    );
    expect(readers.filter((file) => roomOf(file) !== 'commands' && roomOf(file) !== 'cli')).toEqual([]);
  });

  test('no file passes 400 lines', () => {
    const long = files.filter((file) => readFileSync(resolve(SRC, file), 'utf8').split('\n').length > 400);
    expect(long).toEqual([]);
  });
});

/** Suites that are about no one file of src, each with its reason. */
const CROSS_CUTTING: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/^bench\//, 'measures; npm run bench'],
  [/^contract\//, "one suite that every SIEM passes, and vendors' own specifications against the stand-ins"],
  [/^deploy\//, 'what is deployed beside the program: the Splunk app and the Azure template'],
  [/^e2e\//, 'whole runs, in this process and as a process'],
  [/^mutants\//, 'npm run mutants'],
  [/^chaos\//, 'npm run chaos'],
  [/^reference\//, 'generators and pages of config/reference'],
  [/(?:^|\/)(?:corpus|oracle)\.test\.ts$/, 'the larger sample beside the checkout, through a whole room'],
  [/^kql\/differential\.test\.ts$/, 'queries of Defender beside their translations, through the whole room'],
  [/^config\/example\.test\.ts$/, 'config/*.yaml as they are delivered'],
  [/^codes\.test\.ts$/, 'every code that any file prints'],
  [/^docs[./]/, 'docs/ and config/schemas, which are made from the code'],
  [/^catalogue\.test\.ts$/, 'config/catalogue: every use case of ours'],
  [/^samples\.test\.ts$/, 'config/samples: the sample briefings'],
  [/^lockfile\.test\.ts$/, 'package-lock.json'],
  [/^structure\.test\.ts$/, 'this file'],
  [/^docs\.test\.ts$/, 'README.md, CONTRIBUTING.md, CHANGELOG.md and docs/'],
];

const TEST = fileURLToPath(new URL('.', import.meta.url));
const tests = globSync('**/*.ts', { cwd: TEST }).sort();

/** `a/b.test.ts` is about `a/b.ts` or the folder `a/b`; `a/b-aspect.test.ts` is another suite about it. */
function isMirrored(test: string): boolean {
  const path = test.replace(/\.test\.ts$/, '');
  const names = [path, ...[...path.matchAll(/-(?=[^/]*$)/g)].map(({ index }) => path.slice(0, index))];
  return names.some((name) => files.includes(`${name}.ts`) || files.some((file) => file.startsWith(`${name}/`)));
}

describe('tests stand where one looks for them', () => {
  const suites = tests.filter((file) => file.endsWith('.test.ts'));

  test('each beside the file of src that it is about', () => {
    expect(suites.length).toBeGreaterThan(100);
    const elsewhere = suites.filter((file) => !CROSS_CUTTING.some(([pattern]) => pattern.test(file)));
    expect(elsewhere.filter((file) => !isMirrored(file))).toEqual([]);
  });

  test('and no reason stands for suites that are gone', () => {
    expect(CROSS_CUTTING.filter(([pattern]) => !tests.some((file) => pattern.test(file)))).toEqual([]);
  });
});

test('no test judges by a clock: a busy machine is not a fault of the program', () => {
  const CLOCK = /\bperformance\.now\b|\bhrtime\b|\bcpuUsage\b|\bconsole\.time|Date\.now\(\) - [a-z]/;
  const readers = tests.filter((file) => !/^(?:bench|mutants)\//.test(file) && file !== 'structure.test.ts');
  expect(readers.filter((file) => CLOCK.test(readFileSync(resolve(TEST, file), 'utf8')))).toEqual([]);
});
