import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queue } from '../../src/commands/queue.ts';
import { runOnce } from '../../src/commands/run-sync.ts';
import { queueJson } from '../../src/report/schemas/queue.ts';
import { syncJson } from '../../src/report/schemas/run.ts';
import { createWorld, SAMPLES, type World } from '../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await createWorld({ briefings: SAMPLES, records: true });
});
afterAll(() => world.close());

async function queued() {
  world.printed.length = 0;
  expect(await queue({ config: world.config, json: true }, world.context)).toBe(0);
  return queueJson.parse(JSON.parse(world.printed.join('\n'))).platforms;
}

describe('huntsync queue', () => {
  test('has hunts with new hits first once sync --run has run them, and old hits behind new severity later', async () => {
    world.printed.length = 0;
    const result = await runOnce('sync', { config: world.config, json: true, run: 'new' }, world.context);
    expect(result.runs?.map(({ recorded }) => recorded > 0)).toEqual([true, true]);
    const { runs } = syncJson.parse(JSON.parse(world.printed.join('\n')));
    expect(runs?.every(({ hit }) => hit > 5)).toBe(true);

    for (const { queue: entries } of await queued()) {
      const fresh = entries.filter(({ newHits }) => newHits);
      expect(fresh.length).toBeGreaterThan(5);
      expect(entries.slice(0, fresh.length)).toEqual(fresh);
      expect(fresh[0]?.reasons[0]).toMatch(/new hits?$/);
    }
    await runOnce('sync', { config: world.config, json: true, run: 'all' }, world.context);
    for (const { queue: entries } of await queued()) expect(entries.filter(({ newHits }) => newHits)).toEqual([]);
  });

  test('shows people as many as they ask for', async () => {
    world.printed.length = 0;
    await queue({ config: world.config, limit: '2' }, world.context);
    expect(world.printed.join('\n')).toMatch(/\d+ more; --limit shows them/);
  });
});
