import { afterEach, describe, expect, test } from 'vitest';
import { customerIdOf } from '../../../src/sandbox/azure/index.ts';
import { createRateLimit } from '../../../src/sentinel/records/rate.ts';
import type { RecordRow } from '../../../src/sync/records/schema.ts';
import { written } from '../../../src/sync/records/values.ts';
import { WORKSPACE } from '../../support/azure-stand-in.ts';
import { INTELLIGENCE, makeIndicators, makeRecords, NOW, type RecordsUnderTest, startRecords } from './fixtures.ts';

let azure: RecordsUnderTest;
afterEach(() => azure.server.close());

async function start(...options: Parameters<typeof startRecords>) {
  azure = await startRecords(...options);
  return azure.connect({ threatIntelligence: { endpoint: azure.server.url } });
}

const all = (upsert: RecordRow[], remove: RecordRow[] = []) => ({ upsert, remove });
const objects = () => Object.values(azure.state.intelligence ?? {});
const posts = () => azure.server.log.filter(({ path }) => INTELLIGENCE.test(path));
const tableKeys = () => azure.rows('indicators').map((row) => row['IndicatorId']);

describe('indicators as threat intelligence', () => {
  test("a proxy's page with 200 is a failure: nothing is recorded as sent", async () => {
    const sink = await start();
    const respond = { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Blocked</h1>' };
    azure.server.fault({ path: INTELLIGENCE, respond });
    const { sent, failed } = await sink.write('indicators', all(makeIndicators(2)));
    expect([sent, failed.length, objects().length, tableKeys().length]).toEqual([0, 2, 0, 0]);
    expect(await sink.write('indicators', all(makeIndicators(2)))).toMatchObject({ sent: 2, failed: [] });
    expect(objects()).toHaveLength(2);
  });

  test('go in requests of 100 to the workspace by its GUID, and then into the table', async () => {
    const bodies: { sourcesystem: string; stixobjects: unknown[] }[] = [];
    const sink = await start(
      {},
      { onExchange: ({ path, body }) => INTELLIGENCE.test(path) && bodies.push(JSON.parse(body.toString())) },
    );
    const records = makeIndicators(250);
    expect(await sink.write('indicators', all(records))).toEqual({ sent: 250, removed: 0, failed: [] });
    expect(bodies.map(({ stixobjects }) => stixobjects.length)).toEqual([100, 100, 50]);
    expect(new Set(bodies.map(({ sourcesystem }) => sourcesystem))).toEqual(new Set(['huntsync']));
    expect(posts()[0]?.path).toContain(`/workspaces/${customerIdOf(WORKSPACE)}/`);
    expect(objects()).toHaveLength(250);
    expect(tableKeys()).toHaveLength(250);
    const last = posts().length;
    expect(azure.server.log.findIndex(({ path }) => path.includes('/streams/'))).toBeGreaterThanOrEqual(last);
    // The workspace is asked for its GUID once.
    await sink.write('indicators', all(makeIndicators(1)));
    expect(azure.server.log.filter(({ method }) => method === 'GET')).toHaveLength(1);
  });

  test('carry who signs them and who may have them; a configured creator goes along', async () => {
    const bodies: { stixobjects: Record<string, unknown>[] }[] = [];
    azure = await startRecords(
      {},
      { onExchange: ({ path, body }) => INTELLIGENCE.test(path) && bodies.push(JSON.parse(body.toString())) },
    );
    const stix = { creator: 'Contoso SOC', marking: 'TLP:RED' } as const;
    const sink = azure.connect({ threatIntelligence: { endpoint: azure.server.url } }, {}, { stix });
    expect(await sink.write('indicators', all(makeIndicators(2)))).toEqual({ sent: 2, removed: 0, failed: [] });
    const [identity, ...indicators] = bodies.flatMap(({ stixobjects }) => stixobjects);
    expect(identity).toMatchObject({ type: 'identity', name: 'Contoso SOC' });
    expect(indicators).toHaveLength(2);
    for (const indicator of indicators) {
      expect(indicator).toMatchObject({
        created_by_ref: identity?.['id'],
        object_marking_refs: [
          'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
          'marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed',
        ],
      });
    }
  });

  test('articles and hunts do not, nor anything where it is off', async () => {
    const sink = await start();
    await sink.write('articles', all(makeRecords('articles', 2)));
    await sink.write('hunts', all(makeRecords('hunts', 2)));
    await azure.connect().write('indicators', all(makeIndicators(2)));
    expect(posts()).toEqual([]);
  });

  test('CVEs go into the table only', async () => {
    const sink = await start();
    const cves = makeRecords('indicators', 3, { indicator_type: 'cve', indicator_value: 'CVE-2026-1' });
    expect(await sink.write('indicators', all(cves))).toEqual({ sent: 3, removed: 0, failed: [] });
    expect(posts()).toEqual([]);
    expect(azure.server.log.filter(({ method }) => method === 'GET')).toEqual([]);
    expect(tableKeys()).toHaveLength(3);
  });

  test('so do those that are no threat by themselves', async () => {
    const sink = await start();
    const [platform, threat] = ['github.com', 'stage-one.top'].map((indicator_value, n) => ({
      ...makeIndicators(2)[n],
      indicator_type: 'domain',
      indicator_value,
    }));
    const outcome = await sink.write('indicators', all([platform, threat] as RecordRow[]));
    expect(outcome).toEqual({ sent: 2, removed: 0, failed: [] });
    expect(objects().map(({ name }) => name)).toEqual(['stage-one.top']);
    expect(tableKeys()).toEqual(['i-0', 'i-1']);
  });

  test('a removed one ends there, and holds again when it comes back', async () => {
    const sink = await start();
    const records = makeIndicators(2);
    await sink.write('indicators', all(records));
    expect(await sink.write('indicators', all([], records.slice(1)))).toEqual({ sent: 0, removed: 1, failed: [] });
    const valid = () => objects().map((object) => [object['name'], 'valid_until' in object]);
    expect(valid()).toEqual([
      ['45.77.0.0', false],
      ['45.77.0.1', true],
    ]);
    await sink.write(
      'indicators',
      all([written('indicators', { ...records[1] }, undefined, new Date(NOW.getTime() + 60_000))]),
    );
    expect(valid().map(([, ended]) => ended)).toEqual([false, false]);
  });
});

describe('where it goes wrong, nothing is lost', () => {
  test('an object that is refused stays out of the table, the others do not', async () => {
    const sink = await start();
    const [good, bad, other] = makeIndicators(3);
    const errors = [{ recordIndex: 1, errorMessages: ['Error for Property=pattern: no.'] }];
    azure.server.fault({
      path: INTELLIGENCE,
      respond: { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ errors }) },
    });
    const outcome = await sink.write('indicators', all([good, bad, other] as RecordRow[]));
    expect(outcome).toMatchObject({
      sent: 2,
      failed: [{ key: 'i-1', message: 'Threat intelligence did not take it: Error for Property=pattern: no.' }],
    });
    expect(tableKeys()).toEqual(['i-0', 'i-2']);
    // What the workspace does not know is what the next run sends.
    expect((await sink.read('indicators')).map(({ indicator_id }) => indicator_id).sort()).toEqual(['i-0', 'i-2']);
  });

  test('400 that names objects: the others are sent again without them', async () => {
    const sink = await start();
    const errors = [{ recordIndex: 0, errorMessages: ['no'] }];
    azure.server.fault({ path: INTELLIGENCE, respond: { status: 400, body: JSON.stringify({ errors }) } });
    expect(await sink.write('indicators', all(makeIndicators(3)))).toMatchObject({ sent: 2, failed: [{ key: 'i-0' }] });
    expect(objects()).toHaveLength(2);
  });

  test('403 is told for each, and CVEs, articles and hunts go all the same', async () => {
    const sink = await start();
    azure.server.fault({
      path: INTELLIGENCE,
      respond: { status: 403, body: '{"error":{"code":"Forbidden","message":"no"}}' },
      times: 99,
    });
    const cve = makeRecords('indicators', 1, { indicator_type: 'cve', indicator_value: 'CVE-2026-1' });
    const outcome = await sink.write('indicators', all([...makeIndicators(250), ...cve]));
    expect(outcome.sent).toBe(1);
    expect(outcome.failed).toHaveLength(250);
    expect(outcome.failed[249]?.message).toMatch(/403 Forbidden.*Microsoft Sentinel Contributor/);
    expect(posts()).toHaveLength(1);
    expect(tableKeys()).toEqual(['key-0']);
    expect(await sink.write('hunts', all(makeRecords('hunts', 1)))).toMatchObject({ sent: 1, failed: [] });
  });

  test('a batch that fails for good stops no other', async () => {
    const sink = await start();
    azure.server.fault({ path: INTELLIGENCE, respond: { status: 405, body: '{}' } });
    const outcome = await sink.write('indicators', all(makeIndicators(250)));
    expect([outcome.sent, outcome.failed.length]).toEqual([150, 100]);
    expect(objects()).toHaveLength(150);
  });

  test('a 400 that names nothing: the object behind it is found by halves, and only that one fails', async () => {
    const sink = await start();
    // 100, 50, 25, 13, 7, 4, 2, and the first by itself.
    azure.server.fault({ path: INTELLIGENCE, respond: { status: 400, body: '{}' }, times: 8 });
    const outcome = await sink.write('indicators', all(makeIndicators(250)));
    expect(outcome).toMatchObject({ sent: 249, failed: [{ key: 'i-0', message: expect.stringContaining('400') }] });
    expect(objects()).toHaveLength(249);
    expect(tableKeys()).not.toContain('i-0');
  });

  test('a removal that could not be told is still to be done', async () => {
    const sink = await start();
    const records = makeIndicators(1);
    await sink.write('indicators', all(records));
    azure.server.fault({ path: INTELLIGENCE, respond: { status: 404 } });
    expect(await sink.write('indicators', all([], records))).toMatchObject({ removed: 0, failed: [{ key: 'i-0' }] });
    expect(await sink.read('indicators')).toHaveLength(1);
  });

  test('a workspace that is not there, and a cloud without an address', async () => {
    const sink = await start();
    azure.server.fault({
      method: 'GET',
      respond: { status: 404, body: '{"error":{"code":"ResourceNotFound","message":"x"}}' },
    });
    expect((await sink.write('indicators', all(makeIndicators(1)))).failed[0]?.message).toMatch(
      /404 ResourceNotFound.*subscriptionId/,
    );
    const gov = azure.connect({ threatIntelligence: true }, { cloud: 'usgov' });
    expect((await gov.write('indicators', all(makeIndicators(1)))).failed[0]?.message).toMatch(
      /threatIntelligence\.endpoint/,
    );
  });

  test('a reset, a 503 and 429 are tried again', async () => {
    const sink = await start();
    azure.server.fault({ path: INTELLIGENCE, reset: 'after' });
    azure.server.fault({ path: INTELLIGENCE, respond: { status: 503, headers: { 'retry-after': '0' } } });
    azure.server.fault({
      path: INTELLIGENCE,
      respond: { status: 429, body: '{"statusCode":429,"message":"Rate limit is exceeded."}' },
      times: 5,
    });
    expect(await sink.write('indicators', all(makeIndicators(2)))).toMatchObject({ sent: 2, failed: [] });
    expect(objects()).toHaveLength(2);
  });

  test('a stop leaves the rest for the next run', async () => {
    const sink = await start();
    azure.server.fault({ path: INTELLIGENCE });
    azure.server.fault({ path: INTELLIGENCE, delayMs: 5000 });
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 1000);
    const outcome = await sink.write('indicators', all(makeIndicators(250)), stop.signal);
    expect(outcome.sent).toBe(0);
    expect(outcome.failed).toHaveLength(250);
    expect(await sink.write('indicators', all(makeIndicators(250)))).toMatchObject({ sent: 250, failed: [] });
  });
});

