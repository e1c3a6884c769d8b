import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';
import { Agent, fetch } from 'undici';
import { afterEach, describe, expect, test } from 'vitest';
import { exportHunts } from '../../src/commands/export.ts';
import { runOnce } from '../../src/commands/run-sync.ts';
import { EXIT } from '../../src/core/errors.ts';
import type { RunResult } from '../../src/report/result.ts';
import { type ArmTemplate, createArm } from '../support/arm.ts';
import { parseConf } from '../support/conf.ts';
import { readTarGz } from '../support/exports.ts';
import { CORPUS, createWorld, hasCorpus, ROOT, SAMPLES, type World } from '../support/world.ts';

let world: World;
afterEach(async () => {
  await world.close();
});

/** An export of the world's configuration on a machine that has none of its variables. */
async function exportOf(kind: string, options: object = {}): Promise<string> {
  const folder = join(world.folder, 'exported');
  const context = { ...world.context, env: {} };
  const exit = await exportHunts({ kind, folder, config: world.config, json: true, ...options }, context);
  expect(exit).toBe(EXIT.ok);
  return folder;
}

const sync = (): Promise<RunResult> => runOnce('sync', { config: world.config }, world.context);

/** What a run changed on one platform, and what it found as it should be. */
function summary({ platforms }: RunResult, name: string) {
  const plan = platforms.find((platform) => platform.name === name)?.plan;
  return {
    changes: plan?.changes.map(({ op, key, fields }) => [op, key, fields.map(({ field }) => field)]),
    drift: plan?.drifts,
    unchanged: plan?.unchanged,
    foreign: plan?.clashes,
  };
}

/** Stanza to settings of the exported app's saved searches, by the tests' own reader. */
function searchesIn(folder: string): Map<string, Record<string, string>> {
  const [file] = globSync('*.spl', { cwd: folder, absolute: true });
  const entries = readTarGz(readFileSync(file ?? ''));
  const conf = entries.find(({ name }) => name.endsWith('/default/savedsearches.conf'))?.content.toString() ?? '';
  const { stanzas, errors } = parseConf(conf);
  expect(errors).toEqual([]);
  return new Map(
    stanzas.map(({ name, settings }) => [name, Object.fromEntries(settings.map((one) => [one.name, one.value]))]),
  );
}

/** The same as a sync has left them on the stand-in. */
function pushedSearches(): Map<string, Record<string, string>> {
  const all = Object.values(world.sandbox.states.splunk.confs['savedsearches'] ?? {});
  return new Map(all.filter(({ app }) => app === 'huntsync').map(({ name, settings }) => [name, settings]));
}

/** As splunkd has them once the app is installed: owned by nobody, shared in the app, and not to be deleted. */
function install(searches: ReadonlyMap<string, Record<string, string>>): void {
  const { confs } = world.sandbox.states.splunk;
  confs['savedsearches'] ??= {};
  for (const [name, settings] of searches) {
    confs['savedsearches'][`nobody/huntsync/${name}`] = {
      name,
      app: 'huntsync',
      owner: 'nobody',
      sharing: 'app',
      perms: null,
      settings: { ...settings },
      updated: '2026-01-05T09:00:00Z',
      builtin: true,
    };
  }
}

