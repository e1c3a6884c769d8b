import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Context } from '../../src/commands/context.ts';
import { doctor } from '../../src/commands/doctor.ts';
import { type InitOptions, init } from '../../src/commands/init.ts';
import { DEPLOY_WAYS } from '../../src/commands/init-deploy.ts';
import { loadConfig } from '../../src/config/load.ts';
import { createLog } from '../../src/core/log.ts';
import { SIEMS } from '../../src/siems.ts';
import { SETTINGS } from '../support/siems.ts';
import { ROOT } from '../support/world.ts';

let folder: string;
let out: string;
let printed: string[];
let logged: string[];
let context: Context;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huntsync-init-'));
  out = join(folder, 'huntsync.yaml');
  printed = [];
  logged = [];
  context = {
    env: {},
    log: createLog({ write: (line) => logged.push(line) }),
    print: (text) => printed.push(text),
    stderr: process.stderr,
    now: () => new Date(),
    cacheDir: undefined,
    siems: SIEMS,
    signal: new AbortController().signal,
  };
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = (options: Partial<InitOptions>) => init({ out, ...options }, context);
const text = () => readFileSync(out, 'utf8');
const SECRETS = { SPLUNK_TOKEN: 'tok-1234567' };
const load = () => loadConfig(out, { env: SECRETS, siems: SETTINGS });
/** A combination of flags for each set of kinds of SIEM. */
const OFFERED = SIEMS.filter(({ start }) => start !== undefined);
const kinds = OFFERED.map(({ kind }) => kind);
const SETS = [...kinds.map((kind) => [kind]), kinds];

