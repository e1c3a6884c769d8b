import { afterEach, describe, expect, test } from 'vitest';
import { PlatformError } from '../../../src/core/errors.ts';
import { RECORD_NAMES } from '../../../src/sentinel/records/names.ts';
import { queryOf } from '../../../src/sentinel/records/query.ts';
import { RECORD_TYPES } from '../../../src/sync/records/schema.ts';
import { faults } from '../../deploy/sentinel/kql.ts';
import { SAVED_SEARCHES, WORKSPACE } from '../../support/azure-stand-in.ts';
import { makeRecords, type RecordsUnderTest, startRecords } from './fixtures.ts';

let azure: RecordsUnderTest;
afterEach(() => azure?.server.close());

const QUERY = /\/query$/;
const respond = (status: number, body: unknown) => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

async function failing(body: unknown, status = 200): Promise<PlatformError> {
  azure = await startRecords();
  await azure.connect().write('hunts', { upsert: makeRecords('hunts', 2), remove: [] });
  azure.server.fault({ path: QUERY, respond: respond(status, body), times: 99 });
  const outcome = await azure
    .connect()
    .read('hunts')
    .catch((reason: unknown) => reason);
  expect(outcome).toBeInstanceOf(PlatformError);
  return outcome as PlatformError;
}

describe('a read that is not whole is no read', () => {
  const table = { name: 'PrimaryResult', columns: [{ name: 'HuntKey', type: 'string' }], rows: [] };

  test('a partial answer', async () => {
    const innererror = { code: '-2133196794', message: 'Query was cancelled.' };
    const error = {
      code: 'PartialError',
      message: 'There were some errors.',
      details: [{ code: 'EngineError', message: 'x', innererror }],
    };
    expect((await failing({ tables: [table], error })).message).toMatch(
      /only a part to reading Hunts_CL: Query was cancelled/,
    );
  });

  test.each([
    ['a page of a proxy', 200, '<html>', /not that of a query/, /queryEndpoint/],
    ['an empty body', 200, '', /not that of a query/, /queryEndpoint/],
    ['no table', 200, { tables: [] }, /holds no table/, /queryEndpoint/],
    [
      'a table without our columns',
      200,
      { tables: [{ ...table, rows: [['a']] }] },
      /lacks its columns/,
      /queryEndpoint/,
    ],
    [
      'an empty table of nobody',
      200,
      { tables: [{ name: 'x', columns: [], rows: [] }] },
      /lacks its columns/,
      /queryEndpoint/,
    ],
    ['something else for a table', 200, { tables: [null] }, /not that of a query/, /queryEndpoint/],
    ['no rows', 200, { tables: [{ ...table, rows: null }] }, /not that of a query/, /queryEndpoint/],
    ['something else for a row', 200, { tables: [{ ...table, rows: [null] }] }, /not that of a query/, /queryEndpoint/],
    ['a proxy that refuses', 403, '<html>', /403 to reading Hunts_CL/, /query\/read/],
    [
      'another workspace',
      404,
      { error: { code: 'ResourceNotFoundError', message: 'The resource x was not found' } },
      /404 ResourceNotFoundError.*x was not found/,
      /workspace/,
    ],
    ['a redirect', 302, '', /302/, /Redirects/],
    ['a list', 200, [], /not that of a query/, /queryEndpoint/],
  ])('%s', async (_, status, body, message, remedy) => {
    const error = await failing(body, status);
    expect(error.message).toMatch(message);
    expect(error.remedy).toMatch(remedy);
  });

  test('a table that is not deployed', async () => {
    azure = await startRecords({ workspaces: [{ ...WORKSPACE, tables: [] }] });
    const read = azure.connect().read('hunts');
    await expect(read).rejects.toMatchObject({
      status: 400,
      message: expect.stringMatching(/Failed to resolve table or column expression named 'Hunts_CL'/),
      remedy: expect.stringMatching(/sentinel\/azuredeploy\.json.*README/),
    });
  });

  test('a table that lacks a column of this version', async () => {
    const columns = [
      { name: 'TimeGenerated', type: 'datetime' },
      { name: 'HuntKey', type: 'string' },
      { name: 'Removed', type: 'boolean' },
    ];
    azure = await startRecords({ workspaces: [{ ...WORKSPACE, tables: [{ name: 'Hunts_CL', columns }] }] });
    await expect(azure.connect().read('hunts')).rejects.toMatchObject({
      message: expect.stringMatching(/'HuntTitle'/),
      remedy: expect.stringMatching(/adds the columns/),
    });
  });

  test('a table that the identity may not read, which Azure leaves out without a word', async () => {
    azure = await startRecords({ query: { denied: ['Hunts_CL'] } });
    await expect(azure.connect().read('hunts')).rejects.toMatchObject({
      fatal: true,
      message: 'The identity may not read Hunts_CL',
    });
    expect(await azure.connect().read('articles')).toEqual([]);
  });

  test('a stop, and not only when the answer is there', async () => {
    azure = await startRecords();
    azure.server.fault({ path: QUERY, delayMs: 300_000 });
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 200);
    await expect(azure.connect().read('hunts', stop.signal)).rejects.toThrow(
      'The run was stopped while reading Hunts_CL',
    );
  });

  test('a service that does not answer', async () => {
    azure = await startRecords();
    azure.server.fault({ path: QUERY, delayMs: 4000, times: 99 });
    await expect(azure.connect({}, { timeoutSeconds: 0.2 }).read('hunts')).rejects.toThrow(/did not answer in time/);
  });
});

