import { afterEach, describe, expect, test } from 'vitest';
import { PlatformError } from '../../src/core/errors.ts';
import type { SplunkdOptions } from '../../src/sandbox/splunkd/index.ts';
import { dispatchable } from '../../src/splunk/run.ts';
import { HANG_MS } from '../support/hang.ts';
import { setup } from './support.ts';

let splunkd: Awaited<ReturnType<typeof setup>>;
/** Of the requests that create jobs. */
const bodies: URLSearchParams[] = [];

const LIMITS = { seconds: 30, rows: 1000 };

async function start(runSearch?: SplunkdOptions['runSearch']) {
  splunkd = await setup({
    ...(runSearch ? { runSearch } : {}),
    onExchange: ({ method, path, body }) => {
      if (method === 'POST' && path.endsWith('/jobs')) bodies.push(new URLSearchParams(body.toString()));
    },
  });
  const platform = splunkd.platform();
  return (query: string, window = {}, limits = LIMITS) => platform.run?.(query, window, limits);
}

describe('running a search', () => {
  afterEach(() => splunkd.close());

  test('gives the fields in their order, and every row', async () => {
    const results = Array.from({ length: 300 }, (_, i) => ({ host: `h${i}`, users: ['a', 'b'] }));
    const run = await start(() => ({ fields: ['users', 'host'], results }));
    const found = await run('| tstats count from datamodel=Endpoint.Processes by Processes.dest');
    expect(found?.columns).toEqual(['users', 'host']);
    expect(found?.rows).toHaveLength(300);
    expect(found?.rows[299]).toEqual({ host: 'h299', users: ['a', 'b'] });
  });

  test('hands on the window, and puts the first command before what has none', async () => {
    const seen: unknown[] = [];
    const run = await start((search, { earliest, latest }) => {
      seen.push([search, earliest?.toISOString(), latest?.toISOString()]);
      return { fields: [], results: [] };
    });
    await run('index=main', { earliest: '2026-05-01T00:00:00Z', latest: '2026-05-02T00:00:00Z' });
    await run('| makeresults');
    expect(seen).toEqual([
      ['search index=main', '2026-05-01T00:00:00.000Z', '2026-05-02T00:00:00.000Z'],
      ['| makeresults', undefined, undefined],
    ]);
  });

  test('has no window but the one that a saved search is dispatched over', async () => {
    await start();
    const windowOf = splunkd.platform().windowOf;
    expect(windowOf?.({ 'dispatch.earliest_time': '-7d@h', 'dispatch.latest_time': 'now', search: 'x' })).toEqual({
      earliest: '-7d@h',
      latest: 'now',
    });
    expect(windowOf?.({ search: 'x', 'dispatch.earliest_time': '' })).toEqual({});
  });

  test('fails with what splunkd says', async () => {
    const run = await start(() => ({ failed: "Error in 'stats' command: no such argument." }));
    const failure = await run('search x')?.catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PlatformError);
    expect((failure as PlatformError).message).toContain("Error in 'stats' command: no such argument.");
  });

  test('takes nothing for an answer of another form', async () => {
    const run = await start();
    const respond = { status: 201, headers: { 'content-type': 'application/json' }, body: '{"id":"1.2"}' };
    splunkd.server.fault({ path: /search\/v2\/jobs$/, respond });
    await expect(run('search x')).rejects.toThrow(/unknown form/);
  });

  test('bounds time and rows, and asks for one row more', async () => {
    const run = await start(() => ({ fields: ['n'], results: [{ n: '1' }, { n: '2' }, { n: '3' }] }));
    const found = await run('search x', {}, { seconds: 7, rows: 1 });
    expect(found?.rows).toHaveLength(2);
    expect(bodies.at(-1)?.get('max_time')).toBe('7');
    expect(bodies.at(-1)?.get('max_count')).toBe('2');
  });

  test('cancels a job that an abort leaves behind', async () => {
    await start();
    const stop = new AbortController();
    splunkd.server.fault({ method: 'GET', path: /search\/v2\/jobs\/[^/]+$/, delayMs: HANG_MS });
    const platform = splunkd.platform();
    const running = platform.run?.('search x', {}, LIMITS, stop.signal);
    await expect.poll(() => splunkd.server.log.some(({ path }) => path.endsWith('/jobs'))).toBe(true);
    stop.abort();
    await expect(running).rejects.toThrow();
    expect(splunkd.server.log.some(({ path }) => path.endsWith('/control'))).toBe(true);
  });

  test('is incomplete where splunkd says that the time was up', async () => {
    const run = await start(() => ({ fields: ['n'], results: [{ n: '1' }] }));
    const text = 'The search was auto-finalized after its time limit (7 seconds) was reached.';
    const body = JSON.stringify({ messages: [{ type: 'WARN', text }], fields: [{ name: 'n' }], results: [{ n: '1' }] });
    const respond = { status: 200, headers: { 'content-type': 'application/json' }, body };
    splunkd.server.fault({ path: /results$/, respond });
    expect(await run('search x')).toEqual({ columns: ['n'], rows: [{ n: '1' }], incomplete: text });
  });

  test('tells whether a dataset holds data', async () => {
    splunkd = await setup({
      runSearch: (search) => ({ fields: ['count'], results: search.includes('Processes') ? [{ count: '4' }] : [] }),
    });
    const { hasData } = splunkd.platform();
    expect(await hasData?.('Endpoint.Processes', {}, LIMITS)).toBe(true);
    expect(await hasData?.('Network_Traffic.All_Traffic', {}, LIMITS)).toBe(false);
  });
});

test.each([
  ['index=main', 'search index=main'],
  ['| makeresults', '| makeresults'],
  ['[ search x ]', '[ search x ]'],
  ['``` why ```\n``` more ```\n| makeresults', '\n| makeresults'],
  ['``` why ``` index=main', 'search  index=main'],
])('a job wants %j as %j', (search, wanted) => {
  expect(dispatchable(search)).toBe(wanted);
});
