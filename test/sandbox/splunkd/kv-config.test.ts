import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startSandbox } from '../../../src/sandbox/index.ts';
import { readConf } from '../../../src/sandbox/installed-app.ts';
import { createSplunkd, openSplunkdStore } from '../../../src/sandbox/splunkd/index.ts';
import { splunkdForTest } from './client.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const DATA = '/servicesNS/nobody/huntsync/storage/collections/data/things';

describe('collections of installed apps', () => {
  it('are there at the start; what was changed or stored since stays', () => {
    const store = openSplunkdStore();
    const collections = { huntsync: { default: { enforceTypes: 'true' }, things: { 'field.a': 'string', x: '1' } } };
    createSplunkd({ store, apps: ['huntsync'], collections });
    const things = store.state.kv['huntsync/things'];
    expect(Object.keys(store.state.kv)).toEqual(['huntsync/things']);
    expect(things).toMatchObject({ name: 'things', app: 'huntsync', settings: { 'field.a': 'string' }, documents: {} });
    if (things) {
      things.documents['nobody/k'] = { _key: 'k', _user: 'nobody' };
      things.settings['x'] = '2';
    }
    createSplunkd({ store, apps: ['huntsync'], collections });
    expect(store.state.kv['huntsync/things']).toMatchObject({
      settings: { 'field.a': 'string', x: '2' },
      documents: { 'nobody/k': { _key: 'k' } },
    });
  });

  it('of our own app are in the sandbox, and survive its restart', async () => {
    const stateDir = mkdtempSync(join(tmpdir(), 'sandbox-collections-'));
    folders.push(stateDir);
    const names = Object.keys(readConf(new URL('../../../splunk_app/default/collections.conf', import.meta.url)));
    const first = await startSandbox({ stateDir });
    expect(Object.keys(first.states.splunk.kv).sort()).toEqual(names.map((name) => `huntsync/${name}`).sort());
    const held = first.states.splunk.kv[`huntsync/${names[0]}`];
    expect(held?.settings).toMatchObject({ 'field.content_hash': 'string' });
    await first.close();
    const second = await startSandbox({ stateDir });
    expect(Object.keys(second.states.splunk.kv).sort()).toEqual(names.map((name) => `huntsync/${name}`).sort());
    await second.close();
  });

  it('a conf file that is not there has no stanzas', () => {
    expect(readConf(new URL('file:///nowhere/collections.conf'))).toEqual({});
  });
});

describe('limits of the KV store', () => {
  it('cap the rows of an answer, not what a DELETE deletes; name the setting that a batch exceeds', async () => {
    const splunkd = await splunkdForTest({
      collections: { huntsync: { things: {} } },
      limits: { rowsPerQuery: 3, batchSaveDocuments: 5, batchSaveBytes: 200 },
    });
    const json = { authorization: 'Bearer secret-token', 'content-type': 'application/json' };
    const save = (count: number, text = '') =>
      splunkd.send(
        'POST',
        `${DATA}/batch_save`,
        JSON.stringify(Array.from({ length: count }, (_, i) => ({ _key: `k${i}`, text }))),
        json,
      );
    expect((await save(5)).status).toBe(200);
    expect((await save(6)).text).toContain('max_documents_per_batch_save');
    expect((await save(2, 'x'.repeat(200))).text).toContain('max_size_per_batch_save_mb');
    expect((await splunkd.ask('GET', `${DATA}?limit=100`)).json).toHaveLength(3);
    expect((await splunkd.ask('GET', `${DATA}?limit=2`)).json).toHaveLength(2);
    const after = encodeURIComponent('{"_key":{"$gt":"k2"}}');
    const rest = await splunkd.ask('GET', `${DATA}?sort=_key&query=${after}`);
    expect(rest.json.map((document: { _key: string }) => document._key)).toEqual(['k3', 'k4']);
    expect((await splunkd.ask('DELETE', DATA)).status).toBe(200);
    expect((await splunkd.ask('GET', DATA)).json).toEqual([]);
    await splunkd.close();
  });
});
