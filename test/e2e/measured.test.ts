import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { runOnce } from '../../src/commands/run-sync.ts';
import { exitCodeOf } from '../../src/report/result.ts';
import type { StandInResponse } from '../../src/sandbox/server.ts';
import { finish, run, start, until } from '../support/process.ts';
import { createWorld, SAMPLES, type World, type WorldOptions, writeBriefing } from '../support/world.ts';

/** Faults that were measured on version 0.1.0, as they were, from the command to the platform: docs/reliability.md has the list. */

let world: World;
afterEach(() => world.close());

async function begin(options: Partial<WorldOptions> = {}): Promise<World> {
  world = await createWorld({ briefings: SAMPLES, ...options });
  return world;
}

const sync = (options: Partial<Parameters<typeof runOnce>[1]> = {}) =>
  runOnce('sync', { config: world.config, json: true, ...options }, { ...world.context, sleep: async () => undefined });

const BLOCKED: StandInResponse = {
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<!doctype html><title>Blocked</title><h1>This page was blocked</h1>',
};

const TOOL = (severity: string, program: string) => `# [${severity}] A tool of one's own

**Source:** Made up
**Published:** 2026-05-01
**Article:** https://intel.example/tool

## Recommended hunts

### A tool by its name

\`UC_9_1\` · phase: **exploit** · confidence: **High**

**Splunk SPL:**
\`\`\`spl
index=main process_name="${program}" earliest=-7d
\`\`\`
`;

const ours = () =>
  Object.values(world.sandbox.states.splunk.confs['savedsearches'] ?? {}).filter(({ app }) => app === 'huntsync');
const tool = () => ours().find(({ name }) => /^A tool by its name/.test(name));

describe('acknowledged is not applied', () => {
  test("a proxy's page to every write of Azure: each is a failure by name, nothing is there, and the next run writes all", async () => {
    await begin();
    world.sandbox.servers.azure.disturb(({ method }) => (method === 'GET' ? undefined : { respond: BLOCKED }));
    const result = await sync({ platform: ['sentinel'] });
    const [sentinel] = result.platforms;
    expect(exitCodeOf(result)).toBe(1);
    expect(sentinel?.applied?.length).toBeGreaterThan(5);
    expect(new Set(sentinel?.applied?.map(({ outcome }) => outcome))).toEqual(new Set(['failed']));
    expect(world.contents().sentinel.size).toBe(0);
    world.sandbox.servers.azure.clearFaults();
    expect(exitCodeOf(await sync({ platform: ['sentinel'] }))).toBe(0);
    expect(world.contents().sentinel.size).toBe(sentinel?.applied?.length);
  });

  test('an update that splunkd answers with the object as it was is told in every run, and never as an update', async () => {
    await begin();
    writeBriefing(world, 'tool.md', TOOL('HIGH', 'tool.exe'));
    expect(exitCodeOf(await sync({ platform: ['splunk'] }))).toBe(0);
    writeBriefing(world, 'tool.md', TOOL('HIGH', 'other.exe'));
    world.sandbox.servers.splunk.disturb(({ method, path }) =>
      method === 'POST' && path.includes('/saved/searches/')
        ? { through: (request, handle) => handle({ ...request, method: 'GET', body: Buffer.from('') }) }
        : undefined,
    );
    for (let time = 0; time < 2; time += 1) {
      const result = await sync({ platform: ['splunk'] });
      expect(exitCodeOf(result)).toBe(1);
      expect(result.platforms[0]?.applied?.map(({ outcome }) => outcome)).toEqual(['failed']);
    }
    expect(tool()?.settings['search']).toContain('tool.exe');
  });
});

