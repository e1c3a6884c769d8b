import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportHunts } from '../../src/commands/export.ts';
import { runOnce } from '../../src/commands/run-sync.ts';
import { createWorld, SAMPLES, type World } from '../support/world.ts';

let world: World;
let folder: string;

beforeAll(async () => {
  world = await createWorld({ briefings: SAMPLES, defender: true });
  folder = join(world.folder, 'export');
  await exportHunts({ kind: 'defender', folder, config: world.config, json: true }, world.context);
});
afterAll(() => world.close());

const filesIn = (name: string) => readdirSync(join(folder, name)).sort();
const rules = () => filesIn('rules').map((file) => JSON.parse(readFileSync(join(folder, 'rules', file), 'utf8')));

test('each file is the body that a sync sends', async () => {
  const bodies: unknown[] = [];
  const { graph } = world.sandbox.servers;
  graph.disturb(({ method, path, body }) => {
    if (method === 'POST' && path.endsWith('/detectionRules')) bodies.push(JSON.parse(String(body)));
    return undefined;
  });
  await runOnce('sync', { config: world.config, platform: ['defender'] }, world.context);
  const byId = (a: unknown, b: unknown) => ((a as { id: string }).id < (b as { id: string }).id ? -1 : 1);
  expect(bodies.length).toBeGreaterThan(10);
  expect(rules().sort(byId)).toEqual(bodies.sort(byId));
});

test('what can only be run is a query with the reason in its head', () => {
  expect(filesIn('run-only')).toHaveLength(1);
  const text = readFileSync(join(folder, 'run-only', filesIn('run-only')[0] ?? ''), 'utf8');
  expect(text).toMatch(/^\/\/ [^\n]+\n\/\/ No rule: DeviceTvmSoftwareVulnerabilities has no time of an event\.\n/);
});

test('what an analyst reads in a rule ends each sentence once', () => {
  const texts = rules().map(({ detectionAction: { alertTemplate } }) => alertTemplate.recommendedActions as string);
  expect(texts.some((text) => text.includes('What else looks like it: '))).toBe(true);
  expect(texts.filter((text) => /\.[.;]/.test(text))).toEqual([]);
});
