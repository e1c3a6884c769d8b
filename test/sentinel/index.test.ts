import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { PlatformError } from '../../src/core/errors.ts';
import { type Log, silentLog } from '../../src/core/log.ts';
import { sleepFor } from '../../src/core/retry.ts';
import type { AzureOptions } from '../../src/sandbox/azure/index.ts';
import type { ServeOptions, StandInResponse } from '../../src/sandbox/server.ts';
import type { Platform } from '../../src/sync/platform.ts';
import type { ActualObject, Change } from '../../src/sync/types.ts';
import { savedSearch, TOKEN } from '../support/azure-stand-in.ts';
import { makeChecked, makeMany } from '../support/hunts.ts';
import { creation, type SentinelUnderTest, startSentinel, update } from './fixtures.ts';

const HUNT = makeChecked();
/**
 * What Azure says when the one document of all saved searches was busy (https://github.com/Azure/azure-powershell/issues/3093).
 */
const BUSY: StandInResponse = {
  status: 409,
  headers: { 'content-type': 'application/json' },
  body: '{"error":{"code":"Conflict","message":"Newer data exists in the Customer Configuration Store."}}',
};

let azure: SentinelUnderTest;
afterEach(() => azure.server.close());

async function start(options?: AzureOptions, serve?: ServeOptions): Promise<{ platform: Platform; create: Change }> {
  azure = await startSentinel(options, serve);
  const platform = azure.connect();
  return { platform, create: creation(platform, HUNT) };
}

const sent = (method: string) => azure.server.log.filter((entry) => entry.method === method).length;

async function createOne(platform: Platform, change: Change): Promise<ActualObject> {
  expect(await platform.write(change)).toMatchObject({ status: 'done' });
  const [object] = await platform.list();
  if (!object) throw new Error('nothing there');
  return object;
}

async function errorOf(work: Promise<unknown>): Promise<PlatformError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(PlatformError);
  return error as PlatformError;
}

describe('a life of a hunting query', () => {
  test.each([{}, { casing: 'pascal' }, { bareList: true }] as const)('answered with %j', async (options) => {
    const { platform, create } = await start(options);
    const object = await createOne(platform, create);
    expect(object).toMatchObject({ id: create.id, fields: create.after?.fields, marker: create.after?.marker });

    expect(await platform.write(update(object, { query: 'SigninLogs | take 7' }))).toMatchObject({ status: 'done' });
    expect(azure.stored(create.id)?.properties.query).toBe('SigninLogs | take 7');

    const [now] = await platform.list();
    if (!now?.marker) throw new Error('not ours');
    const fields = { ...now.fields, ...platform.retiredFields };
    const after = { fields, marker: { ...now.marker, retired: '2026-06-01' } };
    const base = { key: create.key, id: now.id, name: now.name, fields: [], before: now };
    expect(await platform.write({ op: 'retire', ...base, after })).toMatchObject({ status: 'done' });
    expect(azure.stored(create.id)?.properties.category).toBe('huntsync retired');
    expect((await platform.list())[0]?.marker?.retired).toBe('2026-06-01');

    const prune: Change = { op: 'prune', ...base, after: null };
    expect(await platform.write(prune)).toMatchObject({ status: 'done' });
    expect(await platform.list()).toEqual([]);
    expect(await platform.write(prune)).toMatchObject({ status: 'done' });
    // One request each, and one that found nothing to delete.
    expect([sent('PUT'), sent('DELETE'), sent('GET')]).toEqual([3, 2, 4]);
    expect(platform.requests()).toBe(azure.server.log.length);
  });

  test('what an analyst added stays through an update', async () => {
    const { platform, create } = await start();
    await createOne(platform, create);
    const stored = azure.stored(create.id);
    stored?.properties.tags?.push({ name: 'Owner', value: 'team red' });
    Object.assign(stored?.properties ?? {}, { functionAlias: 'Readers' });
    const [object] = await platform.list();
    if (!object) throw new Error('nothing there');
    expect(await platform.write(update(object, { severity: 'CRIT' }))).toMatchObject({ status: 'done' });
    const { tags, functionAlias } = azure.stored(create.id)?.properties ?? {};
    expect(functionAlias).toBe('Readers');
    expect(tags).toContainEqual({ name: 'Owner', value: 'team red' });
    expect(tags).toContainEqual({ name: 'huntsync.severity', value: 'CRIT' });
  });

  test('more tags of others than fit are one failed write, without a request', async () => {
    const { platform, create } = await start();
    const object = await createOne(platform, create);
    const tags = Array.from({ length: 9 }, (_, i) => ({ name: `theirs-${i}`, value: 'x' }));
    const crowded = { ...object, extra: { tags: JSON.stringify(tags) } };
    const outcome = await platform.write(update(crowded, { severity: 'CRIT' }));
    expect(outcome).toMatchObject({ status: 'failed', message: expect.stringContaining('Sentinel takes 15') });
    expect(sent('PUT')).toBe(1);
  });
});

