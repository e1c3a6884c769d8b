import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StandInResponse } from '../../src/sandbox/server.ts';
import { createTls } from '../../src/sandbox/tls.ts';
import { creation, relay, revision, type Setup, setup } from './support.ts';

let splunk: Setup;
beforeEach(async () => {
  splunk = await setup();
});
afterEach(async () => {
  await splunk.close();
});

const failureOf = (promise: Promise<unknown>) => promise.then(() => undefined).catch((e: unknown) => e);
const json = (status: number, data: unknown, headers: Record<string, string> = {}): StandInResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=UTF-8', ...headers },
  body: JSON.stringify(data),
});
const busy = (headers: Record<string, string> = {}) =>
  json(503, { messages: [{ type: 'ERROR', text: 'too busy' }] }, headers);

describe('TLS', () => {
  test('an unknown authority is refused before anything is sent', async () => {
    const other = await createTls();
    const ca = join(splunk.folder, 'other.pem');
    writeFileSync(ca, other.ca);
    for (const config of [{ ca }, { ca: undefined }]) {
      const error = await failureOf(splunk.platform(config).list());
      expect(error).toMatchObject({
        fatal: true,
        message: expect.stringMatching(/TLS failed/),
        remedy: expect.stringContaining('Set `ca`'),
      });
    }
    expect(splunk.server.log).toEqual([]);
    expect(splunk.waits).toEqual([]);
  });

  // The certificate names 127.0.0.1; only Linux answers on the rest of 127.0.0.0/8 without being set up for it.
  test.skipIf(process.platform !== 'linux')('a certificate for another host is refused', async () => {
    const through = await relay(splunk.server.port, '127.0.0.2');
    const error = await failureOf(splunk.platform({ url: through.url }).list());
    expect(error).toMatchObject({
      fatal: true,
      message: expect.stringContaining('TLS failed'),
      remedy: expect.stringContaining('host name'),
    });
    expect(splunk.server.log).toEqual([]);
    through.close();
  });

  test('verification ends only where the configuration says so, with a warning', async () => {
    const warnings: string[] = [];
    const log = { debug() {}, info() {}, error() {}, warn: (message: string) => warnings.push(message) };
    const platform = splunk.platform({ ca: undefined, insecureSkipVerify: true }, { log });
    expect(await platform.list()).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining('insecureSkipVerify')]);
  });

  test('a CA file that is not there is named', () => {
    expect(() => splunk.platform({ ca: '/nowhere/ca.pem' })).toThrow(/CA file \/nowhere\/ca.pem cannot be read/);
  });
});

