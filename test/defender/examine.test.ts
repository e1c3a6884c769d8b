import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../src/commands/config.ts';
import { doctor } from '../../src/commands/doctor.ts';
import { createPlatforms } from '../../src/commands/parts.ts';
import { runOnce } from '../../src/commands/run-sync.ts';
import { doctorJson } from '../../src/report/schemas/doctor.ts';
import type { Diagnosis } from '../../src/sync/diagnosis.ts';
import { createWorld, SAMPLES, type World } from '../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await createWorld({ briefings: SAMPLES, defender: true });
  await runOnce('sync', { config: world.config, platform: ['defender'] }, world.context);
});
afterAll(() => world.close());

/** What is found about the tenant, by check. */
async function examine(environment: object = {}): Promise<Map<string, Diagnosis>> {
  const { context, config } = world;
  const [platform] = await createPlatforms(await readConfig(config, context), ['defender'], context);
  const findings = (await platform?.examine?.(context.now(), context.signal, environment)) ?? [];
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

test('rules are compared with what was written: edits, forms of Graph’s own, and a marker that is lost', async () => {
  expect((await examine()).get('stored fields')?.message).toBe('huntsync’s rules read back as they were written');
  const rules = Object.values(world.sandbox.states.graph.rules);
  const [edited, cut] = rules.map((rule) => rule as unknown as { displayName: string; description: string });
  if (!edited || !cut) throw new Error('there are no rules');
  const before = [edited.displayName, cut.description] as const;
  edited.displayName = 'Renamed';
  cut.description = cut.description.slice(0, 200);
  const found = await examine();
  [edited.displayName, cut.description] = before;
  expect(found.get('stored fields')?.message).toBe(`edited since: displayName of 1 of ${rules.length - 1} rules`);
  expect(found.get('markers')).toMatchObject({
    status: 'warning',
    message: expect.stringMatching(/^1 rule with an id of huntsync's, and no marker/),
  });
  expect((await examine()).has('markers')).toBe(false);
});

test('a field that Graph keeps in a form of its own is named', async () => {
  const own = await createWorld({ briefings: SAMPLES, defender: true });
  try {
    const { graph } = own.sandbox.servers;
    // Titles in capitals, as any answer has them.
    graph.disturb(() => ({
      through: async (request, handler) => {
        const answer = await handler(request);
        const shout = (text: string) =>
          text.replace(/"title":"[^"]*/g, (title) => `"title":${title.slice(8).toUpperCase()}`);
        return typeof answer.body === 'string' ? { ...answer, body: shout(answer.body) } : answer;
      },
    }));
    await runOnce('sync', { config: own.config, platform: ['defender'] }, own.context);
    const [platform] = await createPlatforms(await readConfig(own.config, own.context), ['defender'], own.context);
    const findings = (await platform?.examine?.(own.context.now(), own.context.signal, {})) ?? [];
    await platform?.close();
    const stored = findings.find(({ check }) => check === 'stored fields');
    expect(stored?.message).toMatch(/^kept by Graph in a form of its own: alertTitle of \d+ of \d+ rules$/);
  } finally {
    await own.close();
  }
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

test('a workspace is looked for only where the configuration says that one is connected', async () => {
  const asked: string[] = [];
  world.sandbox.servers.graph.disturb(({ path, body }) => {
    if (path.endsWith('/runHuntingQuery')) asked.push(String(body));
    return undefined;
  });
  expect((await examine({ unified: false })).has('workspace')).toBe(false);
  expect(asked.filter((text) => /SigninLogs|Usage/.test(text))).toEqual([]);
  const { status, message } = (await examine({ unified: true })).get('workspace') ?? {};
  expect(status).toBe('ok');
  expect(message).toMatch(/^a workspace of Microsoft Sentinel is connected: \w+ holds events$/);
  expect(asked.filter((text) => /SigninLogs/.test(text))).toHaveLength(1);
});

test('a workspace that nobody sees is a warning with what to do, and so is a schema that cannot be read', async () => {
  const nothing = { status: 200, body: JSON.stringify({ schema: [], results: [] }) };
  world.sandbox.servers.graph.fault({ path: /runHuntingQuery/, times: 9, respond: nothing });
  world.sandbox.servers.graph.fault({ path: /getHuntingSchema/, times: 9, respond: { status: 404 } });
  const found = await examine({ unified: true, schema: 'live' });
  world.sandbox.servers.graph.clearFaults();
  expect(found.get('workspace')).toMatchObject({
    status: 'warning',
    message: expect.stringContaining('environment.defender.unified is true'),
    remedy: expect.stringContaining('unified: false'),
  });
  expect(found.get('schema')).toMatchObject({
    status: 'warning',
    remedy: expect.stringContaining('schema: reference'),
  });
  expect((await examine({ schema: 'live' })).get('schema')).toMatchObject({
    status: 'ok',
    message: expect.stringMatching(/^the tenant tells of \d+ tables and \d+ functions$/),
  });
});

test('huntsync doctor keeps every line where one permission is missing, and tells who keeps the outcomes', async () => {
  const lines = async () => {
    world.printed.length = 0;
    await doctor({ config: world.config, platform: ['defender'], json: true }, world.context);
    const { subjects } = doctorJson.parse(JSON.parse(world.printed.join('\n')));
    const { findings = [] } = subjects.find(({ name }) => name === 'defender') ?? {};
    return new Map(findings.map((finding) => [finding.check, finding]));
  };
  const refused = { status: 403, body: JSON.stringify({ error: { code: 'Forbidden', message: 'Missing scope.' } }) };
  world.sandbox.servers.graph.fault({ path: /detectionRules/, times: 9, respond: refused });
  const without = await lines();
  world.sandbox.servers.graph.clearFaults();
  expect(without.get('custom detections')?.status).toBe('failed');
  expect(without.get('TLS')?.status).toBe('ok');
  expect(without.get('advanced hunting')?.status).toBe('ok');
  expect(without.get('records')).toMatchObject({
    status: 'warning',
    remedy: expect.stringContaining('docs/records.md'),
  });
  expect((await lines()).get('hunts')?.message).toMatch(/^\d+ in use$/);
});