describe('409', () => {
  test('of the shared document: a new object is tried again', async () => {
    const { platform, create } = await start();
    azure.server.fault({ method: 'PUT', times: 2, respond: BUSY });
    expect(await platform.write(create)).toMatchObject({ status: 'done' });
    expect(Object.keys(azure.state.savedSearches)).toHaveLength(1);
    expect(azure.waits).toEqual([375, 750]);
  });

  test('of the shared document: an unchanged object is written with its fresh etag', async () => {
    const { platform, create } = await start();
    const object = await createOne(platform, create);
    const stored = azure.stored(create.id);
    if (stored) stored.etag = 'moved on, though nothing changed';
    expect(await platform.write(update(object, { query: 'SigninLogs' }))).toMatchObject({ status: 'done' });
    expect(azure.stored(create.id)?.properties.query).toBe('SigninLogs');
  });

  test('that does not end is a failed write, not a conflict', async () => {
    const { platform, create } = await start();
    azure.server.fault({ method: 'PUT', times: 100, respond: BUSY });
    expect(await platform.write(create)).toEqual({
      status: 'failed',
      message: expect.stringMatching(/409 Conflict.*Newer data exists.*busy/),
      fatal: false,
    });
    expect(sent('PUT')).toBe(6);
  });

  test('on many writes at once: each is done, one after the other', async () => {
    const { platform } = await start();
    azure.server.fault({ method: 'PUT', times: 12, respond: BUSY });
    const outcomes = await Promise.all(makeMany(8).map((hunt) => platform.write(creation(platform, hunt))));
    expect(outcomes).toMatchObject(Array(8).fill({ status: 'done' }));
    expect(Object.keys(azure.state.savedSearches)).toHaveLength(8);
  });

  test('a changed object is a conflict, and so are one that was deleted and one that was made meanwhile', async () => {
    const { platform, create } = await start();
    const object = await createOne(platform, create);
    const stored = azure.stored(create.id);
    if (!stored) throw new Error('nothing there');
    stored.etag = 'another';
    stored.properties.tags?.push({ name: 'Owner', value: 'team red' });
    expect(await platform.write(update(object, { query: 'ours' }))).toMatchObject({ status: 'conflict' });
    expect(stored.properties.query).not.toBe('ours');
    expect(await platform.write({ ...create, after: update(object, { query: 'ours' }).after })).toMatchObject({
      status: 'conflict',
      message: expect.stringContaining('is there already'),
    });
    for (const id of Object.keys(azure.state.savedSearches)) delete azure.state.savedSearches[id];
    expect(await platform.write(update(object, { query: 'ours' }))).toMatchObject({
      status: 'conflict',
      message: expect.stringContaining('deleted'),
    });
  });

  test('of a lock is fatal, and named', async () => {
    const { platform, create } = await start();
    azure.server.fault({ respond: { status: 409, body: '{"error":{"code":"ScopeLocked","message":"locked"}}' } });
    expect(await platform.write(create)).toMatchObject({
      status: 'failed',
      fatal: true,
      message: expect.stringContaining('Remove the lock'),
    });
  });

  test('an object that was read without an etag is overwritten as it was read', async () => {
    const { platform, create } = await start();
    const { etag: _, ...object } = await createOne(platform, create);
    expect(await platform.write(update(object, { query: 'SigninLogs' }))).toMatchObject({ status: 'done' });
  });
});

