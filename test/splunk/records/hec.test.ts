import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StandInRequest } from '../../../src/sandbox/server.ts';
import type { RecordRow } from '../../../src/sync/records/schema.ts';
import { COLLECT, HEC_TOKEN, huntRow, huntRows, json, type Records, records, SAVE } from './support.ts';

const ACK = /\/collector\/ack$/;
let splunk: Records;
let seen: StandInRequest[];
const watched = { onExchange: (request: StandInRequest) => seen.push(request) };
const start = async (options: Parameters<typeof records>[0] = {}) => {
  await splunk?.close();
  splunk = await records({ ...watched, ...options });
};
beforeEach(async () => {
  seen = [];
  splunk = await records(watched);
});
afterEach(async () => {
  await splunk.close();
});

const upsert = (rows: readonly RecordRow[]) => ({ upsert: rows, remove: [] });
const code = (status: number, number: number, more: object = {}) =>
  json(status, { text: `text of ${number}`, code: number, ...more });
const eventKeys = () => splunk.events().map(({ event }) => (event as { hunt_key: string }).hunt_key);

describe('what the index gets', () => {
  test('every version of a record, and its end, with sourcetype, index and time', async () => {
    const sink = splunk.hecSink();
    const row = huntRow('uc:A', { updated: '2026-05-02T08:30:00Z' });
    expect(await sink.write('hunts', upsert([row]))).toEqual({ sent: 1, removed: 0, failed: [] });
    expect(await sink.write('hunts', { upsert: [], remove: [row] })).toEqual({ sent: 0, removed: 1, failed: [] });
    const place = { index: 'threat_intel', sourcetype: 'huntsync:hunt', host: 'huntsync', source: 'huntsync' };
    const { published, retired_on, ...fields } = row as RecordRow & { published: string; retired_on: null };
    expect(splunk.events()).toEqual([
      { ...place, token: HEC_TOKEN, time: Date.UTC(2026, 4, 2, 8, 30) / 1000, event: { ...fields, published } },
      {
        ...place,
        token: HEC_TOKEN,
        time: Date.UTC(2026, 5, 1) / 1000,
        event: { ...fields, published, removed: true, updated: '2026-06-01T00:00:00Z' },
      },
    ]);
    expect(retired_on).toBeNull();
    expect(splunk.keys('hunts')).toEqual([]);
    expect(sink.requests()).toBe(4);
  });

  test('compressed, on a channel, below 1 MB a request', async () => {
    const rows = huntRows(400, { query: 'index=a '.repeat(1000) });
    expect(await splunk.hecSink().write('hunts', upsert(rows))).toEqual({ sent: 400, removed: 0, failed: [] });
    const requests = seen.filter(({ path }) => COLLECT.test(path));
    expect(requests).toHaveLength(4);
    for (const { headers, body } of requests) {
      expect(headers).toMatchObject({ 'content-encoding': 'gzip', authorization: `Splunk ${HEC_TOKEN}` });
      expect(headers['x-splunk-request-channel']).toMatch(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
      expect(gunzipSync(body).length).toBeLessThan(1_000_000);
      expect(body.length).toBeLessThan(100_000);
    }
    expect(new Set(requests.map(({ headers }) => headers['x-splunk-request-channel']))).toHaveProperty('size', 1);
    expect(eventKeys().sort()).toEqual(rows.map((row) => row['hunt_key']));
  });

  test.each(['/services/collector', '/services/collector/event', '/', ''])(
    'an address that ends in "%s"',
    async (end) => {
      const sink = splunk.hecSink({}, { url: splunk.server.url + end });
      expect(await sink.write('hunts', upsert([huntRow('a')]))).toMatchObject({ sent: 1 });
      expect(splunk.calls(COLLECT)).toEqual(['POST 200']);
    },
  );

  test('reading asks only the KV store', async () => {
    await splunk.hecSink().read('hunts');
    expect(seen.map(({ path }) => path)).toEqual([expect.stringContaining('storage/collections/data')]);
  });
});

describe('the order: HEC first, then the KV store', () => {
  test('what HEC did not confirm is not saved', async () => {
    splunk.server.fault({ path: COLLECT, respond: code(400, 5) });
    const outcome = await splunk.hecSink().write('hunts', upsert([huntRow('a')]));
    expect(outcome).toMatchObject({ sent: 0, failed: [{ key: 'a', message: expect.stringMatching(/text of 5/) }] });
    expect(splunk.calls(SAVE)).toEqual([]);
  });

  test('nor is a removal carried out', async () => {
    const sink = splunk.hecSink();
    await sink.write('hunts', upsert([huntRow('a')]));
    splunk.server.fault({ path: COLLECT, respond: code(400, 5) });
    const outcome = await sink.write('hunts', { upsert: [], remove: [huntRow('a')] });
    expect(outcome).toMatchObject({ removed: 0, failed: [{ key: 'a' }] });
    expect(splunk.keys('hunts')).toEqual(['a']);
  });

  test('killed between the two: the next run sends again, at least once and never lost', async () => {
    const stop = new AbortController();
    const killed = splunk.hecSink({
      log: {
        debug: (message: string) => message.includes('collector/event') && stop.abort(),
        ...{ info() {}, warn() {}, error() {} },
      },
    });
    const rows = huntRows(3);
    expect(await killed.write('hunts', upsert(rows), stop.signal)).toMatchObject({ sent: 0, failed: [{}, {}, {}] });
    expect(eventKeys()).toHaveLength(3);
    expect(splunk.keys('hunts')).toEqual([]);

    const next = splunk.hecSink();
    expect(await next.read('hunts')).toEqual([]);
    expect(await next.write('hunts', upsert(rows))).toEqual({ sent: 3, removed: 0, failed: [] });
    expect(eventKeys()).toHaveLength(6);
    expect(await splunk.hecSink().read('hunts')).toEqual(rows);
  });

  test('a KV store that refuses fails the record, whose event may come again', async () => {
    splunk.server.fault({ path: SAVE, times: 99, respond: json(500, {}) });
    const outcome = await splunk.hecSink().write('hunts', upsert([huntRow('a')]));
    expect(outcome).toMatchObject({ sent: 0, failed: [{ key: 'a', message: expect.stringMatching(/500/) }] });
    expect(eventKeys()).toEqual(['a']);
  });
});

describe('answers of the collector', () => {
  test.each([
    [503, 9],
    [500, 8],
    [503, 18],
    [503, 19],
    [503, 20],
    [503, 23],
    [429, 26],
    [429, 27],
  ])('%d with code %d passes', async (status, number) => {
    splunk.server.fault({ path: COLLECT, times: 2, respond: code(status, number) });
    expect(await splunk.hecSink().write('hunts', upsert([huntRow('a')]))).toEqual({ sent: 1, removed: 0, failed: [] });
    expect(splunk.calls(COLLECT)).toHaveLength(3);
    expect(splunk.waits).toEqual([250, 500]);
  });

  test.each([429, 502, 503, 504])('%d without a code passes, after Retry-After', async (status) => {
    splunk.server.fault({ path: COLLECT, respond: { status, headers: { 'retry-after': '2' }, body: '<html>' } });
    expect(await splunk.hecSink().write('hunts', upsert([huntRow('a')]))).toMatchObject({ sent: 1 });
    expect(splunk.waits).toEqual([2000]);
  });

  test.each(['before', 'after'] as const)('a connection cut %s it was taken', async (reset) => {
    splunk.server.fault({ path: COLLECT, reset });
    expect(await splunk.hecSink().write('hunts', upsert([huntRow('a')]))).toMatchObject({ sent: 1 });
    expect(eventKeys()).toEqual(reset === 'after' ? ['a', 'a'] : ['a']);
  });

  test('a collector that stays full is named', async () => {
    splunk.server.fault({ path: COLLECT, times: 99, respond: code(429, 26) });
    const { sent, failed } = await splunk.hecSink().write('hunts', upsert([huntRow('a')]));
    expect(sent).toBe(0);
    expect(failed[0]?.message).toMatch(/answered 429: text of 26 \(code 26\)/);
  });

  test.each([
    [403, 1, /Enable the token/],
    [401, 2, /Authorization header/],
    [401, 3, /records\.hec\.token/],
    [403, 4, /records\.hec\.token/],
    [400, 7, /Create the index "threat_intel"/],
    [400, 10, /X-Splunk-Request-Channel/],
    [400, 11, /X-Splunk-Request-Channel/],
    [400, 14, /Acknowledgement was turned off/],
    [400, 16, /Authorization header/],
    [400, 21, /records\.hec\.token/],
    [400, 22, /Enable the token/],
  ])('%d with code %d ends it, with what to do', async (status, number, remedy) => {
    splunk.server.fault({ path: COLLECT, times: 99, respond: code(status, number) });
    const sink = splunk.hecSink();
    const { sent, failed } = await sink.write('hunts', upsert(huntRows(8000)));
    expect([sent, failed.length]).toEqual([0, 8000]);
    for (const { message } of failed.slice(-1)) {
      expect(message).toMatch(remedy);
      expect(message).toContain(`(code ${number})`);
    }
    // Those under way at the same time, and none after.
    expect(sink.requests()).toBeLessThanOrEqual(4);
    expect(splunk.waits).toEqual([]);
  });

  test.each([
    ['a redirect', { status: 302, headers: { location: 'https://elsewhere.invalid' } }],
    ['nothing there', { status: 404, body: 'not found' }],
    ['a page', { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Splunk Web</h1>' }],
  ])('%s is not the collector', async (_, respond) => {
    splunk.server.fault({ path: COLLECT, times: 99, respond });
    const { failed } = await splunk.hecSink().write('hunts', upsert([huntRow('a')]));
    expect(failed[0]?.message).toMatch(/without a code.*Set `records\.hec\.url`/);
    expect(splunk.calls(COLLECT)).toHaveLength(1);
  });

  test('nobody listens: the setting is named', async () => {
    const { failed } = await splunk.hecSink({}, { url: 'https://127.0.0.1:9' }).write('hunts', upsert([huntRow('a')]));
    expect(failed[0]?.message).toMatch(/cannot be reached.*Check `records\.hec\.url`/);
  });

  test.each([24, 25])('code %d is a success with one warning', async (number) => {
    splunk.server.fault({ path: COLLECT, times: 2, respond: code(200, number) });
    const sink = splunk.hecSink();
    await sink.write('hunts', upsert([huntRow('a')]));
    expect(await sink.write('hunts', upsert([huntRow('b')]))).toMatchObject({ sent: 1, failed: [] });
    expect(splunk.warnings).toEqual([expect.stringContaining(`(code ${number})`)]);
  });

  test.each([6, 12, 13, 15])('code %d leaves out the event that it names, and sends the others', async (number) => {
    splunk.server.fault({ path: COLLECT, respond: code(400, number, { 'invalid-event-number': 2 }) });
    const { sent, failed } = await splunk.hecSink().write('hunts', upsert(huntRows(5)));
    expect(sent).toBe(4);
    expect(failed).toEqual([
      { key: 'hunt-00002', message: expect.stringContaining(`(code ${number})`), refused: true },
    ]);
    expect(eventKeys()).toEqual(['hunt-00000', 'hunt-00001', 'hunt-00003', 'hunt-00004']);
    expect(splunk.keys('hunts')).toHaveLength(4);
    expect(splunk.calls(COLLECT)).toEqual(['POST 400', 'POST 200']);
  });

  test.each([{}, { 'invalid-event-number': 99 }, { 'invalid-event-number': -1 }])(
    'an event that is not named (%j) is looked for by halves',
    async (more) => {
      splunk.server.fault({ path: COLLECT, times: 2, respond: code(400, 6, more) });
      const { sent, failed } = await splunk.hecSink().write('hunts', upsert(huntRows(3)));
      expect([sent, failed]).toEqual([3, []]);
      // Three, the two of the first half, and then each by itself or with its half.
      expect(splunk.calls(COLLECT)).toEqual(['POST 400', 'POST 400', 'POST 200', 'POST 200', 'POST 200']);
    },
  );

  test('a collector that objects to everything is left in the end', async () => {
    splunk.server.fault({ path: COLLECT, times: 9999, respond: code(400, 6, { 'invalid-event-number': 0 }) });
    const sink = splunk.hecSink();
    expect((await sink.write('hunts', upsert(huntRows(200)))).failed).toHaveLength(200);
    expect(sink.requests()).toBe(51);
  });

  test('a limit that somebody lowered: smaller requests', async () => {
    await start({ limits: { hecContentLength: 4000 } });
    const outcome = await splunk.hecSink().write('hunts', upsert(huntRows(500)));
    expect(outcome).toEqual({ sent: 500, removed: 0, failed: [] });
    expect(eventKeys().sort()).toHaveLength(500);
    expect(splunk.calls(COLLECT).filter((call) => call === 'POST 413').length).toBeGreaterThan(0);
  });
});

describe('a token as the stand-in has it', () => {
  test.each([
    ['unknown', {}, 'nonsense', /Invalid token.*records\.hec\.token/],
    ['disabled', { disabled: true }, HEC_TOKEN, /Token disabled.*Enable/],
    ['for other indexes', { indexes: ['main'] }, HEC_TOKEN, /Incorrect index.*"threat_intel"/],
  ])('%s', async (_, token, given, message) => {
    await start({ hecTokens: [{ token: HEC_TOKEN, ...token }] });
    const { failed } = await splunk.hecSink({}, { token: given }).write('hunts', upsert([huntRow('a')]));
    expect(failed[0]?.message).toMatch(message);
    expect(splunk.events()).toEqual([]);
  });

  test('for this index', async () => {
    await start({ hecTokens: [{ token: HEC_TOKEN, indexes: ['threat_intel'] }] });
    expect(await splunk.hecSink().write('hunts', upsert([huntRow('a')]))).toMatchObject({ sent: 1 });
  });
});

describe('acknowledgement', () => {
  const acknowledging = (acksAfter = 0) => start({ hecTokens: [{ token: HEC_TOKEN, useAck: true, acksAfter }] });

  test('is waited for, on the same channel', async () => {
    await acknowledging(2);
    const rows = huntRows(4000);
    expect(await splunk.hecSink().write('hunts', upsert(rows))).toEqual({ sent: 4000, removed: 0, failed: [] });
    expect(splunk.calls(COLLECT).length).toBeGreaterThan(1);
    expect(splunk.calls(ACK)).toEqual(['POST 200', 'POST 200', 'POST 200']);
    expect(splunk.waits).toEqual([1000, 2000, 4000]);
    expect(new Set(seen.flatMap(({ headers }) => headers['x-splunk-request-channel'] ?? []))).toHaveProperty('size', 1);
    const [first, second] = ['collector/event', 'batch_save'].map((end) =>
      seen.findIndex(({ path }) => path.endsWith(end)),
    );
    const lastAck = seen.findLastIndex(({ path }) => ACK.test(path));
    expect(first).toBeLessThan(lastAck);
    expect(second).toBeGreaterThan(lastAck);
  });

  test('that never comes leaves the record for the next run', async () => {
    await acknowledging(9999);
    const { sent, failed } = await splunk.hecSink().write('hunts', upsert(huntRows(2)));
    expect(sent).toBe(0);
    expect(failed).toHaveLength(2);
    expect(failed[0]?.message).toMatch(/did not confirm within 180 s/);
    expect(splunk.keys('hunts')).toEqual([]);
    expect(splunk.waits.reduce((a, b) => a + b, 0)).toBeLessThan(200_000);
  });

  test('of one request of several: the others are saved', async () => {
    await acknowledging();
    splunk.server.fault({ path: ACK, times: 99, respond: json(200, { acks: { 0: true, 1: false } }) });
    const rows = huntRows(2, { query: 'x'.repeat(600_000) });
    const { sent, failed } = await splunk.hecSink().write('hunts', upsert(rows));
    expect([sent, failed.length]).toEqual([1, 1]);
    expect(splunk.keys('hunts')).toHaveLength(1);
  });

  test.each([
    ['a busy moment passes', code(503, 9), 1, 2],
    ['a refusal ends the wait', code(400, 14), 99, 0],
    ['an answer without acks ends the wait', json(200, { text: 'Success', code: 0 }), 99, 0],
  ])('%s', async (_, respond, times, sent) => {
    await acknowledging();
    splunk.server.fault({ path: ACK, times, respond });
    const outcome = await splunk.hecSink().write('hunts', upsert(huntRows(2)));
    expect(outcome.sent).toBe(sent);
    expect(outcome.failed).toHaveLength(2 - sent);
  });

  test('ends with the run', async () => {
    await acknowledging(9999);
    const stop = new AbortController();
    const sink = splunk.hecSink({ sleep: async () => stop.abort() });
    const { sent, failed } = await sink.write('hunts', upsert([huntRow('a')]), stop.signal);
    expect([sent, failed]).toEqual([0, [{ key: 'a', message: 'the run was ended before the event was confirmed' }]]);
  });
});

test('the token is in no message', async () => {
  splunk.server.fault({ path: COLLECT, respond: json(403, { text: `no such token ${HEC_TOKEN}`, code: 4 }) });
  const { failed } = await splunk.hecSink().write('hunts', upsert([huntRow('a')]));
  expect(failed[0]?.message).toContain('no such token [secret]');
});

test('an authority that is not trusted gets nothing', async () => {
  const other = await records();
  const { failed } = await splunk.hecSink({}, { url: other.server.url }).write('hunts', upsert([huntRow('a')]));
  expect(failed[0]?.message).toMatch(/TLS failed, so nothing was sent/);
  expect(other.server.log).toEqual([]);
  await other.close();
});