describe('what it asks', () => {
  test('by the ARM id of the workspace, for all time, past the cache, once a table', async () => {
    const asked: { path: string; headers: Record<string, unknown>; body: { query: string; timespan: string } }[] = [];
    azure = await startRecords(
      {},
      {
        onExchange: ({ path, headers, body }) =>
          QUERY.test(path) && asked.push({ path, headers, body: JSON.parse(body.toString()) }),
      },
    );
    const sink = azure.connect({}, { resourceGroup: WORKSPACE.resourceGroup.toLowerCase(), timeoutSeconds: 20 });
    for (const type of RECORD_TYPES) await sink.read(type);
    expect(asked).toHaveLength(RECORD_TYPES.length);
    expect(asked[0]?.path.toLowerCase()).toBe(`/v1${SAVED_SEARCHES.replace('/savedSearches', '')}/query`.toLowerCase());
    expect(asked[0]?.headers).toMatchObject({
      'cache-control': 'no-cache',
      prefer: 'wait=20,include-permissions=true',
    });
    expect(asked[0]?.body.timespan).toBe('1970-01-01T00:00:00.000Z/2100-01-01T00:00:00.000Z');
    expect(asked.map(({ body }) => body.query.split('\n')[0])).toEqual(
      RECORD_TYPES.map((type) => RECORD_NAMES[type].table),
    );
  });

  test.each(RECORD_TYPES)('KQL that the checker finds nothing wrong with: %s', (type) => {
    for (const query of [queryOf(type), queryOf(type, { index: 3, of: 8 })]) expect(faults(query)).toEqual([]);
  });

  test('503 and a reset are tried again', async () => {
    azure = await startRecords();
    azure.server.fault({ path: QUERY, respond: { status: 503, headers: { 'retry-after': '0' } } });
    azure.server.fault({ path: QUERY, reset: 'before' });
    const sink = azure.connect();
    expect(await sink.read('hunts')).toEqual([]);
    expect(sink.requests()).toBe(3);
  });

  test('a workspace without any data', async () => {
    azure = await startRecords();
    azure.server.fault({ path: QUERY, respond: { status: 204 } });
    expect(await azure.connect().read('hunts')).toEqual([]);
  });
});

describe('more than one answer holds', () => {
  const keys = (records: readonly { readonly [field: string]: unknown }[]) =>
    records.map(({ hunt_key }) => String(hunt_key)).sort();

  test.each([
    ['rows', 300, { rows: 100 }, 1 + 8],
    ['bytes', 300, { bytes: 40_000 }, 1 + 8],
    ['more than eight parts hold', 300, { rows: 20 }, 1 + 1 + 64],
  ])('%s: read in parts, each record once', async (_, n, limits, requests) => {
    azure = await startRecords({ query: { limits } });
    const sink = azure.connect();
    const records = makeRecords('hunts', n);
    await sink.write('hunts', { upsert: records, remove: [] });
    const before = sink.requests();
    expect(keys(await sink.read('hunts'))).toEqual(keys(records));
    expect(sink.requests() - before).toBe(requests);
  });

  test('too much for all parts is an error', async () => {
    azure = await startRecords({ query: { limits: { rows: 1 } } });
    const sink = azure.connect();
    await sink.write('hunts', { upsert: makeRecords('hunts', 300), remove: [] });
    await expect(sink.read('hunts')).rejects.toThrow(/more than can be read in 64 parts/);
  });

  test('a refusal with a status of its own is the same', async () => {
    azure = await startRecords();
    const sink = azure.connect();
    const records = makeRecords('hunts', 20);
    await sink.write('hunts', { upsert: records, remove: [] });
    const error = {
      code: 'BadArgumentError',
      message: 'x',
      innererror: { code: 'ResponsePayloadTooLarge', message: 'too large' },
    };
    azure.server.fault({ path: QUERY, respond: respond(400, { error }) });
    expect(keys(await sink.read('hunts'))).toEqual(keys(records));
  });
});