describe('an answer that was lost', () => {
  test('on a create: one object, and done', async () => {
    const { platform, create } = await start();
    azure.server.fault({ method: 'PUT', reset: 'after' });
    expect(await platform.write(create)).toMatchObject({ status: 'done' });
    expect(Object.keys(azure.state.savedSearches)).toHaveLength(1);
    expect([sent('PUT'), sent('GET')]).toEqual([2, 1]);
  });

  test('on an update: done, and not a conflict with ourselves', async () => {
    const { platform, create } = await start();
    const object = await createOne(platform, create);
    azure.server.fault({ method: 'PUT', reset: 'after' });
    expect(await platform.write(update(object, { query: 'SigninLogs' }))).toMatchObject({ status: 'done' });
    expect(azure.stored(create.id)?.properties.query).toBe('SigninLogs');
  });

  test('on a delete: done', async () => {
    const { platform, create } = await start();
    const before = await createOne(platform, create);
    azure.server.fault({ method: 'DELETE', reset: 'after' });
    const prune: Change = { ...create, op: 'prune', after: null, before };
    expect(await platform.write(prune)).toMatchObject({ status: 'done' });
  });

  test('before the request arrived: sent again', async () => {
    const { platform, create } = await start();
    azure.server.fault({ method: 'PUT', reset: 'before', times: 2 });
    expect(await platform.write(create)).toMatchObject({ status: 'done' });
    expect(sent('GET')).toBe(0);
    expect(platform.requests()).toBe(3);
  });
});

