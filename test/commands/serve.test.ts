import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '../../src/commands/context.ts';
import { runOnce } from '../../src/commands/run-sync.ts';
import { type ServeOptions, serve } from '../../src/commands/serve.ts';
import { briefing } from '../support/briefing.ts';
import { until } from '../support/process.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
let briefings: string;

beforeAll(async () => {
  briefings = mkdtempSync(join(tmpdir(), 'huntsync-serve-'));
  writeFileSync(join(briefings, 'one.md'), briefing('An article', 'Odd logons', 'index=main | stats count by user'));
  world = await createWorld({ briefings, records: true });
  await runOnce('sync', { config: world.config, json: true }, world.context);
}, 60_000);
afterAll(async () => {
  await world.close();
  rmSync(briefings, { recursive: true });
});

/** The page while it is served, with a clock that stands still until it is moved. */
async function whileServed(
  work: (url: string, clock: { pass(ms: number): void }) => Promise<void>,
  options: Partial<ServeOptions> = {},
): Promise<void> {
  world.logged.length = 0;
  const stop = new AbortController();
  let now = Date.now();
  const context: Context = { ...world.context, signal: stop.signal, now: () => new Date(now) };
  const ended = serve({ config: world.config, port: '0', ...options }, context);
  const address = () => /The page: (http:\S+)/.exec(world.logged.join(''))?.[1];
  await until(() => address() !== undefined);
  try {
    await work(address() ?? '', {
      pass: (ms) => {
        now += ms;
      },
    });
  } finally {
    stop.abort();
    expect(await ended).toBe(0);
  }
}

const logs = () => [world.sandbox.servers.splunk.log, world.sandbox.servers.azure.log];
const count = () => logs().reduce((sum, log) => sum + log.length, 0);

describe('huntsync serve', { timeout: 60_000 }, () => {
  test('shows what stands on the platforms, and writes nothing to them', async () => {
    const before = world.contents();
    const asked = logs().map(({ length }) => length);
    await whileServed(async (url, clock) => {
      for (let tries = 0; tries < 100; tries += 1) {
        const page = await (await fetch(url)).text();
        if (!page.includes('id="reading"')) break;
        clock.pass(31_000);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      const page = await (await fetch(`${url}/hunts`)).text();
      expect(page).toContain('Odd logons');
      expect(page).toContain('>in use<');
      expect(await (await fetch(url)).text()).toContain('The next sync has nothing to change.');
    });
    expect(world.contents()).toEqual(before);
    const sent = logs().flatMap((log, at) => log.slice(asked[at]));
    expect(sent.length).toBeGreaterThan(5);
    // Log Analytics takes queries by POST; everything else is read by GET.
    expect(sent.filter(({ method, path }) => method !== 'GET' && !/\/query$/.test(path))).toEqual([]);
  });

  test('reads the platforms at most every 30 seconds', async () => {
    await whileServed(async (url, clock) => {
      // Until the articles are there: what was made without them is not kept.
      await until(() => world.logged.length > 0);
      for (let tries = 0; tries < 100; tries += 1) {
        if (!(await (await fetch(url)).text()).includes('id="reading"')) break;
        clock.pass(31_000);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      await fetch(url);
      const asked = count();
      await Promise.all(['/', '/hunts', '/runs'].map((path) => fetch(url + path)));
      expect(count()).toBe(asked);
      clock.pass(31_000);
      await Promise.all(['/', '/hunts', '/runs'].map((path) => fetch(url + path)));
      const once = count() - asked;
      expect(once).toBeGreaterThan(0);
      clock.pass(31_000);
      await fetch(url);
      expect(count()).toBe(asked + 2 * once);
    });
  });

  test('listens on this machine alone, and warns where it is told otherwise', async () => {
    await whileServed(async (url) => {
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      expect(world.logged.join('')).not.toContain('no log-in');
    });
    await whileServed(
      async (url) => {
        expect(url).toMatch(/^http:\/\/0\.0\.0\.0:/);
        expect(world.logged.join('')).toContain('there is no log-in');
      },
      { host: '0.0.0.0' },
    );
  });

  test('tells of a platform that cannot be read, on the page and without its secrets', async () => {
    world.sandbox.servers.splunk.fault({ times: 1000, respond: { status: 403, body: 'no' } });
    await whileServed(async (url) => {
      const page = await (await fetch(url)).text();
      expect(page).toContain('splunk could not be read');
      expect(page).not.toContain(world.sandbox.splunk.token);
      expect(page).toContain('Microsoft Sentinel');
    });
    world.sandbox.servers.splunk.clearFaults();
  });

  test('tells what to do about a port that is taken, or none', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    await expect(serve({ config: world.config, port: String(port) }, world.context)).rejects.toThrow(
      'cannot be served',
    );
    await expect(serve({ config: world.config, port: 'http' }, world.context)).rejects.toThrow('is not a port');
    await new Promise((resolve) => other.close(resolve));
  });
});