describe('an answer that is not splunkd’s', () => {
  test('a redirect is refused, not followed', async () => {
    splunk.server.fault({ respond: { status: 302, headers: { location: `${splunk.server.url}/en-US/` } } });
    const platform = splunk.platform();
    const error = await failureOf(platform.list());
    expect(error).toMatchObject({ status: 302, fatal: true, remedy: expect.stringContaining('8089') });
    expect(platform.requests()).toBe(1);
  });

  test.each([
    [
      'a page',
      { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Login</h1>' },
      /200 without readable JSON/,
    ],
    [
      'JSON cut short',
      { status: 200, headers: { 'content-type': 'application/json' }, body: '{"entry":[' },
      /without readable JSON/,
    ],
    ['a number', json(200, 7), /without readable JSON/],
    ['nothing', { status: 200 }, /without readable JSON \(no content type\)/],
    ['a feed without entries', json(200, { paging: { total: 0 } }), /without what splunkd sends: entry/],
    ['a feed without a total', json(200, { entry: [] }), /without what splunkd sends: paging/],
    ['half a list', json(200, { entry: [], paging: { total: 3 } }), /listed 0 of 3/],
  ])('%s is an error, never an empty list', async (_, respond, message) => {
    splunk.server.fault({ respond });
    expect(await failureOf(splunk.platform().list())).toMatchObject({ message: expect.stringMatching(message) });
  });

  test('an error in XML is read as well', async () => {
    const body =
      '<?xml version="1.0"?><response><messages><msg type="ERROR">In handler: no\nsuch thing</msg></messages></response>';
    splunk.server.fault({ respond: { status: 400, headers: { 'content-type': 'text/xml' }, body } });
    expect(await failureOf(splunk.platform().list())).toMatchObject({
      message: expect.stringMatching(/answered 400: In handler: no such thing$/),
    });
  });
});

describe('retries', () => {
  test('a busy splunkd is asked again, after longer and longer waits', async () => {
    splunk.server.fault({ times: 3, respond: busy() });
    expect(await splunk.platform().list()).toEqual([]);
    expect(splunk.waits).toEqual([250, 500, 1000]);
  });

  test('a bad request is not', async () => {
    splunk.server.fault({ times: 3, respond: json(400, { messages: [{ type: 'ERROR', text: 'bad' }] }) });
    const platform = splunk.platform();
    expect(await failureOf(platform.list())).toMatchObject({ status: 400 });
    expect(platform.requests()).toBe(1);
  });

  test('they end, with the last error', async () => {
    splunk.server.fault({ times: 99, respond: busy() });
    const platform = splunk.platform();
    expect(await failureOf(platform.list())).toMatchObject({
      status: 503,
      message: expect.stringContaining('too busy'),
    });
    expect(platform.requests()).toBe(5);
  });

  test('Retry-After is honoured, up to the time that an operation may take', async () => {
    splunk.server.fault({ respond: json(429, {}, { 'retry-after': '7' }) });
    splunk.server.fault({ respond: busy({ 'retry-after': 'Mon, 01 Jun 2026 00:00:30 GMT' }) });
    expect(await splunk.platform().list()).toEqual([]);
    expect(splunk.waits).toEqual([7000, 30_000]);
    splunk.server.fault({ respond: busy({ 'retry-after': '86400' }) });
    expect(await failureOf(splunk.platform().list())).toMatchObject({ status: 503 });
    expect(splunk.waits).toHaveLength(2);
  });

  test.each(['before', 'after'] as const)('an update survives a connection that is cut %s it', async (reset) => {
    const platform = splunk.platform();
    await platform.write(creation(platform));
    const [object] = await platform.list();
    if (!object) throw new Error('not created');
    splunk.server.fault({ method: 'POST', reset });
    expect(await platform.write(revision(object, { search: 'index=b' }))).toEqual({ status: 'done' });
    expect((await platform.list())[0]?.fields['search']).toBe('index=b');
  });

  test('a prune whose answer is lost is done', async () => {
    const platform = splunk.platform();
    const create = creation(platform);
    await platform.write(create);
    const [before = null] = await platform.list();
    splunk.server.fault({ method: 'DELETE', reset: 'after' });
    expect(await platform.write({ ...create, op: 'prune', after: null, before })).toEqual({ status: 'done' });
    expect(splunk.stored()).toEqual([]);
  });
});

describe('a create that ends in doubt', () => {
  const posts = () => splunk.server.log.filter(({ method }) => method === 'POST').length;

  test('is looked up before anything is sent again: the answer was lost', async () => {
    const platform = splunk.platform();
    splunk.server.fault({ method: 'POST', reset: 'after' });
    expect(await platform.write(creation(platform))).toEqual({ status: 'done' });
    expect(splunk.stored()).toHaveLength(1);
    // The create, and the look that finds it done; no second create.
    expect(splunk.server.log.map(({ method, status }) => `${method} ${status}`)).toEqual(['POST 201', 'GET 200']);
  });

  test.each([
    ['cut', { reset: 'before' } as const],
    ['refused as too busy', { respond: busy() }],
    ['lost by a gateway', { respond: { status: 504, body: 'gateway timeout' } }],
  ])('is made again where it is not there: the request was %s', async (_, fault) => {
    const platform = splunk.platform();
    splunk.server.fault({ method: 'POST', times: 2, ...fault });
    expect(await platform.write(creation(platform))).toEqual({ status: 'done' });
    expect(splunk.stored()).toHaveLength(1);
    expect(splunk.server.log.filter(({ method }) => method === 'GET')).toHaveLength(2);
  });

  test('leaves alone what somebody else made under the name', async () => {
    const platform = splunk.platform();
    const create = creation(platform);
    const theirs = { search: 'index=theirs' };
    const shared = { app: 'huntsync', owner: 'nobody', sharing: 'app', perms: null, updated: '' } as const;
    const confs = splunk.server.state.confs['savedsearches'] ?? {};
    confs[`nobody/huntsync/${create.id}`] = { ...shared, name: create.id, settings: theirs };
    splunk.server.fault({ method: 'POST', reset: 'before' });
    expect(await platform.write(create)).toMatchObject({ status: 'conflict' });
    expect(splunk.stored()).toEqual([[create.id, theirs]]);
    expect(posts()).toBe(0);
  });

  test('gives up in the end, without multiplying the retries of the look-up', async () => {
    splunk.server.fault({ times: 99, respond: busy() });
    const platform = splunk.platform();
    expect(await platform.write(creation(platform))).toMatchObject({ status: 'failed', fatal: false });
    // The create, and four attempts that end with the look-up.
    expect(platform.requests()).toBe(5);
  });
});

describe('silence', () => {
  test('a slow answer is a timeout, and the request is tried again', async () => {
    splunk.server.fault({ delayMs: 400 });
    const platform = splunk.platform({ timeoutSeconds: 0.15 });
    expect(await platform.list()).toEqual([]);
    expect(platform.requests()).toBe(2);
  });

  test('a server that never answers is named', async () => {
    splunk.server.fault({ times: 9, delayMs: 1000 });
    const error = await failureOf(splunk.platform({ timeoutSeconds: 0.05 }).list());
    expect(error).toMatchObject({
      message: expect.stringMatching(/no answer within 50 ms|no connection within 50 ms/),
    });
  });

  test('a port that takes connections but never speaks TLS', async () => {
    const mute = createServer(() => {});
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const url = `https://127.0.0.1:${(mute.address() as AddressInfo).port}`;
    const error = await failureOf(splunk.platform({ url, timeoutSeconds: 0.05 }).list());
    expect(error).toMatchObject({ fatal: true, message: expect.stringContaining('no connection within 50 ms') });
    mute.close();
  });

  test('a port that nobody listens on', async () => {
    const spare = createServer();
    await new Promise<void>((resolve) => spare.listen(0, '127.0.0.1', resolve));
    const { port } = spare.address() as AddressInfo;
    await new Promise((resolve) => spare.close(resolve));
    const platform = splunk.platform({ url: `https://127.0.0.1:${port}` });
    const outcome = await platform.write(creation(platform));
    expect(outcome).toMatchObject({ status: 'failed', fatal: true });
    expect(outcome).toHaveProperty('message', expect.stringMatching(/cannot be reached.*ECONNREFUSED.*Check `url`/));
  });

  test('a host that does not exist', async () => {
    const error = await failureOf(splunk.platform({ url: 'https://splunk.invalid:8089' }).list());
    expect(error).toMatchObject({ fatal: true, message: expect.stringMatching(/no such host|cannot be reached/) });
  });

  test('a signal ends a request under way and the waits between retries', async () => {
    splunk.server.fault({ delayMs: 5000 });
    const platform = splunk.platform();
    const started = Date.now();
    expect(await failureOf(platform.list(AbortSignal.timeout(50)))).toMatchObject({ name: 'TimeoutError' });
    splunk.server.clearFaults();
    splunk.server.fault({ times: 9, respond: busy({ 'retry-after': '60' }) });
    const real = splunk.platform({}, { sleep: undefined });
    expect(await real.write(creation(real), AbortSignal.timeout(100))).toMatchObject({ status: 'failed' });
    expect(Date.now() - started).toBeLessThan(3000);
  });
});
