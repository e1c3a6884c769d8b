import { existsSync } from 'node:fs';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { StandInRequest, StandInResponse } from '../../src/sandbox/server.ts';
import { type AzureUnderTest, SAVED_SEARCHES, savedSearch, startAzure } from '../support/azure-stand-in.ts';
import { createOavRecorder, type OavRecorder, SPECS } from '../support/oav.ts';

const ONE = `${SAVED_SEARCHES}/3d9c1f5e-5f0d-5b7b-9f83-0c6d0f6a8f10`;

it.skipIf(existsSync(SPECS))('has no recorder where the specifications are absent', async () => {
  expect(await createOavRecorder()).toBeNull();
});

describe.skipIf(!existsSync(SPECS))("Azure's live validator (needs ../shared/specs beside the checkout)", () => {
  let recorder: OavRecorder;
  let azure: AzureUnderTest | undefined;
  beforeAll(async () => {
    // The first load compiles the schemas.
    await createOavRecorder();
  });
  afterEach(() => azure?.server.close());

  async function record(options: Parameters<typeof startAzure>[0] = {}): Promise<AzureUnderTest> {
    recorder = (await createOavRecorder()) as OavRecorder;
    azure = await startAzure(options, { onExchange: recorder.onExchange });
    return azure;
  }

  it('finds nothing wrong in a run through everything the stand-in answers', async () => {
    const rules = [{ id: 'dcr-1', streams: ['Custom-Hunts_CL'] }];
    const { call, server } = await record({ rules, limits: { deletes: { burst: 2, perSecond: 0 } } });
    const full = savedSearch({
      version: 2,
      functionAlias: 'odd',
      functionParameters: 'a:string',
      tags: [{ name: 'tactics', value: 'Execution' }],
    });
    const { etag } = (await call('PUT', ONE, { etag: '*', ...full })).body;
    const statuses = [
      await call('GET', ONE),
      await call('PUT', ONE, { etag, ...savedSearch() }),
      await call('PUT', ONE, { etag, ...savedSearch() }),
      await call('PUT', ONE, savedSearch({ query: undefined })),
      await call('PUT', ONE, savedSearch({ tags: Array.from({ length: 16 }, () => ({ name: 'n', value: 'v' })) })),
      await call('GET', SAVED_SEARCHES),
      await call('GET', SAVED_SEARCHES, undefined, { token: null }),
      await call('GET', SAVED_SEARCHES.replace('soc-logs', 'other')),
      await call('DELETE', ONE),
      await call('DELETE', ONE),
      await call('DELETE', ONE),
      await call('POST', '/dataCollectionRules/dcr-1/streams/Custom-Hunts_CL', [{ a: 1 }], { version: '2023-01-01' }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([200, 200, 409, 400, 400, 200, 401, 404, 200, 404, 429, 204]);
    server.fault({ respond: { status: 503 } });
    await fetch(server.url);
    expect(recorder.count()).toBe(13);
    expect(await recorder.errors()).toEqual([]);
  });

  it.each([
    ['a wrong api-version', { version: '2025-07-01' }, savedSearch(), /OPERATION_NOT_FOUND_IN_CACHE_WITH_API/],
    [
      'a property that the definition does not have',
      {},
      savedSearch({ colour: 'red' }),
      /request\.OBJECT_ADDITIONAL_PROP/,
    ],
  ])('catches %s in a request that the stand-in takes', async (_, init, body, error) => {
    const { call } = await record();
    expect((await call('PUT', ONE, body, init)).status).toBe(200);
    expect((await recorder.errors()).join('\n')).toMatch(error);
  });

  it('catches the PascalCase of old saved searches', async () => {
    const { call } = await record({ casing: 'pascal' });
    await call('PUT', ONE, savedSearch());
    expect((await recorder.errors()).join('\n')).toMatch(/response\.OBJECT_(MISSING_REQUIRED|ADDITIONAL)_PROPERT/);
  });

  it.each([
    ['a status that the specification does not have', { status: 201 }, /response\.INVALID_RESPONSE_CODE/],
    ['a wrong type', { properties: { ...savedSearch().properties, version: '2' } }, /response\.INVALID_TYPE/],
    ['tags as an object', { properties: { ...savedSearch().properties, tags: { a: 'b' } } }, /response\.INVALID_TYPE/],
    ['a missing query', { properties: { category: 'c', displayName: 'd' } }, /response\.OBJECT_MISSING_REQUIRED_PROP/],
  ])('catches a stand-in that answers %s', async (_, { status = 200, ...wrong }: Record<string, unknown>, error) => {
    const { call, server } = await record();
    const headers = { 'content-type': 'application/json' };
    const respond = { status: status as number, headers, body: JSON.stringify({ ...savedSearch(), ...wrong }) };
    server.fault({ method: 'PUT', respond });
    await call('PUT', ONE, savedSearch());
    expect((await recorder.errors()).join('\n')).toMatch(error);
  });

  it('catches a request without a query that a lax stand-in would take', async () => {
    recorder = (await createOavRecorder()) as OavRecorder;
    const exchange = (body: unknown): [StandInRequest, StandInResponse] => [
      {
        method: 'PUT',
        path: ONE,
        query: new URLSearchParams({ 'api-version': '2020-08-01' }),
        headers: { 'content-type': 'application/json' },
        body: Buffer.from(JSON.stringify(body)),
      },
      { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(savedSearch()) },
    ];
    recorder.onExchange(...exchange(savedSearch()));
    expect(await recorder.errors()).toEqual([]);
    recorder.onExchange(...exchange(savedSearch({ query: undefined })));
    expect(await recorder.errors()).toEqual([
      expect.stringMatching(/request\.OBJECT_MISSING_REQUIRED_PROPERTY.*query/),
    ]);
  });
});
