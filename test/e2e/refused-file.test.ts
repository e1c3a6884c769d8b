import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { doctor } from '../../src/commands/doctor.ts';
import { plan } from '../../src/commands/plan.ts';
import { status } from '../../src/commands/status.ts';
import { sync } from '../../src/commands/sync.ts';
import { ConfigError, EXIT } from '../../src/core/errors.ts';
import { createWorld, SAMPLES, type World } from '../support/world.ts';

const BROKEN = 'platforms: [';
let world: World;
let config: string;
let own: Readonly<Record<string, string>>;

/** A customer's file for each platform of the sandbox. */
beforeEach(async () => {
  world = await createWorld({ briefings: SAMPLES });
  const { sources, platforms } = parse(readFileSync(world.config, 'utf8'));
  own = Object.fromEntries(platforms.map((one: { name: string }) => [one.name, stringify(one)]));
  for (const [name, text] of Object.entries(own)) writeTenant(name, text);
  config = join(world.folder, 'tenants.yaml');
  writeFileSync(config, stringify({ sources, platformsFrom: './tenant-*.yaml' }));
});
afterEach(() => world.close());

function writeTenant(name: string, text: string): void {
  writeFileSync(join(world.folder, `tenant-${name}.yaml`), text);
}

async function run(command: typeof sync, more: object = {}) {
  world.printed.length = 0;
  world.logged.length = 0;
  const code = await command({ config, json: true, ...more }, world.context);
  return { code, ...JSON.parse(world.printed.join('\n')) };
}

test('one customer’s broken file stops no other, and changes nothing of its own platform or elsewhere', async () => {
  writeTenant('sentinel', BROKEN);
  const first = await run(sync);
  expect([first.code, first.complete]).toEqual([EXIT.failed, true]);
  expect(first.platforms.map(({ name, failed }: { name: string; failed: number }) => [name, failed])).toEqual([
    ['splunk', 0],
  ]);
  expect(first.problems).toMatchObject([{ code: 'yaml', path: expect.stringContaining('tenant-sentinel.yaml') }]);
  expect(world.logged.join('\n')).toMatch(/tenant-sentinel\.yaml is left out: nothing is done on its platforms/);
  expect(world.contents().splunk.size).toBeGreaterThan(20);
  expect(world.contents().sentinel.size).toBe(0);

  writeTenant('sentinel', own['sentinel'] ?? '');
  expect((await run(sync)).code).toBe(EXIT.ok);
  const before = world.contents();
  expect(before.sentinel.size).toBeGreaterThan(20);
  writeTenant('splunk', BROKEN);
  const later = await run(sync);
  expect([later.code, later.problems[0].code]).toEqual([EXIT.failed, 'yaml']);
  expect(later.platforms).toMatchObject([{ name: 'sentinel', create: 0, update: 0, retire: 0, prune: 0 }]);
  expect(world.contents()).toEqual(before);
});

test('a name that another file has is refused with its file; the plan, the status and doctor tell of it', async () => {
  writeTenant('west', own['splunk'] ?? '');
  const markdown = join(world.folder, 'plan.md');
  const planned = await run(plan, { markdown });
  expect(planned.code).toBe(EXIT.failed);
  expect(planned.platforms.map(({ name }: { name: string }) => name).sort()).toEqual(['sentinel', 'splunk']);
  expect(planned.problems).toMatchObject([{ message: 'name: there is another platform named splunk' }]);
  expect(readFileSync(markdown, 'utf8')).toMatch(/tenant-west\.yaml has a problem:\*\* nothing is done/);
  expect((await run(status)).code).toBe(EXIT.failed);
  const found = await run(doctor, { offline: true });
  expect(found.code).toBe(EXIT.failed);
  expect(JSON.stringify(found)).toContain('there is another platform named splunk');
});

test('who asks for a platform by name gets it whole, and is told where its own file is the broken one', async () => {
  writeTenant('sentinel', BROKEN);
  expect((await run(sync, { platform: ['splunk'] })).code).toBe(EXIT.ok);
  expect(world.logged.join('\n')).toContain('tenant-sentinel.yaml:1');
  await expect(run(sync, { platform: ['sentinel'] })).rejects.toThrow(ConfigError);
  writeTenant('splunk', BROKEN);
  await expect(run(sync)).rejects.toThrow(ConfigError);
});