/** Sends a template's resources to the stand-in one by one, as Azure's deployments do. */
async function deploy(template: ArmTemplate): Promise<number> {
  const { azure, ca } = world.sandbox;
  const dispatcher = new Agent({ connect: { ca: ca.pem } });
  const arm = createArm(
    { ...template, variables: {}, outputs: {} },
    {
      subscriptionId: azure.subscriptionId,
      resourceGroup: azure.resourceGroup,
      location: 'westeurope',
      parameters: { workspace: azure.workspace },
    },
  );
  for (const { id, apiVersion, properties } of arm.resources()) {
    const { etag, ...rest } = properties;
    const response = await fetch(`${azure.url}${id}?api-version=${apiVersion}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${azure.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ etag, properties: rest }),
      dispatcher,
    });
    expect(response.status).toBe(200);
    await response.text();
  }
  await dispatcher.close();
  return template.resources.length;
}

const inputs: [string, string, boolean][] = [
  ['the sample briefings', SAMPLES, true],
  ['the real corpus (skipped where ../shared is absent)', CORPUS, hasCorpus],
];

describe.each(inputs)('%s', (_, briefings, present) => {
  test.skipIf(!present)('an installed app is what a sync makes: the next one changes nothing', async () => {
    world = await createWorld({ briefings });
    const searches = searchesIn(await exportOf('splunk'));
    expect(world.contents().splunk.size).toBe(0);

    install(searches);
    const after = summary(await sync(), 'splunk');
    expect(after).toEqual({ changes: [], drift: [], unchanged: searches.size, foreign: [] });
    await world.close();

    world = await createWorld({ briefings });
    await sync();
    const pushed = pushedSearches();
    expect([...searches.keys()].sort()).toEqual([...pushed.keys()].sort());
    for (const [name, settings] of pushed) {
      const set = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== ''));
      expect(searches.get(name)).toEqual(set);
    }
  });

  test.skipIf(!present)('a deployed template is what a sync makes: the next one changes nothing', async () => {
    world = await createWorld({ briefings });
    const folder = await exportOf('sentinel');
    expect(world.contents().sentinel.size).toBe(0);
    let deployed = 0;
    for (const file of globSync('hunting-queries-*.json', { cwd: folder, absolute: true })) {
      deployed += await deploy(JSON.parse(readFileSync(file, 'utf8')));
    }
    const before = world.contents().sentinel;
    const after = summary(await sync(), 'sentinel');
    expect(after).toEqual({ changes: [], drift: [], unchanged: deployed, foreign: [] });
    expect(world.contents().sentinel).toEqual(before);
  });
});

test('an installed app whose searches Splunk Cloud made us spell otherwise: no edit of anybody, and spelt as ever by the next sync', async () => {
  world = await createWorld({ briefings: join(ROOT, 'test/judges/briefings') });
  const searches = searchesIn(await exportOf('splunk'));
  install(searches);
  const first = summary(await sync(), 'splunk');
  expect(first.drift).toEqual([]);
  expect(first.changes?.map(([op]) => op).sort()).toEqual(['create', ...Array(searches.size).fill('update')]);
  const texts = [...pushedSearches().values()].map(({ search }) => search ?? '').join('\n');
  expect(texts).toContain('"*rm -rf /backup*"');
  expect(texts).toContain('CASE("rm -rf")');
  expect(summary(await sync(), 'splunk')).toMatchObject({ changes: [], unchanged: searches.size + 1 });
});

describe('a layer of what is in use', () => {
  const layerIn = (folder: string, layer = 'layer') =>
    JSON.parse(readFileSync(join(folder, `navigator-${layer}.json`), 'utf8')) as {
      name: string;
      techniques: { techniqueID: string; score?: number; comment?: string }[];
    };
  const scores = (folder: string) =>
    new Map(layerIn(folder).techniques.map(({ techniqueID, score }) => [techniqueID, score]));

  test('counts what platforms have, not what they could have', async () => {
    world = await createWorld({ briefings: SAMPLES });
    const folder = join(world.folder, 'live');
    const live = () =>
      exportHunts({ kind: 'navigator', folder, config: world.config, live: true, json: true }, world.context);
    expect(await live()).toBe(EXIT.ok);
    expect([...scores(folder).values()].filter((score) => (score ?? 0) > 0)).toEqual([]);
    expect(layerIn(folder).name).toBe('huntsync: what hunts look for (splunk, sentinel)');
    expect(layerIn(folder, 'gap').techniques.some(({ comment }) => comment?.startsWith('No hunt.'))).toBe(true);

    await sync();
    await live();
    const inUse = scores(folder);
    // All that is ready is in use now: the same as without asking.
    expect(inUse).toEqual(scores(await exportOf('navigator')));

    const [search] = pushedSearches().values();
    const techniques = search?.['action.huntsync.techniques']?.split(',') ?? [];
    expect(techniques.length).toBeGreaterThan(0);
    if (search) search['action.huntsync.retired'] = '2026-05-01';
    const key = search?.['action.huntsync.key'];
    const onSentinel = JSON.stringify([...world.contents().sentinel.values()]).includes(`"${key}"`);
    await live();
    for (const id of techniques) {
      const lost = onSentinel ? 0 : 1;
      expect(scores(folder).get(id)).toBe((inUse.get(id) ?? 0) - lost);
    }
  });

  test('tells of a platform that does not answer, and counts the other', async () => {
    world = await createWorld({ briefings: SAMPLES });
    await sync();
    await world.sandbox.servers.splunk.close();
    const folder = join(world.folder, 'live');
    const exit = await exportHunts(
      { kind: 'navigator', folder, config: world.config, live: true, json: true },
      world.context,
    );
    expect(exit).toBe(EXIT.failed);
    expect(layerIn(folder).name).toBe('huntsync: what hunts look for (sentinel)');
    expect(world.logged.join('')).toContain('splunk: ');
    expect([...scores(folder).values()].some((score) => (score ?? 0) > 0)).toBe(true);
  });
});
