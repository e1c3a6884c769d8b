import { Agent } from 'node:http';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { StandInResponse } from '../../src/sandbox/server.ts';
import { type NativeArgs, toNative } from '../../src/splunk/native.ts';
import type { Platform } from '../../src/sync/platform.ts';
import type { ActualObject, Change } from '../../src/sync/types.ts';
import { APP, creation, revision, type Setup, setup } from './support.ts';

let splunk: Setup;
beforeEach(async () => {
  splunk = await setup();
});
afterEach(async () => {
  await splunk.close();
});

const DONE = { status: 'done' } as const;
const json = (status: number, data: unknown, headers: Record<string, string> = {}): StandInResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=UTF-8', ...headers },
  body: JSON.stringify(data),
});
const busy = (status = 503) =>
  json(status, { messages: [{ type: 'ERROR', text: 'too busy' }] }, { 'retry-after': '60' });
const calls = () => splunk.server.log.map(({ method, status }) => `${method} ${status}`);
const posts = () => splunk.server.log.filter(({ method }) => method === 'POST').length;

/** Another client's edit of a saved search, or its removal. */
function edit(id: string, settings: NativeArgs | null): void {
  const confs = splunk.server.state.confs['savedsearches'] ?? {};
  const object = confs[`nobody/${APP}/${id}`];
  if (!object) throw new Error(`no saved search ${id}`);
  if (settings === null) delete confs[`nobody/${APP}/${id}`];
  else Object.assign(object.settings, settings);
}

/** An object that a platform has made, and what changes or removes it. */
async function existing(platform: Platform): Promise<{ before: ActualObject; update: Change; prune: Change }> {
  const create = creation(platform);
  await platform.write(create);
  const [before] = await platform.list();
  if (!before) throw new Error('not created');
  splunk.server.clearFaults();
  return {
    before,
    update: revision(before, { search: 'index=b', description: 'ours' }),
    prune: { ...create, op: 'prune', after: null, before },
  };
}

test('from a change to its request there are four functions of ours, one of them the retry', async () => {
  const platform = splunk.platform();
  const { update } = await existing(platform);
  const prototype = Agent.prototype as unknown as { addRequest(...args: unknown[]): void };
  const { addRequest } = prototype;
  const limit = Error.stackTraceLimit;
  let stack = '';
  const spy = vi.spyOn(prototype, 'addRequest').mockImplementation(function (this: unknown, ...args) {
    stack = String(new Error('the request leaves').stack);
    return addRequest.apply(this, args);
  });
  Error.stackTraceLimit = Number.POSITIVE_INFINITY;
  try {
    expect(await platform.write(update)).toMatchObject(DONE);
  } finally {
    Error.stackTraceLimit = limit;
    spy.mockRestore();
  }
  const ours = stack.split('\n').flatMap((line) => {
    const [, name, file] = /at (?:async )?(?:\w+\.)?(\w+).*\/src\/([\w/]+\.ts)/.exec(line) ?? [];
    return file ? [`${file} ${name}`] : [];
  });
  // `retrying`, between the last two, has handed its promise on by then and is not on the stack.
  expect(ours).toEqual([
    'splunk/transport.ts send',
    'splunk/write.ts send',
    'splunk/write.ts attemptWrite',
    'splunk/write.ts write',
  ]);
});

describe('a create that ends in doubt', () => {
  test('is looked up before anything is sent again: the answer was lost', async () => {
    const platform = splunk.platform();
    splunk.server.fault({ method: 'POST', reset: 'after' });
    expect(await platform.write(creation(platform))).toMatchObject(DONE);
    expect(splunk.stored()).toHaveLength(1);
    // The create, and the look that finds it done; no second create.
    expect(calls()).toEqual(['POST 201', 'GET 200']);
  });

  test.each([
    ['cut', { reset: 'before' } as const],
    ['refused as too busy', { respond: busy() }],
    ['answered with 500', { respond: busy(500) }],
    ['lost by a gateway', { respond: { status: 504, body: 'gateway timeout' } }],
  ])('is made again where it is not there: the request was %s', async (_, fault) => {
    const platform = splunk.platform();
    splunk.server.fault({ method: 'POST', times: 2, ...fault });
    expect(await platform.write(creation(platform))).toMatchObject(DONE);
    expect(splunk.stored()).toHaveLength(1);
    expect(splunk.server.log.filter(({ method }) => method === 'GET')).toHaveLength(2);
  });

  test('a name that is in use, and is not there when it is looked up, is a failure in the words of splunkd', async () => {
    splunk.server.fault({ method: 'POST', respond: json(409, { messages: [{ type: 'ERROR', text: 'in use' }] }) });
    const platform = splunk.platform();
    expect(await platform.write(creation(platform))).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('409: in use'),
    });
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
    splunk.server.fault({ times: 99, respond: json(503, {}) });
    const platform = splunk.platform();
    expect(await platform.write(creation(platform))).toMatchObject({ status: 'failed', fatal: false });
    // The create, and four attempts that end with the look-up.
    expect(platform.requests()).toBe(5);
  });
});