test('an edit made while splunkd has asked to wait is not overwritten: it is a conflict now, and drift in the next run', async () => {
  await begin();
  writeBriefing(world, 'tool.md', TOOL('HIGH', 'tool.exe'));
  await sync({ platform: ['splunk'] });
  writeBriefing(world, 'tool.md', TOOL('CRIT', 'tool.exe'));
  const busy = { status: 503, headers: { 'retry-after': '1' }, body: '' };
  world.sandbox.servers.splunk.fault({ method: 'POST', path: /saved\/searches\//, respond: busy });
  const edit = () => {
    const object = tool();
    if (!object) throw new Error('no search');
    object.settings['search'] = `${object.settings['search']} | head 3`;
  };
  const { log } = world.context;
  const noticed = {
    ...world.context,
    log: { ...log, debug: (line: string) => (/trying again/.test(line) ? edit() : undefined) },
  };
  const result = await runOnce('sync', { config: world.config, json: true, platform: ['splunk'] }, noticed);
  expect(result.platforms[0]?.applied?.map(({ outcome }) => outcome)).toEqual(['conflict']);
  const again = await sync({ platform: ['splunk'] });
  expect(again.platforms[0]?.plan?.drifts).toMatchObject([{ fields: [{ field: 'search' }], decision: 'keep' }]);
  expect(tool()?.settings['search']).toMatch(/\| head 3$/);
});

describe('pipes and signals', () => {
  test('Ctrl-C: what was not tried is counted as such and is no failure, and progress does not call it written', async () => {
    await begin({ latencyMs: 60, policy: '{ concurrency: 2 }' });
    const child = start(['sync', '--config', world.config], world.env);
    const ended = finish(child);
    await until(() => world.sandbox.servers.splunk.log.some(({ method }) => method === 'POST'));
    child.kill('SIGINT');
    const { code, out, err } = await ended;
    expect(code).toBe(1);
    for (const name of ['splunk', 'sentinel']) {
      expect(out).toMatch(
        new RegExp(`^${name}: \\d+ of \\d+ changes were not tried: not written, because the run was stopped$`, 'm'),
      );
      // At most those that were under way.
      expect(out.match(new RegExp(`^${name}: failed:`, 'gm'))?.length ?? 0).toBeLessThanOrEqual(2);
    }
    const lines = [...err.matchAll(/(splunk|sentinel): (\d+)\/(\d+) written/g)];
    expect(lines.filter(([, , done, all]) => done === all)).toEqual([]);
  });

  test('a hang-up of a single sync ends it as Ctrl-C does: what is under way ends, a summary is told, exit 1', async () => {
    await begin({ latencyMs: 60, policy: '{ concurrency: 2 }' });
    const child = start(['sync', '--config', world.config], world.env);
    const ended = finish(child);
    await until(() => world.sandbox.servers.splunk.log.some(({ method }) => method === 'POST'));
    child.kill('SIGHUP');
    const { code, signal, out } = await ended;
    expect([code, signal]).toEqual([1, null]);
    expect(out).toMatch(/Plan hash/);
    const sent = world.sandbox.servers.splunk.log.filter(({ method }) => method === 'POST').length;
    expect(ours()).toHaveLength(sent);
  });

  test('a schedule whose reader goes away goes on', async () => {
    await begin();
    const beat = join(world.folder, 'beat.json');
    const child = start(['sync', '--every', '1s', '--heartbeat', beat, '--config', world.config], world.env);
    let err = '';
    child.stderr?.on('data', (chunk) => {
      err += chunk;
    });
    child.stdout?.once('data', () => child.stdout?.destroy());
    const ended = finish(child);
    await until(() => (err.match(/Next run at/g)?.length ?? 0) >= 3);
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    expect(JSON.parse(readFileSync(beat, 'utf8'))).toMatchObject({ ok: true });
  });

  test('a log that nobody reads any more stops nothing', async () => {
    await begin({ latencyMs: 20 });
    const child = start(['sync', '--config', world.config], world.env);
    child.stderr?.destroy();
    const { code } = await finish(child);
    expect(code).toBe(0);
    const again = await run(['plan', '--json', '--config', world.config], world.env);
    expect(again.code).toBe(0);
  });
});

test('why a platform could not be read is told once, on stderr; the summary names it', async () => {
  await begin();
  const refused = {
    status: 401,
    headers: { 'content-type': 'application/json' },
    body: '{"messages":[{"text":"no such token"}]}',
  };
  world.sandbox.servers.splunk.disturb(() => ({ respond: refused }));
  for (const command of [['sync'], ['sync', '--run', 'all'], ['run']]) {
    const { code, out, err } = await run([...command, '--config', world.config], world.env);
    expect(code).toBe(1);
    expect(`${out}${err}`.match(/no such token/g)).toHaveLength(1);
    expect(out).toContain('splunk: could not be read; the log says why');
  }
});
