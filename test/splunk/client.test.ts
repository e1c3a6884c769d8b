import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLog } from '../../src/core/log.ts';
import { openClient } from '../../src/splunk/client.ts';
import { whoami } from '../../src/splunk/searches.ts';
import { creation, relay, type Setup, setup, TOKEN } from './support.ts';

const PASSWORD = 'p&ss wörd=1%';
let splunk: Setup;
let clock: Date;
let cookies: (string | undefined)[];
beforeEach(async () => {
  clock = new Date('2026-06-01T00:00:00Z');
  cookies = [];
  splunk = await setup({
    users: { admin: PASSWORD },
    now: () => clock,
    onExchange: ({ headers }) => cookies.push(headers.cookie),
  });
});
afterEach(async () => {
  await splunk.close();
});

const withPassword = { token: undefined, username: 'admin', password: PASSWORD };
const paths = () =>
  splunk.server.log.map(({ method, path, status }) => `${method} ${path.split('/').at(-1)} ${status}`);
const failureOf = (promise: Promise<unknown>) => promise.then(() => undefined).catch((e: unknown) => e);

describe('credentials', () => {
  test('a token costs no log-in', async () => {
    const platform = splunk.platform();
    await platform.list();
    expect(platform.requests()).toBe(1);
  });

  test('a user name and password log in once, also for calls at the same time', async () => {
    const platform = splunk.platform(withPassword);
    await Promise.all([platform.list(), platform.list(), platform.list()]);
    expect(paths().filter((path) => path.includes('login'))).toEqual(['POST login 200']);
    expect(platform.requests()).toBe(5);
  });

  test('an expired session is renewed once, and the calls under way are repeated', async () => {
    const platform = splunk.platform(withPassword);
    await platform.list();
    clock = new Date('2026-06-01T02:00:00Z');
    const outcomes = await Promise.all(
      ['a', 'b', 'c'].map((key) => platform.write(creation(platform, { key, title: key }))),
    );
    expect(outcomes).toMatchObject([{ status: 'done' }, { status: 'done' }, { status: 'done' }]);
    expect(splunk.stored()).toHaveLength(3);
    expect(paths().filter((path) => path.includes('login'))).toEqual(['POST login 200', 'POST login 200']);
  });

  test('sessions may expire again and again', async () => {
    const platform = splunk.platform(withPassword);
    for (const hour of ['00', '02', '04', '06']) {
      clock = new Date(`2026-06-01T${hour}:00:00Z`);
      expect(await platform.list()).toEqual([]);
    }
    expect(paths().filter((path) => path.includes('login'))).toHaveLength(4);
  });

  test('a session that is refused at once is renewed once, not for ever', async () => {
    const messages = [{ type: 'WARN', text: 'call not properly authenticated' }];
    const headers = { 'content-type': 'application/json' };
    splunk.server.fault({
      path: /saved/,
      times: 99,
      respond: { status: 401, headers, body: JSON.stringify({ messages }) },
    });
    const platform = splunk.platform(withPassword);
    expect(await failureOf(platform.list())).toMatchObject({ status: 401, fatal: true });
    expect(paths().filter((path) => path.includes('login'))).toHaveLength(2);
    expect(paths().filter((path) => path.endsWith('401'))).toHaveLength(2);
  });

  test('a busy splunkd is logged in to once it has time', async () => {
    splunk.server.fault({ path: /login/, times: 2, respond: { status: 503, body: '' } });
    splunk.server.fault({ path: /server\/info/, respond: { status: 503, body: '' } });
    expect(await splunk.platform(withPassword).list()).toEqual([]);
    expect(splunk.waits).toEqual([250, 500, 1000]);
  });

  test('a cookie of the log-in goes with what follows, and ends with its session', async () => {
    const platform = splunk.platform(withPassword);
    await platform.list();
    const [first] = cookies.splice(0).slice(-1);
    expect(first).toMatch(/^splunkd_\d+=\S+/);
    await platform.write(creation(platform));
    expect(cookies.splice(0)).toEqual([first]);
    clock = new Date('2026-06-01T02:00:00Z');
    await platform.list();
    expect(cookies.map((cookie) => cookie === first)).toEqual([true, false, false, false]);
  });

  test('a wrong password is told once, with a remedy, and can be mended without a restart', async () => {
    const platform = splunk.platform({ ...withPassword, password: 'wrong' });
    const error = await failureOf(platform.list());
    expect(error).toMatchObject({ status: 401, fatal: true, message: expect.stringContaining('Login failed') });
    expect(paths()).toEqual(['POST login 401']);
    await failureOf(platform.list());
    expect(paths()).toHaveLength(2);
  });

  test('a bad token is fatal, for a list and for a write', async () => {
    const platform = splunk.platform({ token: 'bad-token-123' });
    expect(await failureOf(platform.list())).toMatchObject({
      status: 401,
      fatal: true,
      remedy: expect.stringContaining('Check the token'),
    });
    expect(await platform.write(creation(platform))).toMatchObject({ status: 'failed', fatal: true });
    expect(platform.requests()).toBe(2);
  });

  test('an answer to the log-in without a session is an error', async () => {
    splunk.server.fault({
      path: /login/,
      respond: { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' },
    });
    const platform = splunk.platform(withPassword);
    expect(await failureOf(platform.list())).toMatchObject({
      fatal: true,
      message: expect.stringContaining('log-in gave no session'),
    });
  });

  test('no secret reaches an error or the log, even if splunkd sends it back', async () => {
    const lines: string[] = [];
    const log = createLog({ write: (line) => lines.push(line), level: 'debug' });
    for (const config of [{}, withPassword]) {
      const platform = splunk.platform(config, { log });
      const messages = [{ type: 'ERROR', text: `no: ${TOKEN} ${PASSWORD} ${encodeURIComponent(PASSWORD)}` }];
      splunk.server.fault({
        path: /saved/,
        respond: {
          status: 400,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ messages }),
        },
      });
      const error = (await failureOf(platform.list())) as Error;
      expect(error.message).toContain('[secret]');
      lines.push(error.message, String(error.stack), JSON.stringify(error));
    }
    const all = lines.join('\n');
    expect(all).toContain('GET /servicesNS/nobody/huntsync/saved/searches');
    for (const secret of [TOKEN, PASSWORD, encodeURIComponent(PASSWORD)]) expect(all).not.toContain(secret);
  });
});

