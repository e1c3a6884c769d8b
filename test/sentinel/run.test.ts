import { afterEach, describe, expect, test } from 'vitest';
import { PlatformError } from '../../src/core/errors.ts';
import type { QueryLogs } from '../../src/sandbox/azure/index.ts';
import { type SentinelUnderTest, startSentinel } from './fixtures.ts';

let azure: SentinelUnderTest;
afterEach(() => azure?.server.close());

const EVENTS = [
  { TimeGenerated: '2026-05-01T08:00:00Z', DeviceName: 'ws1', N: 1, Extra: { a: [1] } },
  { TimeGenerated: '2026-05-03T08:00:00Z', DeviceName: 'ws2', N: 2, Extra: null },
];
const COLUMNS = [
  { name: 'TimeGenerated', type: 'datetime' },
  { name: 'DeviceName', type: 'string' },
  { name: 'N', type: 'long' },
  { name: 'Extra', type: 'dynamic' },
];

/** The stand-in answers queries at its own address. */
function connect() {
  return azure.connect({
    records: {
      endpoint: azure.server.url,
      queryEndpoint: azure.server.url,
      ruleId: 'dcr-1',
      streams: { articles: 'Custom-A', hunts: 'Custom-B', indicators: 'Custom-C', runs: 'Custom-D' },
      threatIntelligence: false,
    },
  });
}

const LIMITS = { seconds: 30, rows: 1000 };

async function start(logs: QueryLogs = (_, { isIn }) => ({ columns: COLUMNS, rows: EVENTS.filter(isIn) })) {
  azure = await startSentinel({ logs });
  const platform = connect();
  return (query: string, window = {}, limits = LIMITS) => platform.run?.(query, window, limits);
}

describe('running a query', () => {
  test('gives columns and rows, times as text', async () => {
    const run = await start();
    const found = await run('DeviceEvents | take 5');
    expect(found?.columns).toEqual(['TimeGenerated', 'DeviceName', 'N', 'Extra']);
    expect(found?.rows[0]).toMatchObject({ TimeGenerated: '2026-05-01T08:00:00.000Z', DeviceName: 'ws1', N: 1 });
    expect(found?.rows).toHaveLength(2);
  });

  test('looks at the window', async () => {
    const run = await start();
    expect((await run('DeviceEvents', { earliest: '2026-05-02T00:00:00Z' }))?.rows).toHaveLength(1);
    expect((await run('DeviceEvents', { latest: '2026-05-02T00:00:00Z' }))?.rows).toHaveLength(1);
    await expect(run('DeviceEvents', { earliest: '-7d@h' })).rejects.toThrow(/no time in ISO 8601/);
  });

  test('puts the window in place of the hunting page’s time range; a day where nobody names one', async () => {
    const asked: string[] = [];
    const run = await start((query) => {
      asked.push(query);
      return { columns: COLUMNS, rows: [] };
    });
    const query = "T | where TimeGenerated between (todatetime('{{StartTimeISO}}') .. todatetime('{{EndTimeISO}}'))";
    await run(query, { earliest: '2026-05-02T00:00:00Z', latest: '2026-05-03T00:00:00Z' });
    await run(query, { latest: '2026-05-03T00:00:00Z' });
    for (const text of asked) expect(text).not.toContain('{{');
    expect(asked[0]).toContain("'2026-05-02T00:00:00.000Z') .. todatetime('2026-05-03T00:00:00.000Z'");
    expect(asked[1]).toBe(asked[0]);
  });

  test('finds nothing in a workspace without data', async () => {
    const run = await start();
    azure.server.fault({ path: /\/query$/, respond: { status: 204 } });
    expect(await run('DeviceEvents')).toEqual({ columns: [], rows: [] });
  });

  test('fails with what the query engine says', async () => {
    const run = await start(() => ({ failed: "The name 'Nowhere' does not refer to any known table." }));
    const failure = await run('Nowhere')?.catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PlatformError);
    expect((failure as PlatformError).message).toContain("The name 'Nowhere' does not refer to any known table.");
  });

  test('says so where one answer cannot hold what it found', async () => {
    const run = await start();
    const innererror = { code: '-2133196797', message: 'too large' };
    const error = { code: 'PartialError', message: 'x', details: [{ code: 'EngineError', message: 'x', innererror }] };
    const body = JSON.stringify({ tables: [], error });
    azure.server.fault({
      path: /\/query$/,
      respond: { status: 200, headers: { 'content-type': 'application/json' }, body },
    });
    await expect(run('DeviceEvents')).rejects.toThrow(/more than one answer can hold/);
  });

  test('asks for one row more than may come back, behind whatever the query ends with', async () => {
    const asked: string[] = [];
    const run = await start((query) => {
      asked.push(query);
      return { columns: COLUMNS, rows: EVENTS };
    });
    await run('DeviceEvents // all of them', {}, { seconds: 30, rows: 1 });
    await run('DeviceEvents;\n', {}, { seconds: 30, rows: 1 });
    expect(asked).toEqual(['DeviceEvents // all of them\n| take 2', 'DeviceEvents\n| take 2']);
  });

  test('is incomplete where its time was up, and is not asked again', async () => {
    const run = await start();
    const body = JSON.stringify({ error: { code: 'GatewayTimeout', message: 'Gateway timeout' } });
    azure.server.fault({
      path: /\/query$/,
      respond: { status: 504, headers: { 'content-type': 'application/json' }, body },
      times: 9,
    });
    const found = await run('DeviceEvents', {}, { seconds: 2, rows: 10 });
    expect(found).toEqual({ columns: [], rows: [], incomplete: 'The query was not done after 2 s' });
    expect(azure.server.log.filter(({ path }) => path.endsWith('/query'))).toHaveLength(1);
  });

  test('tells whether a table holds data; one that is not there holds none', async () => {
    const queries: string[] = [];
    azure = await startSentinel({
      logs: (query) => {
        queries.push(query);
        return { columns: [{ name: '_', type: 'long' }], rows: query.includes('DeviceEvents') ? [{ _: 1 }] : [] };
      },
    });
    const platform = connect();
    expect(await platform.hasData?.('DeviceEvents', {}, LIMITS)).toBe(true);
    expect(await platform.hasData?.('Nowhere_CL', {}, LIMITS)).toBe(false);
    expect(queries[0]).toContain('union isfuzzy=true');
  });
});
