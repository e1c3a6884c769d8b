import 'reflect-metadata';
import { createPublicKey, verify, webcrypto } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import * as x509 from '@peculiar/x509';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AzureAuth } from '../../src/azure/auth.ts';
import { createCredential } from '../../src/azure/credential.ts';
import { createAzureRoute } from '../../src/azure/route.ts';
import { PlatformError } from '../../src/core/errors.ts';
import { NO_PROXIES } from '../../src/core/proxy.ts';
import { createAzure } from '../../src/sandbox/azure/index.ts';
import { type Handler, type StandInServer, serve } from '../../src/sandbox/server.ts';
import { sharedTls } from '../sentinel/fixtures.ts';

const SCOPE = 'https://management.azure.com/.default';
const APP = { tenantId: '11111111-2222-4333-8444-555555555555', clientId: '99999999-8888-4777-8666-555555555555' };
const SECRET = 'the-secret-of-the-app~1';

let folder: string;
let servers: StandInServer[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huntsync-credential-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
  await Promise.all(servers.map((server) => server.close()));
  servers = [];
});

async function signIn(auth: AzureAuth, handler: Handler) {
  const { tls } = await sharedTls();
  const server = await serve(handler, { tls });
  servers.push(server);
  let requests = 0;
  const credential = await createCredential(auth, {
    authorityHost: server.url,
    route: createAzureRoute(NO_PROXIES, [tls.ca]),
    onRequest: () => {
      requests += 1;
    },
  });
  return { server, requests: () => requests, token: () => credential.getToken(SCOPE) };
}

/** Whether the Azure stand-in takes the token for Azure Resource Manager. */
async function isAccepted(handler: Handler, token: string | undefined): Promise<boolean> {
  const response = await handler({
    method: 'GET',
    path: '/subscriptions/none',
    query: new URLSearchParams(),
    headers: { authorization: `Bearer ${token}` },
    body: Buffer.alloc(0),
  });
  return response.status !== 401;
}

test('a fixed token is used as it is, and nobody is asked', async () => {
  const { token, requests } = await signIn({ token: 'eyJ-fixed' }, () => ({ status: 500 }));
  expect((await token())?.token).toBe('eyJ-fixed');
  expect(requests()).toBe(0);
});

describe('a client secret', () => {
  test('is exchanged for a token, once while it lives, and the requests count', async () => {
    const { handler } = createAzure({ apps: [{ ...APP, clientSecret: SECRET }] });
    const { server, token, requests } = await signIn({ ...APP, clientSecret: SECRET }, handler);
    const first = await token();
    expect((await token())?.token).toBe(first?.token);
    expect(await isAccepted(handler, first?.token)).toBe(true);
    expect(server.log.filter(({ path }) => path.endsWith('/token'))).toHaveLength(1);
    expect(requests()).toBe(server.log.length);
  });

  test('that is wrong is a fatal error that says what to check and not what the secret is', async () => {
    const { handler } = createAzure({ apps: [{ ...APP, clientSecret: 'another' }] });
    const { token } = await signIn({ ...APP, clientSecret: SECRET }, handler);
    const error = await token().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PlatformError);
    expect(error).toMatchObject({ fatal: true, remedy: expect.stringContaining('auth.clientSecret') });
    expect((error as Error).message).toContain('AADSTS7000215');
    expect(inspect(error, { depth: 12 })).not.toContain(SECRET);
  });
});

test('a client certificate signs an assertion that its public key proves', async () => {
  const keys = await webcrypto.subtle.generateKey(
    { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' },
    true,
    ['sign', 'verify'],
  );
  x509.cryptoProvider.set(webcrypto as never);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=huntsync test',
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 3_600_000),
    signingAlgorithm: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
    keys: keys as never,
  });
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  const certificatePath = join(folder, 'app.pem');
  writeFileSync(certificatePath, `${x509.PemConverter.encode(pkcs8, 'PRIVATE KEY')}\n${certificate.toString('pem')}\n`);
  const publicKey = createPublicKey(certificate.toString('pem'));
  const { handler } = createAzure();

  let proved = false;
  const { token } = await signIn({ ...APP, certificatePath }, (request) => {
    const form = new URLSearchParams(request.body.toString());
    const assertion = form.get('client_assertion');
    if (assertion === null) return handler(request);
    const [head = '', claims = '', signature = ''] = assertion.split('.');
    const { alg } = JSON.parse(Buffer.from(head, 'base64url').toString()) as { alg: string };
    const padding = alg.startsWith('PS') ? { padding: 6, saltLength: 32 } : {};
    const key = { key: publicKey, ...padding };
    proved = verify('sha256', Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, 'base64url'));
    const body = JSON.stringify({ token_type: 'Bearer', expires_in: 3599, access_token: 'by-certificate' });
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  });
  expect((await token())?.token).toBe('by-certificate');
  expect(proved).toBe(true);
});

