import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ClientSecretCredential } from '@azure/identity';
import { afterEach, describe, expect, it } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.ts';

const running: Sandbox[] = [];
const folders: string[] = [];

async function start(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox(options);
  running.push(sandbox);
  return sandbox;
}

function stateFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-test-'));
  folders.push(folder);
  return folder;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((sandbox) => sandbox.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A call that trusts the given CA and nothing else. */
function call(
  url: string,
  ca: string,
  init: { method?: string; authorization?: string; type?: string; body?: string } = {},
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = {
      ...(init.authorization ? { authorization: init.authorization } : {}),
      ...(init.type ? { 'content-type': init.type } : {}),
    };
    const sent = httpsRequest(url, { ca, method: init.method ?? 'GET', headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on('error', reject);
    sent.end(init.body);
  });
}

function savedSearches({ azure }: Sandbox): string {
  return (
    `${azure.url}/subscriptions/${azure.subscriptionId}/resourcegroups/${azure.resourceGroup}/providers` +
    `/Microsoft.OperationalInsights/workspaces/${azure.workspace}/savedSearches`
  );
}

const VERSION = '?api-version=2020-08-01';
const JSON_TYPE = 'application/json';

async function writeBoth(sandbox: Sandbox): Promise<number[]> {
  const { splunk, azure, ca } = sandbox;
  const body = new URLSearchParams({ name: 'Odd logons', search: 'index=a', output_mode: 'json' }).toString();
  const created = await call(`${splunk.url}/servicesNS/nobody/huntsync/saved/searches`, ca.pem, {
    method: 'POST',
    authorization: `Bearer ${splunk.token}`,
    type: 'application/x-www-form-urlencoded',
    body,
  });
  const put = await call(`${savedSearches(sandbox)}/one${VERSION}`, ca.pem, {
    method: 'PUT',
    authorization: `Bearer ${azure.token}`,
    type: JSON_TYPE,
    body: JSON.stringify({
      properties: { category: 'Hunting Queries', displayName: 'Odd logons', query: 'SigninLogs' },
    }),
  });
  return [created.status, put.status];
}

async function readBoth(sandbox: Sandbox): Promise<string[]> {
  const { splunk, azure, ca } = sandbox;
  const url = `${splunk.url}/servicesNS/nobody/huntsync/saved/searches?output_mode=json&search=eai:acl.app=huntsync`;
  const [searches, queries] = await Promise.all([
    call(url, ca.pem, { authorization: `Bearer ${splunk.token}` }),
    call(`${savedSearches(sandbox)}${VERSION}`, ca.pem, { authorization: `Bearer ${azure.token}` }),
  ]);
  const { entry } = JSON.parse(searches.text) as { entry: { name: string }[] };
  const { value } = JSON.parse(queries.text) as { value: { name: string }[] };
  return [...entry, ...value].map(({ name }) => name);
}

describe('the sandbox', () => {
  it('serves both platforms over TLS that only its own CA vouches for', async () => {
    const sandbox = await start();
    expect(await writeBoth(sandbox)).toEqual([201, 200]);
    expect(await readBoth(sandbox)).toEqual(['Odd logons', 'one']);
    expect(readFileSync(sandbox.ca.path, 'utf8')).toBe(sandbox.ca.pem);
    const other = await start();
    await expect(call(sandbox.splunk.url, other.ca.pem)).rejects.toThrow(/certificate/i);
    expect(sandbox.servers.azure.log.map(({ method, status }) => [method, status])).toEqual([
      ['PUT', 200],
      ['GET', 200],
    ]);
  });

  it('takes its user name and password on the Splunk side', async () => {
    const { splunk, ca } = await start();
    const login = (password: string) =>
      call(`${splunk.url}/services/auth/login`, ca.pem, {
        method: 'POST',
        type: 'application/x-www-form-urlencoded',
        body: new URLSearchParams({ username: splunk.username, password, output_mode: 'json' }).toString(),
      });
    expect(JSON.parse((await login(splunk.password)).text)).toHaveProperty('sessionKey');
    expect((await login('changed!')).status).toBe(401);
  });

  it('issues tokens to the Azure client library for its app registration', async () => {
    const { azure, ca } = await start();
    const { tenantId, clientId, clientSecret } = azure.app;
    const credential = new ClientSecretCredential(tenantId, clientId, clientSecret, {
      authorityHost: azure.url,
      disableInstanceDiscovery: true,
      tlsOptions: { ca: ca.pem },
    });
    const token = await credential.getToken('https://management.azure.com/.default');
    const list = `${azure.url}/subscriptions/${azure.subscriptionId}/resourcegroups/${azure.resourceGroup}/providers/Microsoft.OperationalInsights/workspaces/${azure.workspace}/savedSearches${VERSION}`;
    expect((await call(list, ca.pem, { authorization: `Bearer ${token.token}` })).status).toBe(200);
    const other = await credential.getToken('https://graph.microsoft.com/.default');
    expect((await call(list, ca.pem, { authorization: `Bearer ${other.token}` })).text).toContain(
      'InvalidAuthenticationTokenAudience',
    );
  });

  it('serves Graph, with tokens for its own app registration, and keeps the rules', async () => {
    const stateDir = stateFolder();
    const rules = (sandbox: Sandbox) => `${sandbox.graph.url}/v1.0/security/rules/detectionRules`;
    const rule = {
      id: 'one',
      displayName: 'Odd processes',
      queryCondition: { queryText: 'DeviceProcessEvents' },
      schedule: { frequency: 'PT1H' },
      detectionAction: { alertTemplate: { title: 'Odd processes', severity: 'low' } },
    };
    const first = await start({ stateDir, graph: { roles: ['CustomDetection.ReadWrite.All'] } });
    const { tenantId, clientId, clientSecret } = first.graph.app;
    const credential = new ClientSecretCredential(tenantId, clientId, clientSecret, {
      authorityHost: first.graph.url,
      disableInstanceDiscovery: true,
      tlsOptions: { ca: first.ca.pem },
    });
    const { token } = await credential.getToken('https://graph.microsoft.com/.default');
    const send = { method: 'POST', authorization: `Bearer ${token}`, type: JSON_TYPE };
    const made = await call(rules(first), first.ca.pem, { ...send, body: JSON.stringify(rule) });
    expect([made.status, JSON.parse(made.text).createdBy]).toEqual([201, clientId]);
    const query = JSON.stringify({ Query: 'DeviceProcessEvents | count' });
    const hunt = `${first.graph.url}/v1.0/security/runHuntingQuery`;
    expect((await call(hunt, first.ca.pem, { ...send, body: query })).status).toBe(403);
    const authorization = `Bearer ${first.graph.token}`;
    const found = await call(hunt, first.ca.pem, { ...send, authorization, body: query });
    expect(JSON.parse(found.text).results[0].Count).toBeGreaterThan(50);
    expect(await (await fetch(`${first.page.url}/defender`)).text()).toContain('Odd processes');
    await first.close();
    running.splice(0);
    const second = await start({ stateDir });
    const { text } = await call(rules(second), second.ca.pem, { authorization: `Bearer ${second.graph.token}` });
    expect(JSON.parse(text).value).toMatchObject([{ id: 'one', displayName: 'Odd processes' }]);
  });

  it('keeps what was written in a state folder, and nothing secret with it', async () => {
    const stateDir = stateFolder();
    const first = await start({ stateDir });
    await writeBoth(first);
    await first.close();
    running.splice(0);
    const second = await start({ stateDir });
    expect(await readBoth(second)).toEqual(['Odd logons', 'one']);
    expect(second.ca.pem).not.toBe(first.ca.pem);
    await second.close();
    running.splice(0);
    expect(readdirSync(stateDir).sort()).toEqual(['azure.json', 'ca.pem', 'splunk.json']);
    const kept = readdirSync(stateDir).map((name) => readFileSync(join(stateDir, name), 'utf8'));
    const secrets = [first, second].flatMap(({ splunk, azure, graph }) => [
      splunk.password,
      splunk.token,
      azure.token,
      graph.token,
      azure.app.clientSecret,
    ]);
    for (const secret of secrets) expect(kept.join()).not.toContain(secret);
    expect(kept.join()).not.toContain('PRIVATE KEY');
    expect(new Set(secrets).size).toBe(10);
  });

  it('leaves nothing behind without a state folder', async () => {
    const sandbox = await start();
    await writeBoth(sandbox);
    const folder = dirname(sandbox.ca.path);
    expect(readdirSync(folder)).toEqual(['ca.pem']);
    await sandbox.close();
    running.splice(0);
    expect(existsSync(folder)).toBe(false);
  });

  it('shows what was written on its page', async () => {
    const sandbox = await start();
    await writeBoth(sandbox);
    const page = await (await fetch(`${sandbox.page.url}/sentinel`)).text();
    expect(page).toContain('Odd logons');
    const { hunts } = (await (await fetch(`${sandbox.page.url}/api/splunk`)).json()) as { hunts: { name: string }[] };
    expect(hunts.map(({ name }) => name)).toContain('Odd logons');
  });

  it('releases everything where a port is taken', async () => {
    const first = await start();
    const stateDir = stateFolder();
    const splunkPort = first.servers.page.port;
    await expect(startSandbox({ stateDir, splunkPort })).rejects.toThrow(/EADDRINUSE/);
    await expect(startSandbox({ stateDir, pagePort: splunkPort })).rejects.toThrow(/EADDRINUSE/);
    const again = await start({ stateDir, splunkPort: 0 });
    expect(again.servers.splunk.port).toBeGreaterThan(0);
  });

  it('passes faults, latency and exchanges through', async () => {
    const seen: string[] = [];
    const waits: number[] = [];
    const sandbox = await start({
      latencyMs: 30,
      sleep: async (ms) => waits.push(ms),
      azure: { onExchange: (request) => seen.push(request.method) },
    });
    sandbox.servers.azure.fault({ method: 'PUT', respond: { status: 503 } });
    expect(await writeBoth(sandbox)).toEqual([201, 503]);
    expect(waits).toEqual([30, 30]);
    expect(await writeBoth(sandbox)).toEqual([409, 200]);
    expect(seen).toEqual(['PUT', 'PUT']);
  });
});

it('a folder that another process has a sandbox on is refused; one that a dead process left is not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-lock-'));
  try {
    writeFileSync(join(folder, 'sandbox.pid'), String(process.ppid));
    await expect(startSandbox({ stateDir: folder })).rejects.toThrow(`process ${process.ppid} has a sandbox`);
    writeFileSync(join(folder, 'sandbox.pid'), '999999999');
    const sandbox = await startSandbox({ stateDir: folder });
    await sandbox.close();
    expect(existsSync(join(folder, 'sandbox.pid'))).toBe(false);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
