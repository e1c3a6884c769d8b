import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';
import { afterEach, describe, expect, test } from 'vitest';
import { articles } from '../../src/commands/articles.ts';
import { runOnce } from '../../src/commands/run-sync.ts';
import { exitCodeOf, type RunResult } from '../../src/report/result.ts';
import { briefing } from '../support/briefing.ts';
import {
  CORPUS,
  createWorld,
  hasCorpus,
  SAMPLES,
  type World,
  type WorldOptions,
  writeBriefing,
} from '../support/world.ts';

let world: World;
afterEach(async () => {
  await world.close();
});

async function start(options: Partial<WorldOptions> = {}): Promise<World> {
  world = await createWorld({ briefings: SAMPLES, records: true, ...options });
  return world;
}

const run = (mode: 'plan' | 'sync' = 'sync', options: object = {}) =>
  runOnce(mode, { config: world.config, ...options }, world.context);

const TYPES = ['articles', 'hunts', 'indicators'] as const;

/** What was sent to each platform: articles, hunts, indicators. */
function sent({ records }: RunResult): Record<string, number[]> {
  return Object.fromEntries(records.map((result) => [result.name, TYPES.map((type) => result[type]?.sent ?? -1)]));
}

/** Documents of one of our collections in the stand-in, by key. */
function documents(type: string): Record<string, unknown>[] {
  return Object.values(world.sandbox.states.splunk.kv[`huntsync/huntsync_${type}`]?.documents ?? {});
}

const TABLES = { articles: 'HuntArticles_CL', hunts: 'Hunts_CL', indicators: 'HuntIndicators_CL' } as const;
const KEYS = { articles: 'ArticleId', hunts: 'HuntKey', indicators: 'IndicatorId' } as const;

/** Every row that the stand-in took for a table. */
function rows(type: (typeof TYPES)[number]): Record<string, unknown>[] {
  const found = Object.entries(world.sandbox.states.azure.ingested).filter(([name]) => name.endsWith(TABLES[type]));
  return found.flatMap(([, all]) => all as Record<string, unknown>[]);
}

/** The source side: what `articles --jsonl` prints, which knows nothing of records. */
function sourceCounts(lines: readonly string[]) {
  const read = lines.map((line) => JSON.parse(line) as { id: string; indicators: { type: string; value: string }[] });
  const values = read.flatMap(({ indicators }) =>
    indicators.map(({ type, value }) => `${type} ${value.toLowerCase()}`),
  );
  return { articles: new Set(read.map(({ id }) => id)).size, indicators: new Set(values).size };
}

describe.each([
  ['the sample briefings', SAMPLES, true],
  ['the real corpus (skipped where ../shared is absent)', CORPUS, hasCorpus],
])('records of %s', (_, briefings, isThere) => {
  test.runIf(isThere)('as many on the source side as on both platforms, and none a second time', async () => {
    await start({ briefings });
    const first = await run();
    await articles({ paths: [briefings], jsonl: true }, world.context);
    const lines = world.printed.flatMap((text) => text.split('\n')).filter((line) => line.startsWith('{"id"'));
    const counts = { ...sourceCounts(lines), hunts: first.hunts };
    expect(first.records.map(({ errors }) => errors)).toEqual([[], []]);
    for (const type of TYPES) {
      expect(documents(type), type).toHaveLength(counts[type]);
      expect(new Set(rows(type).map((row) => row[KEYS[type]])).size, type).toBe(counts[type]);
      expect(rows(type), type).toHaveLength(counts[type]);
    }
    const second = await run();
    expect(sent(second)).toEqual({ splunk: [0, 0, 0], sentinel: [0, 0, 0] });
    expect(exitCodeOf(second)).toBe(0);
  });
});

