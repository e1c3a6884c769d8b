import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../src/commands/run.ts';
import { runOnce } from '../../src/commands/run-sync.ts';
import { status } from '../../src/commands/status.ts';
import { createWorld, SAMPLES, type World } from '../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await createWorld({ briefings: SAMPLES, records: true });
  await runOnce('sync', { config: world.config }, world.context);
});
afterAll(() => world.close());

describe('huntsync status --fail-on', () => {
  const codeOf = (failOn: Parameters<typeof status>[0]['failOn']) =>
    status({ config: world.config, json: true, ...(failOn ? { failOn } : {}) }, world.context);

  test('is fine where nothing is wrong', async () => {
    expect(await codeOf(['drift', 'blind'])).toBe(0);
  });

  test('blind: a hunt whose table has no rows', async () => {
    await run({ keys: [], config: world.config, json: true }, world.context);
    world.logged.length = 0;
    expect([await codeOf(['blind']), await codeOf(undefined)]).toEqual([1, 0]);
    expect(world.logged.join('')).toMatch(/sentinel: 1 hunt without data/);
  });

  test('drift: an edit on the platform', async () => {
    const [object] = Object.values(world.sandbox.states.splunk.confs['savedsearches'] ?? {}).filter(
      ({ app }) => app === 'huntsync',
    );
    if (!object) throw new Error('no saved search');
    object.settings['search'] = `${object.settings['search']} | head 5`;
    expect([await codeOf(['drift']), await codeOf(undefined)]).toEqual([1, 0]);
    expect(world.logged.join('')).toMatch(/splunk: 1 edited on the platform/);
  });
});
