import { gzipSync } from 'node:zlib';
import { ClientAssertionCredential, type TokenCredential } from '@azure/identity';
import { LogsIngestionClient } from '@azure/monitor-ingestion';
import { afterEach, describe, expect, it } from 'vitest';
import { type AppRegistration, type AzureOptions, createAzure } from '../../../src/sandbox/azure/index.ts';
import { type StandInServer, serve } from '../../../src/sandbox/server.ts';
import { createTls } from '../../../src/sandbox/tls.ts';
import { SAVED_SEARCHES, startAzure, TOKEN } from '../../support/azure-stand-in.ts';

let server: StandInServer | undefined;
afterEach(() => server?.close());

async function start(options: AzureOptions) {
  const azure = await startAzure(options);
  server = azure.server;
  return azure;
}

const APP = { tenantId: 'tenant', clientId: 'client', clientSecret: 'secret' };

function ask(form: Record<string, string>, path = '/tenant/oauth2/v2.0/token'): Promise<Response> {
  return fetch(server?.url + path, { method: 'POST', body: new URLSearchParams(form) });
}

const GRANT = {
  grant_type: 'client_credentials',
  client_id: APP.clientId,
  client_secret: APP.clientSecret,
  scope: 'https://management.azure.com/.default openid profile offline_access',
};

describe('the token endpoint', () => {
  it('issues a token that Azure Resource Manager takes until it expires', async () => {
    let clock = Date.now();
    const { call } = await start({ apps: [APP], now: () => new Date(clock) });
    const answer = (await (await ask(GRANT)).json()) as {
      access_token: string;
      expires_in: number;
      token_type: string;
    };
    expect(answer).toMatchObject({ token_type: 'Bearer', expires_in: 3599 });
    const list = () => call('GET', SAVED_SEARCHES, undefined, { token: answer.access_token });
    expect((await list()).status).toBe(200);
    clock += 3600 * 1000;
    expect((await list()).body.error.code).toBe('ExpiredAuthenticationToken');
  });

  it.each([
    ['a wrong secret', { client_secret: 'x' }, 401, 'invalid_client'],
    ['no secret', { client_secret: '' }, 401, 'invalid_client'],
    ['an unknown application', { client_id: 'x' }, 400, 'unauthorized_client'],
    ['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
    ['a scope that is not /.default', { scope: 'https://management.azure.com/user' }, 400, 'invalid_scope'],
  ])('refuses %s', async (_, change, status, error) => {
    await start({ apps: [APP] });
    const answer = await ask({ ...GRANT, ...change });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ error, error_description: expect.stringMatching(/^AADSTS\d+: /) });
  });

  it('knows an application in its own tenant only, and nothing else', async () => {
    await start({ apps: [APP] });
    expect((await ask(GRANT, '/other/oauth2/v2.0/token')).status).toBe(400);
    expect((await fetch(`${server?.url}/tenant/oauth2/v2.0/token`)).status).toBe(404);
    expect((await fetch(`${server?.url}/`)).status).toBe(404);
  });

  it('serves the discovery documents', async () => {
    await start({});
    const authorize = encodeURIComponent('https://login.microsoftonline.com/tenant/oauth2/v2.0/authorize');
    const path = `/common/discovery/instance?api-version=1.1&authorization_endpoint=${authorize}`;
    const found = (await (await fetch(server?.url + path)).json()) as { tenant_discovery_endpoint: string };
    expect(new URL(found.tenant_discovery_endpoint).pathname).toBe('/tenant/v2.0/.well-known/openid-configuration');
    const { pathname } = new URL(found.tenant_discovery_endpoint);
    const document = (await (await fetch(server?.url + pathname)).json()) as { token_endpoint: string };
    expect(document.token_endpoint).toBe(`https://${new URL(server?.url ?? '').host}/tenant/oauth2/v2.0/token`);
  });
});

const RULE = { id: 'dcr-1', streams: ['Custom-Hunts_CL'] };
const STREAM = '/dataCollectionRules/dcr-1/streams/Custom-Hunts_CL';

