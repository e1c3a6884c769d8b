import { afterAll, beforeAll, expect, test } from 'vitest';
import { doctor } from '../../src/commands/doctor.ts';
import { runOnce } from '../../src/commands/run-sync.ts';
import { type DoctorJson, doctorJson } from '../../src/report/schemas/doctor.ts';
import { createWorld, SAMPLES, type World } from '../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await createWorld({ briefings: SAMPLES, defender: true });
  await runOnce('sync', { config: world.config }, world.context);
});
afterAll(() => world.close());

/** What `doctor` finds about the tenant, by check. */
async function examine(): Promise<Map<string, DoctorJson['subjects'][number]['findings'][number]>> {
  world.printed.length = 0;
  await doctor({ config: world.config, json: true }, world.context);
  const { subjects } = doctorJson.parse(JSON.parse(world.printed.join('\n')));
  const findings = subjects.find(({ name }) => name === 'defender')?.findings ?? [];
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
