import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { globSync } from 'tinyglobby';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'docs/*.md',
  'splunk_app/*.md',
  'sentinel/*.md',
  'config/reference/**/*.md',
];

/** Pages for those who change the code: a name in backticks is a name of the code. */
const ABOUT_CODE = /^(?:docs\/(?:architecture|decisions|glossary|samples|writing-a-siem)\.md|CONTRIBUTING)/;

/** The product that docs/writing-a-siem.md takes for the one to be written. */
const EXAMPLE = /(?:^|\/)acme(?:ql)?(?:[/.]|$)/;

/** What only a build, or a run, makes. */
const MADE = /^(?:dist|node_modules|coverage|\.sandbox)\//;

/** Names of other people's code, and of files that have them. */
const NAMES_OF_OTHERS: ReadonlySet<string> = new Set(['TimeGenerated', 'erasableSyntaxOnly', 'strictObject']);

interface Page {
  readonly path: string;
  readonly text: string;
}

const pages: Page[] = globSync(PAGES, { cwd: ROOT })
  .sort()
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));

const code = globSync(['src/**/*.ts', 'test/**/*.ts'], { cwd: ROOT })
  .map((path) => readFileSync(join(ROOT, path), 'utf8'))
  .join('\n');

/** Everything that the code declares or calls, and keys. */
const declared = new Set([
  ...[...code.matchAll(/\b(?:function|const|class|interface|type|let)\s+(\w+)/g)].map(([, name]) => name),
  ...[...code.matchAll(/\b(\w+)\??[(:]/g)].map(([, name]) => name),
]);

/** Fenced blocks, with their info string; and the page without them. */
function fencesOf(text: string): { info: string; lines: string[] }[] {
  return [...text.matchAll(/^(`{3,})([^\n`]*)\n([\s\S]*?)^\1$/gm)].map(([, , info = '', body = '']) => ({
    info: info.trim(),
    lines: body.split('\n').filter((line) => line.trim() !== ''),
  }));
}

function proseOf(text: string): string {
  return text.replace(/^(`{3,})[^\n`]*\n[\s\S]*?^\1$/gm, '').replace(/^ {4}.*$/gm, '');
}

function spansOf(text: string): string[] {
  return [...proseOf(text).matchAll(/(?<!`)`([^`\n]+)`(?!`)/g)].map(([, span]) => span as string);
}

function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[`*]/g, '')
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

function anchorsOf(text: string): Set<string> {
  return new Set([...proseOf(text).matchAll(/^#+\s+(.+)$/gm)].map(([, heading]) => slugOf(heading as string)));
}

/** `src/sync/diff.ts`, `config/catalogue`, `test/judges/run`; nothing with a blank or a placeholder in it. */
function isPath(span: string): boolean {
  if (!/^[\w.@*-]+(?:\/[\w.@*-]+)+\/?$/.test(span)) return false;
  return /^(?:src|test|config|docs|splunk_app|sentinel|\.ci)\//.test(span);
}

function exists(path: string): boolean {
  if (EXAMPLE.test(path) || MADE.test(path)) return true;
  return path.includes('*') ? globSync(path, { cwd: ROOT }).length > 0 : existsSync(join(ROOT, path));
}

/** `planPlatform`, `Siem.check`, `wanted(hunts)`, `MAX_TAGS`: what a text would not write but as a name of the code. */
function namesIn(span: string): string[] {
  const name = span.replace(/\(.*\)$/, '');
  if (!/^[A-Za-z]\w*(?:\.\w+)*$/.test(name)) return [];
  const isCall = name !== span;
  const parts = name.split('.');
  return parts.filter((part) => isCall || /^[a-z]+[A-Z]|^[A-Z][a-z]+[A-Z]|^[A-Z]+_[A-Z]/.test(part));
}

describe('pages for people', () => {
  test('there is something to check', () => {
    expect(pages.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        'README.md',
        'docs/architecture.md',
        'docs/decisions.md',
        'docs/glossary.md',
        'docs/writing-a-siem.md',
      ]),
    );
    expect(declared.size).toBeGreaterThan(1000);
  });

  test('links lead somewhere', () => {
    const dead = pages.flatMap(({ path, text }) =>
      [...proseOf(text).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
        if (/^[a-z]+:/.test(target)) return [];
        const [file = '', anchor] = target.split('#');
        const to = file === '' ? join(ROOT, path) : resolve(ROOT, dirname(path), file);
        if (!existsSync(to)) return [`${path}: ${target}`];
        const isKnown = anchor === undefined || anchorsOf(readFileSync(to, 'utf8')).has(anchor);
        return isKnown ? [] : [`${path}: ${target}`];
      }),
    );
    expect(dead).toEqual([]);
  });

  test('files that they name are there', () => {
    const missing = pages.flatMap(({ path, text }) =>
      spansOf(text)
        .filter((span) => isPath(span) && !exists(span))
        .map((span) => `${path}: ${span}`),
    );
    expect(missing).toEqual([]);
  });

  test('names of the code are in the code', () => {
    const unknown = pages
      .filter(({ path }) => ABOUT_CODE.test(path))
      .flatMap(({ path, text }) =>
        spansOf(text)
          .flatMap(namesIn)
          .filter((name) => !declared.has(name) && !NAMES_OF_OTHERS.has(name))
          .map((name) => `${path}: ${name}`),
      );
    expect(unknown).toEqual([]);
  });

  test('snippets that name a file are cut from it', () => {
    const cut = pages.flatMap(({ path, text }) =>
      fencesOf(text).flatMap(({ info, lines }) => {
        const [, file] = /^ts (\S+)$/.exec(info) ?? [];
        return file === undefined ? [] : [{ path, file, lines }];
      }),
    );
    expect(cut.length).toBeGreaterThan(4);
    const wrong = cut.filter(({ file, lines }) => {
      const source = readFileSync(join(ROOT, file), 'utf8')
        .split('\n')
        .filter((line) => line.trim() !== '');
      return !source.join('\n').includes(lines.join('\n'));
    });
    expect(wrong.map(({ path, file, lines }) => `${path}: ${file}: ${lines[0]}`)).toEqual([]);
  });

  test('the ways to be wrong are found', () => {
    expect(namesIn('planPlatfrom')).toEqual(['planPlatfrom']);
    expect(namesIn('gone(x)')).toEqual(['gone']);
    expect(namesIn('ready')).toEqual([]);
    expect(isPath('src/sync/diff.ts') && !exists('src/sync/dif.ts')).toBe(true);
    expect([...anchorsOf('# A b\n## 2. The `Platform`\n')]).toEqual(['a-b', '2-the-platform']);
  });
});
