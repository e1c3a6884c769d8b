import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHttpsAgent, PROXY_REFUSED } from '../../src/core/https-agent.ts';
import { type StandInServer, serve } from '../../src/sandbox/server.ts';
import { createTls, type SandboxTls } from '../../src/sandbox/tls.ts';
import { startProxy, type TestProxy } from '../support/proxy.ts';

let tls: SandboxTls;
let server: StandInServer;
let proxy: TestProxy;

beforeEach(async () => {
  tls = await createTls(new Date(), ['away.test']);
  server = await serve(() => ({ status: 200, body: 'here' }), { tls });
  proxy = await startProxy({ hosts: { 'away.test': server.port } });
});
afterEach(async () => {
  await proxy.close();
  await server.close();
});

type HttpsAgent = ReturnType<typeof createHttpsAgent>;

async function ask(agent: HttpsAgent, host = 'away.test'): Promise<string> {
  const outgoing = request({ agent, hostname: host, port: server.port });
  outgoing.end();
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  return Buffer.concat(await incoming.toArray()).toString();
}

test('one tunnel serves one request after another', async () => {
  const agent = createHttpsAgent({ ca: tls.ca }, new URL(proxy.url));
  for (let count = 0; count < 4; count += 1) expect(await ask(agent)).toBe('here');
  expect(proxy.asked).toEqual([`CONNECT away.test:${server.port}`]);
  agent.destroy();
});

test('the server is verified through the tunnel, with the given authorities only', async () => {
  const other = createHttpsAgent({ ca: (await createTls()).ca }, new URL(proxy.url));
  await expect(ask(other)).rejects.toThrow(/certificate/);
  await expect(ask(createHttpsAgent({}, new URL(proxy.url)))).rejects.toThrow(/certificate/);
  const careless = createHttpsAgent({ rejectUnauthorized: false }, new URL(proxy.url));
  expect(await ask(careless)).toBe('here');
  careless.destroy();
  expect(server.log).toHaveLength(1);
});

test('a proxy that opens no tunnel is not taken for the server', async () => {
  const agent = createHttpsAgent({ ca: tls.ca }, new URL(proxy.url));
  await expect(ask(agent, 'nowhere.test')).rejects.toMatchObject({
    code: PROXY_REFUSED,
    message: expect.stringMatching(/^the proxy http:\/\/127\.0\.0\.1:\d+ answered 502 instead of a tunnel$/),
  });
});

test('without a proxy the same goes straight', async () => {
  const agent = createHttpsAgent({ ca: tls.ca });
  expect(await ask(agent, 'localhost')).toBe('here');
  expect(proxy.asked).toEqual([]);
  agent.destroy();
});
