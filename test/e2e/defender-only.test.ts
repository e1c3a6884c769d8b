import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/commands/config.ts';
import { doctor } from '../../src/commands/doctor.ts';
import { createPageReader } from '../../src/commands/page-reader.ts';
import { createSinks } from '../../src/commands/parts.ts';
import { queue } from '../../src/commands/queue.ts';
import { report } from '../../src/commands/report.ts';
import { runOnce } from '../../src/commands/run-sync.ts';
import { runOnPlatforms } from '../../src/commands/runs.ts';
import type { PageModel } from '../../src/page/model.ts';
import { renderHunts } from '../../src/page/views/hunts.ts';
import { renderToday } from '../../src/page/views/today.ts';
import { queueJson } from '../../src/report/schemas/queue.ts';
import { textList } from '../../src/sync/records/values.ts';
import { createWorld, SAMPLES, type World } from '../support/world.ts';

/** What the page of `huntsync serve` is made of, articles read. */
async function modelOf(world: World): Promise<PageModel> {
  const config = await readConfig(world.config, world.context);
  const reader = await createPageReader(config, { place: 'test', platformMs: 0, articleMs: 3_600_000 }, world.context);
  await reader.model();
  await reader.settled();
  return reader.model();
}

async function reportOf(world: World): Promise<string> {
  const markdown = join(world.folder, 'report.md');
  await report({ config: world.config, markdown, since: '7d' }, world.context);
  return readFileSync(markdown, 'utf8');
}

/** What the queue has, by platform. */
async function queued(world: World) {
  world.printed.length = 0;
  await queue({ config: world.config, json: true }, world.context);
  const { platforms } = queueJson.parse(JSON.parse(world.printed.join('\n')));
  return Object.fromEntries(platforms.map(({ name, queue: entries }) => [name, entries]));
}

/** What the records of a platform say of how hunts stand. */
async function platformsIn(world: World, name: string): Promise<string[]> {
  const [sink] = await createSinks(await readConfig(world.config, world.context), [name], world.context);
  const rows = (await sink?.read('hunts')) ?? [];
  await sink?.close();
  return rows.flatMap((row) => textList(row['platforms'])).sort();
}

/** Switched off by Defender itself, because its query kept failing. */
function autoDisable(world: World): string {
  const [rule] = Object.values(world.sandbox.states.graph.rules);
  if (!rule) throw new Error('there is no rule');
  (rule as { status: string }).status = 'autoDisabled';
  return rule.displayName;
}

describe('a team with Defender alone', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ briefings: SAMPLES, defender: true });
    const own = readFileSync(world.config, 'utf8');
    writeFileSync(world.config, own.replace(/ {2}- name: splunk\n[\s\S]*?(?= {2}- name: defender)/, ''));
    await runOnce('sync', { config: world.config }, world.context);
    autoDisable(world);
  }, 60_000);
  afterAll(() => world.close());

  test('sees its rules, edits, what Defender switched off and what is only run on the page, from the platform itself', async () => {
    const model = await modelOf(world);
    const [platform, ...others] = model.platforms;
    expect(others).toEqual([]);
    expect(platform).toMatchObject({ name: 'defender', error: null, drifted: 1, runOnly: 1, keepsRecords: false });
    expect(platform?.inUse).toBeGreaterThan(20);
    expect(model.queue.length).toBe((platform?.inUse ?? 0) + (platform?.runOnly ?? 0));
    const places = model.hunts.flatMap(({ places: own }) => own);
    expect(places.flatMap(({ drift }) => drift)).toMatchObject([{ field: 'status', edited: 'autoDisabled' }]);
    expect(places.find(({ state }) => state === 'run only')?.runOnly).toContain('has no time of an event');
    expect(String(renderToday(model))).toMatch(/run only<\/dt><dd><a href="\/hunts\?f=run-only">1</);
  });

  test('has them in the report and the queue, and is told by doctor that nothing keeps outcomes', async () => {
    const text = await reportOf(world);
    expect(text).toMatch(/\| defender \| 2\d \| 0 \|/);
    expect(text).toContain('## Run and not kept');
    expect(text).toMatch(/Edited on the platform[\s\S]*status/);
    expect(text).toContain('Outcomes of runs on defender: no records could be read there');
    const [entries = []] = Object.values(await queued(world));
    expect(entries.filter(({ reasons }) => reasons.includes('run only'))).toHaveLength(1);
    expect(entries.length).toBeGreaterThan(20);
    world.printed.length = 0;
    await doctor({ config: world.config }, world.context);
    const said = world.printed.join('\n');
    expect(said).toContain('Defender has switched off 1 rule because the query kept failing');
    expect(said).toMatch(/warning\s+records: no platform keeps any/);
  });
});

describe('Defender beside a platform with records', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ briefings: SAMPLES, defender: true, records: true });
    await runOnce('sync', { config: world.config }, world.context);
    await runOnPlatforms(await readConfig(world.config, world.context), { platform: ['defender'] }, world.context);
  }, 120_000);
  afterAll(() => world.close());

  test('shows the outcomes of its runs as its own, and can be filtered by', async () => {
    const model = await modelOf(world);
    const own = model.hunts.flatMap(({ places }) => places).filter(({ platform }) => platform === 'defender');
    expect(own.filter(({ run }) => run?.outcome === 'hit').length).toBeGreaterThan(0);
    expect(own.filter(({ run, state }) => run && state !== 'in use' && state !== 'run only')).toEqual([]);
    expect(own.find(({ state }) => state === 'run only')?.run).toMatchObject({ outcome: 'blind' });
    const page = String(renderHunts(model, ''));
    expect(page).toMatch(/data-facet="on-2"[^>]*>defender</);
    expect(page).toMatch(/<small>splunk, sentinel, defender<\/small>/);
  });

  test('its hunts stand in the records of both, with what is run only and why, and in the queue without reading an article', async () => {
    for (const name of ['splunk', 'sentinel']) {
      const lines = (await platformsIn(world, name)).filter((line) => line.startsWith('defender: '));
      expect(lines.filter((line) => line === 'defender: in use').length).toBeGreaterThan(20);
      expect(lines.filter((line) => line.startsWith('defender: run only: '))).toEqual([
        expect.stringContaining('has no time of an event'),
      ]);
    }
    const { defender = [] } = await queued(world);
    const [only, ...others] = defender.filter(({ reasons }) => reasons.includes('run only'));
    expect(others).toEqual([]);
    expect(only?.outcome).toBe('blind');
  });

  test('a sync of another platform alone leaves that as it is, and one of all tells what Defender switched off', async () => {
    const before = await platformsIn(world, 'splunk');
    await runOnce('sync', { config: world.config, platform: ['splunk'] }, world.context);
    expect(await platformsIn(world, 'splunk')).toEqual(before);
    autoDisable(world);
    await runOnce('sync', { config: world.config }, world.context);
    for (const name of ['splunk', 'sentinel']) {
      expect(await platformsIn(world, name)).toContain('defender: in use; edited: status = autoDisabled');
    }
    const { records } = await runOnce('sync', { config: world.config }, world.context);
    expect(records.map(({ hunts }) => hunts?.sent)).toEqual([0, 0]);
  });

  test('the report names it with the platform that keeps its outcomes', async () => {
    const text = await reportOf(world);
    expect(text).toMatch(/sentinel, defender/);
    expect(text).not.toContain('Outcomes of runs on');
  });
});
