import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { message, type SplunkdForTest, splunkdForTest } from './client.ts';

const INFO = '/services/server/info?output_mode=json';

describe('splunkd: authentication', () => {
  let splunkd: SplunkdForTest;
  let time = new Date('2026-01-01T00:00:00Z');

  beforeAll(async () => {
    splunkd = await splunkdForTest({ users: { admin: 'pw1' }, now: () => time });
  });
  afterAll(() => splunkd.close());

  it('logs in with a session key that then works', async () => {
    const login = await splunkd.send(
      'POST',
      '/services/auth/login?output_mode=json',
      { username: 'admin', password: 'pw1' },
      {},
    );
    expect(login.status).toBe(200);
    expect(login.json).toEqual({ sessionKey: expect.stringMatching(/^\S{20,}$/), message: '', code: '' });
    expect(login.headers.get('set-cookie')).toBeNull();
    const info = await splunkd.send('GET', INFO, undefined, { authorization: `Splunk ${login.json.sessionKey}` });
    expect(info.status).toBe(200);
  });

  it('sets a cookie with cookie=1, and takes it alone', async () => {
    const form = { username: 'admin', password: 'pw1', cookie: '1' };
    const login = await splunkd.send('POST', '/services/auth/login', form, {});
    const cookie = login.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect(cookie).toMatch(/^splunkd_8089=\S+$/);
    expect((await splunkd.send('GET', INFO, undefined, { cookie: `a=b; ${cookie}` })).status).toBe(200);
    expect((await splunkd.send('GET', INFO, undefined, { cookie: 'splunkd_8089=nonsense' })).status).toBe(401);
  });

  it('takes Bearer tokens and Basic', async () => {
    expect((await splunkd.send('GET', INFO, undefined, { authorization: 'Bearer secret-token' })).status).toBe(200);
    const basic = `Basic ${Buffer.from('admin:pw1').toString('base64')}`;
    expect((await splunkd.send('GET', INFO, undefined, { authorization: basic })).status).toBe(200);
  });

  it('refuses a login without a password, with a wrong one, and of nobody', async () => {
    const path = '/services/auth/login?output_mode=json';
    expect((await splunkd.send('POST', path, { username: 'admin' }, {})).status).toBe(400);
    for (const username of ['admin', 'nosuch', '__proto__']) {
      const answer = await splunkd.send('POST', path, { username, password: 'pw1wrong' }, {});
      expect(answer.status).toBe(401);
      expect(message(answer)).toEqual({ type: 'WARN', code: 'incorrect_username_or_password', text: 'Login failed' });
    }
  });

  it('challenges who sends nothing or wrong Basic', async () => {
    const wrong = `Basic ${Buffer.from('admin:nope').toString('base64')}`;
    for (const headers of [{}, { authorization: wrong }, { authorization: 'Basic ???' }]) {
      const answer = await splunkd.send('GET', INFO, undefined, headers as Record<string, string>);
      expect(answer.status).toBe(401);
      expect(message(answer)).toEqual({ type: 'ERROR', text: 'Unauthorized' });
      expect(answer.headers.get('www-authenticate')).toBe('Basic realm="/splunk"');
    }
  });

  it('refuses an unknown session key or token without a challenge', async () => {
    // A Bearer token sent as "Splunk TOKEN" is what the SDK does when `authorization` is forgotten.
    for (const authorization of ['Splunk nosuchkey', 'Bearer nosuchtoken', 'Splunk secret-token']) {
      const answer = await splunkd.send('GET', INFO, undefined, { authorization });
      expect(answer.status).toBe(401);
      expect(message(answer)).toEqual({ type: 'WARN', text: 'call not properly authenticated' });
      expect(answer.headers.get('www-authenticate')).toBeNull();
    }
  });

  it('forgets a session key an hour after its last use', async () => {
    const headers = await splunkd.loginAs('admin', 'pw1');
    time = new Date(time.getTime() + 59 * 60_000);
    expect((await splunkd.send('GET', INFO, undefined, headers)).status).toBe(200);
    time = new Date(time.getTime() + 59 * 60_000);
    expect((await splunkd.send('GET', INFO, undefined, headers)).status).toBe(200);
    time = new Date(time.getTime() + 61 * 60_000);
    expect((await splunkd.send('GET', INFO, undefined, headers)).status).toBe(401);
  });

  it('keeps no password and no session key in its state', () => {
    const text = JSON.stringify(splunkd.state);
    expect(text).not.toContain('pw1');
    expect(text).not.toContain('secret-token');
  });
});

