import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '../../src/core/log.ts';
import { createGraphClient } from '../../src/defender/graph.ts';
import { readLiveSchema } from '../../src/defender/schema.ts';
import { createDefenderLogs } from '../../src/sandbox/logs/defender.ts';
import { type DefenderUnderTest, startDefender } from './fixtures.ts';

let folder: string;
let graph: DefenderUnderTest;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'huntsync-schema-'));
  graph = await startDefender({ logs: createDefenderLogs(new Date('2026-06-01T00:00:00Z'), false) });
});
afterEach(async () => {
  await graph.server.close();
  rmSync(folder, { recursive: true, force: true });
});

test('is asked once a day, and remembered where it cannot be asked', async () => {
  let now = new Date('2026-06-01T00:00:00Z');
  const deps = { log: silentLog, now: () => now, random: () => 0.5, sleep: async () => {}, cacheDir: folder };
  const read = () => readLiveSchema(createGraphClient(graph.config, deps), deps);
  const first = await read();
  expect(first?.tables['DeviceProcessEvents']).toContain('Timestamp:datetime');
  expect(first?.tables['DeviceProcessEvents']).toContain('ProcessId:long');
  expect(await read()).toEqual(first);
  expect(graph.server.log).toHaveLength(1);
  now = new Date('2026-06-03T00:00:00Z');
  graph.server.fault({ path: /getHuntingSchema/, times: 99, respond: { status: 403 } });
  expect(await read()).toEqual(first);
});

test.skipIf(process.getuid === undefined)('is not remembered where somebody else can have written it', async () => {
  const now = () => new Date('2026-06-01T00:00:00Z');
  const deps = { log: silentLog, now, random: () => 0.5, sleep: async () => {}, cacheDir: folder };
  const read = () => readLiveSchema(createGraphClient(graph.config, deps), deps);
  await read();
  const [name = ''] = readdirSync(folder);
  expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  chmodSync(join(folder, name), 0o666);
  graph.server.fault({ path: /getHuntingSchema/, times: 99, respond: { status: 403 } });
  expect(await read()).toBeNull();
});
