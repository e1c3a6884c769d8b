import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { message, names, SAVED, type SplunkdForTest, splunkdForTest } from './client.ts';

describe('splunkd: namespaces, sharing and rights', () => {
  let splunkd: SplunkdForTest;
  let bob: Record<string, string>;
  let eve: Record<string, string>;
  const path = (owner: string, app: string) => `/servicesNS/${owner}/${app}/saved/searches`;
  const list = async (owner: string, app: string, headers?: Record<string, string>) => {
    const answer = await splunkd.send('GET', `${path(owner, app)}?count=0&output_mode=json`, undefined, headers);
    return names(answer).filter((name) => !name.toLowerCase().includes('errors') && !name.startsWith('Messages'));
  };

  beforeAll(async () => {
    splunkd = await splunkdForTest();
    for (const [name, roles] of Object.entries({ bob: 'user', eve: 'power' })) {
      await splunkd.ask('POST', '/services/authentication/users', { name, password: 'pw', roles });
    }
    bob = await splunkd.loginAs('bob', 'pw');
    eve = await splunkd.loginAs('eve', 'pw');
    const create = (owner: string, app: string, name: string) =>
      splunkd.ask('POST', path(owner, app), { name, search: name });
    await create('nobody', 'huntsync', 'shared');
    await create('bob', 'huntsync', 'private of bob');
    await create('bob', 'huntsync', 'shared');
    await create('nobody', 'other', 'of other');
    await create('nobody', 'other', 'exported');
    await splunkd.ask('POST', `${path('nobody', 'other')}/exported/acl`, {
      owner: 'nobody',
      sharing: 'global',
      'perms.read': '*',
    });
  });
  afterAll(() => splunkd.close());

  it('keeps one name in two places: private and shared, the private one first', async () => {
    const mine = await splunkd.send('GET', `${path('bob', 'huntsync')}/shared?output_mode=json`, undefined, bob);
    expect(mine.json.entry[0].acl).toMatchObject({ owner: 'bob', sharing: 'user', perms: null });
    expect(mine.json.entry[0].links.alternate).toBe('/servicesNS/bob/huntsync/saved/searches/shared');
    const shared = await splunkd.ask('GET', `${path('nobody', 'huntsync')}/shared`);
    expect(shared.json.entry[0].acl).toMatchObject({ owner: 'nobody', sharing: 'app', perms: { read: ['*'] } });
  });

  it('shows nobody the shared ones of the app and what other apps export', async () => {
    expect(await list('nobody', 'huntsync')).toEqual(['exported', 'shared']);
    expect(await list('nobody', 'other')).toEqual(['exported', 'of other']);
  });

  it('shows a user the private ones too, and all with wildcards', async () => {
    expect(await list('bob', 'huntsync', bob)).toEqual(['exported', 'private of bob', 'shared', 'shared']);
    expect(await list('nobody', '-')).toEqual(['exported', 'of other', 'shared']);
    expect(await list('-', '-')).toEqual(['exported', 'of other', 'private of bob', 'shared', 'shared']);
  });

  it('hides private objects from other users', async () => {
    expect(await list('bob', 'huntsync', eve)).toEqual(['exported', 'shared']);
    expect(await list('-', '-', eve)).toEqual(['exported', 'of other', 'shared']);
    const answer = await splunkd.send(
      'GET',
      `${path('bob', 'huntsync')}/private%20of%20bob?output_mode=json`,
      undefined,
      eve,
    );
    expect(answer.status).toBe(404);
  });

  it('403 for a plain user writing shared objects; power may, and may not another user’s', async () => {
    const form = { name: 'n', search: 's' };
    const query = '?output_mode=json';
    expect((await splunkd.send('POST', path('nobody', 'huntsync') + query, form, bob)).status).toBe(403);
    expect(
      (await splunkd.send('POST', `${path('nobody', 'huntsync')}/shared${query}`, { search: 'x' }, bob)).status,
    ).toBe(403);
    expect((await splunkd.send('DELETE', `${path('nobody', 'huntsync')}/shared${query}`, undefined, bob)).status).toBe(
      403,
    );
    expect((await splunkd.send('POST', path('bob', 'huntsync') + query, form, bob)).status).toBe(201);
    expect((await splunkd.send('POST', path('bob', 'huntsync') + query, { ...form, name: 'm' }, eve)).status).toBe(403);
    expect((await splunkd.send('POST', path('nobody', 'other') + query, form, eve)).status).toBe(201);
  });

  it('respects perms.read', async () => {
    await splunkd.ask('POST', SAVED, { name: 'for admins', search: 's' });
    await splunkd.ask('POST', `${SAVED}/for%20admins/acl`, { owner: 'admin', sharing: 'app', 'perms.read': 'admin' });
    expect(await list('nobody', 'huntsync')).toContain('for admins');
    expect(await list('nobody', 'huntsync', eve)).not.toContain('for admins');
    await splunkd.ask('DELETE', `${SAVED}/for%20admins`);
  });

  it('acl wants owner and sharing, moves the object, and will not run over another', async () => {
    const at = `${path('bob', 'huntsync')}/private%20of%20bob/acl`;
    expect((await splunkd.ask('POST', at, { owner: 'bob' })).status).toBe(400);
    expect((await splunkd.ask('POST', at, { sharing: 'app' })).status).toBe(400);
    expect((await splunkd.ask('POST', at, { owner: 'bob', sharing: 'everyone' })).status).toBe(400);
    const moved = await splunkd.ask('POST', at, {
      owner: 'admin',
      sharing: 'app',
      'perms.read': 'power, user',
      'perms.write': '',
    });
    expect(moved.json.entry[0].acl).toMatchObject({
      owner: 'admin',
      sharing: 'app',
      perms: { read: ['power', 'user'], write: [] },
    });
    expect(await list('nobody', 'huntsync')).toContain('private of bob');
    const clash = await splunkd.ask('POST', `${path('bob', 'huntsync')}/shared/acl`, { owner: 'bob', sharing: 'app' });
    expect(clash.status).toBe(409);
    expect(await list('bob', 'huntsync', bob)).toContain('shared');
  });

  it('moves to another app', async () => {
    await splunkd.ask('POST', SAVED, { name: 'wanderer', search: 's' });
    expect((await splunkd.ask('POST', `${SAVED}/wanderer/move`, { app: 'nosuch', user: 'nobody' })).status).toBe(404);
    expect((await splunkd.ask('POST', `${SAVED}/wanderer/move`, { app: 'other', user: 'nobody' })).status).toBe(200);
    expect((await splunkd.ask('GET', `${SAVED}/wanderer`)).status).toBe(404);
    expect((await splunkd.ask('GET', `${path('nobody', 'other')}/wanderer`)).status).toBe(200);
  });

  it('404 for an app or a user that is not there, 400 for creating in a wildcard', async () => {
    const noApp = await splunkd.ask('GET', path('nobody', 'nosuch'));
    expect(noApp.status).toBe(404);
    expect(message(noApp).text).toBe('Application does not exist: nosuch');
    expect((await splunkd.ask('GET', path('ghost', 'huntsync'))).status).toBe(404);
    expect((await splunkd.ask('GET', path('nobody', '__proto__'))).status).toBe(404);
    expect((await splunkd.ask('POST', path('-', 'huntsync'), { name: 'a', search: 's' })).status).toBe(400);
  });

  it('puts /services paths into the user’s own namespace', async () => {
    const created = await splunkd.ask('POST', '/services/saved/searches', { name: 'mine', search: 's' });
    expect(created.json.entry[0].acl).toMatchObject({ owner: 'admin', app: 'search', sharing: 'user' });
  });

  it('takes an app’s objects away with the app', async () => {
    await splunkd.ask('POST', '/services/apps/local', { name: 'shortlived' });
    await splunkd.ask('POST', path('nobody', 'shortlived'), { name: 'gone soon', search: 's' });
    await splunkd.ask('DELETE', '/services/apps/local/shortlived');
    expect(await list('-', '-')).not.toContain('gone soon');
  });
});
