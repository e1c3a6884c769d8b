import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { sha256 } from '../../../src/core/hash.ts';
import { silentLog } from '../../../src/core/log.ts';
import { createSentinelRecordSink } from '../../../src/sentinel/records/index.ts';
import { RECORD_TYPES, RECORDS, type RecordRow, type RecordType } from '../../../src/sync/records/schema.ts';
import { written } from '../../../src/sync/records/values.ts';
import { SAVED_SEARCHES, startAzure } from '../../support/azure-stand-in.ts';
import { HANG_MS } from '../../support/hang.ts';
import { createOavRecorder } from '../../support/oav.ts';
import { anyRow } from '../../support/record-rows.ts';
import { byKey, makeIndicators, makeRecords, NOW, type RecordsUnderTest, STREAMS, startRecords } from './fixtures.ts';

let azure: RecordsUnderTest;
afterEach(() => azure.server.close());

const upsert = (...records: RecordRow[]) => ({ upsert: records, remove: [] });
/** About 40 kB each: 22 of them make one body. */
const wide = (n: number) => makeRecords('hunts', n, { query: 'ü'.repeat(20_000) });

describe('write and read', () => {
  test.each(RECORD_TYPES)('%s come back as they went', async (type) => {
    azure = await startRecords();
    const sink = azure.connect();
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow(type), { minLength: 1, maxLength: 20 }), async (records) => {
        const { state } = azure;
        state.ingested = {};
        expect(await sink.write(type, upsert(...records))).toEqual({ sent: records.length, removed: 0, failed: [] });
        expect([...(await sink.read(type))].sort(byKey(type))).toEqual([...records].sort(byKey(type)));
      }),
      { numRuns: 15 },
    );
  });

  test('the newest version of each record is read, and a removed one no more', async () => {
    azure = await startRecords();
    const sink = azure.connect();
    const old = makeRecords('articles', 4);
    await sink.write('articles', upsert(...old));
    const later = new Date(NOW.getTime() + 60_000);
    const newer = written('articles', { ...old[0], severity: 'CRIT' }, old[0], later);
    const outcome = await sink.write('articles', { upsert: [newer], remove: old.slice(2) });
    expect(outcome).toEqual({ sent: 1, removed: 2, failed: [] });
    expect([...(await sink.read('articles'))].sort(byKey('articles'))).toEqual([newer, old[1]]);
    const gone = azure.rows('articles').at(-1);
    expect(gone).toMatchObject({
      Removed: true,
      ArticleId: 'key-3',
      Severity: 'HIGH',
      ContentHash: old[3]?.content_hash,
    });
    // It may come back.
    await sink.write(
      'articles',
      upsert(written('articles', { ...old[2] }, undefined, new Date(NOW.getTime() + 120_000))),
    );
    expect((await sink.read('articles')).map(({ article_id }) => article_id).sort()).toEqual([
      'key-0',
      'key-1',
      'key-2',
    ]);
  });

  test('a removal is the last word, though the clock of the machine that wrote was ahead', async () => {
    azure = await startRecords();
    const sink = azure.connect();
    const ahead = makeRecords('hunts', 1, {}, new Date(NOW.getTime() + 3600_000));
    await sink.write('hunts', upsert(...ahead));
    await sink.write('hunts', { upsert: [], remove: ahead });
    expect(await sink.read('hunts')).toEqual([]);
  });

  test('nothing to write is no request, and a table that was just made is empty', async () => {
    azure = await startRecords();
    const sink = azure.connect();
    expect(await sink.write('hunts', { upsert: [], remove: [] })).toEqual({ sent: 0, removed: 0, failed: [] });
    expect(sink.requests()).toBe(0);
    expect(await sink.read('hunts')).toEqual([]);
    expect(sink.requests()).toBe(1);
    await sink.close();
  });

  test('all of it goes through a sign-in with the audience of each service', async () => {
    const app = { tenantId: 'tenant-1', clientId: 'client-1', clientSecret: 'a secret of tests' };
    azure = await startRecords({ tokens: [], apps: [app] });
    // The cloud's sign-in host cannot be reached from a test: the stand-in's own is asked for each audience by hand.
    const form = (scope: string) => ({
      grant_type: 'client_credentials',
      client_id: app.clientId,
      client_secret: app.clientSecret,
      scope,
    });
    const { tls } = await import('../fixtures.ts').then((fixtures) => fixtures.sharedTls());
    const { Agent, fetch: get } = await import('undici');
    const dispatcher = new Agent({ connect: { ca: tls.ca } });
    const tokenFor = async (audience: string) => {
      const body = new URLSearchParams(form(`${audience}/.default`));
      const answer = await get(`${azure.server.url}/tenant-1/oauth2/v2.0/token`, { method: 'POST', body, dispatcher });
      return ((await answer.json()) as { access_token: string }).access_token;
    };
    const monitor = azure.connect({}, { auth: { token: await tokenFor('https://monitor.azure.com') } });
    const logs = azure.connect({}, { auth: { token: await tokenFor('https://api.loganalytics.io') } });
    expect(await monitor.write('hunts', upsert(...makeRecords('hunts', 1)))).toMatchObject({ sent: 1 });
    expect(await logs.read('hunts')).toHaveLength(1);
    await expect(monitor.read('hunts')).rejects.toMatchObject({ status: 401, fatal: true });
    expect(await logs.write('hunts', upsert(...makeRecords('hunts', 1)))).toMatchObject({
      sent: 0,
      failed: [{ key: 'key-0' }],
    });
    await dispatcher.close();
  });
});

