import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { operate, undo } from '../../src/commands/operate.ts';
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

  test('a whole run is undone by its report, and the next sync does not do it again', async () => {
    const empty = world.contents();
    await sync();
    const report = join(world.folder, 'run.json');
    writeFileSync(report, world.printed.join('\n'));
    const options = { file: report, config: world.config, json: true };
    world.printed.length = 0;
    expect(await undo(options, world.context)).toBe(3);
    expect(await undo({ ...options, force: true }, world.context)).toBe(0);
    expect(world.contents().splunk.size).toBeGreaterThan(empty.splunk.size);
    expect(changesOf(await sync())).toEqual([]);
    const [pruned] = await run('prune', [], { force: true });
    expect(pruned.every(({ prune, changes }) => prune === changes.length && prune > 10)).toBe(true);
  });

  test.each([
    [['UC_NOWHERE'], /There is no hunt UC_NOWHERE/],
    [[], /needs the keys/],
  ])('%j is bad usage', async (keys, message) => {
    await sync();
    await expect(async () => operate('retire', { keys, config: world.config }, world.context)).rejects.toThrow(message);
  });

  test('a file that is no report of a run is bad usage', async () => {
    const file = join(world.folder, 'no.json');
    writeFileSync(file, '{"platforms": 3}');
    await expect(async () => undo({ file, config: world.config }, world.context)).rejects.toThrow(/no report of a run/);
  });
});
