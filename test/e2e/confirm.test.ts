import { afterEach, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/commands/config.ts';
import { createPlatforms, createSources } from '../../src/commands/parts.ts';
import { runSync } from '../../src/pipeline.ts';
import { exitCodeOf, type RunResult } from '../../src/report/result.ts';
import type { StandInRequest } from '../../src/sandbox/server.ts';
import { createWorld, SAMPLES, type World } from '../support/world.ts';

let world: World | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

/** What a platform does to its state after it has answered a write. */
interface Habits {
  splunk?(request: StandInRequest, world: World): void;
  azure?(request: StandInRequest, world: World): void;
}

async function start({ splunk, azure }: Habits): Promise<World> {
  const made: World = await createWorld({
    briefings: SAMPLES,
    splunk: { onExchange: (request) => splunk?.(request, made) },
    azure: { onExchange: (request) => azure?.(request, made) },
  });
  world = made;
  return made;
}

async function run({ config: file, context }: World, mode: 'plan' | 'sync' = 'sync'): Promise<RunResult> {
  const config = await readConfig(file, context);
  const platforms = await createPlatforms(config, [], context);
  try {
    return await runSync({
      config,
      siems: context.siems,
      sources: await createSources(config, context),
      platforms,
      mode,
      log: context.log,
      now: context.now,
      sleep: async () => {},
      cacheDir: context.cacheDir,
    });
  } finally {
    await Promise.all(platforms.map((platform) => platform.close()));
  }
}

const ours = (made: World) =>
  Object.values(made.sandbox.states.splunk.confs['savedsearches'] ?? {}).filter(({ app }) => app === 'huntsync');
const queries = (made: World) => Object.entries(made.sandbox.states.azure.savedSearches);

describe('after its writes a run reads the platform once more', () => {
  test('what it shows is done, and costs one list a platform', async () => {
    const made = await start({});
    expect(exitCodeOf(await run(made))).toBe(0);
    const { splunk, azure } = made.sandbox.servers;
    expect(splunk.log.filter(({ method }) => method === 'GET')).toHaveLength(2);
    expect(azure.log.filter(({ method }) => method === 'GET')).toHaveLength(2);
    await run(made);
    expect(azure.log.filter(({ method }) => method === 'GET')).toHaveLength(3);
  });

  test('an object that is gone again is a failure, told by name, and the next run makes it', async () => {
    let lost = '';
    const made = await start({
      azure({ method, path }, { sandbox }) {
        if (method !== 'PUT' || lost !== '') return;
        lost = decodeURIComponent(path.split('/').at(-1) ?? '');
        const { savedSearches } = sandbox.states.azure;
        for (const id of Object.keys(savedSearches)) if (id.endsWith(lost.toLowerCase())) delete savedSearches[id];
      },
    });
    const result = await run(made);
    expect(exitCodeOf(result)).toBe(1);
    const failed = result.platforms.flatMap(({ applied = [] }) => applied.filter(({ outcome }) => outcome !== 'done'));
    expect(failed).toMatchObject([
      { outcome: 'failed', error: expect.stringMatching(/answered with success but does not list it$/) },
    ]);
    expect(failed[0]?.change.id).toBe(lost);
    const next = await run(made);
    expect(exitCodeOf(next)).toBe(0);
    expect(next.platforms[1]?.plan?.changes.map(({ id }) => id)).toEqual([lost]);
  });

  test('a query that is another one, or an update that left everything as it was, is a failure', async () => {
    let cut = '';
    const made = await start({
      splunk({ method, path }, current) {
        if (method !== 'POST' || !path.includes('/saved/searches') || cut !== '') return;
        const [object] = ours(current);
        cut = object?.name ?? '';
        if (object) object.settings['search'] = 'index=main | head 1';
      },
    });
    const result = await run(made);
    const failed = result.platforms.flatMap(({ applied = [] }) => applied.filter(({ outcome }) => outcome !== 'done'));
    expect(failed.map(({ change, error }) => [change.id, error])).toEqual([
      [cut, expect.stringMatching(/but lists it with another "search"$/)],
    ]);
  });

  test('a form of its own that a platform gives fields is no edit, in no later run', async () => {
    const made = await start({
      splunk({ method, path }, current) {
        if (method !== 'POST' || !path.includes('/saved/searches')) return;
        for (const { settings } of ours(current)) {
          settings['dispatch.latest_time'] = '';
          settings['description'] = String(settings['description'] ?? '').toUpperCase();
        }
      },
      azure({ method }, current) {
        if (method !== 'PUT') return;
        for (const [, { properties }] of queries(current)) {
          properties.query = `${properties.query.trim()}  \n\n`;
          properties.displayName = properties.displayName.replace(/ +/g, '  ');
        }
      },
    });
    const first = await run(made);
    expect(exitCodeOf(first)).toBe(0);
    expect(made.logged.join('')).toMatch(/keeps dispatch\.latest_time of \d+ objects in a form of its own/);
    const before = made.contents();
    for (const mode of ['plan', 'sync'] as const) {
      const next = await run(made, mode);
      expect(next.platforms.map(({ plan }) => [plan?.changes, plan?.drifts])).toEqual([
        [[], []],
        [[], []],
      ]);
      expect(exitCodeOf(next)).toBe(0);
    }
    expect(made.contents()).toEqual(before);
    // An edit is still told from it.
    const [edited] = ours(made);
    if (edited) edited.settings['dispatch.latest_time'] = '-1h';
    const drifted = await run(made, 'plan');
    expect(drifted.platforms[0]?.plan?.drifts).toMatchObject([
      { name: edited?.name, fields: [{ field: 'dispatch.latest_time', before: '-1h' }], decision: 'keep' },
    ]);
  });

  test('an edit that is made between a write and the list is told as one by the next run', async () => {
    let edited = '';
    const made = await start({
      splunk({ method, path }, current) {
        if (method !== 'POST' || !path.includes('/saved/searches') || edited !== '') return;
        const [object] = ours(current);
        edited = object?.name ?? '';
        if (object) object.settings['description'] = 'By an analyst';
      },
    });
    expect(exitCodeOf(await run(made))).toBe(0);
    const next = await run(made);
    expect(next.platforms[0]?.plan).toMatchObject({
      changes: [],
      drifts: [{ name: edited, fields: [{ field: 'description', before: 'By an analyst' }], decision: 'keep' }],
    });
    expect(ours(made).find(({ name }) => name === edited)?.settings['description']).toBe('By an analyst');
  });

  test('a platform that cannot be listed any more confirms nothing', async () => {
    const made = await start({
      azure({ method }, { sandbox }) {
        if (method === 'PUT')
          sandbox.servers.azure.fault({ method: 'GET', times: 1, respond: { status: 403, body: '{}' } });
      },
    });
    const result = await run(made);
    expect(result.platforms[1]?.error).toMatch(
      /could not be listed after the writes, so that none is confirmed: .*403/,
    );
    expect(exitCodeOf(result)).toBe(1);
  });
});