describe('uploads that go wrong', () => {
  const PATH = { path: STREAMS };

  async function expectAll(records: readonly RecordRow[], type: RecordType = 'hunts') {
    const read = await azure.connect().read(type);
    const { key } = RECORDS[type];
    expect(read.map((record) => record[key]).sort()).toEqual(records.map((record) => record[key]).sort());
  }

  test('bodies stay below the limit, as few as they can be', async () => {
    const sizes: number[] = [];
    azure = await startRecords(
      {},
      { onExchange: ({ path, body }) => STREAMS.test(path) && sizes.push(gunzipSync(body).length) },
    );
    const records = wide(100);
    expect(await azure.connect().write('hunts', upsert(...records))).toEqual({ sent: 100, removed: 0, failed: [] });
    expect(sizes).toHaveLength(5);
    for (const size of sizes) expect(size).toBeLessThanOrEqual(900_000);
    await expectAll(records);
  });

  test("uploads are as Azure's specification has them (skipped where ../shared is absent)", async (context) => {
    const recorder = await createOavRecorder();
    if (!recorder) return context.skip('the specification files are not here');
    azure = await startRecords(
      {},
      // oav reads no gzip.
      { onExchange: (request, answer) => recorder.onExchange({ ...request, body: gunzipSync(request.body) }, answer) },
    );
    expect(await azure.connect().write('hunts', upsert(...wide(30)))).toMatchObject({ sent: 30 });
    expect(recorder.count()).toBe(2);
    expect(await recorder.errors()).toEqual([]);
  });

  test.each([
    ['500', { respond: { status: 500 } }],
    ['503 with Retry-After', { respond: { status: 503, headers: { 'retry-after': '0' } } }],
    ['429 with Retry-After', { respond: { status: 429, headers: { 'retry-after': '0' } } }],
    ['a reset before the write', { reset: 'before' as const }],
    ['a reset after the write', { reset: 'after' as const }],
  ])('2 of 5 chunks meet %s, and arrive', async (_, fault) => {
    azure = await startRecords();
    azure.server.fault({ ...PATH, ...fault, times: 2 });
    const records = wide(100);
    expect(await azure.connect().write('hunts', upsert(...records))).toEqual({ sent: 100, removed: 0, failed: [] });
    await expectAll(records);
  });

  test('429 without Retry-After is waited for', async () => {
    azure = await startRecords();
    azure.server.fault({ ...PATH, respond: { status: 429 }, times: 3 });
    const sink = azure.connect();
    const records = makeRecords('hunts', 3);
    expect(await sink.write('hunts', upsert(...records))).toMatchObject({ sent: 3, failed: [] });
    // The throttle's pauses, which hold for all that is sent there, beside the waits of this one body.
    expect(azure.waits.filter((ms) => ms > 1500)).toHaveLength(3);
    expect(sink.requests()).toBe(4);
  });

  test.each([408, 429, 500, 502, 503, 504])(
    '%i for ever: one layer of retries, and no other round it',
    async (status) => {
      azure = await startRecords();
      azure.server.fault({ respond: { status }, times: 999 });
      const sink = azure.connect({ threatIntelligence: { endpoint: azure.server.url } });
      await expect(sink.read('hunts')).rejects.toMatchObject({ status, transient: true });
      expect(sink.requests()).toBe(5);
      expect(await sink.write('hunts', upsert(...makeRecords('hunts', 2)))).toMatchObject({ sent: 0 });
      expect(sink.requests()).toBe(5 + 10);
      // Of the workspace's GUID, without which there is nothing to upload to.
      expect(await sink.write('indicators', upsert(...makeIndicators(1)))).toMatchObject({ sent: 0 });
      expect(sink.requests()).toBe(5 + 10 + 5);
    },
  );

  test('a service that restarts has the better part of a minute', async () => {
    azure = await startRecords();
    azure.server.fault({ ...PATH, respond: { status: 503 }, times: 9 });
    expect(await azure.connect().write('hunts', upsert(...makeRecords('hunts', 1)))).toMatchObject({ sent: 1 });
    expect(azure.waits).toHaveLength(9);
    expect(azure.waits.reduce((sum, ms) => sum + ms)).toBeGreaterThan(35_000);
  });

  test.each([413, 400])('%i halves until it fits, and one row that never does is told of', async (status) => {
    azure = await startRecords();
    const records = makeRecords('hunts', 8);
    azure.server.fault({ ...PATH, respond: { status }, times: 3 });
    const sink = azure.connect();
    expect(await sink.write('hunts', upsert(...records))).toEqual({ sent: 8, removed: 0, failed: [] });
    // 8, 4 and 2 were refused; 1, 1, 2 and 4 arrived.
    expect(azure.uploads()).toBe(4);
    await expectAll(records);
    azure.server.fault({ ...PATH, respond: { status }, times: 4 });
    const outcome = await sink.write('hunts', upsert(...records));
    const message = expect.stringContaining(`Azure answered ${status}`);
    expect(outcome).toMatchObject({ sent: 7, failed: [{ key: 'key-0', message }] });
  });

  test.each([
    [
      '403',
      {
        respond: {
          status: 403,
          body: '{"error":{"code":"OperationFailed","message":"The authentication token provided does not have access"}}',
        },
      },
      {},
      /403 OperationFailed.*does not have access.*Monitoring Metrics Publisher/,
    ],
    ['an unknown rule', undefined, { ruleId: 'dcr-other' }, /404 NotFound.*dcr-other.*records\.ruleId/],
    [
      'an undeclared stream',
      undefined,
      { streams: { articles: 'Custom-A', hunts: 'Custom-B', indicators: 'Custom-C', runs: 'Custom-D' } },
      /400 InvalidStream.*Custom-B.*records\.streams/,
    ],
  ])('%s is final, told for each row and not tried again', async (_, fault, records, message) => {
    azure = await startRecords();
    if (fault) azure.server.fault({ ...PATH, ...fault, times: 99 });
    const sink = azure.connect(records);
    const outcome = await sink.write('hunts', {
      upsert: makeRecords('hunts', 3),
      remove: makeRecords('hunts', 5).slice(3),
    });
    expect(outcome).toMatchObject({ sent: 0, removed: 0 });
    expect(outcome.failed.map(({ key }) => key)).toEqual(['key-0', 'key-1', 'key-2', 'key-3', 'key-4']);
    for (const failure of outcome.failed) expect(failure.message).toMatch(message);
    expect(sink.requests()).toBe(1);
  });

  test('one chunk that is refused stops no other; what none can pass stops the rest', async () => {
    azure = await startRecords();
    azure.server.fault({ ...PATH, respond: { status: 405 } });
    const first = await azure.connect().write('hunts', upsert(...wide(100)));
    expect(first.sent).toBeGreaterThan(70);
    expect(first.sent + first.failed.length).toBe(100);
    expect(first.failed.length).toBeGreaterThan(10);
    azure.server.fault({ ...PATH, respond: { status: 403 }, times: 99 });
    const sink = azure.connect();
    const second = await sink.write('hunts', upsert(...wide(400)));
    expect(second).toMatchObject({ sent: 0 });
    expect(second.failed).toHaveLength(400);
    expect(sink.requests()).toBeLessThanOrEqual(8);
  });

  test('a stop in the middle tells what did not go, and the next run brings it', async () => {
    azure = await startRecords();
    const stop = new AbortController();
    const records = wide(400);
    azure.server.fault({ ...PATH, times: 2 });
    azure.server.fault({ ...PATH, delayMs: 3000, times: 99 });
    const writing = azure.connect().write('hunts', upsert(...records), stop.signal);
    await vi.waitUntil(() => azure.uploads() === 2, HANG_MS);
    stop.abort();
    const first = await writing;
    expect(first.sent).toBeGreaterThan(0);
    expect(first.failed.length).toBeGreaterThan(0);
    expect(first.sent + first.failed.length).toBe(400);
    for (const { message } of first.failed) expect(message).toMatch(/stopped/);
    azure.server.clearFaults();
    const sink = azure.connect();
    const known = new Set((await sink.read('hunts')).map(({ hunt_key }) => hunt_key));
    const rest = records.filter(({ hunt_key }) => !known.has(hunt_key));
    expect(await sink.write('hunts', { upsert: rest, remove: records.slice(0, 5) })).toMatchObject({
      sent: rest.length,
      removed: 5,
    });
    await expectAll(records.slice(5));
    // What an analyst sees: the saved function of the deployed template, over the same rows.
    const plain = await startAzure({ store: { state: azure.state, changed() {}, flush() {} } });
    const path = `/v1${SAVED_SEARCHES.replace('/savedSearches', '')}/query`;
    const query = 'Hunts | summarize count() by HuntKey';
    const { body } = await plain.call('POST', path, { query }, { version: null });
    await plain.server.close();
    expect(body.tables[0].rows).toHaveLength(395);
    expect(new Set(body.tables[0].rows.map(([, n]: [string, number]) => n))).toEqual(new Set([1]));
  });

  test('more rows than a call may have arguments are told of one by one', async () => {
    azure = await startRecords();
    const [one] = makeRecords('indicators', 1);
    const upsert = Array.from({ length: 200_000 }, (_, n) => ({ ...one, indicator_id: `${n}` }) as RecordRow);
    const outcome = await azure.connect().write('indicators', { upsert, remove: [] }, AbortSignal.abort());
    expect(outcome).toMatchObject({ sent: 0, removed: 0 });
    expect(outcome.failed).toHaveLength(200_000);
  });

  test('twice the same rows are once the same records', async () => {
    azure = await startRecords();
    const sink = azure.connect();
    const records = makeRecords('indicators', 5);
    await sink.write('indicators', upsert(...records));
    await sink.write('indicators', upsert(...records));
    expect(azure.rows('indicators')).toHaveLength(10);
    await expectAll(records, 'indicators');
  });

  test('no secret is in what went wrong', async () => {
    azure = await startRecords();
    const token = 'a-token-that-nobody-may-see';
    const said = `Bearer ${token} was refused`;
    azure.server.fault({
      respond: { status: 403, body: JSON.stringify({ error: { code: 'x', message: said } }) },
      times: 2,
    });
    const sink = azure.connect({}, { auth: { token } });
    const outcome = await sink.write('hunts', upsert(...makeRecords('hunts', 1)));
    const error = await sink.read('hunts').catch((reason: unknown) => reason);
    const told = JSON.stringify([outcome, error, (error as Error).message, String((error as Error).stack)]);
    expect(told).toContain('[secret] was refused');
    expect(told).not.toContain(token);
  });

  test('an authority that is not trusted, a host that is not there', async () => {
    azure = await startRecords();
    const strange = await azure.connect({}, { ca: undefined }).write('hunts', upsert(...makeRecords('hunts', 1)));
    expect(strange.failed[0]?.message).toMatch(/certificate/i);
    const nowhere = await azure
      .connect({}, { ca: '/nowhere/ca.pem' })
      .write('hunts', upsert(...makeRecords('hunts', 1)));
    expect(nowhere.failed[0]?.message).toMatch(/certificate authority in \/nowhere\/ca\.pem cannot be read/);
  });

  test('an address that cannot be reached: the remedy names the key that moves it', async () => {
    azure = await startRecords();
    const away = 'https://127.0.0.1:1';
    const hash = makeIndicators(1, { indicator_type: 'sha256', indicator_value: sha256('a file', 64) });
    const reading = azure.connect({ queryEndpoint: away }).read('hunts');
    await expect(reading).rejects.toMatchObject({
      message: expect.stringContaining('127.0.0.1:1 could not be asked while reading Hunts_CL'),
      remedy: expect.stringContaining('"records.queryEndpoint"'),
    });
    const sent = await azure.connect({ endpoint: away }).write('hunts', upsert(...makeRecords('hunts', 1)));
    expect(sent.failed[0]?.message).toContain('"records.endpoint"');
    const told = await azure.connect({ threatIntelligence: { endpoint: away } }).write('indicators', upsert(...hash));
    expect(told.failed[0]?.message).toContain('"records.threatIntelligence.endpoint"');
    const nameless = await azure
      .connect({ threatIntelligence: { endpoint: azure.server.url } }, { endpoint: away })
      .write('indicators', upsert(...hash));
    expect(nameless.failed[0]?.message).toMatch(/reading the workspace.*platform's "endpoint"/);
  });
});

test('a platform without records has no such sink', async () => {
  azure = await startRecords();
  const { records: _, ...bare } = azure.config;
  expect(() => createSentinelRecordSink(bare, { log: silentLog, now: () => NOW })).toThrow(/keeps no records/);
});

test("Azure's libraries load where they are first used, not with the program", async () => {
  azure = await startRecords();
  const folder = new URL('../../../src/sentinel/records/', import.meta.url);
  const files = readdirSync(folder);
  expect(files).toContain('ingest.ts');
  const eager = files.filter((file) =>
    /^import (?!type\b)[^;]*from '@azure\//m.test(readFileSync(new URL(file, folder), 'utf8')),
  );
  expect(eager).toEqual([]);
});
