import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { adopt } from '../../src/commands/adopt.ts';
import { runOnce } from '../../src/commands/run-sync.ts';
import { createWorld, SAMPLES, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld({ briefings: SAMPLES });
});
afterEach(() => world.close());

const run = (mode: 'plan' | 'sync' = 'sync') => runOnce(mode, { config: world.config, json: true }, world.context);

function policy(text: string): void {
  const config = readFileSync(world.config, 'utf8');
  writeFileSync(world.config, config.replace(/^policy: .*$/m, `policy: ${text}`));
}

/** What another tool has brought of our hunts: the same queries under names and ids of its own, and nothing of ours. */
function replaceByTheirs() {
  const { splunk, azure } = world.sandbox.states;
  const searches = splunk.confs['savedsearches'] ?? {};
  for (const [at, [key, object]] of Object.entries(searches).entries()) {
    if (object.app !== 'huntsync') continue;
    delete searches[key];
    const name = `Their search ${at}`;
    const settings = { search: (object.settings['search'] ?? '').replaceAll('\n', '\n  ') };
    searches[`nobody/huntsync/${name}`] = { ...object, name, settings };
  }
  for (const [at, [key, object]] of Object.entries(azure.savedSearches).entries()) {
    delete azure.savedSearches[key];
    const id = `their-query-${at}`;
    const properties = { ...object.properties, displayName: `Their query ${at}`, tags: [] };
    azure.savedSearches[key.replace(/[^/]+$/, id)] = { ...object, id, properties };
  }
}

test('the same hunts under names of another tool are taken over in place, all of them, and stay so', async () => {
  const first = await run();
  const counts = first.platforms.map(({ plan }) => plan?.changes.length ?? 0);
  replaceByTheirs();
  policy('{ adoptSameQuery: true }');
  const adopted = await run();
  expect(
    adopted.platforms.map(({ plan }) => plan?.changes.filter(({ reason }) => reason === 'adopted').length),
  ).toEqual(counts);
  expect(adopted.platforms.map(({ applied }) => applied?.every(({ outcome }) => outcome === 'done'))).toEqual([
    true,
    true,
  ]);
  const { splunk, sentinel } = world.contents();
  expect([splunk.size, sentinel.size]).toEqual(counts);
  expect([...splunk.keys()].every((key) => key.includes('/Their search '))).toBe(true);
  policy('{}');
  const again = await run();
  expect(again.platforms.map(({ plan }) => plan?.changes)).toEqual([[], []]);
});

test('an entry that matches nothing is told, and only where every platform was looked at', async () => {
  await run();
  replaceByTheirs();
  policy("{ adopt: ['Their search', 'uc:UC_LSASS'] }");
  const planned = await run('plan');
  const told = planned.problems.filter(({ code }) => code === 'adopt-matched-nothing');
  expect(told.map(({ message }) => /"([^"]+)"/.exec(message)?.[1])).toEqual(['Their search']);
  const some = await runOnce('plan', { config: world.config, json: true, platform: ['splunk'] }, world.context);
  expect(some.problems.filter(({ code }) => code === 'adopt-matched-nothing')).toEqual([]);
});

test('`adopt` takes over what is named and writes nothing else', async () => {
  await run();
  replaceByTheirs();
  const theirs = Object.values(world.sandbox.states.splunk.confs['savedsearches'] ?? {}).find(({ name }) =>
    name.startsWith('Their search'),
  );
  const options = { names: [theirs?.name ?? ''], config: world.config, json: true };
  const taken = () => {
    const { platforms } = JSON.parse(world.printed.join('\n')) as {
      platforms: readonly { changes: readonly { op: string; name: string }[] }[];
    };
    return platforms.flatMap(({ changes }) => changes.map(({ op, name }) => `${op} ${name}`));
  };
  const before = world.contents();
  world.printed.length = 0;
  expect(await adopt({ ...options, dryRun: true }, world.context)).toBe(2);
  expect([taken(), world.contents()]).toEqual([[`update ${theirs?.name}`], before]);
  world.printed.length = 0;
  expect(await adopt(options, world.context)).toBe(0);
  expect(taken()).toEqual([`update ${theirs?.name}`]);
  const after = world.contents();
  expect([after.splunk.size, after.sentinel.size]).toEqual([before.splunk.size, before.sentinel.size]);
  world.printed.length = 0;
  expect(await adopt({ ...options, names: ['No such search'] }, world.context)).toBe(1);
  await expect(adopt({ ...options, names: [] }, world.context)).rejects.toThrow('Which objects');
});
