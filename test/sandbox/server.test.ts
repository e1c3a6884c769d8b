import { afterEach, describe, expect, it } from 'vitest';
import {
  type Handler,
  type ServeOptions,
  type StandInRequest,
  type StandInServer,
  serve,
} from '../../src/sandbox/server.ts';

describe('serve', () => {
  const open: StandInServer[] = [];
  afterEach(async () => {
    for (const server of open.splice(0)) await server.close();
  });
  async function start(handler: Handler, options?: ServeOptions) {
    const server = await serve(handler, options);
    open.push(server);
    return server;
  }
  const ok: Handler = () => ({ status: 200, body: 'ok' });

  it('hands over method, raw path, query, headers and body, and logs the exchange', async () => {
    let seen: StandInRequest | undefined;
    const server = await start((request) => {
      seen = request;
      return { status: 201, headers: { 'x-a': 'b' }, body: Buffer.from('made') };
    });
    const response = await fetch(`${server.url}//a%2Fb/./c?x=1&x=%C3%A9`, { method: 'POST', body: 'bödy' });
    expect([response.status, response.headers.get('x-a'), await response.text()]).toEqual([201, 'b', 'made']);
    // fetch resolves the dot itself; the doubled and the encoded slash must arrive as sent.
    expect(seen).toMatchObject({ method: 'POST', path: '//a%2Fb/c' });
    expect(seen?.query.getAll('x')).toEqual(['1', 'é']);
    expect(seen?.body.toString()).toBe('bödy');
    expect(server.log).toEqual([{ method: 'POST', path: '//a%2Fb/c', query: '?x=1&x=%C3%A9', status: 201 }]);
  });

  it('answers with a programmed fault, for as many matching requests as said', async () => {
    const server = await start(ok);
    const respond = { status: 429, headers: { 'retry-after': '2' }, body: 'slow down' };
    server.fault({ method: 'POST', path: /busy/, times: 2, respond });
    const status = async (method: string, path: string) => (await fetch(server.url + path, { method })).status;
    expect(await status('GET', '/busy')).toBe(200);
    expect(await status('POST', '/idle')).toBe(200);
    expect(await status('POST', '/busy')).toBe(429);
    expect(await status('POST', '/busy')).toBe(429);
    expect(await status('POST', '/busy')).toBe(200);
    server.fault({ respond: { status: 503 } });
    server.clearFaults();
    expect(await status('GET', '/')).toBe(200);
  });

  it('cuts the connection before the handler, or after it when the write has happened', async () => {
    let handled = 0;
    const server = await start(() => {
      handled += 1;
      return { status: 200 };
    });
    server.fault({ reset: 'before' });
    await expect(fetch(server.url)).rejects.toThrow();
    expect(handled).toBe(0);
    server.fault({ reset: 'after' });
    await expect(fetch(server.url)).rejects.toThrow();
    expect(handled).toBe(1);
    expect((await fetch(server.url)).status).toBe(200);
  });

  it('lets a fault ask the handler and answer something else', async () => {
    let handled = 0;
    const server = await start(() => {
      handled += 1;
      return { status: 200, body: 'done' };
    });
    server.fault({ through: async (request, handle) => ({ ...(await handle(request)), status: 500 }) });
    const response = await fetch(server.url);
    expect([response.status, await response.text(), handled]).toEqual([500, 'done', 1]);
  });

  it('cuts an answer in its body, and sends one byte by byte', async () => {
    const server = await start(() => ({ status: 200, headers: { 'content-length': '4' }, body: 'four' }));
    server.fault({ cut: true });
    await expect(fetch(server.url).then((response) => response.text())).rejects.toThrow();
    server.fault({ trickleMs: 1 });
    expect(await (await fetch(server.url)).text()).toBe('four');
  });

  it('asks at every request whether it is to fail, until it is calm', async () => {
    const server = await start(ok);
    server.disturb(({ path }) => (path === '/bad' ? { respond: { status: 503 } } : undefined));
    server.fault({ respond: { status: 429 } });
    const status = async (path: string) => (await fetch(server.url + path)).status;
    expect([await status('/bad'), await status('/bad'), await status('/good')]).toEqual([429, 503, 200]);
    server.clearFaults();
    expect(await status('/bad')).toBe(200);
  });

  it('delays by latency and by fault', async () => {
    const waits: number[] = [];
    const server = await start(ok, { latencyMs: 40, sleep: async (ms) => waits.push(ms) });
    server.fault({ delayMs: 60 });
    for (let i = 0; i < 2; i += 1) expect((await fetch(server.url)).status).toBe(200);
    expect(waits).toEqual([60, 40, 40]);
    const prompt = await start(ok, { sleep: async (ms) => waits.push(ms) });
    await fetch(prompt.url);
    expect(waits).toHaveLength(3);
  });

  it('does wait, by itself', async () => {
    let handled = false;
    const server = await start(() => {
      handled = true;
      return { status: 200 };
    });
    server.fault({ delayMs: 300_000 });
    await expect(fetch(server.url, { signal: AbortSignal.timeout(100) })).rejects.toThrow(/timeout/);
    expect(handled).toBe(false);
  });

  it('shows exchanges to onExchange, and a broken handler as 500', async () => {
    const exchanges: [string, number][] = [];
    const server = await start(ok, {
      onExchange: (request, response) => exchanges.push([request.path, response.status]),
    });
    await fetch(`${server.url}/seen`);
    expect(exchanges).toEqual([['/seen', 200]]);
    const broken = await start(() => {
      throw new Error('boom');
    });
    const response = await fetch(broken.url);
    expect(response.status).toBe(500);
    expect(await response.text()).toContain('boom');
  });

  it('listens on loopback only, on the port asked for, and lets go of it', async () => {
    const server = await serve(ok);
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
    await server.close();
    await expect(fetch(server.url)).rejects.toThrow();
    const again = await start(ok, { port: server.port });
    expect(again.port).toBe(server.port);
    await expect(serve(ok, { port: server.port })).rejects.toThrow(/EADDRINUSE/);
  });
});
