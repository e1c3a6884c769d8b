import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../src/commands/run.ts';
import { runOnce } from '../../src/commands/run-sync.ts';
import { type HuntRunsJson, huntRunsJson } from '../../src/report/schemas/runs.ts';
import { createWorld, SAMPLES, type World } from '../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await createWorld({ briefings: SAMPLES, records: true });
  await runOnce('sync', { config: world.config }, world.context);
});
afterAll(() => world.close());

async function runJson(options: Partial<Parameters<typeof run>[0]> = {}): Promise<[HuntRunsJson, number]> {
  world.printed.length = 0;
  const code = await run({ keys: [], config: world.config, json: true, ...options }, world.context);
  return [huntRunsJson.parse(JSON.parse(world.printed.join('\n'))), code];
}

describe('huntsync run', () => {
  test('with --new runs what has never run, and records what came of it', async () => {
    const [first, code] = await runJson({ new: true });
    expect(code).toBe(0);
    for (const platform of first.platforms) {
      expect(platform.hit).toBeGreaterThan(5);
      expect(platform.quiet + platform.hit + platform.blind + platform.noisy).toBe(platform.runs.length);
      expect(platform.recorded).toBeGreaterThan(15);
    }
    const [again] = await runJson({ new: true });
    expect(again.platforms.map(({ runs }) => runs)).toEqual([[], []]);
  });

  test('runs one hunt on both platforms, over the time that is asked for, and shows its first rows', async () => {
    const [found] = await runJson({ keys: ['UC_LSASS'], since: '30d', evidence: '1' });
    for (const { runs } of found.platforms) {
      expect(runs).toHaveLength(1);
      expect(runs[0]).toMatchObject({ key: 'uc:UC_LSASS', outcome: 'hit', hosts: ['ws-14'], users: ['design1'] });
      expect(runs[0]?.earliest).toMatch(/^\d{4}-\d\d-\d\dT/);
      expect(runs[0]?.rows).toHaveLength(1);
    }
  });

  test('runs the hunts of an article', async () => {
    const all = await runJson();
    const [object] = [...world.contents().splunk.values()] as { marker?: unknown }[];
    expect(object).toBeDefined();
    const [none] = await runJson({ article: ['ffffffff'] });
    expect(none.platforms.flatMap(({ runs }) => runs)).toEqual([]);
    expect(world.logged.join('')).toContain('No hunt here is called for by article ffffffff');
    expect(all[0].platforms.flatMap(({ runs }) => runs).length).toBeGreaterThan(30);
  });

  test('runs nothing else where the platform that may have the hunt cannot be read', async () => {
    world.sandbox.servers.splunk.fault({ method: 'GET', path: /saved\/searches/, respond: { status: 401, body: '' } });
    const [found, code] = await runJson({ keys: ['UC_OF_THAT_PLATFORM'] });
    world.sandbox.servers.splunk.clearFaults();
    expect([found.platforms.map(({ runs }) => runs.length), code]).toEqual([[0, 0], 1]);
  });

  test('tells people what hit, what sees nothing and why', async () => {
    world.printed.length = 0;
    expect(await run({ keys: [], config: world.config }, world.context)).toBe(0);
    const text = world.printed.join('\n');
    expect(text).toContain('LSASS memory dump');
    expect(text).toMatch(/hunts run: \S*\d+ hit/);
    expect(text).toMatch(/no data in \w+: 1 hunt sees nothing/);
  });

  test.each([
    [{ keys: ['UC_LSAS'] }, /no hunt UC_LSAS/],
    [{ since: 'yesterday' }, /--since yesterday is not a time/],
    [{ evidence: '900' }, /--evidence 900/],
  ])('refuses %j as bad usage', async (options, message) => {
    await expect(run({ keys: [], config: world.config, ...options }, world.context)).rejects.toThrow(message);
  });
});