describe('an answer that is not what was done', () => {
  const PAGE: StandInResponse = { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Blocked</h1>' };

  test('a page of a proxy instead of the saved search is a failed write', async () => {
    const { platform, create } = await start();
    azure.server.fault({ method: 'PUT', respond: PAGE });
    expect(await platform.write(create)).toMatchObject({
      status: 'failed',
      message: expect.stringMatching(/writing the saved search .*\(200\) is not Azure Resource Manager's.*"endpoint"/),
    });
    azure.server.fault({ respond: PAGE, times: 2 });
    expect(await platform.write(create)).toMatchObject({ status: 'failed' });
    expect(azure.state.savedSearches).toEqual({});
  });

  test('an answer without a body is looked up', async () => {
    const { platform, create } = await start();
    await createOne(platform, create);
    azure.server.fault({ method: 'PUT', respond: { status: 200 } });
    expect(await platform.write(create)).toMatchObject({ status: 'done' });
    expect(sent('GET')).toBe(2);
  });

  test.each<[string, StandInResponse]>([
    ['200', PAGE],
    ['404', { ...PAGE, status: 404 }],
    ['a redirect', { status: 302, headers: { location: 'https://portal.example/' } }],
  ])('a page (%s) is not a deletion', async (_, respond) => {
    const { platform, create } = await start();
    const before = await createOne(platform, create);
    azure.server.fault({ method: 'DELETE', respond });
    const prune: Change = { ...create, op: 'prune', after: null, before };
    expect(await platform.write(prune)).toMatchObject({ status: 'failed' });
    expect(await platform.list()).toHaveLength(1);
  });

  test('nor does a page, read after a 409, say that there is none', async () => {
    const { platform, create } = await start();
    azure.server.fault({ method: 'PUT', respond: BUSY });
    azure.server.fault({ method: 'GET', respond: PAGE });
    expect(await platform.write(create)).toMatchObject({
      status: 'failed',
      message: expect.stringContaining("is not Azure Resource Manager's"),
    });
  });
});

describe('asked again', () => {
  test.each<[string, StandInResponse]>([
    ['429 with Retry-After', { status: 429, headers: { 'retry-after': '0' } }],
    ['429 without', { status: 429 }],
    ['503 with Retry-After', { status: 503, headers: { 'retry-after': '0' } }],
    ['503 without', { status: 503 }],
    ['408', { status: 408 }],
    ['500', { status: 500 }],
    ['502', { status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>Bad gateway</h1>' }],
    ['504', { status: 504 }],
  ])('%s', async (_, respond) => {
    const { platform, create } = await start();
    azure.server.fault({ method: 'PUT', respond, times: 2 });
    expect(await platform.write(create)).toMatchObject({ status: 'done' });
    expect(sent('PUT')).toBe(3);
  });

  test('a 429 that does not say how long is waited out, and the others wait with it', async () => {
    const { platform } = await start();
    azure.server.fault({ method: 'PUT', respond: { status: 429 } });
    const [first, second] = makeMany(2).map((hunt) => creation(platform, hunt));
    if (!first || !second) throw new Error('two hunts');
    expect(await platform.write(first)).toMatchObject({ status: 'done' });
    expect(await platform.write(second)).toMatchObject({ status: 'done' });
    expect(Math.max(...azure.waits)).toBeGreaterThan(1900);
  });

  test('never at once: a Retry-After that is no time to wait', async () => {
    const { platform, create } = await start();
    azure.server.fault({ method: 'PUT', respond: { status: 503, headers: { 'retry-after': '-1' } }, times: 2 });
    expect(await platform.write(create)).toMatchObject({ status: 'done' });
    expect(azure.waits).toEqual([375, 750]);
  });

  test('never at once: a wait that is longer than there is time for is told, and nothing more is sent', async () => {
    const { platform, create } = await start();
    azure.server.fault({ method: 'PUT', respond: { status: 429, headers: { 'retry-after': '2147484' } }, times: 9 });
    const first = await platform.write(create);
    expect(first).toMatchObject({ status: 'failed', message: expect.stringContaining('asks to wait 2147484 s') });
    const second = await platform.write(create);
    expect(second).toMatchObject({ status: 'failed', message: expect.stringMatching(/Not sent.* pause/) });
    expect([sent('PUT'), azure.waits]).toEqual([1, []]);
  });

  test('a request that was not answered in time', async () => {
    await start();
    const platform = azure.connect({ timeoutSeconds: 1 });
    azure.server.fault({ method: 'GET', delayMs: 3000 });
    expect(await platform.list()).toEqual([]);
    expect(platform.requests()).toBe(2);
  });

  test('a small bucket is drained without an error', async () => {
    await start({ limits: { writes: { burst: 5, perSecond: 20 } } });
    // The stand-in's bucket fills by the real clock, so these waits are real.
    const platform = azure.connect({}, { sleep: sleepFor });
    const changes = makeMany(12).map((hunt) => creation(platform, hunt));
    const outcomes = await Promise.all(changes.map((change) => platform.write(change)));
    expect(outcomes).toMatchObject(Array(12).fill({ status: 'done' }));
    expect(Object.keys(azure.state.savedSearches)).toHaveLength(12);
  });

  test.each<[string, StandInResponse, number]>([
    ['400', { status: 400, body: '{"error":{"code":"BadRequest","message":"no good"}}' }, 1],
    ['501', { status: 501 }, 1],
    ['429 for ever', { status: 429 }, 5],
    ['504 for ever', { status: 504 }, 5],
  ])('not: %s', async (_, respond, times) => {
    const { platform, create } = await start();
    azure.server.fault({ respond, times: 100 });
    expect(await platform.write(create)).toMatchObject({ status: 'failed', fatal: false });
    expect(sent('PUT')).toBe(times);
  });

  test("a refusal has Azure's code and words on one safe line", async () => {
    const { platform, create } = await start();
    const body = JSON.stringify({ error: { code: 'BadRequest', message: `no\ngood \u001b[31m${'x'.repeat(900)}` } });
    azure.server.fault({ respond: { status: 400, body } });
    const outcome = await platform.write(create);
    if (outcome.status !== 'failed') throw new Error(outcome.status);
    expect(outcome.message).toContain(
      `Azure answered 400 BadRequest to writing the saved search ${create.id}: no good`,
    );
    expect(outcome.message).not.toMatch(/[\n\u001b]/);
    expect(outcome.message.length).toBeLessThan(600);
  });
});

describe('a read that fails is an error, never "empty"', () => {
  test('401 names the credential and shows none', async () => {
    await start();
    const platform = azure.connect({ auth: { token: 'wrong-token-of-the-test' } });
    const error = await errorOf(platform.list());
    expect(error).toMatchObject({ status: 401, fatal: true, remedy: expect.stringContaining('"auth"') });
    expect(inspect(error, { depth: 12 })).not.toContain('wrong-token-of-the-test');
    const outcome = await platform.write(creation(platform, HUNT));
    expect(outcome).toMatchObject({ status: 'failed', fatal: true });
    expect(JSON.stringify(outcome)).not.toContain('wrong-token-of-the-test');
  });

  test('a server that repeats the token back is not repeated', async () => {
    const { platform } = await start();
    const body = JSON.stringify({ error: { code: 'Forbidden', message: `Bearer ${TOKEN} may not` } });
    azure.server.fault({ respond: { status: 403, body } });
    const error = await errorOf(platform.list());
    expect(error.message).toContain('Bearer [secret] may not');
    expect(error).toMatchObject({ fatal: true, remedy: expect.stringContaining('Microsoft Sentinel Contributor') });
  });

  test.each([
    ['subscriptionId', { subscriptionId: '00000000-0000-0000-0000-000000000000' }],
    ['resourceGroup', { resourceGroup: 'nobodys' }],
    ['workspace', { workspace: 'not-here' }],
  ])('404 names %s', async (key, overrides) => {
    await start();
    const error = await errorOf(azure.connect(overrides).list());
    expect(error).toMatchObject({ status: 404, fatal: true, remedy: expect.stringContaining(`"${key}"`) });
  });

  test.each<[string, StandInResponse]>([
    ['a page of a proxy', { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Welcome</h1>' }],
    ['an object without a list', { status: 200, body: '{"value":{}}' }],
    ['nothing', { status: 204 }],
  ])('%s', async (_, respond) => {
    const { platform } = await start();
    azure.server.fault({ respond });
    await errorOf(platform.list());
  });

  test.each([301, 302, 307, 308])('a redirect (%i) is not followed', async (status) => {
    const { platform } = await start();
    azure.server.fault({ respond: { status, headers: { location: `${azure.server.url}/elsewhere` } } });
    const error = await errorOf(platform.list());
    expect(error).toMatchObject({ status, fatal: true, remedy: expect.stringContaining('Redirects are not followed') });
    expect(azure.server.log).toHaveLength(1);
  });

  test('a server that answers too late', async () => {
    await start();
    azure.server.fault({ delayMs: 2000, times: 10 });
    const error = await errorOf(azure.connect({ timeoutSeconds: 0.2 }).list());
    expect(error).toMatchObject({ fatal: false, remedy: expect.stringContaining('timeoutSeconds') });
    expect(error.message).toContain('did not answer in time');
  });

  test('an answer that comes byte by byte ends at the deadline, though it is never silent', async () => {
    const { platform, create } = await start();
    await createOne(platform, create);
    azure.server.fault({ method: 'GET', trickleMs: 20, times: 10 });
    const error = await errorOf(azure.connect({ timeoutSeconds: 0.3, deadlineSeconds: 0.3 }).list());
    expect(error).toMatchObject({ fatal: false, remedy: expect.stringContaining('timeoutSeconds') });
  });

  test('a server that asks to wait for ever is not waited for', async () => {
    const { platform } = await start();
    azure.server.fault({ respond: { status: 429, headers: { 'retry-after': '3600' } } });
    const error = await errorOf(platform.list());
    expect(error.message).toContain('asks to wait 3600 s');
    expect(azure.server.log).toHaveLength(1);
  });

  test('a server that is not there', async () => {
    const { platform } = await start();
    await azure.server.close();
    const error = await errorOf(platform.list());
    expect(error).toMatchObject({ fatal: true, remedy: expect.stringContaining('"endpoint"') });
    expect(error.message).toContain('ECONNREFUSED');
  });

  test('a stop', async () => {
    const { platform } = await start();
    azure.server.fault({ delayMs: 2000 });
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    expect((await errorOf(platform.list(stop.signal))).message).toContain('stopped');
    expect(await platform.write(creation(platform, HUNT), AbortSignal.abort())).toMatchObject({ status: 'failed' });
    expect(Object.keys(azure.state.savedSearches)).toEqual([]);
  });

  test('a stop in the wait after a 409', async () => {
    const { create } = await start();
    const stop = new AbortController();
    const platform = azure.connect(
      {},
      {
        sleep: async () => {
          stop.abort();
          throw new DOMException('aborted', 'AbortError');
        },
      },
    );
    azure.server.fault({ method: 'PUT', respond: BUSY });
    expect(await platform.write(create, stop.signal)).toEqual({
      status: 'failed',
      message: 'the run was stopped',
      fatal: true,
    });
  });
});

describe('a list that goes on', () => {
  const page = (items: unknown[], nextLink: string): StandInResponse => ({
    status: 200,
    body: JSON.stringify({ value: items, nextLink }),
  });

  test('is read whole', async () => {
    const { platform, create } = await start();
    await platform.write(create);
    const other = { name: 'theirs', ...savedSearch() };
    const path = azure.server.log[0]?.path.replace(/\/[^/]+$/, '');
    azure.server.fault({ method: 'GET', respond: page([other], `${azure.server.url}${path}?api-version=2020-08-01`) });
    expect((await platform.list()).map(({ id }) => id)).toEqual(['theirs', create.id]);
  });

  test('is not followed to another host, which would get the token', async () => {
    const { platform } = await start();
    azure.server.fault({ method: 'GET', respond: page([], 'https://elsewhere.example/') });
    expect((await errorOf(platform.list())).message).toContain('another host');
  });

  test('things without a name are counted and told', async () => {
    await start();
    const told: string[] = [];
    const log: Log = { ...silentLog, warn: (message) => told.push(message) };
    azure.server.fault({ method: 'GET', respond: { status: 200, body: '[{"properties":{}},{"name":"x"}]' } });
    expect(await azure.connect({}, { log }).list()).toHaveLength(1);
    expect(told).toEqual(['soc-sentinel: 1 saved search without a name was not read.']);
  });
});

describe('trust', () => {
  test('a certificate of an authority that was not named is refused, and says so', async () => {
    await start();
    const { ca: _, ...config } = azure.config;
    const error = await errorOf(azure.connect({ ...config, ca: undefined }).list());
    expect(error).toMatchObject({ fatal: true, remedy: expect.stringContaining('"ca"') });
    expect(azure.server.log).toEqual([]);
  });

  test.each([
    ['is not there', null],
    ['has no certificate', 'nothing of the kind'],
  ])('a "ca" that %s is named', async (_, content) => {
    await start();
    const folder = mkdtempSync(join(tmpdir(), 'huntsync-ca-'));
    const file = join(folder, 'other.pem');
    try {
      if (content !== null) writeFileSync(file, content);
      const error = await errorOf(azure.connect({ ca: file }).list());
      expect(error.message).toContain(file);
      expect(error).toMatchObject({ fatal: true, remedy: expect.stringContaining('PEM') });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
