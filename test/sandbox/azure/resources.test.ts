import { afterEach, describe, expect, it } from 'vitest';
import { type AzureOptions, emptyAzureState } from '../../../src/sandbox/azure/index.ts';
import { openStore } from '../../../src/sandbox/store.ts';
import {
  type AzureUnderTest,
  SAVED_SEARCHES,
  savedSearch,
  startAzure,
  WORKSPACE,
} from '../../support/azure-stand-in.ts';

let azure: AzureUnderTest;
afterEach(() => azure.server.close());

async function start(options: AzureOptions = {}): Promise<AzureUnderTest> {
  azure = await startAzure(options);
  return azure;
}

const ID = '3d9c1f5e-5f0d-5b7b-9f83-0c6d0f6a8f10';
const ONE = `${SAVED_SEARCHES}/${ID}`;
const tags = (count: number) => Array.from({ length: count }, (_, i) => ({ name: `t${i}`, value: 'v' }));

describe('saved searches', () => {
  it('creates, reads, lists and deletes', async () => {
    const { call, state } = await start();
    const put = await call('PUT', ONE, { etag: '*', ...savedSearch({ version: 2, tags: tags(15) }) });
    expect(put.status).toBe(200);
    expect(put.body).toMatchObject({
      name: ID,
      id: `${SAVED_SEARCHES.replace('resourcegroups', 'resourceGroups')}/${ID}`,
      etag: expect.stringMatching(/^W\/"datetime'/),
      properties: { displayName: 'Odd logons', version: 2, tags: tags(15) },
    });
    expect((await call('GET', ONE)).body).toEqual(put.body);
    expect((await call('GET', SAVED_SEARCHES)).body).toEqual({ value: [put.body] });
    expect(Object.keys(state.savedSearches)).toHaveLength(1);
    expect((await call('DELETE', ONE)).status).toBe(200);
    expect((await call('GET', ONE)).status).toBe(404);
    expect((await call('DELETE', ONE)).body.error.code).toBe('ResourceNotFound');
    expect((await call('GET', SAVED_SEARCHES)).body).toEqual({ value: [] });
  });

  it('takes 2 for the query language version and drops what the definition does not name', async () => {
    const { call } = await start();
    const { body } = await call('PUT', ONE, savedSearch({ colour: 'red' }));
    expect(body.properties).toEqual({ ...savedSearch().properties, version: 2 });
  });

  it('compares every name in the path without case', async () => {
    const { call } = await start();
    await call('PUT', ONE, savedSearch());
    expect((await call('GET', ONE.toUpperCase())).body.name).toBe(ID);
    await call('PUT', ONE.toUpperCase(), { etag: '*', ...savedSearch() });
    expect((await call('GET', SAVED_SEARCHES.toLowerCase())).body.value).toHaveLength(1);
  });

  it('overwrites with "*" or the current etag only, and gives each write a new one', async () => {
    const { call } = await start();
    const first = (await call('PUT', ONE, savedSearch())).body.etag;
    const without = await call('PUT', ONE, savedSearch());
    expect(without.status).toBe(409);
    expect(without.body.error).toMatchObject({
      code: 'Conflict',
      message: expect.stringContaining('Newer data exists in the Customer Configuration Store'),
    });
    const second = await call('PUT', ONE, { etag: first, ...savedSearch({ displayName: 'Renamed' }) });
    expect(second.status).toBe(200);
    expect(second.body.etag).not.toBe(first);
    expect((await call('PUT', ONE, { etag: first, ...savedSearch() })).status).toBe(409);
    expect((await call('GET', ONE)).body.properties.displayName).toBe('Renamed');
    expect((await call('PUT', ONE, { etag: '*', ...savedSearch() })).status).toBe(200);
    expect((await call('PUT', `${ONE}x`, { etag: first, ...savedSearch() })).status).toBe(409);
  });

  it.each([
    ['no category', savedSearch({ category: undefined }), 'InvalidParameter', /category/],
    ['no displayName', savedSearch({ displayName: undefined }), 'InvalidParameter', /displayName/],
    ['an empty query', savedSearch({ query: '' }), 'InvalidParameter', /query/],
    ['no properties', { etag: '*' }, 'InvalidParameter', /properties/],
    [
      '16 tags',
      savedSearch({ tags: tags(16) }),
      'BadRequest',
      /^The element 'Tags' has invalid child element 'Tag'\.$/,
    ],
    ['tags as an object', savedSearch({ tags: { a: 'b' } }), 'InvalidRequestContent', /tags/],
    ['a tag without value', savedSearch({ tags: [{ name: 'a' }] }), 'InvalidParameter', /tags\[0\]/],
    [
      'a tag value that is a number',
      savedSearch({ tags: [{ name: 'a', value: 1 }] }),
      'InvalidRequestContent',
      /tags\[0\]/,
    ],
    ['a tag that is a string', savedSearch({ tags: ['a'] }), 'InvalidRequestContent', /tags\[0\]/],
    ['a query that is a list', savedSearch({ query: ['x'] }), 'InvalidRequestContent', /query/],
    ['a version that is a string', savedSearch({ version: '2' }), 'InvalidRequestContent', /version/],
    ['an etag that is a number', { etag: 1, ...savedSearch() }, 'InvalidRequestContent', /etag/],
    ['a list', [], 'InvalidRequestContent', /object/],
    ['no JSON', '{', 'InvalidRequestContent', /deserialized/],
  ])('refuses %s', async (_, body, code, message) => {
    const { call, state } = await start();
    const answer = await call('PUT', ONE, body);
    expect(answer.status).toBe(400);
    expect(answer.body.error).toEqual({ code, message: expect.stringMatching(message) });
    expect(state.savedSearches).toEqual({});
  });

  it('refuses a body that is not called JSON, and methods that the specification does not have', async () => {
    const { call, server } = await start();
    const headers = { authorization: 'Bearer a-token-for-tests', 'content-type': 'text/plain' };
    const put = await fetch(`${server.url}${ONE}?api-version=2020-08-01`, { method: 'PUT', headers, body: '{}' });
    expect(put.status).toBe(415);
    expect((await call('PATCH', ONE, {})).status).toBe(405);
    expect((await call('POST', SAVED_SEARCHES, {})).status).toBe(405);
  });

  it('reads a body in the PascalCase of the REST documentation', async () => {
    const { call } = await start();
    const properties = { Category: 'c', DisplayName: 'd', Query: 'q', Tags: [{ Name: 'n', Value: 'v' }] };
    const { body } = await call('PUT', ONE, { properties });
    expect(body.properties).toMatchObject({
      category: 'c',
      displayName: 'd',
      query: 'q',
      tags: [{ name: 'n', value: 'v' }],
    });
  });

  it('answers old saved searches in PascalCase: all of them, or the marked ones', async () => {
    const { call, state } = await start();
    await call('PUT', ONE, savedSearch({ tags: tags(1) }));
    for (const search of Object.values(state.savedSearches)) search.legacy = true;
    const old = (await call('GET', ONE)).body;
    expect(old).toMatchObject({
      id: expect.stringMatching(/^subscriptions\//),
      type: 'Microsoft.OperationalInsights/savedSearches',
      properties: { Category: 'Hunting Queries', DisplayName: 'Odd logons', Tags: [{ Name: 't0', Value: 'v' }] },
    });
    await azure.server.close();
    const pascal = await start({ casing: 'pascal', bareList: true });
    await pascal.call('PUT', ONE, savedSearch());
    expect((await pascal.call('GET', SAVED_SEARCHES)).body[0].properties.DisplayName).toBe('Odd logons');
  });
});

describe('the Azure Resource Manager front', () => {
  it.each([
    ['no api-version', null, 'MissingApiVersionParameter'],
    ['an unknown api-version', '2019-01-01', 'NoRegisteredProviderFound'],
  ])('refuses %s', async (_, version, code) => {
    const { call } = await start();
    const answer = await call('GET', SAVED_SEARCHES, undefined, { version });
    expect(answer.status).toBe(400);
    expect(answer.body.error.code).toBe(code);
  });

  it.each(['2015-03-20', '2020-08-01', '2025-07-01'])('takes api-version %s', async (version) => {
    const { call } = await start();
    expect((await call('GET', SAVED_SEARCHES, undefined, { version })).status).toBe(200);
  });

  it.each([
    ['no token', null, 'AuthenticationFailed'],
    ['a wrong token', 'nonsense', 'InvalidAuthenticationToken'],
  ])('answers 401 to %s', async (_, token, code) => {
    const { call } = await start();
    const answer = await call('PUT', ONE, savedSearch(), { token });
    expect(answer.status).toBe(401);
    expect(answer.body.error.code).toBe(code);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /);
    expect((await call('GET', ONE)).status).toBe(404);
  });

  it.each([
    ['subscription', SAVED_SEARCHES.replace('0b1f', '9999'), 'SubscriptionNotFound'],
    ['resource group', SAVED_SEARCHES.replace('Soc-Rg', 'other'), 'ResourceGroupNotFound'],
    ['workspace', SAVED_SEARCHES.replace('soc-logs', 'other'), 'ResourceNotFound'],
    ['child type', SAVED_SEARCHES.replace('savedSearches', 'savedSearch'), 'NotFound'],
    ['provider', SAVED_SEARCHES.replace('OperationalInsights', 'Compute'), 'InvalidResourceType'],
    ['grandchild', `${ONE}/more`, 'NotFound'],
  ])('answers 404 to an unknown %s', async (_, path, code) => {
    const { call } = await start();
    const answer = await call('GET', path);
    expect(answer.status).toBe(404);
    expect(answer.body.error.code).toBe(code);
  });

  it('refuses a path that is not percent-encoded properly, and takes one that is', async () => {
    const { call } = await start();
    expect((await call('GET', `${SAVED_SEARCHES}/%E0%A4%A`)).status).toBe(400);
    expect((await call('PUT', `${SAVED_SEARCHES}/__proto__`, savedSearch())).status).toBe(200);
    expect((await call('PUT', `${SAVED_SEARCHES}/a%20b%2Fc`, savedSearch())).body.name).toBe('a b/c');
  });

  it('counts down the remaining writes, then answers 429 with Retry-After until the bucket refills', async () => {
    let clock = Date.parse('2026-01-01T00:00:00Z');
    const { call } = await start({ limits: { writes: { burst: 2, perSecond: 0.5 } }, now: () => new Date(clock) });
    const write = () => call('PUT', ONE, { etag: '*', ...savedSearch() });
    const remaining = 'x-ms-ratelimit-remaining-subscription-writes';
    expect((await write()).headers.get(remaining)).toBe('1');
    expect((await write()).headers.get(remaining)).toBe('0');
    const refused = await write();
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('2');
    expect(refused.body.error.code).toBe('SubscriptionRequestsThrottled');
    expect((await call('GET', ONE)).status).toBe(200);
    clock += 2000;
    expect((await write()).status).toBe(200);
  });

  it('answers the remaining calls of a full bucket where nothing is limited', async () => {
    const { call } = await start();
    expect((await call('GET', SAVED_SEARCHES)).headers.get('x-ms-ratelimit-remaining-subscription-reads')).toBe('249');
    expect((await call('DELETE', ONE)).headers.get('x-ms-ratelimit-remaining-subscription-deletes')).toBe('199');
  });

  it('lists the tables of the workspace', async () => {
    const tables = [{ name: 'MyApp_CL', columns: [{ name: 'TimeGenerated', type: 'datetime' }] }];
    const { call } = await start({ workspaces: [{ ...WORKSPACE, tables }] });
    const path = SAVED_SEARCHES.replace('savedSearches', 'tables');
    const { body } = await call('GET', path, undefined, { version: '2022-10-01' });
    expect(body.value).toMatchObject([{ name: 'MyApp_CL', properties: { schema: { name: 'MyApp_CL' } } }]);
    expect((await call('GET', path, undefined, { version: '2015-03-20' })).status).toBe(400);
  });
});

it('keeps its state in the store it was given', async () => {
  const store = openStore(undefined, emptyAzureState());
  const { call } = await start({ store });
  await call('PUT', ONE, savedSearch());
  expect(Object.values(store.state.savedSearches)).toMatchObject([
    { id: ID, properties: { displayName: 'Odd logons' } },
  ]);
  expect(JSON.parse(JSON.stringify(store.state))).toEqual(store.state);
});