describe('an update or a prune that ends in doubt', () => {
  test.each(['before', 'after'] as const)('an update survives a connection that is cut %s it', async (reset) => {
    const platform = splunk.platform();
    const { update } = await existing(platform);
    const already = posts();
    splunk.server.fault({ method: 'POST', reset });
    expect(await platform.write(update)).toMatchObject(DONE);
    expect((await platform.list())[0]?.fields).toMatchObject({ search: 'index=b', description: 'ours' });
    // What was taken is found so, and not sent again; a request that was cut before it is in no log.
    expect(posts() - already).toBe(1);
  });

  test.each([429, 500, 502, 503, 504])('an update that meets %d is repeated once it was read again', async (status) => {
    const platform = splunk.platform();
    const { update } = await existing(platform);
    const already = calls().length;
    splunk.server.fault({ method: 'POST', respond: busy(status) });
    expect(await platform.write(update)).toMatchObject(DONE);
    expect(calls().slice(already)).toEqual(['GET 200', `POST ${status}`, 'GET 200', 'POST 200']);
  });

  test.each([
    ['the query, which an update must carry', { search: 'tuned by hand' }],
    ['a field that it does not touch', { 'dispatch.earliest_time': '-1h' }],
  ])('an edit made after the list was read stays: %s', async (_, edited) => {
    const platform = splunk.platform();
    const { before } = await existing(platform);
    edit(before.id, edited);
    const already = posts();
    expect(await platform.write(revision(before, { description: 'ours' }))).toMatchObject({ status: 'conflict' });
    expect(posts()).toBe(already);
    expect((await platform.list())[0]?.fields).toEqual({ ...before.fields, ...edited });
  });

  test('an edit made during the wait stays: the update is a conflict', async () => {
    let changed = '';
    const platform = splunk.platform({}, { sleep: async () => edit(changed, { search: 'tuned by hand' }) });
    const { before, update } = await existing(platform);
    changed = before.id;
    splunk.server.fault({ method: 'POST', respond: busy() });
    expect(await platform.write(update)).toEqual({
      status: 'conflict',
      message: expect.stringContaining('changed since it was read'),
    });
    const [, settings] = splunk.stored()[0] ?? [];
    expect(settings).toMatchObject({ search: 'tuned by hand', description: before.fields['description'] });
  });

  test('so does one to a field that the update does not touch', async () => {
    let changed = '';
    const platform = splunk.platform({}, { sleep: async () => edit(changed, { 'dispatch.earliest_time': '-1h' }) });
    const { before, update } = await existing(platform);
    changed = before.id;
    splunk.server.fault({ method: 'POST', respond: busy() });
    expect(await platform.write(update)).toMatchObject({ status: 'conflict' });
    expect((await platform.list())[0]?.fields).toEqual({ ...before.fields, 'dispatch.earliest_time': '-1h' });
  });

  test('an object deleted during the wait is not made again', async () => {
    let changed = '';
    const platform = splunk.platform({}, { sleep: async () => edit(changed, null) });
    const { before, update } = await existing(platform);
    changed = before.id;
    splunk.server.fault({ method: 'POST', respond: busy() });
    expect(await platform.write(update)).toMatchObject({
      status: 'conflict',
      message: expect.stringMatching('deleted'),
    });
    expect(splunk.stored()).toEqual([]);
  });

  test.each(['before', 'after'] as const)('a prune survives a connection that is cut %s it', async (reset) => {
    const platform = splunk.platform();
    const { prune } = await existing(platform);
    splunk.server.fault({ method: 'DELETE', reset });
    expect(await platform.write(prune)).toMatchObject(DONE);
    expect(splunk.stored()).toEqual([]);
  });

  test('what was edited during the wait is not pruned', async () => {
    let changed = '';
    const platform = splunk.platform({}, { sleep: async () => edit(changed, { description: 'still in use' }) });
    const { before, prune } = await existing(platform);
    changed = before.id;
    splunk.server.fault({ method: 'DELETE', respond: busy() });
    expect(await platform.write(prune)).toMatchObject({ status: 'conflict' });
    expect(splunk.stored()).toHaveLength(1);
  });
});

