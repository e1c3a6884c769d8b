import { afterEach, expect, test } from 'vitest';
import { createPage } from '../../src/sandbox/page/index.ts';
import { type StandInServer, serve } from '../../src/sandbox/server.ts';
import { azureState, splunkState } from '../support/stored-hunts.ts';

let server: StandInServer | undefined;
afterEach(() => server?.close());

async function open(documents: Record<string, Record<string, unknown>>, rows: Record<string, unknown>[] = []) {
  const splunk = splunkState();
  splunk.kv['huntsync/things'] = { name: 'things', app: 'huntsync', settings: {}, documents };
  const sentinel = azureState();
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