describe('splunkd: envelope', () => {
  let splunkd: SplunkdForTest;

  beforeAll(async () => {
    splunkd = await splunkdForTest({ version: '9.4.1' });
  });
  afterAll(() => splunkd.close());

  it('answers JSON when output_mode says so, in the query or in the form, whatever Accept says', async () => {
    const auth = { authorization: 'Bearer secret-token', accept: 'text/plain' };
    const info = await splunkd.send('GET', INFO, undefined, auth);
    expect(info.json).toMatchObject({
      generator: { version: '9.4.1' },
      entry: [{ name: 'server-info', content: { version: '9.4.1', serverName: 'sandbox' } }],
      paging: { total: 1, offset: 0 },
      messages: [],
    });
    const inForm = await splunkd.send('POST', '/services/nosuch', { output_mode: 'json' });
    expect(inForm.json).toEqual({ messages: [{ type: 'ERROR', text: 'Not Found' }] });
    expect(inForm.status).toBe(404);
  });

  it('answers Atom XML otherwise, errors too, with the text escaped', async () => {
    await splunkd.ask('POST', '/servicesNS/nobody/huntsync/saved/searches', { name: 'a<b>&"c"', search: 'search x<1' });
    const feed = await splunkd.send('GET', '/servicesNS/nobody/huntsync/saved/searches/a%3Cb%3E%26%22c%22');
    expect(feed.headers.get('content-type')).toBe('text/xml; charset=UTF-8');
    expect(feed.text).toContain('<title>a&lt;b&gt;&amp;&quot;c&quot;</title>');
    expect(feed.text).toContain('<s:key name="search">search x&lt;1</s:key>');
    expect(feed.text).toContain('<s:key name="is_scheduled">0</s:key>');
    expect(feed.text).toContain('<s:key name="wildcardFields"><s:list><s:item>action\\..*</s:item>');
    expect(feed.text).toContain('<opensearch:totalResults>1</opensearch:totalResults>');
    const error = await splunkd.send('GET', '/servicesNS/nobody/huntsync/saved/searches/%3Cx%3E');
    expect(error.status).toBe(404);
    expect(error.text).toContain('<msg type="ERROR">Could not find object id=&lt;x&gt;</msg>');
    const login = await splunkd.send('POST', '/services/auth/login', { username: 'admin', password: 'changed!' }, {});
    expect(login.text).toMatch(/<response>\s*<sessionKey>\S+<\/sessionKey>/);
  });

  it('sends the headers of every splunkd answer', async () => {
    for (const path of [INFO, '/services/nosuch']) {
      const { headers } = await splunkd.send('GET', path);
      expect(headers.get('server')).toBe('Splunkd');
      expect(headers.get('vary')).toBe('Cookie, Authorization');
      expect(headers.get('cache-control')).toBe('no-store, no-cache, must-revalidate, max-age=0');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('refuses PUT and PATCH, and a path that is not UTF-8', async () => {
    for (const method of ['PUT', 'PATCH']) {
      const answer = await splunkd.ask(method, '/services/saved/searches');
      expect(answer.status).toBe(405);
      expect(answer.headers.get('allow')).toBe('GET, POST');
    }
    expect((await splunkd.ask('GET', '/services/saved/searches/%E0%A4%A')).status).toBe(400);
  });
});