describe('flags answer everything', () => {
  test.each(SETS.map((platform) => ({ platform })))(
    '$platform: it loads, and doctor --offline is content',
    async (flags) => {
      expect(await run({ ...flags, briefings: join(folder, 'my briefings'), feeds: true })).toBe(0);
      const config = load();
      expect(config.platforms.map(({ kind }) => kind)).toEqual(flags.platform);
      expect(config.sources[0]).toMatchObject({ kind: 'briefings', path: join(folder, 'my briefings') });
      expect(config.sources.length).toBeGreaterThan(20);
      expect(await doctor({ config: out, offline: true }, context)).toBe(0);
    },
  );

  test('what stands there without an answer is what the schema takes, and no secret', async () => {
    await run({ platform: kinds, feeds: true });
    for (const siem of OFFERED) {
      const { start } = siem;
      const { name, lines } = (await start?.()) ?? { name: 'none', lines: [] };
      expect(text()).toContain(`name: ${name}`);
      const secrets = lines.filter((line) => /(?:token|password|clientSecret): /.test(line));
      for (const line of secrets) expect(line).toMatch(/(?:token|password|clientSecret): "?\$\{\w+\}/);
    }
    expect(text()).toContain(`\${SPLUNK_TOKEN}`);
  });

  test('paths are relative to the file that names them', async () => {
    out = join(folder, 'etc/huntsync.yaml');
    await run({ platform: kinds, briefings: join(folder, 'briefings') });
    expect(load().sources[0]).toMatchObject({ path: join(folder, 'briefings') });
    const before = process.cwd();
    process.chdir(folder);
    try {
      await init({ out: 'other/h.yaml', platform: kinds, briefings: 'briefings' }, context);
      expect(readFileSync('other/h.yaml', 'utf8')).toContain('path: ../briefings\n');
    } finally {
      process.chdir(before);
    }
  });

  test('a path that YAML would read as something else is quoted', async () => {
    await run({ platform: kinds, briefings: join(folder, 'a: b #c') });
    expect(load().sources[0]).toMatchObject({ path: join(folder, 'a: b #c') });
  });

  test('ends with the next commands', async () => {
    await run({ platform: kinds, briefings: join(folder, 'b') });
    const lines = printed.join('\n').split('\n');
    expect(lines).toContain(`  huntsync doctor --offline --config ${out}`);
    expect(lines).toContain(`  huntsync sync --config ${out}`);
    expect(lines).toContain('  export SPLUNK_TOKEN=…');
    context = { ...context, startedAs: 'node dist/cli.js' };
    await run({ platform: kinds, briefings: join(folder, 'b'), force: true });
    expect(printed.at(-1)).toContain(`  node dist/cli.js plan --config ${out}`);
    expect(lines.find((line) => line.startsWith('  edit '))).toContain('soc-splunk.url');
    const pages = lines.flatMap((line) => line.match(/^ {2}prepare the platform: (.+)$/)?.[1] ?? []);
    expect(pages).toHaveLength(OFFERED.length);
    expect(pages.filter((page) => !existsSync(page))).toEqual([]);
  });

  test.each(DEPLOY_WAYS)('--deploy %s writes files of config/deploy', async (way) => {
    await run({ platform: kinds, feeds: true, deploy: [way] });
    expect(printed.join('\n')).toContain(`as the first lines say of ${folder}`);
    const own = (readdirSync(folder, { recursive: true, withFileTypes: true }) ?? []).filter(
      (entry) => entry.isFile() && !['huntsync.yaml', 'feeds.yaml'].includes(entry.name),
    );
    expect(own.length).toBeGreaterThan(0);
    const delivered = readdirSync(join(ROOT, 'config/deploy'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    for (const entry of own) expect(delivered).toContain(readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  });

  test('every file of config/deploy can be had', async () => {
    await run({ platform: kinds, feeds: true, deploy: DEPLOY_WAYS });
    const files = (at: string) =>
      readdirSync(at, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    const written = files(folder);
    expect(files(join(ROOT, 'config/deploy')).filter((one) => !written.includes(one))).toEqual([]);
  });
});

describe('overwrites nothing', () => {
  test('neither the configuration nor a file of a way to deploy, and writes nothing then', async () => {
    writeFileSync(out, 'mine');
    await expect(run({ platform: kinds, feeds: true })).rejects.toThrow(/already is .*huntsync\.yaml/);
    expect(text()).toBe('mine');
    rmSync(out);
    writeFileSync(join(folder, 'compose.yaml'), 'mine');
    await expect(run({ platform: kinds, feeds: true, deploy: ['docker'] })).rejects.toThrow(/already is .*compose/);
    expect(readdirSync(folder)).toEqual(['compose.yaml']);
  });

  test('--force does, but for the list of feeds', async () => {
    writeFileSync(out, 'mine');
    const feeds = 'feeds: [{ name: Mine, url: "https://feeds.example/rss" }]\n';
    writeFileSync(join(folder, 'feeds.yaml'), feeds);
    await run({ platform: kinds, feeds: true, force: true });
    expect(load().sources).toMatchObject([{ kind: 'rss', name: 'Mine' }]);
    expect(readFileSync(join(folder, 'feeds.yaml'), 'utf8')).toBe(feeds);
    expect(logged.join('')).toContain('feeds.yaml is there already');
  });
});

test('--print is the whole example', async () => {
  await run({ print: true });
  expect(`${printed[0]}\n`).toBe(readFileSync(join(ROOT, 'config/huntsync.example.yaml'), 'utf8'));
  expect(existsSync(out)).toBe(false);
});

test('without a terminal, what the flags leave open is a fault of usage', async () => {
  await expect(run({ feeds: true })).rejects.toMatchObject({
    exitCode: 4,
    remedy: expect.stringContaining('--platform'),
  });
  await expect(run({ platform: kinds })).rejects.toMatchObject({ exitCode: 4 });
  expect(existsSync(out)).toBe(false);
});

/** A terminal on which each question is answered with the next of these. */
function terminal(answers: readonly string[]): { readonly asked: string[] } {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const asked: string[] = [];
  const left = [...answers];
  const stderr = new Writable({
    write(chunk, _encoding, done) {
      const said = String(chunk);
      asked.push(said);
      if (said.endsWith(': ')) {
        const next = left.shift();
        setImmediate(() => (next === undefined ? stdin.end() : stdin.write(`${next}\n`)));
      }
      done();
    },
  });
  context = { ...context, stdin, stderr: stderr as unknown as NodeJS.WriteStream };
  return { asked };
}

describe('on a terminal', () => {
  test('asks little, tells what is wrong with an answer, and writes what was said', async () => {
    mkdirSync(join(folder, 'in'));
    const { asked } = terminal([
      join(folder, 'in'),
      'maybe',
      'no',
      'splnk',
      'splunk, sentinel',
      'http://splunk.test',
      'https://splunk.test:8089',
      '22222222-2222-4222-8222-222222222222',
      '',
      'logs-of-ours',
      'none',
    ]);
    expect(await run({})).toBe(0);
    const said = asked.join('');
    expect(said).toContain('Answer yes or no.');
    expect(said).toContain('Did you mean splunk?');
    expect(said).toContain('url must be an https:// URL.');
    expect(load().platforms).toMatchObject([
      { kind: 'splunk', url: 'https://splunk.test:8089' },
      {
        kind: 'sentinel',
        subscriptionId: '22222222-2222-4222-8222-222222222222',
        resourceGroup: 'soc',
        workspace: 'logs-of-ours',
      },
    ]);
    expect(load().sources).toMatchObject([{ kind: 'briefings', path: join(folder, 'in') }]);
    expect(printed.join('\n')).toMatch(/edit .*: soc-sentinel\.resourceGroup is an example/);
  });

  test('asks only for what the flags leave open', async () => {
    const { asked } = terminal(['https://splunk.test:8089', 'systemd']);
    await run({ feeds: true, platform: ['splunk'] });
    expect(asked).toEqual([]);
    rmSync(out);
    const second = terminal(['splunk', 'https://splunk.test:8089', 'systemd']);
    await run({ feeds: true });
    expect(second.asked.filter((line) => line.endsWith(': '))).toHaveLength(3);
    expect(existsSync(join(folder, 'systemd/huntsync.timer'))).toBe(true);
  });

  test('an end of the input stops it, and nothing is written', async () => {
    terminal([join(folder, 'in'), 'yes']);
    await expect(run({})).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('nothing was written'),
    });
    expect(readdirSync(folder)).toEqual([]);
  });
});
