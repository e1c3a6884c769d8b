import { afterEach, expect, test } from 'vitest';
import type { AzureState } from '../../../src/sandbox/azure/index.ts';
import { createPage } from '../../../src/sandbox/page/index.ts';
import { type StandInServer, serve } from '../../../src/sandbox/server.ts';
import type { SplunkdState } from '../../../src/sandbox/splunkd/index.ts';
import { azureState, splunkState } from '../../support/stored-hunts.ts';

let server: StandInServer | undefined;
afterEach(() => server?.close());

async function open(
  documents: Record<string, Record<string, unknown>>,
  rows: Record<string, unknown>[] = [],
  { events = [], intelligence }: { events?: SplunkdState['events']; intelligence?: AzureState['intelligence'] } = {},
) {
  const splunk = splunkState();
  splunk.kv['huntsync/things'] = { name: 'things', app: 'huntsync', settings: {}, documents };
  splunk.events = events;
  const sentinel = azureState();
  if (intelligence) sentinel.intelligence = intelligence;
  if (rows.length > 0) sentinel.ingested['/dcr-1/Custom-Things_CL'] = rows;
  server = await serve(createPage({ splunk, sentinel }));
  const { url } = server;
  return async (path: string) => (await fetch(url + path)).text();
}

const HOSTILE = '<script>alert(1)</script>"\u202e';

test('counts every collection and stream, and links to them', async () => {
  const page = await open({ a: { title: 'x' }, b: { title: 'y' } }, [{ Title: 'z' }]);
  const text = await page('/records');
  expect(text).toMatch(/set=things">things<[\s\S]*?Splunk KV store<\/dt><dd>2</);
  expect(text).toMatch(/set=Custom-Things_CL">Custom-Things_CL<[\s\S]*?Log Analytics<\/dt><dd>1</);
});

test('lists what can be read at a glance, filters it, and shows all of one', async () => {
  const page = await open({
    a: { _key: 'a', article_title: 'One', severity: 'HIGH', content_hash: 'abc', techniques: ['T1059', 'T1003'] },
    b: { _key: 'b', article_title: 'Two', severity: 'LOW', content_hash: 'def', techniques: [] },
  });
  const list = await page('/records?set=things');
  expect([...list.matchAll(/<th>(.*?)<\/th>/g)].map(([, name]) => name)).toEqual([
    'article_title',
    'severity',
    'techniques',
  ]);
  expect(list).toContain('T1059, T1003');
  const found = await page('/records?set=things&q=two');
  expect(found).toContain('1 of 2 records');
  expect(found).not.toContain('>One<');
  const one = await page('/records?set=things&at=1');
  expect(one).toContain('<dt>content_hash</dt><dd>def</dd>');
});

test('shows events by their sourcetype, newest first, without the token that sent them', async () => {
  const page = await open({}, [], {
    events: [
      { token: 'hec-token-1', sourcetype: 'huntsync:hunt', index: 'main', event: { hunt_title: 'First' } },
      { token: 'hec-token-1', sourcetype: 'huntsync:hunt', index: 'main', event: { hunt_title: 'Second' } },
      { token: 'hec-token-1', event: 'a line of text' },
    ],
  });
  const all = await page('/records');
  expect(all).toMatch(/set=huntsync%3Ahunt">huntsync:hunt<[\s\S]*?Splunk events<\/dt><dd>2</);
  const list = await page('/records?set=huntsync%3Ahunt');
  expect(list.indexOf('>Second<')).toBeGreaterThan(0);
  expect(list.indexOf('>Second<')).toBeLessThan(list.indexOf('>First<'));
  const one = await page('/records?set=huntsync%3Ahunt&at=0');
  expect(one).toContain('<dt>_index</dt><dd>main</dd>');
  expect(list + one).not.toContain('hec-token-1');
  expect(await page('/records?set=(no+sourcetype)')).toContain('a line of text');
});

test('shows uploaded threat intelligence by its source system', async () => {
  const page = await open({}, [], {
    intelligence: { '/huntsync/indicator--1': { type: 'indicator', name: 'update.attacker.example' } },
  });
  const text = await page('/records');
  expect(text).toMatch(/Threat intelligence of huntsync<[\s\S]*?Threat intelligence<\/dt><dd>1</);
  expect(await page('/records?set=Threat+intelligence+of+huntsync')).toContain('update.attacker.example');
});

test('says of a Log Analytics stream that it holds every version, and not of a collection', async () => {
  const page = await open({ a: { title: 'x' } }, [{ Title: 'old' }, { Title: 'new' }]);
  const list = await page('/records?set=Custom-Things_CL');
  expect(list).toContain('Log Analytics. Every version of each record, newest first.');
  expect(list.indexOf('>new<')).toBeLessThan(list.indexOf('>old<'));
  expect(await page('/records?set=things')).not.toContain('Every version');
});

test('a stranger’s text stays text', async () => {
  const page = await open({ a: { [HOSTILE]: 'x', title: HOSTILE } });
  for (const path of [
    '/records?set=things',
    '/records?set=things&at=0',
    `/records?set=things&q=${encodeURIComponent(HOSTILE)}`,
  ]) {
    const text = await page(path);
    expect(text).not.toContain('<script>');
    expect(text).not.toContain('\u202e');
  }
});

test('pages of a hundred; what is not there is not found', async () => {
  const page = await open(
    {},
    Array.from({ length: 150 }, (_, n) => ({ Name: `row ${n}` })),
  );
  expect(await page('/records?set=Custom-Things_CL')).toContain('150 records, page 1 of 2');
  expect(await page('/records?set=Custom-Things_CL&page=2')).toContain('row 0');
  expect(await page('/records?set=nothing')).toContain('Nothing here');
});
