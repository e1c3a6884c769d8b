import { writeFileSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StandInResponse } from '../../src/sandbox/server.ts';
import { createTls } from '../../src/sandbox/tls.ts';
import { creation, relay, type Setup, setup } from './support.ts';

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

  test('more than any list can be is not read to its end', async () => {
    const body = Buffer.alloc(128 * 1024 * 1024 + 1, ' ');
    splunk.server.fault({ respond: { status: 200, headers: { 'content-type': 'application/json' }, body } });
    const error = await failureOf(splunk.platform({ timeoutSeconds: 50 }).list());
    expect(error).toMatchObject({ message: expect.stringContaining('is larger than 134217728 bytes') });
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
  test.each([429, 500, 502, 503, 504])('%d is asked again, after longer and longer waits', async (status) => {
    splunk.server.fault({ times: 3, respond: json(status, { messages: [{ type: 'ERROR', text: 'not now' }] }) });
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
      message: expect.stringMatching(/no answer within 50 ms|no connection within 17 ms/),
    });
  });

  test('an answer that never ends is cut off at the deadline, though it is never silent', async () => {
    const { ca, key, cert } = await createTls();
    const file = join(splunk.folder, 'drip.pem');
    writeFileSync(file, ca);
    const drip = createTlsServer({ key, cert }, (_, outgoing) => {
      outgoing.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => outgoing.write(' '), 20);
      outgoing.on('close', () => clearInterval(timer));
    });
    await new Promise<void>((resolve) => drip.listen(0, '127.0.0.1', resolve));
    const url = `https://127.0.0.1:${(drip.address() as AddressInfo).port}`;
    const error = await failureOf(splunk.platform({ url, ca: file, deadlineSeconds: 0.3 }).list());
    expect(error).toMatchObject({ message: expect.stringContaining('no whole answer within 0.3 s (deadlineSeconds)') });
    drip.closeAllConnections();
    drip.close();
  });

  test('a port that takes connections but never speaks TLS', async () => {
    const mute = createServer(() => {});
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const url = `https://127.0.0.1:${(mute.address() as AddressInfo).port}`;
    const error = await failureOf(splunk.platform({ url, timeoutSeconds: 0.15 }).list());
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
    splunk.server.fault({ delayMs: 300_000 });
    const platform = splunk.platform();
    expect(await failureOf(platform.list(AbortSignal.timeout(50)))).toMatchObject({ name: 'TimeoutError' });
    splunk.server.clearFaults();
    splunk.server.fault({ times: 9, respond: busy({ 'retry-after': '300' }) });
    const real = splunk.platform({}, { sleep: undefined });
    expect(await real.write(creation(real), AbortSignal.timeout(100))).toMatchObject({ status: 'failed' });
  });
});
