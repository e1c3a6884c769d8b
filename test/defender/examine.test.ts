import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../src/commands/config.ts';
import { createPlatforms } from '../../src/commands/parts.ts';
import { runOnce } from '../../src/commands/run-sync.ts';
import type { Diagnosis } from '../../src/sync/diagnosis.ts';
import { createWorld, SAMPLES, type World } from '../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await createWorld({ briefings: SAMPLES, defender: true });
  await runOnce('sync', { config: world.config, platform: ['defender'] }, world.context);
});
afterAll(() => world.close());

/** What is found about the tenant, by check. */
async function examine(): Promise<Map<string, Diagnosis>> {
  const { context, config } = world;
  const [platform] = await createPlatforms(await readConfig(config, context), ['defender'], context);
  const findings = (await platform?.examine?.(context.now(), context.signal)) ?? [];
  await platform?.close();
  return new Map(findings.map((finding) => [finding.check, finding]));
}

test('what works is said, with how many rules are ours', async () => {
  const found = await examine();
  const owned = Object.keys(world.sandbox.states.graph.rules).length;
  expect(owned).toBeGreaterThan(10);
  expect(found.get('custom detections')?.message).toBe(`can be read: ${owned} rules, ${owned} of them huntsync's`);
  expect(found.get('advanced hunting')?.status).toBe('ok');
  expect(found.get('TLS')?.status).toBe('ok');
});

test('tables without events are named', async () => {
  const { status, message } = (await examine()).get('data') ?? {};
  expect(status).toBe('warning');
  expect(message).toContain('IdentityLogonEvents');
  expect(message).not.toContain('DeviceProcessEvents');
});

test('what the tenant refuses is a failure of that check, and the others go on', async () => {
  const refused = { status: 403, body: JSON.stringify({ error: { code: 'Forbidden', message: 'Missing scope.' } }) };
  world.sandbox.servers.graph.fault({ path: /detectionRules/, respond: refused });
  const found = await examine();
  expect(found.get('custom detections')?.status).toBe('failed');
  expect(found.get('advanced hunting')?.status).toBe('ok');
});