describe('the connection', () => {
  test('is one for calls in a row', async () => {
    const through = await relay(splunk.server.port);
    const platform = splunk.platform({ url: through.url });
    for (const key of ['a', 'b', 'c', 'd']) await platform.write(creation(platform, { key, title: key }));
    await platform.list();
    expect(platform.requests()).toBe(5);
    expect(through.connections()).toBe(1);
    await platform.close();
    through.close();
  });

  test('may go through a path of a reverse proxy', async () => {
    const platform = splunk.platform({ url: `${splunk.server.url}/splunkd/` });
    await failureOf(platform.list());
    expect(splunk.server.log[0]?.path).toMatch(/^\/splunkd\/servicesNS\/nobody\/huntsync\/saved\/searches/);
  });
});

describe('who we are', () => {
  test('is read from the current context', async () => {
    const content = { username: 'svc', roles: ['power'], capabilities: ['schedule_search'], other: 1 };
    splunk.server.fault({
      path: /^\/services\/authentication\/current-context/,
      respond: {
        status: 200,
        headers: { 'content-type': 'application/json; charset=UTF-8' },
        body: JSON.stringify({ entry: [{ name: 'context', content }] }),
      },
    });
    const client = openClient(splunk.config(), { log: createLog({ write() {} }), now: () => clock });
    const { other, ...account } = content;
    expect(await whoami(client)).toEqual(account);
    client.close();
  });
});
