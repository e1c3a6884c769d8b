import { afterEach, describe, expect, it } from 'vitest';
import {
  type AzureOptions,
  customerIdOf,
  type QueryLogs,
  readDeployment,
} from '../../../../src/sandbox/azure/index.ts';
import type { StandInServer } from '../../../../src/sandbox/server.ts';
import { SAVED_SEARCHES, savedSearch, startAzure, TOKEN, WORKSPACE } from '../../../support/azure-stand-in.ts';

let server: StandInServer | undefined;
afterEach(() => server?.close());

const PATH = `/v1${SAVED_SEARCHES.replace('/savedSearches', '')}/query`;
const AT = '2026-05-01T08:30:00.000Z';
const LATER = '2026-05-02T08:30:00.000Z';

interface Answered {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly unknown[][];
}

async function start(rows: Record<string, unknown>[] = [], options: AzureOptions = {}) {
  const azure = await startAzure(options);
  server = azure.server;
  azure.state.ingested['/dcr-1/Custom-Hunts_CL'] = rows;
  const ask = (query: string, extra: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
    fetch(`${azure.server.url}${PATH}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, ...extra }),
    });
  const table = async (query: string, extra = {}) => {
    const { tables } = (await (await ask(query, extra)).json()) as { tables: [Answered] };
    return tables[0];
  };
  return { ...azure, ask, table };
}

const HUNTS = [
  { TimeGenerated: AT, HuntKey: 'a', Severity: 'LOW', ArticleCount: 1, Removed: false, Techniques: ['T1', 'T2'] },
  { TimeGenerated: LATER, HuntKey: 'a', Severity: 'HIGH', ArticleCount: 2, Removed: false },
  { TimeGenerated: AT, HuntKey: 'b', Severity: 'HIGH', Removed: false },
  { TimeGenerated: LATER, HuntKey: 'b', Severity: 'HIGH', Removed: true },
  { TimeGenerated: AT, HuntKey: 'c', Severity: 'LOW' },
];

describe('the query API', () => {
  it('answers tables of typed columns and rows', async () => {
    const { table } = await start(HUNTS);
    expect(
      await table(
        'Hunts_CL | where HuntKey == "a" | project TimeGenerated, HuntKey, ArticleCount, Removed, Techniques, Query | take 1',
      ),
    ).toEqual({
      name: 'PrimaryResult',
      columns: [
        { name: 'TimeGenerated', type: 'datetime' },
        { name: 'HuntKey', type: 'string' },
        { name: 'ArticleCount', type: 'int' },
        { name: 'Removed', type: 'bool' },
        { name: 'Techniques', type: 'dynamic' },
        { name: 'Query', type: 'string' },
      ],
      rows: [['2026-05-01T08:30:00Z', 'a', 1, false, '["T1","T2"]', '']],
    });
  });

  it('has the newest version of each record, and none that was removed', async () => {
    const { table } = await start(HUNTS);
    const newest = 'Hunts_CL | summarize arg_max(TimeGenerated, *) by HuntKey | where Removed != true';
    expect((await table(`${newest} | project HuntKey, Severity | order by HuntKey asc`)).rows).toEqual([
      ['a', 'HIGH'],
      ['c', 'LOW'],
    ]);
    expect((await table('Hunts | project Key = HuntKey | order by Key desc')).rows).toEqual([['c'], ['a']]);
    expect((await table('Hunts() | count')).rows).toEqual([[2]]);
    const { columns } = await table('Hunts');
    expect(columns.slice(0, 2).map(({ name }) => name)).toEqual(['HuntKey', 'TimeGenerated']);
    expect((await table('Hunts | summarize Found = count() by Severity | order by Severity asc')).rows).toEqual([
      ['HIGH', 1],
      ['LOW', 1],
    ]);
  });

  it('runs a saved function of the workspace', async () => {
    const { table, call } = await start(HUNTS);
    await call(
      'PUT',
      `${SAVED_SEARCHES}/f1`,
      savedSearch({ functionAlias: 'Severe', query: "Hunts_CL\n| where Severity == 'HIGH'" }),
    );
    expect(
      (
        await table(
          'Severe | extend Twice = ArticleCount | where Twice >= 2 and (Twice < 3 or Removed == true) | count',
        )
      ).rows,
    ).toEqual([[1]]);
  });

  it('parts rows by a hash of a column, each row into one part', async () => {
    const { table } = await start(Array.from({ length: 50 }, (_, i) => ({ TimeGenerated: AT, HuntKey: `k${i}` })));
    const parts = await Promise.all(
      [0, 1, 2].map(async (i) =>
        (await table(`Hunts_CL | where hash(HuntKey, 3) == ${i} | project HuntKey`)).rows.flat(),
      ),
    );
    expect(new Set(parts.flat()).size).toBe(50);
    expect(parts.every((part) => part.length > 5)).toBe(true);
    expect(parts.flat()).toHaveLength(50);
  });

  it('looks at the asked span only', async () => {
    const { table } = await start(HUNTS);
    expect((await table('Hunts_CL | count', { timespan: '2026-05-02T00:00:00Z/2026-05-03T00:00:00Z' })).rows).toEqual([
      [2],
    ]);
  });

  it('reads a table that was just made as empty', async () => {
    const { table } = await start();
    expect((await table('HuntArticles')).rows).toEqual([]);
    expect((await table('HuntIndicators | count')).rows).toEqual([[0]]);
  });

  it.each([
    [
      'a table that is not there',
      'Nowhere_CL | take 1',
      'SemanticError',
      'SEM0100',
      /table or column expression named 'Nowhere_CL'/,
    ],
    ['a column that is not there', 'Hunts_CL | where Nonsense == 1', 'SemanticError', 'SEM0100', /named 'Nonsense'/],
    [
      'a column that is not there, in a projection',
      'Hunts_CL | project Nonsense',
      'SemanticError',
      'SEM0100',
      /Nonsense/,
    ],
    ['an unknown function', 'Hunts_CL | where foo(HuntKey) == 1', 'SemanticError', 'SEM0260', /foo/],
    ['an unknown operator', 'Hunts_CL | evaluate bag_unpack(x)', 'SyntaxError', 'SYN0002', /evaluate/],
    ['a strange character', 'Hunts_CL | where HuntKey == #', 'SyntaxError', 'SYN0001', /#/],
    ['a second source', 'Hunts_CL Hunts_CL', 'SyntaxError', 'SYN0002', /Hunts_CL/],
    ['nothing', '', 'SyntaxError', 'SYN0002', /recognition/],
  ])('refuses %s', async (_, query, kind, code, message) => {
    const { ask } = await start(HUNTS);
    const answer = await ask(query);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      error: {
        code: 'BadArgumentError',
        innererror: { code: kind, innererror: { code, message: expect.stringMatching(message) } },
      },
    });
  });

  it('answers a part, and says so, where the whole is too much', async () => {
    const { ask } = await start(HUNTS, { query: { limits: { rows: 2 } } });
    const body = await (await ask('Hunts_CL')).json();
    expect(body).toMatchObject({
      tables: [{ rows: [{}, {}] }],
      error: { code: 'PartialError', details: [{ innererror: { code: '-2133196797' } }] },
    });
    const small = await start(HUNTS, { query: { limits: { bytes: 60 } } });
    expect(await (await small.ask('Hunts_CL')).json()).toMatchObject({ error: { code: 'PartialError' } });
  });

  it('leaves out what the caller may not read, and tells who asks', async () => {
    const { ask } = await start(HUNTS, { query: { denied: ['Hunts_CL'] } });
    const answer = await ask('Hunts_CL', {}, { prefer: 'wait=30,include-permissions=true' });
    expect(await answer.json()).toMatchObject({
      tables: [{ rows: [] }],
      permissions: { dataSources: [{ denyTables: ['Hunts_CL'] }] },
    });
  });

  it('refuses another workspace, another method, another path and strangers; without a content type it says nothing', async () => {
    const { ask, server: own } = await start(HUNTS);
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
    const post = (path: string) => fetch(own.url + path, { method: 'POST', headers, body: '{"query":"Hunts_CL"}' });
    expect((await post(PATH.replace('soc-logs', 'other'))).status).toBe(404);
    expect((await post('/v1/elsewhere')).status).toBe(404);
    expect((await fetch(own.url + PATH, { headers })).status).toBe(404);
    expect((await ask('Hunts_CL', {}, { authorization: '' })).status).toBe(401);
    const silent = await ask('Hunts_CL', {}, { 'content-type': 'text/plain' });
    expect([silent.status, await silent.text()]).toEqual([200, '']);
    expect((await ask('Hunts_CL', { timespan: 'yesterday' })).status).toBe(400);
  });

  it('has only the tables that a workspace was given', async () => {
    const { ask } = await start(HUNTS, { workspaces: [{ ...WORKSPACE, tables: [] }] });
    expect((await ask('Hunts_CL')).status).toBe(400);
  });
});

describe('a workspace with logs', () => {
  const seen: Parameters<QueryLogs>[] = [];
  const logs: QueryLogs = (query, context) => {
    seen.push([query, context]);
    if (query.includes('Broken')) return { failed: "The name 'Broken' does not refer to any known table." };
    const rows = [{ At: AT, N: 3, Bag: { a: 1 } }];
    const columns = [
      { name: 'At', type: 'datetime' },
      { name: 'N', type: 'long' },
      { name: 'Bag', type: 'dynamic' },
    ];
    return { columns, rows };
  };

  it('runs any other query on them, with the deployed tables at hand and the timespan to choose by', async () => {
    const { table } = await start(HUNTS, { logs });
    expect(await table('DeviceEvents | join Hunts_CL on X', { timespan: `${LATER}/P1D` })).toMatchObject({
      columns: [{ type: 'datetime' }, { type: 'long' }, { type: 'dynamic' }],
      rows: [['2026-05-01T08:30:00.000Z'.replace('.000', ''), 3, '{"a":1}']],
    });
    const [query, context] = seen.at(-1) ?? [];
    expect(query).toBe('DeviceEvents | join Hunts_CL on X');
    expect(context?.tables.map(({ name, rows }) => [name, rows.length])).toContainEqual(['Hunts_CL', 2]);
    expect([AT, LATER, undefined].map((TimeGenerated) => context?.isIn({ TimeGenerated }))).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('puts the deployed functions before a query that names them', async () => {
    const { table } = await start(HUNTS, { logs });
    await table('Hunts | join kind=inner DeviceEvents on X');
    expect(seen.at(-1)?.[0]).toMatch(/^let Hunts = view \(\) \{[\s\S]+\};\nHunts \| join/);
  });

  it('answers for the deployed tables itself', async () => {
    const { table } = await start(HUNTS, { logs });
    const before = seen.length;
    expect((await table('Hunts_CL | count')).rows).toEqual([[5]]);
    expect((await table('Hunts() | count')).rows).toEqual([[2]]);
    expect(seen).toHaveLength(before);
  });

  it('refuses what fails, as a semantic error', async () => {
    const { ask } = await start(HUNTS, { logs });
    const answer = await ask('Broken | take 1');
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      error: {
        code: 'BadArgumentError',
        innererror: { code: 'SemanticError', innererror: { message: expect.stringContaining('Broken') } },
      },
    });
  });
});

it("knows a workspace by its own id too, as the path of Azure's client for Python has it", async () => {
  const { server: azure } = await start(HUNTS);
  const ask = (id: string) =>
    fetch(`${azure.url}/v1/workspaces/${id}/query`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'Hunts_CL | count', timespan: '2026-05-01T00:00:00Z/P1D' }),
    });
  const { tables } = (await (await ask(customerIdOf(WORKSPACE))).json()) as { tables: [Answered] };
  expect(tables[0].rows).toEqual([[3]]);
  expect((await ask('00000000-0000-4000-8000-000000000000')).status).toBe(404);
});

describe('the deployed template', () => {
  it('is the one of this project', () => {
    const { tables, functions, streams } = readDeployment();
    expect(tables.map(({ name }) => name)).toEqual(['HuntArticles_CL', 'Hunts_CL', 'HuntIndicators_CL', 'HuntRuns_CL']);
    expect(Object.keys(functions)).toEqual(['HuntArticles', 'Hunts', 'HuntIndicators', 'HuntRuns']);
    expect(streams.map(({ name, table }) => [name, table])).toEqual([
      ['Custom-HuntArticles_CL', 'HuntArticles_CL'],
      ['Custom-Hunts_CL', 'Hunts_CL'],
      ['Custom-HuntIndicators_CL', 'HuntIndicators_CL'],
      ['Custom-HuntRuns_CL', 'HuntRuns_CL'],
    ]);
  });

  it('shows in the list of tables, and the workspace tells its GUID', async () => {
    const { call } = await start();
    const tables = (
      await call('GET', SAVED_SEARCHES.replace('savedSearches', 'tables'), undefined, { version: '2022-10-01' })
    ).body;
    expect(tables.value.map(({ name }: { name: string }) => name)).toContain('Hunts_CL');
    const table = (path: string) =>
      call('GET', SAVED_SEARCHES.replace('savedSearches', `tables/${path}`), undefined, { version: '2022-10-01' });
    expect((await table('hunts_cl')).body).toMatchObject({
      name: 'Hunts_CL',
      properties: { schema: { name: 'Hunts_CL' } },
    });
    expect((await table('Nowhere_CL')).status).toBe(404);
    const { body } = await call('GET', SAVED_SEARCHES.replace('/savedSearches', ''));
    expect(body.properties.customerId).toBe(customerIdOf(WORKSPACE));
    expect(customerIdOf({ ...WORKSPACE, customerId: 'A' })).toBe('a');
    expect((await call('PUT', SAVED_SEARCHES.replace('/savedSearches', ''), {})).status).toBe(405);
    const group = SAVED_SEARCHES.replace(/\/[^/]+\/savedSearches$/, '');
    for (const path of [group, group.replace(/\/resourceGroups\/[^/]+/i, '')]) {
      expect((await call('GET', path)).body.value).toEqual([body]);
    }
  });
});
