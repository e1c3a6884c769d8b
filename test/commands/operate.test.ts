import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { operate } from '../../src/commands/operate.ts';
import { runOnce } from '../../src/commands/run-sync.ts';
import { type OperationJson, operationJson } from '../../src/report/schemas/operate.ts';
import type { Operation } from '../../src/sync/operate.ts';
import { createWorld, SAMPLES, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld({ briefings: SAMPLES });
});
afterEach(() => world.close());

async function sync(mode: 'plan' | 'sync' = 'sync') {
  world.printed.length = 0;
  return runOnce(mode, { config: world.config, json: true }, world.context);
}

async function run(operation: Operation, keys: string[], options = {}): Promise<[OperationJson['platforms'], number]> {
  world.printed.length = 0;
  const code = await operate(operation, { keys, config: world.config, json: true, ...options }, world.context);
  return [operationJson.parse(JSON.parse(world.printed.join('\n'))).platforms, code];
}

const changesOf = (result: Awaited<ReturnType<typeof sync>>) =>
  result.platforms.flatMap(({ plan }) => plan?.changes.map(({ op, key }) => `${op} ${key}`) ?? []);

describe('operating by key', () => {
  test('what is retired stays so although articles call for it, until it is restored', async () => {
    await sync();
    const [planned, dry] = await run('retire', ['UC_LSASS'], { dryRun: true });
    expect([planned.map(({ retire }) => retire), dry]).toEqual([[1, 1], 2]);
    expect(changesOf(await sync('plan'))).toEqual([]);

    expect((await run('retire', ['UC_LSASS']))[1]).toBe(0);
    expect(changesOf(await sync())).toEqual([]);
    expect((await run('retire', ['UC_LSASS']))[0].map(({ changes }) => changes)).toEqual([[], []]);

    const before = world.contents();
    const [restored] = await run('restore', ['uc:UC_LSASS']);
    expect(restored.map(({ update }) => update)).toEqual([1, 1]);
    expect(changesOf(await sync())).toEqual([]);
    expect(world.contents()).not.toEqual(before);
  });

  test('an accepted edit is no drift any more', async () => {
    await sync();
    const [object] = Object.values(world.sandbox.states.splunk.confs['savedsearches'] ?? {}).filter(
      ({ app }) => app === 'huntsync',
    );
    if (!object) throw new Error('no saved search');
    object.settings['search'] = `${object.settings['search']}\n| head 5`;
    expect((await sync('plan')).platforms.map(({ plan }) => plan?.drifts.length)).toEqual([1, 0]);
    expect((await run('accept', [object.name]))[1]).toBe(0);
    const again = await sync();
    expect(again.platforms.map(({ plan }) => plan?.drifts.length)).toEqual([0, 0]);
    expect(changesOf(again)).toEqual([]);
    expect(object.settings['search']).toMatch(/\| head 5$/);
  });

  test('people read the name of the platform in each line', async () => {
    await sync();
    world.printed.length = 0;
    expect(await operate('retire', { keys: ['UC_LSASS'], config: world.config }, world.context)).toBe(0);
    expect(world.printed.filter((line) => line.includes('written'))).toEqual(
      expect.arrayContaining(['  splunk: 1 of 1 written.', '  sentinel: 1 of 1 written.']),
    );
  });

  test('what is done already is said to need nothing, platform by platform in their order', async () => {
    await sync();
    const options = { keys: ['UC_LSASS'], config: world.config };
    expect(await operate('accept', options, world.context)).toBe(0);
    const plain = (lines: readonly string[]) => lines.map((line) => stripVTControlCharacters(line));
    expect(plain(world.printed).filter((line) => line.includes('= nothing to change'))).toHaveLength(2);
    world.printed.length = 0;
    expect(await operate('retire', options, world.context)).toBe(0);
    expect(plain(world.printed).slice(-2)).toEqual(['  splunk: 1 of 1 written.', '  sentinel: 1 of 1 written.']);
  });

  test('pruning what was retired by request is told to forget that', async () => {
    await sync();
    await run('retire', ['UC_LSASS']);
    world.logged.length = 0;
    expect((await run('prune', ['UC_LSASS']))[1]).toBe(0);
    expect(world.logged.join('')).toContain('2 of these were retired by request, which is forgotten with the object');
    expect((await sync('plan')).platforms.map(({ plan }) => plan?.changes.map(({ op }) => op))).toEqual([
      ['create'],
      ['create'],
    ]);
  });

  test('a key that stands nowhere comes with a way to see what does', async () => {
    await sync();
    const refused = operate('accept', { keys: ['nowhere at all'], config: world.config }, world.context);
    await expect(refused).rejects.toMatchObject({ exitCode: 4, remedy: expect.stringContaining('`huntsync accept`') });
  });

  test('a success that the platform does not show is none', async () => {
    await sync();
    const before = structuredClone(world.contents().splunk);
    const { servers, states } = world.sandbox;
    servers.splunk.disturb(({ method, path }) =>
      method === 'POST' && path.includes('/saved/searches/')
        ? {
            // A node that another one overrules a moment later.
            through: async (request, handle) => {
              const confs = structuredClone(states.splunk.confs);
              const answer = await handle(request);
              Object.assign(states.splunk.confs, confs);
              return answer;
            },
          }
        : undefined,
    );
    world.printed.length = 0;
    const options = { keys: ['UC_LSASS'], config: world.config, json: true, platform: ['splunk'] };
    expect(await operate('retire', options, { ...world.context, sleep: async () => undefined })).toBe(1);
    expect(operationJson.parse(JSON.parse(world.printed.join('\n'))).platforms).toMatchObject([
      { retire: 1, failed: 1, changes: [{ outcome: 'failed', error: expect.stringMatching(/success/) }] },
    ]);
    expect(world.contents().splunk).toEqual(before);
  });

  test('without a key, what could be meant is listed', async () => {
    await sync();
    await run('retire', ['UC_LSASS']);
    const [object] = Object.values(world.sandbox.states.splunk.confs['savedsearches'] ?? {}).filter(
      ({ app, settings }) => app === 'huntsync' && settings['disabled'] === '0',
    );
    if (!object) throw new Error('no saved search');
    object.settings['search'] = `${object.settings['search']}\n| head 5`;
    const told = async (operation: Operation, json = false) => {
      world.printed.length = 0;
      const options = { keys: [], config: world.config, json };
      await expect(operate(operation, options, world.context)).rejects.toThrow(`${operation} needs the keys of hunts`);
      return world.printed.join('\n');
    };
    const retired = await told('restore');
    expect(retired.match(/uc:UC_LSASS.*retired \d{4}-\d\d-\d\d by request/g)).toHaveLength(2);
    expect(retired).not.toContain(object.name);
    const edited = await told('accept');
    expect(edited).toMatch(/edited: search/);
    expect(edited).toContain(object.name);
    expect(edited).toContain('sentinel: Nothing was edited.');
    const inUse = await told('retire');
    expect(inUse).toContain(object.name);
    expect(inUse).not.toContain('UC_LSASS');
    expect(await told('restore', true)).toBe('');

    await run('accept', [object.name]);
    expect(await told('restore')).toMatch(/edits accepted: search/);
  });

  test.each([
    [['UC_NOWHERE'], /There is no hunt UC_NOWHERE/],
    [[], /needs the keys/],
  ])('%j is bad usage', async (keys, message) => {
    await sync();
    await expect(async () => operate('retire', { keys, config: world.config }, world.context)).rejects.toThrow(message);
  });
});
