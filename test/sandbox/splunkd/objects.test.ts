import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSplunkdStore, startSplunkd } from '../../../src/sandbox/splunkd/index.ts';
import { message, names, SAVED, type SplunkdForTest, splunkdForTest } from './client.ts';

let splunkd: SplunkdForTest;

beforeAll(async () => {
  splunkd = await splunkdForTest({ apps: ['huntsync', 'other', 'Splunk_SA_CIM'] });
});
afterAll(() => splunkd.close());

describe('splunkd apps/local', () => {
  const APPS = '/services/apps/local';

  it('creates, updates, disables and removes an app', async () => {
    const created = await splunkd.ask('POST', APPS, { name: 'new_app', label: 'New', visible: '0' });
    expect(created.status).toBe(201);
    expect(created.json.entry[0].content).toMatchObject({
      label: 'New',
      visible: false,
      version: '1.0.0',
      disabled: false,
    });
    await splunkd.ask('POST', `${APPS}/new_app`, { version: '1.1.0', description: 'd' });
    await splunkd.ask('POST', `${APPS}/new_app/disable`);
    const app = await splunkd.ask('GET', `${APPS}/new_app`);
    expect(app.json.entry[0].content).toMatchObject({ version: '1.1.0', description: 'd', disabled: true });
    expect(names(await splunkd.ask('DELETE', `${APPS}/new_app`))).not.toContain('new_app');
    expect((await splunkd.ask('GET', `${APPS}/new_app`)).status).toBe(404);
  });

  it('refuses a taken name, no name, unknown arguments and removing what splunkd needs', async () => {
    expect((await splunkd.ask('POST', APPS, { name: 'huntsync' })).status).toBe(409);
    expect((await splunkd.ask('POST', APPS, { label: 'x' })).status).toBe(400);
    expect(message(await splunkd.ask('POST', APPS, { name: 'x', colour: 'red' })).text).toContain('"colour"');
    expect((await splunkd.ask('DELETE', `${APPS}/search`)).status).toBe(403);
    expect((await splunkd.ask('GET', `${APPS}/search/update`)).json.entry[0].name).toBe('search');
  });
});

describe('splunkd authentication/users', () => {
  const USERS = '/services/authentication/users';

  it('creates a user who can log in, and no longer once removed', async () => {
    const created = await splunkd.ask('POST', USERS, { name: 'ann', password: 'first', roles: 'power' });
    expect(created.status).toBe(201);
    expect(created.json.entry[0].content).toMatchObject({ roles: ['power'], password: '********' });
    const ann = await splunkd.loginAs('ann', 'first');
    const context = await splunkd.send(
      'GET',
      '/services/authentication/current-context?output_mode=json',
      undefined,
      ann,
    );
    expect(context.json.entry[0].content).toMatchObject({ username: 'ann', roles: ['power'] });
    expect(context.json.entry[0].content.capabilities).toContain('schedule_search');
    expect(context.json.entry[0].content.capabilities).not.toContain('admin_all_objects');

    await splunkd.send('POST', `${USERS}/ann`, { password: 'second' }, ann);
    expect((await splunkd.loginAs('ann', 'second'))['authorization']).not.toContain('undefined');
    expect((await splunkd.send('POST', `${USERS}/ann`, { roles: 'admin' }, ann)).status).toBe(403);
    expect((await splunkd.send('POST', USERS, { name: 'x', password: 'x', roles: 'user' }, ann)).status).toBe(403);
    expect((await splunkd.send('DELETE', `${USERS}/admin`, undefined, ann)).status).toBe(403);
    expect(names(await splunkd.ask('DELETE', `${USERS}/ann`))).toEqual(['admin']);
  });

  it('refuses a user without password or roles, and a taken name', async () => {
    expect(message(await splunkd.ask('POST', USERS, { name: 'x' })).text).toBe(
      'The following required arguments are missing: password, roles.',
    );
    expect((await splunkd.ask('POST', USERS, { name: 'admin', password: 'x', roles: 'user' })).status).toBe(409);
    expect((await splunkd.ask('GET', `${USERS}/nosuch`)).status).toBe(404);
  });
});