describe('a success counts by the object that it carries', () => {
  const answer = (name: string, content: NativeArgs, sharing = 'app') =>
    json(200, { entry: [{ name, acl: { app: APP, sharing }, content }] });
  const contentOf = ({ id, after }: Change, kept: Record<string, string> = {}): NativeArgs => ({
    ...(after ? toNative(id, after) : {}),
    ...kept,
  });
  const warned: string[] = [];
  const log = { debug() {}, info() {}, error() {}, warn: (message: string) => warned.push(message) };
  beforeEach(() => warned.splice(0));

  test.each([
    ['nothing of it', ['search', 'action.huntsync.hash']],
    ['all but the query', ['search']],
    ['all but our marker', ['action.huntsync.hash']],
  ])('an update that was acknowledged is a failure where splunkd shows the old text: %s', async (_, old) => {
    const platform = splunk.platform();
    const { before, update } = await existing(platform);
    const marker = before.marker as NonNullable<typeof before.marker>;
    const was = toNative(before.id, { fields: before.fields, marker });
    const kept = Object.fromEntries(old.map((field) => [field, was[field] ?? '']));
    splunk.server.fault({ method: 'POST', respond: answer(before.id, contentOf(update, kept)) });
    expect(await platform.write(update)).toEqual({
      status: 'failed',
      message: expect.stringMatching(/did not write it/),
    });
  });

  test.each([
    ['another object', answer('Somebody else’s', {}), /another object/],
    ['a private one', answer('NAME', {}, 'user'), /another object/],
    ['a list of nothing', json(200, { entry: [] }), /without what splunkd sends: entry/],
    ['JSON of another kind', json(200, { ok: true }), /without what splunkd sends: entry/],
    ['a page of a proxy', { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Blocked</h1>' }, /JSON/],
  ])('%s is a failure, for a create and an update', async (_, respond, message) => {
    const platform = splunk.platform();
    const create = creation(platform);
    const said = { ...respond, body: String(respond.body).replace('NAME', create.id) };
    splunk.server.fault({ method: 'POST', respond: said });
    const outcome = { status: 'failed', message: expect.stringMatching(message) };
    expect(await platform.write(create)).toMatchObject(outcome);
    const { update } = await existing(platform);
    splunk.server.fault({ method: 'POST', respond: said });
    expect(await platform.write(update)).toMatchObject(outcome);
  });

  test('a field that splunkd does not take over is told once, and is no failure', async () => {
    const about = { every: 'daily', cap: 9, output: 'none', summaryIndex: 'summary' } as const;
    const platform = splunk.platform({ schedule: { enabled: true, severities: ['HIGH'], ...about } }, { log });
    const create = creation(platform);
    const respond = answer(create.id, contentOf(create, { cron_schedule: '', schedule_window: '0' }));
    splunk.server.fault({ method: 'POST', times: 2, respond });
    expect(await platform.write(create)).toMatchObject(DONE);
    expect(await platform.write(create)).toMatchObject(DONE);
    expect(warned).toEqual([expect.stringMatching(/kept its own cron_schedule, schedule_window.*schedule_search/)]);
  });

  test('text that splunkd keeps in a form of its own is the same text', async () => {
    const platform = splunk.platform({}, { log });
    const create = creation(platform);
    const search = `\r\n${create.after?.fields['search']}  `;
    splunk.server.fault({
      method: 'POST',
      respond: answer(create.id, contentOf(create, { search, disabled: 'false' })),
    });
    expect(await platform.write(create)).toMatchObject(DONE);
    expect(warned).toEqual([]);
  });
});

test('a name that cannot be addressed fails, and no request is sent', async () => {
  const platform = splunk.platform();
  const { before, update, prune } = await existing(platform);
  const already = calls().length;
  for (const id of ['', '.', '..']) {
    for (const change of [update, prune]) {
      const outcome = await platform.write({ ...change, before: { ...before, id } });
      expect(outcome).toMatchObject({
        status: 'failed',
        message: expect.stringContaining('not a name that can be addressed'),
      });
    }
  }
  expect(calls()).toHaveLength(already);
});
