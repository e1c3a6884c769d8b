import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { finish, run, start, until } from '../support/process.ts';
import { createWorld, ROOT, SAMPLES, type World } from '../support/world.ts';

describe('the program as its users start it', () => {
  test('explains itself, and every command does with an example', async () => {
    const { code, out } = await run(['--help']);
    expect(code).toBe(0);
    expect(out).toContain('Exit codes');
    const names = [...out.matchAll(/^ {2}([a-z]+)[| ].*/gm)]
      .map(([, name]) => name ?? '')
      .filter((name) => name !== 'help');
    expect(names).toEqual(expect.arrayContaining(['plan', 'sync', 'articles', 'hunts', 'status', 'sandbox']));
    for (const name of names) {
      const help = await run([name, '--help']);
      expect(help).toMatchObject({ code: 0, out: expect.stringContaining('Example:') });
    }
  });

  test.each([
    [['nonsense'], /unknown command/],
    [['plan', '--nonsense'], /unknown option/],
    [['plan', '--config', 'nowhere.yaml'], /no configuration nowhere\.yaml[\s\S]*huntsync init/],
    [['sync', '--every', '5m', '--cron', '* * * * *'], /cannot be used with/],
    [['sandbox', '--demo', '--json'], /cannot be used with/],
    [['articles'], /missing required argument/],
  ])('%j is bad usage: exit 4, with what to do', async (args, expected) => {
    const { code, out, err } = await run(args);
    expect(err).toMatch(expected);
    expect({ code, out }).toEqual({ code: 4, out: '' });
    expect(err).not.toMatch(/^\s+at /m);
  });

  test('npm start: the demo syncs, shows, syncs again, and a second start has nothing to do', async () => {
    const state = mkdtempSync(join(tmpdir(), 'huntsync-demo-'));
    try {
      const first = await run(['sandbox', '--demo', '--state', state]);
      expect(first).toMatchObject({ code: 0, out: expect.stringContaining('+ create') });
      expect(first.out).toContain("What the hunts find in the sandbox's events");
      expect(first.out).toMatch(/LSASS memory dump[^\n]*│ +1 │ \d{4}-\d\d-\d\d \d\d:\d\d {2}ws-14 {2}design1/);
      expect(first.out).toMatch(/12 more found nothing:[\s\S]*Remote monitoring and management tool/);
      const second = await run(['sandbox', '--demo', '--state', state]);
      expect(second.code).toBe(0);
      expect(second.out).not.toContain('+ create');
      expect(second.out).toContain('= unchanged');
    } finally {
      rmSync(state, { recursive: true, force: true });
    }
  });

  test('a sandbox that is kept up takes a sync from another process, with what it printed', async () => {
    const sandbox = start(['sandbox']);
    const exports = await new Promise<string>((resolve) => {
      let out = '';
      sandbox.stdout?.on('data', (chunk) => {
        out += chunk;
        if (out.includes('SANDBOX_CA')) resolve(out);
      });
    });
    const env = Object.fromEntries(
      [...exports.matchAll(/^export (\w+)='(.*)'$/gm)].map(([, name, value]) => [name, value]),
    );
    const synced = await run(['sync', '--config', join(ROOT, 'config/sandbox.yaml'), '--json'], env);
    expect(synced.code).toBe(0);
    expect(JSON.parse(synced.out).platforms).toHaveLength(3);
    sandbox.kill('SIGTERM');
    expect(await finish(sandbox)).toMatchObject({ code: 0 });
  });
});