describe('splunkd configs/conf-*', () => {
  const MACROS = '/servicesNS/nobody/huntsync/configs/conf-macros';

  it('keeps macros by name and arity', async () => {
    const created = await splunkd.ask('POST', MACROS, {
      name: 'ctime(1)',
      args: 'field',
      definition: 'convert ctime($field$)',
    });
    expect(created.status).toBe(201);
    expect(created.json.entry[0]).toMatchObject({
      name: 'ctime(1)',
      acl: { app: 'huntsync', sharing: 'app' },
      content: { args: 'field', disabled: false, 'eai:appName': 'huntsync' },
    });
    const at = `${MACROS}/${encodeURIComponent('ctime(1)')}`;
    await splunkd.ask('POST', at, { definition: 'eval x=1' });
    expect((await splunkd.ask('GET', at)).json.entry[0].content).toMatchObject({
      args: 'field',
      definition: 'eval x=1',
    });
    expect((await splunkd.ask('POST', MACROS, { name: 'ctime(1)' })).status).toBe(409);
    expect((await splunkd.ask('POST', MACROS, { definition: 'x' })).status).toBe(400);
    expect((await splunkd.ask('POST', `${at}/acl`, { owner: 'nobody', sharing: 'global' })).status).toBe(200);
    expect(names(await splunkd.ask('GET', '/servicesNS/nobody/other/configs/conf-macros'))).toContain('ctime(1)');
    expect((await splunkd.ask('DELETE', at)).status).toBe(200);
    expect((await splunkd.ask('GET', at)).status).toBe(404);
  });

  it('404 for what is no conf file', async () => {
    expect((await splunkd.ask('GET', '/servicesNS/nobody/huntsync/configs/macros')).status).toBe(404);
  });
});

describe('splunkd datamodel/model and limits', () => {
  it('lists the models of the CIM app, and only where it is installed', async () => {
    const models = await splunkd.ask('GET', '/servicesNS/nobody/huntsync/datamodel/model?count=0&concise=1');
    expect(names(models)).toEqual(expect.arrayContaining(['Endpoint', 'Network_Traffic', 'Web']));
    const one = await splunkd.ask('GET', '/services/datamodel/model/Endpoint');
    expect(JSON.parse(one.json.entry[0].content.description)).toMatchObject({ modelName: 'Endpoint' });
    expect((await splunkd.ask('GET', '/services/datamodel/model/Nosuch')).status).toBe(404);

    const bare = await splunkdForTest();
    expect(names(await bare.ask('GET', '/services/datamodel/model'))).toEqual([]);
    await bare.close();
  });

  it('tells how many searches may run at once', async () => {
    const answer = await splunkd.ask('GET', '/services/server/status/limits/search-concurrency');
    expect(answer.json.entry[0].content).toMatchObject({ max_hist_searches: 22, max_hist_scheduled_searches: 11 });
  });
});

describe('splunkd state', () => {
  it('survives a restart in its file, sessions excepted', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'splunkd-'));
    const file = join(folder, 'splunkd.json');
    const store = openSplunkdStore(file);
    const first = await startSplunkd({ store, apps: ['huntsync'], tokens: ['t'] });
    const headers = { authorization: 'Bearer t' };
    const body = new URLSearchParams({ name: 'kept', search: 's' });
    expect((await fetch(first.url + SAVED, { method: 'POST', headers, body })).status).toBe(201);
    await first.close();
    store.flush();
    expect(JSON.parse(readFileSync(file, 'utf8')).confs.savedsearches['nobody/huntsync/kept'].settings).toEqual({
      search: 's',
    });

    const second = await startSplunkd({ store: openSplunkdStore(file), tokens: ['t'] });
    expect((await fetch(`${second.url}${SAVED}/kept`, { headers })).status).toBe(200);
    await second.close();
    rmSync(folder, { recursive: true });
  });
});
