import { afterEach, describe, expect, it } from 'vitest';
import type { GraphOptions } from '../../../src/sandbox/graph/index.ts';
import { detectionRule, type GraphUnderTest, RULES, startGraph } from '../../support/graph-stand-in.ts';

let graph: GraphUnderTest;
afterEach(() => graph.server.close());

async function start(options: GraphOptions = {}): Promise<GraphUnderTest> {
  graph = await startGraph(options);
  return graph;
}

const APP = { tenantId: 'tenant', clientId: 'client', clientSecret: 'secret' };
const GRANT = {
  grant_type: 'client_credentials',
  client_id: APP.clientId,
  client_secret: APP.clientSecret,
  scope: 'https://graph.microsoft.com/.default',
};
const RUN = '/v1.0/security/runHuntingQuery';
const SCHEMA = '/beta/security/getHuntingSchema';

describe('access', () => {
  it('is for a token of the token endpoint, until it expires', async () => {
    let clock = Date.now();
    const { call, signIn } = await start({ apps: [APP], now: () => new Date(clock) });
    const { access_token: token } = (await signIn(GRANT)).body;
    const made = await call('POST', RULES, detectionRule(), token);
    expect([made.status, made.body.createdBy]).toEqual([201, 'client']);
    clock += 3600_000;
    expect(await call('GET', RULES, undefined, token)).toMatchObject({
      status: 401,
      body: { error: { code: 'InvalidAuthenticationToken', message: expect.stringMatching(/expired/) } },
    });
  });

  it.each([
    ['no token', null, /empty/],
    ['a wrong token', 'nonsense', /parsing failed/],
  ])('is not for %s', async (_, token, message) => {
    const { call } = await start();
    const { status, body, headers } = await call('POST', RULES, detectionRule(), token);
    expect(status).toBe(401);
    expect(body.error).toMatchObject({ code: 'InvalidAuthenticationToken', message: expect.stringMatching(message) });
    expect(headers.get('www-authenticate')).toMatch(/^Bearer /);
    expect((await call('GET', RULES)).body.value).toEqual([]);
  });

  it('is not for a token of another service', async () => {
    const { call, signIn } = await start({ apps: [APP] });
    const { body } = await signIn({ ...GRANT, scope: 'https://management.azure.com/.default' });
    const { status, body: answer } = await call('GET', RULES, undefined, body.access_token);
    expect([status, answer.error.message]).toEqual([401, expect.stringMatching(/Invalid audience/)]);
  });

  it.each([
    [['CustomDetection.Read.All'], { list: 200, write: 403, run: 403, schema: 403 }],
    [['CustomDetection.ReadWrite.All'], { list: 200, write: 201, run: 403, schema: 403 }],
    [['ThreatHunting.Read.All'], { list: 403, write: 403, run: 200, schema: 200 }],
    [[], { list: 403, write: 403, run: 403, schema: 403 }],
  ])('takes the permission: %j', async (roles, expected) => {
    const { call, signIn } = await start({ apps: [{ ...APP, roles }] });
    const { access_token: token } = (await signIn(GRANT)).body;
    const list = await call('GET', RULES, undefined, token);
    const write = await call('POST', RULES, detectionRule(), token);
    const run = await call('POST', RUN, { Query: 'DeviceInfo' }, token);
    const schema = await call('GET', SCHEMA, undefined, token);
    expect({ list: list.status, write: write.status, run: run.status, schema: schema.status }).toEqual(expected);
    for (const { status, body } of [list, write, run, schema]) {
      if (status !== 403) continue;
      expect(body.error).toMatchObject({
        code: 'Forbidden',
        message: expect.stringMatching(/^Missing application roles/),
      });
    }
  });

  it('knows nothing else', async () => {
    const { call } = await start();
    for (const path of ['/v1.0/users', '/beta/security/rules/detectionRules', '/v1.0/security/getHuntingSchema']) {
      expect(await call('GET', path)).toMatchObject({ status: 404, body: { error: { code: 'ResourceNotFound' } } });
    }
  });
});

describe('faults', () => {
  it('answers what it is told, or cuts the connection, and does the work or not', async () => {
    const { call, server } = await start();
    const body = JSON.stringify({ error: { code: 'TooManyRequests', message: '' } });
    server.fault({ path: /detectionRules/, respond: { status: 429, headers: { 'retry-after': '2' }, body } });
    expect((await call('POST', RULES, detectionRule())).headers.get('retry-after')).toBe('2');
    server.fault({ method: 'POST', reset: 'after' });
    await expect(call('POST', RULES, detectionRule())).rejects.toThrow();
    expect((await call('GET', RULES)).body.value).toHaveLength(1);
    expect((await call('POST', RULES, detectionRule())).status).toBe(409);
    server.fault({ reset: 'before' });
    await expect(call('DELETE', `${RULES}/shadow-copies`)).rejects.toThrow();
    expect((await call('DELETE', `${RULES}/shadow-copies`)).status).toBe(204);
  });
});