test('a certificate that is not there is a fatal error that names the key', async () => {
  const { token } = await signIn({ ...APP, certificatePath: join(folder, 'none.pem') }, () => ({ status: 500 }));
  await expect(token()).rejects.toMatchObject({ fatal: true, remedy: expect.stringContaining('auth.certificatePath') });
});

test('a workload identity exchanges the federated token that its webhook mounts', async () => {
  const file = join(folder, 'token');
  writeFileSync(file, 'federated-assertion');
  vi.stubEnv('AZURE_TENANT_ID', APP.tenantId);
  vi.stubEnv('AZURE_CLIENT_ID', APP.clientId);
  vi.stubEnv('AZURE_FEDERATED_TOKEN_FILE', file);
  const { handler } = createAzure({ apps: [{ ...APP, assertion: 'federated-assertion' }] });
  const { token } = await signIn('workloadIdentity', handler);
  expect(await isAccepted(handler, (await token())?.token)).toBe(true);
});

test('a workload identity without its webhook is a fatal error that names the variables', async () => {
  for (const name of ['AZURE_TENANT_ID', 'AZURE_CLIENT_ID', 'AZURE_FEDERATED_TOKEN_FILE']) vi.stubEnv(name, undefined);
  await expect(signIn('workloadIdentity', () => ({ status: 500 }))).rejects.toMatchObject({
    fatal: true,
    remedy: expect.stringContaining('AZURE_FEDERATED_TOKEN_FILE'),
  });
});

test('the default takes what the environment has', async () => {
  vi.stubEnv('AZURE_TENANT_ID', APP.tenantId);
  vi.stubEnv('AZURE_CLIENT_ID', APP.clientId);
  vi.stubEnv('AZURE_CLIENT_SECRET', SECRET);
  const { handler } = createAzure({ apps: [{ ...APP, clientSecret: SECRET }] });
  const { token } = await signIn('default', handler);
  expect(await isAccepted(handler, (await token())?.token)).toBe(true);
});

test('a managed identity asks for itself, or for the one that is named', async () => {
  // As App Service gives it to its apps (https://learn.microsoft.com/azure/app-service/overview-managed-identity).
  const asked: [string | null, string | null][] = [];
  let isThere = false;
  const server = await serve(({ query }) => {
    if (!isThere)
      return { status: 400, headers: { 'content-type': 'application/json' }, body: '{"message":"no identity"}' };
    asked.push([query.get('resource'), query.get('client_id')]);
    const expires = String(Math.floor(Date.now() / 1000) + 3600);
    const body = { access_token: 'by-managed-identity', expires_on: expires, token_type: 'Bearer' };
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  });
  servers.push(server);
  vi.stubEnv('IDENTITY_ENDPOINT', `${server.url}/msi/token`);
  vi.stubEnv('IDENTITY_HEADER', 'header-secret');
  // First, since the library keeps a token for the whole process.
  const lacking = await signIn('managedIdentity', () => ({ status: 500 }));
  const failure = await lacking.token().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(PlatformError);
  expect((failure as PlatformError).remedy).toContain('has that managed identity');
  isThere = true;
  for (const auth of ['managedIdentity', { managedIdentityClientId: APP.clientId }] as const) {
    const { token } = await signIn(auth, () => ({ status: 500 }));
    expect((await token())?.token).toBe('by-managed-identity');
  }
  expect(asked).toEqual([
    ['https://management.azure.com', null],
    ['https://management.azure.com', APP.clientId],
  ]);
});
