import { readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { CONTENTS, type Contents } from '../../src/build/bundle.ts';
import { EXIT } from '../../src/core/errors.ts';
import { compiled } from '../support/compiled.ts';
import { run } from '../support/process.ts';
import { createWorld, SAMPLES, type World } from '../support/world.ts';

let world: World | undefined;
afterEach(() => world?.close());

interface Loaded {
  /** Names of packages, sorted. */
  readonly packages: readonly string[];
  /** Our own modules, by their places in the compiled program. */
  readonly own: readonly string[];
}

/** What a command loads, told by the modules that the loaded files of the bundle hold, and by what is loaded beside it. */
async function loadedBy(args: readonly string[], { folder, env }: World): Promise<Loaded> {
  const list = join(folder, 'loaded.txt');
  writeFileSync(list, '');
  const hook = `--import=${new URL('../support/loaded.mjs', import.meta.url)}`;
  const { code, err } = await run(args, { ...env, NODE_OPTIONS: hook, LOADED: list });
  expect({ code, err }).toMatchObject({ code: EXIT.ok });
  const lines = [...new Set(readFileSync(list, 'utf8').split('\n'))];
  rmSync(list);
  const bundle = join(compiled(), 'bundle');
  const contents: Contents = JSON.parse(readFileSync(join(bundle, CONTENTS), 'utf8'));
  const ours = `${pathToFileURL(realpathSync(bundle))}/`;
  const modules = lines.flatMap((line) => (line.startsWith(ours) ? (contents[line.slice(ours.length)] ?? []) : [line]));
  const nameOf = (module: string) => /(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/.][^/]*)\//.exec(module)?.[1];
  const own = modules.flatMap((module) => (/^\w+:|node_modules\/|^\//.test(module) ? [] : module.replace(/\.js$/, '')));
  return { packages: [...new Set(modules.flatMap((module) => nameOf(module) ?? []))].sort(), own };
}

test('--help loads five small packages, and nothing of any room that does work', async () => {
  world = await createWorld({ briefings: SAMPLES });
  const { packages, own } = await loadedBy(['--help'], world);
  expect(packages).toEqual(['commander', 'env-paths', 'leven', 'picocolors', 'uuid']);
  expect(own).toContain('commands/program');
  expect(
    own.filter((name) => /^(?:spl\/run|kql|sources|classify|hunts|prove|sandbox|page|pipeline)\//.test(name)),
  ).toEqual([]);
  expect(own.length).toBeLessThan(80);
});

/** Packages for what a run with nothing to do does not do, and what it would be for. */
const UNUSED = {
  '@azure/identity': 'signing in otherwise than with a token',
  '@azure/monitor-ingestion': 'writing records',
  '@kusto/language-service-next': 'checking a query that was not checked before',
  '@mozilla/readability': 'whole articles of feeds',
  '@peculiar/x509': 'the sandbox',
  'cli-progress': 'writing',
  croner: 'a schedule',
  diff: 'a changed query',
  fflate: 'export',
  hono: 'the page',
  'html-to-text': 'feeds',
  'iconv-lite': 'feeds',
  linkedom: 'whole articles of feeds',
  'prom-client': 'metrics',
  re2js: 'running SPL on rows',
  'rss-parser': 'feeds',
  'tar-stream': 'export',
  undici: 'feeds',
};

test('a plan with nothing to do loads no package and no room that only other runs need', async () => {
  world = await createWorld({ briefings: SAMPLES, records: true });
  const { config, env } = world;
  expect(await run(['sync', '--config', config], env)).toMatchObject({ code: EXIT.ok });
  const { packages, own } = await loadedBy(['plan', '--config', config], world);
  expect(packages).toEqual(expect.arrayContaining(['commander', 'yaml', 'zod']));
  expect(packages.filter((name) => Object.hasOwn(UNUSED, name))).toEqual([]);
  expect(own).toEqual(expect.arrayContaining(['pipeline', 'splunk/index', 'sentinel/index']));
  const idle =
    /^(?:spl\/(?:run|flow|prove)|kql\/(?:run|prove|repairs|check)|sandbox|page|prove|exporters\/stix|sources\/(?:rss|web))\//;
  expect(own.filter((name) => idle.test(name))).toEqual([]);
  expect(own.length).toBeLessThan(340);
});