describe('100 requests a minute', () => {
  test('are kept to, so that the service has nothing to refuse', async () => {
    let clock = NOW.getTime();
    await start({ now: () => new Date(clock) });
    const waits: number[] = [];
    const throttled = azure.connect(
      { threatIntelligence: { endpoint: azure.server.url } },
      {},
      {
        now: () => new Date(clock),
        sleep: async (ms) => {
          waits.push(ms);
          clock += ms;
        },
      },
    );
    for (let i = 0; i < 15; i += 1)
      expect((await throttled.write('indicators', all(makeIndicators(1000)))).failed).toEqual([]);
    expect(posts()).toHaveLength(150);
    expect(posts().every(({ status }) => status === 200)).toBe(true);
    expect(waits).toEqual([60_000]);
  });

  test('the limit lets 3 through in any 10 ms, whenever they come', async () => {
    let clock = 1000;
    const starts: number[] = [];
    const ready = createRateLimit(3, 10, {
      now: () => new Date(clock),
      sleep: async (ms) => {
        clock += ms;
      },
    });
    for (let i = 0; i < 20; i += 1) {
      await ready();
      starts.push(clock);
      clock += i % 4;
    }
    for (const [at, start] of starts.entries()) {
      const third = starts[at + 3];
      if (third !== undefined) expect(third - start).toBeGreaterThanOrEqual(10);
    }
    // A clock that is set back costs no more than one window.
    clock -= 1_000_000;
    const before = clock;
    await ready();
    expect(clock - before).toBeLessThanOrEqual(10);
  });
});