describe('what is sent', () => {
  test('one changed article: its record and its hunts, and no other', async () => {
    await start();
    await run();
    const file = globSync('**/*.md', { cwd: join(world.folder, 'briefings'), absolute: true }).sort()[0] ?? '';
    const text = readFileSync(file, 'utf8');
    // The publication date is on the article, and on the hunts that it is the newest article of.
    writeFileSync(file, text.replace(/\*\*Published:\*\* \S+/, '**Published:** 2026-10-01'));
    const { records, ...second } = await run();
    expect(exitCodeOf({ records, ...second })).toBe(0);
    for (const result of records) {
      expect(result.articles).toMatchObject({ sent: 1 });
      expect(result.hunts?.sent).toBeGreaterThan(0);
      expect(result.hunts?.sent).toBeLessThan(6);
    }
    const [changed] = documents('articles').filter(({ published }) => published === '2026-10-01');
    const hunts = documents('hunts').filter(({ published }) => published === '2026-10-01');
    expect(hunts.length).toBeGreaterThan(0);
    for (const hunt of hunts) expect(changed?.['hunt_keys']).toContain(hunt['hunt_key']);
  });

  test('no date that has not come yet: it would be the newest for good, and never too old', async () => {
    await start();
    writeBriefing(
      world,
      'future.md',
      briefing('From the future', 'A hunt', 'search a').replace('2026-05-01', '9999-12-31'),
    );
    await run();
    const [article] = documents('articles').filter(({ article_title }) => article_title === 'From the future');
    expect(article).toBeDefined();
    expect(article).not.toHaveProperty('published');
  });

  test('a plan sends nothing and tells what a sync would', async () => {
    await start();
    const planned = await run('plan');
    expect(documents('articles')).toEqual([]);
    expect(sent(planned)).toEqual(sent(await run()));
  });

  test('nothing, where the plan is refused', async () => {
    await start();
    const refused = await run('sync', { planHash: 'another' });
    expect(refused.records).toEqual([]);
    expect(documents('hunts')).toEqual([]);
  });

  test('the JSON tells of each platform', async () => {
    await start();
    await run('sync', { json: true });
    const { records } = JSON.parse(world.printed.at(-1) ?? '') as { records: Record<string, Record<string, unknown>> };
    expect(Object.keys(records).sort()).toEqual(['sentinel', 'splunk']);
    expect(records['splunk']).toMatchObject({
      articles: { total: 10, sent: 10, removed: 0, unchanged: 0, kept: 0, failed: 0 },
      errors: [],
    });
  });

  test('shards share the records and together send all of them', async () => {
    await start();
    const runs = [
      await run('sync', { shard: '1/3' }),
      await run('sync', { shard: '2/3' }),
      await run('sync', { shard: '3/3' }),
    ];
    const sums = TYPES.map((_, at) => runs.reduce((sum, result) => sum + (sent(result)['splunk']?.[at] ?? 0), 0));
    expect(TYPES.map((type) => documents(type).length)).toEqual(sums);
    expect(sent(await run())).toEqual({ splunk: [0, 0, 0], sentinel: [0, 0, 0] });
    expect(documents('hunts').filter(({ status }) => status === 'failed')).toEqual([]);
  });
});

