import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { globSync } from 'tinyglobby';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createProgram } from '../../src/commands/program.ts';
import { parseConfig } from '../../src/config/load.ts';
import { SIEMS } from '../../src/siems.ts';
import { ROOT } from '../support/world.ts';

const GENERATED = /^docs\/(?:codes|cli|configuration)\.md$/;
const ABOUT_CODE = /^docs\/(?:architecture|decisions|writing-a-siem)\.md$/;
const pages = globSync(['README.md', 'docs/*.md', 'splunk_app/README.md', 'sentinel/README.md'], { cwd: ROOT })
  .sort()
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
const [readme] = pages.filter(({ path }) => path === 'README.md');

/** Begin like a command, and are none: the category of Sentinel's retired queries, and the name of the template's role. */
const NO_COMMANDS: ReadonlySet<string> = new Set(['huntsync retired', 'huntsync (group/workspace)']);

const names = createProgram(async () => undefined, SIEMS).commands.flatMap((command) => [
  command.name(),
  ...command.aliases(),
]);

/** Each `huntsync …` of a page: spans of code, and lines of blocks. What stands behind a #, a pipe or `; ` is not its own. */
function callsIn(text: string): string[] {
  const spans = [...text.matchAll(/`(?:npx )?(huntsync [^`\n]+)`/g)].map(([, call = '']) => call);
  const lines = [...text.matchAll(/^ {4,}(?:npx )?(huntsync .+)$/gm)].map(([, call = '']) => call);
  return [...spans, ...lines.filter((line) => !line.includes('`'))].map((call) =>
    call
      .replace(/\\\|/g, '|')
      .replace(/,? each line$/, '')
      .replace(/\s(?:#|>|\|).*$/, '')
      .trim(),
  );
}

function argumentsOf(call: string): string[] {
  return (call.match(/"[^"]*"|\S+/g) ?? []).slice(1).map((word) => word.replaceAll('"', ''));
}

async function fault(call: string): Promise<string | undefined> {
  const words = argumentsOf(call);
  // A command that is only mentioned.
  if (words.length === 1 && names.includes(words[0] ?? '')) return undefined;
  let ran = 0;
  const program = createProgram(async () => {
    ran += 1;
  }, SIEMS);
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  }
  try {
    await program.parseAsync(['node', 'huntsync', ...words]);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return ran === 1 ? undefined : 'does nothing';
}

describe('commands on pages', () => {
  const calls = pages
    .filter(({ path }) => (!GENERATED.test(path) && !ABOUT_CODE.test(path)) || path === 'docs/cli.md')
    .flatMap(({ path, text }) => callsIn(text).map((call) => ({ path, call })))
    .filter(({ call }) => !NO_COMMANDS.has(call) && !/\[options\]/.test(call));

  test('are taken by the program', async () => {
    expect(calls.length).toBeGreaterThan(120);
    const faults = await Promise.all(
      calls.map(async ({ path, call }) => {
        const found = await fault(call);
        // The table of outputs names the option that prints, not what else the command takes.
        const isTable = path === 'docs/json.md' && /missing required|required option/.test(found ?? '');
        return found === undefined || isTable ? [] : [`${path}: ${call}: ${found}`];
      }),
    );
    expect(faults.flat()).toEqual([]);
  });

  test('every command has a place outside the reference', () => {
    const told = new Set(calls.filter(({ path }) => path !== 'docs/cli.md').map(({ call }) => argumentsOf(call)[0]));
    expect(names.filter((name) => name !== 'verify' && !told.has(name))).toEqual([]);
  });

  test('a wrong one is found', async () => {
    expect(callsIn('Do `huntsync sync --evry 30m`.\n\n    npx huntsync plan  # look\n')).toEqual([
      'huntsync sync --evry 30m',
      'huntsync plan',
    ]);
    expect(await fault('huntsync sync --evry 30m')).toMatch(/unknown option/);
    expect(await fault('huntsync snyc --every 30m')).toMatch(/unknown command|too many arguments/);
    expect(await fault('huntsync collect --json')).toMatch(/--out/);
  });
});

describe('configuration on pages', () => {
  const blocks = pages
    .filter(({ path }) => !ABOUT_CODE.test(path))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, body = '']) => ({ path, body })),
    )
    .filter(({ body }) => /^(?:sources|platforms|policy|environment|notify):/m.test(body));
  const settings = Promise.all(SIEMS.map((siem) => siem.settings()));

  test('there is some', () => {
    expect(blocks.length).toBeGreaterThan(5);
  });

  test.each(blocks)('$path: $body', async ({ body }) => {
    const text = body.replaceAll('…', 'example');
    const given = Object.keys(parse(text) as object);
    const whole = [
      text,
      given.includes('sources') ? '' : 'sources: [{ kind: briefings, path: . }]',
      given.includes('platforms')
        ? ''
        : `platforms: [{ name: s, kind: splunk, url: "https://splunk.example:8089", token: "\${SPLUNK_TOKEN}" }]`,
    ].join('\n');
    const at = { file: 'page.yaml', folder: join(ROOT, 'config'), env: { SPLUNK_TOKEN: 'x' }, siems: await settings };
    expect(() => parseConfig(whole, at)).not.toThrow();
  });
});

describe('README.md', () => {
  const text = readme?.text ?? '';

  test('is short, and begins with the two commands', () => {
    expect(text.split('\n').length).toBeLessThanOrEqual(151);
    expect(text).toMatch(/^ {4}npm ci && npm start\b/m);
    expect(text).toMatch(/^ {4}npm ci && npm test\b/m);
  });

  test('leads only to what the package holds', () => {
    const { files } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { files: readonly string[] };
    const targets = [...text.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)]
      .map(([, to = '']) => to)
      .filter((to) => !/^https?:/.test(to));
    expect(targets.length).toBeGreaterThan(15);
    expect(targets.filter((to) => !files.some((file) => to === file || to.startsWith(`${file}/`)))).toEqual([]);
  });

  test('leads, with the index of docs, to every page', () => {
    const linked = (page: string, body: string) =>
      [...body.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map(([, to = '']) =>
        relative(ROOT, resolve(ROOT, dirname(page), to)),
      );
    const index = readFileSync(join(ROOT, 'docs/README.md'), 'utf8');
    const fromReadme = new Set(linked('README.md', text));
    const fromIndex = new Set(linked('docs/README.md', index));
    const all = pages.map(({ path }) => path).filter((path) => path.startsWith('docs/') && path !== 'docs/README.md');
    expect(all.filter((path) => !fromIndex.has(path))).toEqual([]);
    expect(all.filter((path) => !fromReadme.has(path))).toEqual([]);
  });
});

describe('docs/troubleshooting.md', () => {
  const source = globSync('src/**/*.ts', { cwd: ROOT })
    .map((path) => readFileSync(join(ROOT, path), 'utf8'))
    .join('\n')
    .replaceAll('\\`', '`');
  const [page] = pages.filter(({ path }) => path === 'docs/troubleshooting.md');
  const messages = [...(page?.text ?? '').matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/(`{1,2})(.+?)\1(?!`)/g)].map(([, , message = '']) => message.trim()),
  );

  test('names messages of the code', () => {
    const has = (part: string) => source.includes(part.trim());
    expect(messages.filter((message) => !message.split('…').every(has))).toEqual([]);
  });

  test('has messages', () => {
    expect(messages.length).toBeGreaterThan(12);
    expect(existsSync(join(ROOT, 'docs/troubleshooting.md'))).toBe(true);
  });
});
