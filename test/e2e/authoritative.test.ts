import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { runOnce } from '../../src/commands/run-sync.ts';
import { createWorld, SAMPLES, type World, writeBriefing } from '../support/world.ts';

/** Its own hunts are called for by no other sample. */
const OWN_HUNTS = '2026-05-12/package-update-carries-a-second-install-script.md';

let world: World;
afterEach(() => world.close());

test('a README beside authoritative briefings stops retirement, which is told; excluded, it does not', async () => {
  world = await createWorld({ briefings: SAMPLES, authoritative: true });
  const run = (mode: 'plan' | 'sync') => runOnce(mode, { config: world.config }, world.context);
  const first = await run('sync');
  expect(first.problems.map(({ code }) => code)).not.toContain('not-authoritative');
  rmSync(join(world.folder, 'briefings', OWN_HUNTS));
  writeBriefing(world, 'README.md', 'How we write briefings here.\n');
  const kept = await run('plan');
  expect(kept.problems.filter(({ code }) => code === 'not-authoritative')).toMatchObject([
    { message: expect.stringMatching(/^The source briefings is authoritative.*README\.md gave no whole article/) },
  ]);
  expect(kept.platforms.flatMap(({ plan }) => plan?.changes.filter(({ op }) => op === 'retire') ?? [])).toEqual([]);

  writeFileSync(
    world.config,
    readFileSync(world.config, 'utf8').replace('authoritative: true', 'authoritative: true, exclude: [README.md]'),
  );
  const retired = await run('plan');
  expect(retired.problems.filter(({ code }) => code === 'not-authoritative')).toEqual([]);
  const ops = retired.platforms.flatMap(({ plan }) => plan?.changes.map(({ op }) => op) ?? []);
  expect(ops).toContain('retire');
});
