import { afterEach, beforeEach, expect, test } from 'vitest';
import { startAzure, WORKSPACE } from '../support/azure-stand-in.ts';
import { finish, run, start, until } from '../support/process.ts';
import { createWorld, SAMPLES, type World, writeBriefing } from '../support/world.ts';

/** So many that the indicators make more than five bodies for Azure, six for the event collector and eight batches. */
const ARTICLES = 80;
const EACH = 100;

let world: World;
beforeEach(async () => {
  world = await createWorld({ briefings: SAMPLES, records: 'hec' });
  for (let n = 0; n < ARTICLES; n += 1) writeBriefing(world, `many/${n}.md`, listing(n));
});
afterEach(async () => {
  await world.close();
});

/** An article that lists made-up files. */
function listing(n: number): string {
  const hashes = Array.from({ length: EACH }, (_, i) => `${n * EACH + i + 1}`.padStart(64, 'ab'));
  return [
    `# [HIGH] Files of campaign ${n}`,
    '**Source:** Example Labs',
    '**Published:** 2026-05-01',
    `**Article:** https://intel.example/campaign/${n}`,
    '## Indicators of Compromise (high-fidelity only)',
    ...hashes.map((hash) => `- **SHA256:** \`${hash}\``),
    '',
  ].join('\n\n');
}

const SAVE = /\/huntsync_indicators\/batch_save$/;
const STREAM = /\/streams\/Custom-HuntIndicators_CL$/;
const COLLECT = /\/services\/collector\/event$/;

const sync = () => run(['sync', '--json', '--config', world.config], world.env);
const documents = () =>
  Object.values(world.sandbox.states.splunk.kv['huntsync/huntsync_indicators']?.documents ?? {}).length;
const rows = () =>
  Object.entries(world.sandbox.states.azure.ingested)
    .filter(([name]) => name.endsWith('HuntIndicators_CL'))
    .flatMap(([, all]) => all as { IndicatorId: string }[]);
const eventIds = () =>
  world.sandbox.states.splunk.events
    .filter(({ sourcetype }) => sourcetype === 'huntsync:indicator')
    .map(({ event }) => (event as { indicator_id: string }).indicator_id);

/** How often the saved function of the deployed template shows each indicator. */
async function shown(): Promise<number[]> {
  const state = world.sandbox.states.azure;
  const azure = await startAzure({ store: { state, changed() {}, flush() {} } });
  const { subscriptionId, resourceGroup, name } = WORKSPACE;
  const group = `/v1/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;
  const path = `${group}/providers/Microsoft.OperationalInsights/workspaces/${name}/query`;
  const query = 'HuntIndicators | summarize count() by IndicatorId';
  const { body } = await azure.call('POST', path, { query }, { version: null });
  await azure.server.close();
  return body.tables[0].rows.map(([, times]: [string, number]) => times);
}

async function expectEach(total: number): Promise<void> {
  expect(documents()).toBe(total);
  expect(new Set(eventIds()).size).toBe(total);
  expect(new Set(rows().map(({ IndicatorId }) => IndicatorId)).size).toBe(total);
  expect(await shown()).toEqual(Array.from({ length: total }, () => 1));
}

interface Records {
  readonly indicators: { readonly total: number; readonly sent: number; readonly failed: number };
}

function recordsIn(out: string): Record<string, Records> {
  return (JSON.parse(out) as { records: Record<string, Records> }).records;
}

test('killed in mid-upload and run again: every record is there, and shown once', async () => {
  const { splunk, azure } = world.sandbox.servers;
  // Two pass on either side, and the others are still under way when the process dies.
  const held = { times: 99, delayMs: 3000, reset: 'before' as const };
  splunk.fault({ path: SAVE, times: 2 });
  splunk.fault({ path: SAVE, ...held });
  azure.fault({ path: STREAM, times: 2 });
  azure.fault({ path: STREAM, ...held });
  const victim = start(['sync', '--config', world.config], world.env);
  const ended = finish(victim);
  await until(() => documents() > 0 && rows().length > 0);
  victim.kill('SIGKILL');
  expect(await ended).toMatchObject({ code: null, signal: 'SIGKILL' });
  splunk.clearFaults();
  azure.clearFaults();
  const all = ARTICLES * EACH;
  expect(documents()).toBeGreaterThan(0);
  expect(documents()).toBeLessThan(all);
  expect(rows().length).toBeGreaterThan(0);
  expect(rows().length).toBeLessThan(all);

  const second = await sync();
  expect(second.code).toBe(0);
  const total = recordsIn(second.out)['splunk']?.indicators.total ?? 0;
  expect(total).toBeGreaterThan(all);
  await expectEach(total);
  const third = await sync();
  expect(Object.values(recordsIn(third.out)).map(({ indicators }) => indicators.sent)).toEqual([0, 0]);
});

test('429, 413, a cut line and refusals of some bodies: every record arrives', async () => {
  const { splunk, azure } = world.sandbox.servers;
  const soon = { 'retry-after': '0' };
  splunk.fault({ path: COLLECT, times: 2, respond: { status: 429, headers: soon } });
  splunk.fault({ path: SAVE, respond: { status: 413 } });
  splunk.fault({ path: SAVE, reset: 'after' });
  azure.fault({ path: STREAM, respond: { status: 429, headers: soon } });
  azure.fault({ path: STREAM, respond: { status: 413 } });
  azure.fault({ path: STREAM, respond: { status: 500 } });
  azure.fault({ path: STREAM, reset: 'after' });
  const first = await sync();
  expect(first.code).toBe(0);
  const { splunk: kv, sentinel } = recordsIn(first.out);
  expect([kv?.indicators.failed, sentinel?.indicators.failed]).toEqual([0, 0]);
  expect(azure.log.filter(({ path }) => STREAM.test(path)).length).toBeGreaterThan(8);
  await expectEach(sentinel?.indicators.total ?? 0);
});

test('2 of the bodies are refused for good: told, exit 1, and sent by the next run alone', async () => {
  const { azure } = world.sandbox.servers;
  azure.fault({ path: STREAM, times: 2, respond: { status: 405 } });
  const first = await sync();
  expect(first.code).toBe(1);
  const { sentinel } = recordsIn(first.out);
  const failed = sentinel?.indicators.failed ?? 0;
  expect(failed).toBeGreaterThan(1000);
  expect(sentinel?.indicators.sent).toBe((sentinel?.indicators.total ?? 0) - failed);
  const second = await sync();
  expect(second.code).toBe(0);
  expect(recordsIn(second.out)['sentinel']?.indicators).toMatchObject({ sent: failed, failed: 0 });
  await expectEach(sentinel?.indicators.total ?? 0);
});
