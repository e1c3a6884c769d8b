import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runOnce } from '../../src/commands/run-sync.ts';
import { exitCodeOf } from '../../src/report/result.ts';
import { createWorld, SAMPLES, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld({ briefings: SAMPLES });
  const text = readFileSync(world.config, 'utf8');
  writeFileSync(
    world.config,
    text.replace(/ca: .*SANDBOX_CA.*/, (line) => `${line}\n    schedule: { enabled: true }`),
  );
});
afterEach(() => world.close());

const run = (options: object = {}) =>
  runOnce('sync', { config: world.config, json: true, platform: ['splunk'], ...options }, world.context);

/** Refuses every write that carries one of these arguments, in these words. */
function lacking(names: readonly string[], status: number, words: (name: string) => string) {
  const seen = { refused: 0, writes: 0 };
  world.sandbox.servers.splunk.disturb(({ method, path, body }) => {
    if (method !== 'POST' || !path.includes('/saved/searches')) return undefined;
    seen.writes += 1;
    const given = new URLSearchParams(body.toString());
    const name = names.find((one) => given.has(one));
    if (name === undefined) return undefined;
    seen.refused += 1;
    return {
      respond: {
        status,
        headers: { 'content-type': 'application/json; charset=UTF-8' },
        body: JSON.stringify({ messages: [{ type: 'ERROR', text: words(name) }] }),
      },
    };
  });
  return seen;
}

describe('an argument that the account may not set', () => {
  test.each<[string, readonly string[], number, (name: string) => string, string]>([
    [
      'is named in a 400',
      ['schedule_window'],
      400,
      (name) => `Argument "${name}" is not supported by this handler.`,
      'edit_search_schedule_window',
    ],
    [
      'is named in a 403',
      ['is_scheduled', 'cron_schedule'],
      403,
      (name) => `You may not set '${name}'.`,
      'schedule_search',
    ],
    [
      'is not named in a 403',
      ['is_scheduled', 'cron_schedule', 'schedule_window'],
      403,
      () => 'insufficient permission to access this resource',
      'schedule_search',
    ],
  ])(
    '%s: it is left out, told once with the capability, and is no drift',
    async (_, names, status, words, capability) => {
      const seen = lacking(names, status, words);
      const first = await run();
      const [splunk] = first.platforms;
      expect(exitCodeOf(first)).toBe(0);
      expect(splunk?.applied?.every(({ outcome }) => outcome === 'done')).toBe(true);
      const told = world.logged.filter((line) => line.includes('so searches are written without'));
      expect(told.join('')).toContain(capability);
      expect(told.length).toBeLessThanOrEqual(names.length);
      // Only writes that were under way together meet the same refusal.
      expect(seen.refused).toBeLessThanOrEqual(8 * names.length);
      expect(seen.writes).toBeGreaterThan(seen.refused);

      for (const onDrift of ['keep', 'fail', 'overwrite']) {
        const text = readFileSync(world.config, 'utf8').replace(/^policy: .*$/m, `policy: { onDrift: ${onDrift} }`);
        writeFileSync(world.config, text);
        seen.writes = 0;
        const again = await run();
        expect(exitCodeOf(again), onDrift).toBe(0);
        expect(again.platforms[0]?.plan?.changes, onDrift).toEqual([]);
        expect(again.platforms[0]?.plan?.drifts, onDrift).toEqual([]);
        expect(seen.writes).toBe(0);
      }
    },
  );

  test('but what a search does not do without fails it, in the words of splunkd', async () => {
    lacking(['search'], 400, () => 'Argument "search" is not supported by this handler.');
    const result = await run();
    expect(exitCodeOf(result)).toBe(1);
    expect(result.platforms[0]?.applied?.[0]?.error).toContain('Argument "search"');
    expect(world.logged.join('')).not.toContain('so searches are written without');
  });

  test('nor is a denial of everything taken for one of an argument', async () => {
    const seen = lacking(['search'], 403, () => 'insufficient permission to access this resource');
    const result = await run();
    expect(exitCodeOf(result)).toBe(1);
    // One more try without the schedule, for each write that was under way.
    expect(seen.writes).toBeLessThanOrEqual(16 + 2);
  });
});