describe('a process that ends early', () => {
  let world: World;
  afterEach(async () => {
    await world.close();
  });

  test('killed in mid-apply and run again: the same state as if nothing had happened', async () => {
    world = await createWorld({ briefings: SAMPLES });
    expect((await run(['sync', '--config', world.config], world.env)).code).toBe(0);
    const expected = world.contents();
    await world.close();

    world = await createWorld({ briefings: SAMPLES, latencyMs: 60 });
    const { splunk, azure } = world.sandbox.servers;
    const written = () => [...splunk.log, ...azure.log].filter(({ method }) => method !== 'GET').length;
    const victim = start(['sync', '--config', world.config], world.env);
    const ended = finish(victim);
    await until(() => written() >= 12);
    victim.kill('SIGKILL');
    expect(await ended).toMatchObject({ code: null, signal: 'SIGKILL' });
    await sleep(150);
    const half = world.contents();
    expect(half.splunk.size + half.sentinel.size).toBeGreaterThan(0);
    expect(half.splunk.size + half.sentinel.size).toBeLessThan(expected.splunk.size + expected.sentinel.size);

    expect((await run(['sync', '--config', world.config], world.env)).code).toBe(0);
    expect(world.contents()).toEqual(expected);
    const again = JSON.parse((await run(['plan', '--json', '--config', world.config], world.env)).out);
    expect(again.platforms.map(({ changes }: { changes: unknown[] }) => changes)).toEqual([[], []]);
  });

  test('SIGTERM in mid-apply: what is under way ends, the rest is told, exit 1', async () => {
    world = await createWorld({ briefings: SAMPLES, latencyMs: 300 });
    const child = start(['sync', '--json', '--config', world.config], world.env);
    const ended = finish(child);
    await until(() => world.sandbox.servers.splunk.log.some(({ method }) => method === 'POST'));
    child.kill('SIGTERM');
    const { code, out } = await ended;
    expect(code).toBe(1);
    const outcomes = JSON.parse(out).platforms[0].changes.map(({ outcome }: { outcome: string }) => outcome);
    expect(outcomes).toContain('skipped');
  });

  test('a schedule goes on after a failed run and ends cleanly on SIGTERM', async () => {
    world = await createWorld({ briefings: SAMPLES });
    const { splunk } = world.sandbox.servers;
    splunk.fault({ method: 'GET', times: 1, respond: { status: 401, body: '' } });
    const child = start(['sync', '--every', '1s', '--config', world.config], world.env);
    const ended = finish(child);
    let told = '';
    child.stderr?.on('data', (chunk) => {
      told += chunk;
    });
    await until(() => (told.match(/Next run at/g)?.length ?? 0) >= 2);
    child.kill('SIGTERM');
    const { code, err } = await ended;
    expect(code).toBe(0);
    expect(err).toContain('Stopped.');
    expect(err).toMatch(/ error splunk: /);
    expect(world.contents().splunk.size).toBeGreaterThan(0);
  });

  test('a schedule refuses a configuration that is bad from the start, and outlives one that breaks later', async () => {
    world = await createWorld({ briefings: SAMPLES });
    const config = join(world.folder, 'schedule.yaml');
    writeFileSync(config, 'sources: 3\n');
    expect((await run(['sync', '--every', '1s', '--config', config], world.env)).code).toBe(4);
    writeFileSync(config, readFileSync(world.config));
    const child = start(['sync', '--every', '1s', '--config', config], world.env);
    let err = '';
    child.stderr?.on('data', (chunk) => {
      err += chunk;
      if (err.includes('Next run')) writeFileSync(config, 'sources: 3\n');
    });
    const ended = finish(child);
    await until(() => (err.match(/has \d+ problem/g)?.length ?? 0) >= 2);
    child.kill('SIGTERM');
    // That of the last run.
    expect((await ended).code).toBe(4);
  });

  test('a reader that goes away silences the report, and nothing else', async () => {
    world = await createWorld({ briefings: SAMPLES, latencyMs: 30 });
    const child = start(['sync', '--config', world.config], world.env);
    child.stdout?.once('data', () => child.stdout?.destroy());
    const { code } = await finish(child);
    expect(code).toBe(0);
    const again = JSON.parse((await run(['plan', '--json', '--config', world.config], world.env)).out);
    expect(again.platforms.map(({ changes }: { changes: unknown[] }) => changes)).toEqual([[], []]);
  });

  test('a report that cannot be written is an error', async ({ skip }) => {
    if (!existsSync('/dev/full')) return skip('there is no /dev/full here');
    world = await createWorld({ briefings: SAMPLES });
    const full = openSync('/dev/full', 'w');
    const child = start(['sync', '--config', world.config], world.env, full);
    const { code, err } = await finish(child);
    closeSync(full);
    expect([code, err]).toEqual([1, expect.stringContaining('The report could not be written')]);
  });

  test('a hang-up of a schedule reads the configuration anew; a second schedule of it is refused', async () => {
    world = await createWorld({ briefings: SAMPLES });
    const env = { ...world.env, XDG_CACHE_HOME: world.folder };
    const child = start(['sync', '--every', '1h', '--log', 'json', '--config', world.config], env);
    let err = '';
    child.stderr?.on('data', (chunk) => {
      err += chunk;
    });
    const ended = finish(child);
    await until(() => err.includes('Next run at'));
    const second = await run(['sync', '--every', '1h', '--config', world.config], env);
    expect([second.code, second.err]).toEqual([1, expect.stringContaining(`process ${child.pid}`)]);
    child.kill('SIGHUP');
    await until(() => err.includes('was read anew'));
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    const lines = err
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.every(({ time, level, message }) => time && level && message)).toBe(true);
  });

  test('what watches a schedule finds a heartbeat and metrics', async () => {
    world = await createWorld({ briefings: SAMPLES });
    const [heartbeat, metrics] = [join(world.folder, 'beat.json'), join(world.folder, 'huntsync.prom')];
    const args = ['sync', '--config', world.config, '--heartbeat', heartbeat, '--metrics-file', metrics];
    expect((await run(args, world.env)).code).toBe(0);
    expect(JSON.parse(readFileSync(heartbeat, 'utf8'))).toMatchObject({ exitCode: 0, ok: true });
    const text = readFileSync(metrics, 'utf8');
    expect(text).toMatch(/^huntsync_last_run_success 1$/m);
    expect(text).toMatch(/^huntsync_objects\{platform="\w+",state="create"\} \d+$/m);
  });
});
