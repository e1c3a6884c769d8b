import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';
import { afterEach, describe, expect, test } from 'vitest';
import { articles } from '../../src/commands/articles.ts';
import { hunts } from '../../src/commands/hunts.ts';
import { plan } from '../../src/commands/plan.ts';
import { runOnce } from '../../src/commands/run-sync.ts';
import { status } from '../../src/commands/status.ts';
import { sync } from '../../src/commands/sync.ts';
import { ConfigError } from '../../src/core/errors.ts';
import { failuresOf } from '../../src/report/result.ts';
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
  world = await createWorld({ briefings: SAMPLES, ...options });
  return world;
}

const run = (mode: 'plan' | 'sync', options: object = {}) =>
  runOnce(mode, { config: world.config, ...options }, world.context);

/** The last printed text as JSON. */
function json(): { platforms: Record<string, unknown>[] } & Record<string, unknown> {
  return JSON.parse(world.printed.at(-1) ?? '');
}

/** Told by the one line that every briefing has, not by the parser under test. */
function countBriefings(folder: string): number {
  const files = globSync('**/*.{md,txt}', { cwd: folder, absolute: true });
  return files.filter((file) => /^# \[[A-Z]+\] /m.test(readFileSync(file, 'utf8'))).length;
}

const PROCESSES = '| tstats count from datamodel=Endpoint.Processes by Processes.dest';

describe('the main job', () => {
  const inputs: [string, string, boolean][] = [
    ['the sample briefings', SAMPLES, true],
    ['the real corpus (skipped where ../shared is absent)', CORPUS, hasCorpus],
  ];
  for (const [name, briefings, present] of inputs) {
    test.skipIf(!present)(`${name}: everything arrives, and a second sync does nothing`, async () => {
      await start({ briefings });
      const first = await run('sync');
      expect(first.platforms.map(failuresOf)).toEqual([0, 0]);
      expect(first.complete).toBe(true);
      expect(first.articles).toBe(countBriefings(briefings));
      const before = world.contents();
      for (const { plan: made } of first.platforms) expect(made?.changes.every(({ op }) => op === 'create')).toBe(true);
      expect(before.splunk.size).toBe(first.platforms[0]?.plan?.changes.length);
      expect(before.sentinel.size).toBe(first.platforms[1]?.plan?.changes.length);
      await hunts({ paths: [briefings], jsonl: true }, world.context);
      const found = world.printed.filter((line) => line.startsWith('{"key"')).map((line) => JSON.parse(line));
      const runnable = (side: 'splunk' | 'sentinel') =>
        found.flatMap((hunt) => hunt[side]).filter(({ verdict }) => verdict !== 'rejected').length;
      expect([before.splunk.size, before.sentinel.size]).toEqual([runnable('splunk'), runnable('sentinel')]);
      expect(before.splunk.size).toBeGreaterThan(10);

      const second = await run('sync');
      expect(second.platforms.map(({ plan: made }) => made?.changes)).toEqual([[], []]);
      for (const { requests } of second.platforms) expect(requests).toBeLessThanOrEqual(2);
      expect(world.contents()).toEqual(before);
    });
  }
});

describe('exit codes and JSON', () => {
  test('plan: 2 while there are changes, 0 after the sync, and nothing is written', async () => {
    await start();
    expect(await plan({ config: world.config, json: true }, world.context)).toBe(2);
    expect(world.contents().splunk.size).toBe(0);
    expect(await sync({ config: world.config, json: true }, world.context)).toBe(0);
    expect(await plan({ config: world.config, json: true }, world.context)).toBe(0);
  });

  test('the JSON of a run has what other tools read', async () => {
    await start();
    await sync({ config: world.config, json: true }, world.context);
    const result = json();
    expect(Object.keys(result)).toEqual(
      expect.arrayContaining(['complete', 'planHash', 'platforms', 'records', 'durationMs']),
    );
    for (const platform of result.platforms) {
      const counts = ['create', 'update', 'retire', 'prune', 'unchanged', 'drifted', 'clashing', 'rejected', 'failed'];
      for (const key of [...counts, 'kept', 'retired', 'unmanaged', 'requests']) {
        expect(platform[key]).toEqual(expect.any(Number));
      }
      for (const key of ['changes', 'drifts', 'clashes', 'rejects', 'unmanagedObjects']) {
        expect(platform[key]).toEqual(expect.any(Array));
      }
      const [change] = platform['changes'] as Record<string, unknown>[];
      expect(change).toMatchObject({
        op: 'create',
        key: expect.any(String),
        name: expect.any(String),
        outcome: 'done',
      });
      expect(change?.['fields']).toEqual(
        expect.arrayContaining([{ field: expect.any(String), before: null, after: expect.any(String) }]),
      );
    }
  });

  test('a plan that touches too much is refused with 3 before any write, in plan too; --force overrides', async () => {
    await start();
    await run('sync');
    const before = world.contents();
    const edited =
      "policy: { retire: ['uc:UC_LSASS', 'uc:UC_BEACONING', 'uc:UC_DNS_TUNNEL', 'uc:UC_FAKECAPTCHA', " +
      "'uc:UC_RMM_TOOLS', 'uc:UC_SUPPLY_CHAIN', 'uc:UC_PHISH_ATTACH', 'uc:UC_OFFICE_CHILD'] }";
    writeFileSync(world.config, readFileSync(world.config, 'utf8').replace('policy: {}', edited));
    expect(await plan({ config: world.config }, world.context)).toBe(3);
    expect(await sync({ config: world.config }, world.context)).toBe(3);
    expect(world.contents()).toEqual(before);
    expect(world.logged.join('')).toContain('the limit is 30 %');
    expect(await sync({ config: world.config, force: true }, world.context)).toBe(0);
    expect(world.contents()).not.toEqual(before);
    expect(await plan({ config: world.config }, world.context)).toBe(0);
  });

  test('--plan-hash applies the reviewed plan and no other', async () => {
    await start();
    await plan({ config: world.config, json: true }, world.context);
    const { planHash } = json() as unknown as { planHash: string };
    expect(await sync({ config: world.config, planHash: 'f'.repeat(64) }, world.context)).toBe(3);
    expect(world.logged.at(-1)).toContain(`huntsync sync --plan-hash ${planHash}\``);
    expect(world.contents().splunk.size).toBe(0);
    expect(await sync({ config: world.config, planHash }, world.context)).toBe(0);
    expect(world.contents().splunk.size).toBeGreaterThan(0);
  });

  test('a configuration that is not there is a bad configuration', async () => {
    await start();
    await expect(plan({ config: join(world.folder, 'no.yaml') }, world.context)).rejects.toThrow(ConfigError);
  });
});

describe('one failure is one failure', () => {
  test('a platform that is down does not stop the other', async () => {
    await start();
    world.sandbox.servers.splunk.fault({ times: 1000, respond: { status: 401, body: '' } });
    expect(await sync({ config: world.config, json: true }, world.context)).toBe(1);
    const [splunk, sentinel] = json().platforms;
    expect(splunk).toMatchObject({ name: 'splunk', failed: 1, create: 0, error: expect.any(String) });
    expect(sentinel).toMatchObject({ name: 'sentinel', failed: 0 });
    expect(world.contents().sentinel.size).toBeGreaterThan(0);
  });

  test('an object that is refused does not stop the others, and is named', async () => {
    await start();
    world.sandbox.servers.azure.fault({
      method: 'PUT',
      respond: {
        status: 400,
        headers: { 'content-type': 'application/json' },
        body: '{"error":{"code":"Bad","message":"no"}}',
      },
    });
    expect(await sync({ config: world.config, json: true }, world.context)).toBe(1);
    const sentinel = json().platforms[1] as {
      failed: number;
      changes: { outcome: string; error?: string; name: string }[];
    };
    const failed = sentinel.changes.filter(({ outcome }) => outcome === 'failed');
    expect(failed).toHaveLength(1);
    expect(failed[0]?.error).toContain(failed[0]?.name);
    expect(await sync({ config: world.config, json: true }, world.context)).toBe(0);
  });

  test('a broken briefing costs no neighbour its hunts', async () => {
    await start();
    writeBriefing(
      world,
      'broken.md',
      '# [CRIT] Broken\n\n## Recommended hunts\n\n### Open\n\n**Splunk SPL (CIM):**\n```spl\nx',
    );
    writeBriefing(world, 'notes.md', 'Just notes.');
    const result = await run('sync');
    expect(result.articles).toBe(11);
    expect(result.problems.length).toBeGreaterThan(0);
    expect(result.platforms.map(failuresOf)).toEqual([0, 0]);
  });

  test('no output ever shows a credential', async () => {
    await start();
    world.sandbox.servers.splunk.fault({ times: 1000, respond: { status: 403, body: 'no' } });
    await sync({ config: world.config }, world.context);
    await sync({ config: world.config, json: true }, world.context);
    const everything = [...world.printed, ...world.logged].join('\n');
    for (const secret of [world.sandbox.splunk.token, world.sandbox.azure.token]) {
      expect(everything).not.toContain(secret);
    }
  });
});

describe('retirement', () => {
  test('an edited article supersedes its old hunt; a missing folder retires nothing', async () => {
    await start();
    rmSync(join(world.folder, 'briefings'), { recursive: true });
    writeBriefing(world, 'a.md', briefing('An article', 'First hunt', PROCESSES));
    await run('sync');
    writeBriefing(world, 'a.md', briefing('An article', 'Second hunt', `${PROCESSES} Processes.user`));
    const second = await run('sync');
    expect(second.platforms[0]?.plan?.changes.map(({ op, reason }) => [op, reason])).toEqual([
      ['create', undefined],
      ['retire', 'superseded'],
    ]);
    rmSync(join(world.folder, 'briefings'), { recursive: true });
    const third = await run('sync');
    expect(third.complete).toBe(false);
    expect(third.platforms[0]?.plan?.changes).toEqual([]);
  });

  test('a deleted briefing of an authoritative folder retires its hunt, of any other folder does not', async () => {
    for (const authoritative of [false, true]) {
      await start({ authoritative });
      rmSync(join(world.folder, 'briefings'), { recursive: true });
      writeBriefing(world, 'a.md', briefing('An article', 'First hunt', PROCESSES));
      writeBriefing(world, 'b.md', briefing('Another', 'Other hunt', `${PROCESSES} Processes.user`));
      await run('sync');
      rmSync(join(world.folder, 'briefings/b.md'));
      const after = await run('sync');
      expect(after.platforms[0]?.plan?.changes.map(({ reason }) => reason)).toEqual(authoritative ? ['withdrawn'] : []);
      if (!authoritative) await world.close();
    }
  });
});

describe('files that are not what they were', () => {
  test('one copy of an article that is half written, and a file overwritten with something else, retire nothing', async () => {
    await start({ authoritative: true });
    rmSync(join(world.folder, 'briefings'), { recursive: true });
    const whole = briefing('An article', 'First hunt', PROCESSES);
    writeBriefing(world, 'a.md', whole);
    writeBriefing(world, 'b.md', briefing('An article', 'Second hunt', `${PROCESSES} Processes.user`));
    await run('sync');
    writeBriefing(world, 'a.md', whole.slice(0, whole.indexOf('datamodel')));
    expect((await run('sync')).platforms[0]?.plan?.changes).toEqual([]);
    rmSync(join(world.folder, 'briefings/b.md'));
    writeBriefing(world, 'a.md', '<html>502 Bad Gateway</html>');
    writeBriefing(world, 'c.md', briefing('Another', 'Third hunt', `${PROCESSES} Processes.process`));
    const { plan: made } = (await run('sync')).platforms[0] ?? {};
    expect(made?.changes.map(({ op }) => op)).toEqual(['create']);
  });

  test('a briefing with a list longer than a call may have arguments costs no neighbour', async () => {
    await start();
    const list = Array.from({ length: 125_000 }, (_, i) => `- CVE-2026-${100_000 + i}`).join('\n');
    writeBriefing(world, 'long.md', briefing('Long', 'Hunt', PROCESSES).replace('- _No high', `${list}\n- _No high`));
    expect((await run('plan')).articles).toBe(11);
  });
});

describe('the other commands', () => {
  test('articles and hunts print a line each', async () => {
    await start();
    expect(await articles({ paths: [SAMPLES], jsonl: true }, world.context)).toBe(0);
    const read = world.printed.splice(0).map((line) => JSON.parse(line));
    expect(read).toHaveLength(10);
    expect(Object.keys(read[0])).toEqual(
      'id path dialect severity title sources published url techniques phases indicators hunts problems'.split(' '),
    );
    expect(await hunts({ paths: [SAMPLES], jsonl: true }, world.context)).toBe(0);
    const found = world.printed.splice(0).map((line) => JSON.parse(line));
    expect(Object.keys(found[0])).toEqual([
      ...'key title severity confidence phase techniques covers techniquesFrom mentions tactics articles'.split(' '),
      ...world.context.siems.map(({ kind }) => kind),
      'proof',
    ]);
    await run('sync');
    const names = found.flatMap((hunt) => hunt.splunk.map(({ name }: { name: string }) => `nobody/huntsync/${name}`));
    expect([...world.contents().splunk.keys()].sort()).toEqual(names.sort());
    world.printed.splice(0);
    await articles({ paths: [SAMPLES] }, world.context);
    await hunts({ paths: [SAMPLES] }, world.context);
    expect(world.printed).toHaveLength(10 + found.length);
  });

  test('status tells what is managed, drifted and unmanaged, in the words of plan', async () => {
    await start();
    await run('sync');
    const searches = Object.values(world.sandbox.states.splunk.confs['savedsearches'] ?? {});
    const search = searches.find(({ app }) => app === 'huntsync');
    if (search) search.settings['search'] = 'tuned by hand';
    expect(await status({ config: world.config, json: true }, world.context)).toBe(0);
    const [splunk] = json().platforms;
    expect(splunk).toMatchObject({ retired: 0, drifted: 1, unmanaged: expect.any(Number), requests: 1 });
    const edit = { field: 'search', before: 'tuned by hand', after: null };
    expect(splunk?.['drifts']).toEqual([{ key: expect.any(String), name: search?.name, fields: [edit] }]);
    await status({ config: world.config }, world.context);
    expect(world.printed.at(-1)).toContain(`drift  ${search?.name}: search`);
  });

  test('a plan that touches too much as a whole is refused in each shard, however little of it falls to one', async () => {
    await start();
    await run('sync');
    const before = world.contents();
    const ours = [
      'LSASS',
      'BEACONING',
      'DNS_TUNNEL',
      'FAKECAPTCHA',
      'RMM_TOOLS',
      'SUPPLY_CHAIN',
      'PHISH_ATTACH',
      'OFFICE_CHILD',
    ];
    const policy = `policy: { retire: [${ours.map((id) => `'uc:UC_${id}'`).join()}] }`;
    writeFileSync(world.config, readFileSync(world.config, 'utf8').replace('policy: {}', policy));
    for (const mode of [plan, sync]) {
      for (const shard of ['1/4', '2/4', '3/4', '4/4']) {
        expect(await mode({ config: world.config, shard }, world.context)).toBe(3);
      }
    }
    expect(world.contents()).toEqual(before);
    for (const shard of ['1/4', '2/4', '3/4', '4/4']) {
      expect(await sync({ config: world.config, shard, force: true }, world.context)).toBe(0);
    }
    const whole = await run('plan');
    expect(whole.platforms.map(({ plan: made }) => [made?.changes, made?.retired])).toEqual([
      [[], ours.length],
      [[], ours.length],
    ]);
  });

  test('shards share the work and together do all of it', async () => {
    await start();
    const whole = await run('plan');
    const parts = [await run('sync', { shard: '1/2' }), await run('sync', { shard: '2/2' })];
    const count = (index: number) => parts.map(({ platforms }) => platforms[index]?.plan?.changes.length ?? 0);
    expect(count(0).reduce((a, b) => a + b)).toBe(whole.platforms[0]?.plan?.changes.length);
    expect(Math.min(...count(0))).toBeGreaterThan(0);
    expect((await run('plan')).platforms.map(({ plan: made }) => made?.changes)).toEqual([[], []]);
  });
});