describe('logs ingestion', () => {
  function post(body: string | Buffer, headers: Record<string, string> = {}, path = STREAM, version = '2023-01-01') {
    return fetch(`${server?.url}${path}?api%2Dversion=${version}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...headers },
      body: new Uint8Array(Buffer.from(body)),
    });
  }

  const AT = '2026-05-01T08:30:00.000Z';

  it('takes rows, plain and gzipped, and appends', async () => {
    const { state } = await start({ rules: [RULE] });
    const row = (key: string) => JSON.stringify({ HuntKey: key, TimeGenerated: AT });
    expect((await post(`[${row('a')}]`)).status).toBe(204);
    expect((await post(gzipSync(`[${row('b')},${row('c')}]`), { 'content-encoding': 'gzip' })).status).toBe(204);
    const rows = ['a', 'b', 'c'].map((key) => ({ HuntKey: key, TimeGenerated: AT }));
    expect(state.ingested).toEqual({ '/dcr-1/Custom-Hunts_CL': rows });
  });

  it('keeps the declared columns only, in their types', async () => {
    const { state } = await start({ rules: [RULE], now: () => new Date(AT) });
    const wide = 'ü'.repeat(40_000);
    const sent = {
      HuntKey: 7,
      Query: wide,
      ArticleCount: '3',
      Techniques: ['T1059'],
      Published: '2026-05-01',
      FirstSeen: 'yesterday',
      Removed: false,
      Undeclared: 1,
    };
    expect((await post(JSON.stringify([sent]))).status).toBe(204);
    expect(state.ingested['/dcr-1/Custom-Hunts_CL']).toEqual([
      {
        TimeGenerated: AT,
        HuntKey: '7',
        Query: wide.slice(0, 32 * 1024),
        Techniques: ['T1059'],
        Published: '2026-05-01T00:00:00.000Z',
        Removed: false,
      },
    ]);
  });

  it('keeps what it knows no columns of as it came', async () => {
    const { state } = await start({ rules: [{ id: 'dcr-1', streams: ['Custom-Other_CL'] }] });
    expect((await post('[{"a":1}]', {}, STREAM.replace('Hunts', 'Other'))).status).toBe(204);
    expect(state.ingested).toEqual({ '/dcr-1/Custom-Other_CL': [{ a: 1 }] });
  });

  const big = `["${'x'.repeat(1024 * 1024)}"]`;
  it.each([
    ['an unknown rule', '[]', {}, STREAM.replace('dcr-1', 'dcr-2'), 404, 'NotFound'],
    ['an unknown stream', '[]', {}, STREAM.replace('Hunts', 'Other'), 400, 'InvalidStream'],
    ['another path', '[]', {}, '/dataCollectionRules/dcr-1', 404, 'NotFound'],
    ['an object', '{"a":1}', {}, STREAM, 400, 'InvalidPayload'],
    ['a list of numbers', '[1]', {}, STREAM, 400, 'InvalidPayload'],
    ['no JSON', '[', {}, STREAM, 400, 'InvalidPayload'],
    ['what is not gzip', '[]', { 'content-encoding': 'gzip' }, STREAM, 400, 'InvalidPayload'],
    ['over 1 MB', big, {}, STREAM, 413, 'ContentLengthLimitExceeded'],
    ['over 1 MB unpacked', gzipSync(big), { 'content-encoding': 'gzip' }, STREAM, 413, 'ContentLengthLimitExceeded'],
  ])('refuses %s', async (_, body, headers, path, status, code) => {
    const { state } = await start({ rules: [RULE] });
    const answer = await post(body, headers as Record<string, string>, path);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('x-ms-error-code')).toBe(code);
    expect(state.ingested).toEqual({});
  });

  it('refuses another api-version, and a caller without a token', async () => {
    await start({ rules: [RULE] });
    expect((await post('[]', {}, STREAM, '2021-11-01-preview')).status).toBe(400);
    expect((await post('[]', { authorization: '' })).status).toBe(401);
  });
});

it("works with Azure's own client libraries: a federated identity, an upload", async () => {
  const tls = await createTls();
  const app: AppRegistration = { tenantId: 'tenant-1', clientId: 'client-1', assertion: 'federated-token' };
  const { handler, state } = createAzure({ apps: [app], rules: [RULE] });
  server = await serve(handler, { tls });
  const options = { authorityHost: server.url, disableInstanceDiscovery: true, tlsOptions: { ca: tls.ca } };
  const trusted = new ClientAssertionCredential('tenant-1', 'client-1', async () => 'federated-token', options);
  const client = new LogsIngestionClient(server.url, trusted, { tlsOptions: { ca: tls.ca } });
  const rows = Array.from({ length: 30 }, (_, i) => ({ i, text: 'x'.repeat(40_000) }));
  await client.upload(RULE.id, RULE.streams[0] ?? '', rows);
  expect(state.ingested['/dcr-1/Custom-Hunts_CL']).toHaveLength(30);
  expect(server.log.filter(({ path }) => path === STREAM)).toHaveLength(2);

  const stranger: TokenCredential = new ClientAssertionCredential(
    'tenant-1',
    'client-1',
    async () => 'forged',
    options,
  );
  await expect(stranger.getToken('https://monitor.azure.com/.default')).rejects.toThrow(/AADSTS7000215/);
});