describe('what becomes of a hunt is on its record', () => {
  const statuses = () => new Map(documents('hunts').map((one) => [one['hunt_key'], one['status']]));

  test('most articles and indicators stay where an authoritative folder is read in part, until somebody insists', async () => {
    await start({ authoritative: true, policy: '{ retire: [] }' });
    const files = globSync('**/*.md', { cwd: join(world.folder, 'briefings'), absolute: true }).sort();
    // Hunts of which no platform has one are no surprise in the plan.
    for (const file of files)
      writeFileSync(file, readFileSync(file, 'utf8').replace(/^```(spl|kql)\n/gm, '```$1\n| delete\n'));
    await run();
    const before = [documents('articles').length, documents('indicators').length];
    for (const file of files.slice(1)) rmSync(file);
    const second = await run();
    expect(exitCodeOf(second)).toBe(1);
    expect(second.records[0]?.errors.join()).toMatch(/would be removed, and the limit is 30 %/);
    expect([documents('articles').length, documents('indicators').length]).toEqual(before);
    expect(exitCodeOf(await run('sync', { force: true }))).toBe(0);
    expect(documents('articles')).toHaveLength(1);
  });

  test('retired, when its authoritative source withdraws it; indicators go, and its article with it', async () => {
    await start({ authoritative: true, policy: '{ maxChangePercent: 100, pruneAfterDays: 30 }' });
    await run();
    const before = { articles: documents('articles').length, indicators: documents('indicators').length };
    const files = globSync('**/*.md', { cwd: join(world.folder, 'briefings'), absolute: true }).sort();
    for (const file of files.slice(-3)) rmSync(file);
    const second = await run();
    expect(second.records.map(({ errors }) => errors)).toEqual([[], []]);
    expect(documents('articles')).toHaveLength(before.articles);
    expect(documents('indicators').length).toBeLessThan(before.indicators);
    const retired = documents('hunts').filter(({ status }) => status === 'retired');
    expect(retired.length).toBeGreaterThan(0);
    expect(retired.every(({ retired_on: day }) => typeof day === 'string')).toBe(true);
    expect(sent(await run())).toEqual({ splunk: [0, 0, 0], sentinel: [0, 0, 0] });

    const later = { ...world.context, now: () => new Date(Date.now() + 40 * 86_400_000) };
    await runOnce('sync', { config: world.config }, later);
    expect(documents('hunts').filter(({ status }) => status === 'retired')).toEqual([]);
    expect(documents('articles')).toHaveLength(before.articles - 3);
    expect(rows('articles').filter(({ Removed }) => Removed === true)).toHaveLength(3);
  });

  test('rejected, with the reason', async () => {
    await start();
    writeBriefing(world, 'bad.md', briefing('Bad one', 'Made-up hunt', '| outputlookup stolen.csv'));
    await run();
    const [bad] = documents('hunts').filter(({ status }) => status === 'rejected');
    expect(bad).toMatchObject({ hunt_title: 'Made-up hunt', objects: [] });
    expect(bad?.['problems']).not.toEqual([]);
    expect([...statuses().values()].filter((status) => status === 'failed')).toEqual([]);
  });

  test('edited, with the field', async () => {
    await start();
    await run();
    const [search] = Object.values(world.sandbox.states.splunk.confs['savedsearches'] ?? {}).filter(
      ({ app }) => app === 'huntsync',
    );
    if (search) search.settings['dispatch.earliest_time'] = '-99d';
    await run();
    const edited = documents('hunts').filter((one) => (one['drifted'] as string[]).length > 0);
    expect(edited).toMatchObject([{ drifted: ['dispatch.earliest_time'], status: 'active', objects: [search?.name] }]);
  });
});

describe('what fails', () => {
  test('a platform that cannot be read keeps its records as they are; the other goes on', async () => {
    await start();
    await world.sandbox.servers.splunk.close();
    const result = await run();
    expect(result.records.map(({ name }) => name)).toEqual(['sentinel']);
    expect(exitCodeOf(result)).toBe(1);
  });

  test('records that cannot be written are told and fail the run; the hunts are there', async () => {
    await start();
    world.sandbox.states.splunk.kv = {};
    const result = await run();
    expect(exitCodeOf(result)).toBe(1);
    expect(result.records.find(({ name }) => name === 'splunk')?.errors).toHaveLength(3);
    expect(
      result.platforms.find(({ name }) => name === 'splunk')?.applied?.every(({ outcome }) => outcome === 'done'),
    ).toBe(true);
    expect(world.printed.join('\n')).toContain('splunk records: articles:');
  });
});

test('events follow what changes in the KV store', async () => {
  await start({ records: 'hec' });
  await run();
  const { events } = world.sandbox.states.splunk;
  const kinds = (sourcetype: string) => events.filter((event) => event.sourcetype === sourcetype).length;
  expect([kinds('huntsync:article'), kinds('huntsync:hunt'), kinds('huntsync:indicator')]).toEqual(
    TYPES.map((type) => documents(type).length),
  );
  const before = events.length;
  await run();
  expect(world.sandbox.states.splunk.events).toHaveLength(before);
});
