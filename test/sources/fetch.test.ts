import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import { createTls } from '../../src/sandbox/tls.ts';
import { type FetchedDocument, type FetchOptions, headersFor } from '../../src/sources/fetch.ts';
import { HANG_MS } from '../support/hang.ts';
import { send, startWeb, testFetcher, type Web } from './support/web.ts';

const LOCAL: FetchOptions = { maxBytes: 1_000_000, allowPrivateAddresses: true };

async function get(web: Web, path = '/', options: Partial<FetchOptions> = {}): Promise<FetchedDocument> {
  const fetched = await testFetcher().fetch(`${web.url}${path}`, { ...LOCAL, ...options });
  if (fetched.status !== 'ok') throw new Error(fetched.status);
  return fetched;
}

describe('addresses', () => {
  const guarded: FetchOptions = { maxBytes: 1_000_000 };

  test('loopback is refused unless it is allowed', async () => {
    const web = await startWeb(send('secret'));
    await expect(testFetcher().fetch(web.url, guarded)).rejects.toThrow(/127\.0\.0\.1 is not a public address/);
    await expect(testFetcher().fetch(web.url.replace('127.0.0.1', 'localhost'), guarded)).rejects.toThrow(/refused/);
    expect(web.requests).toEqual([]);
    expect((await get(web)).body.toString()).toBe('secret');
  });

  test.each([
    ['as a number', 'http://2130706433/'],
    ['in octal', 'http://0177.0.0.1/'],
    ['shortened', 'http://127.1/'],
    ['unspecified', 'http://0.0.0.0/'],
    ['IPv6 loopback', 'http://[::1]/'],
    ['mapped into IPv6', 'http://[::ffff:127.0.0.1]/'],
    ['through NAT64', 'http://[64:ff9b::7f00:1]/'],
    ['private', 'http://10.0.0.8/'],
    ['metadata', 'http://169.254.169.254/latest/meta-data/'],
  ])('an address %s is refused', async (_name, url) => {
    await expect(testFetcher().fetch(url, guarded)).rejects.toThrow(/refused/);
  });

  test('metadata addresses are refused even where private ones are allowed', async () => {
    await expect(testFetcher().fetch('http://169.254.169.254/', LOCAL)).rejects.toThrow(/metadata/);
    await expect(testFetcher().fetch('http://[fd00:ec2::254]/', LOCAL)).rejects.toThrow(/metadata/);
  });

  test('a name that resolves to a private address is refused, also if only one of its addresses is', async () => {
    const answers = [
      { address: '93.184.216.34', family: 4 },
      { address: '192.168.1.1', family: 4 },
    ];
    const fetcher = testFetcher({ resolve: async () => answers });
    await expect(fetcher.fetch('http://feed.example/', guarded)).rejects.toThrow(/feed\.example.*192\.168\.1\.1/);
  });

  test('the address that was checked is the one that is connected to: a second answer is never asked for', async () => {
    const web = await startWeb(send('here'));
    let asked = 0;
    const fetcher = testFetcher({
      resolve: async () => {
        asked += 1;
        return [{ address: asked === 1 ? '127.0.0.1' : '10.255.255.1', family: 4 }];
      },
    });
    const fetched = await fetcher.fetch(web.url.replace('127.0.0.1', 'rebind.example'), LOCAL);
    expect(fetched.status).toBe('ok');
    expect(asked).toBe(1);
  });

  test('a redirect to a private address is refused: the public part is played by a checked name', async () => {
    const web = await startWeb((request, response) => {
      if (request.url === '/') response.writeHead(302, { location: 'http://169.254.169.254/latest/' }).end();
      else response.end('never');
    });
    await expect(testFetcher().fetch(web.url, LOCAL)).rejects.toThrow(/metadata/);
    expect(web.requests).toHaveLength(1);
  });

  test.each(['file:///etc/passwd', 'ftp://example.org/', 'data:text/xml,<rss/>', 'gopher://x/', 'not a url'])(
    '%s is not fetched',
    async (url) => {
      await expect(testFetcher().fetch(url, LOCAL)).rejects.toThrow(/only http and https|is not a URL/);
    },
  );
});

describe('redirects', () => {
  test('five are followed, six are not, and a lasting move is told', async () => {
    const web = await startWeb((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left > 0) response.writeHead(301, { location: `/${left - 1}` }).end();
      else response.end('there');
    });
    const five = await get(web, '/5');
    expect(five.body.toString()).toBe('there');
    expect(five.movedTo).toBe(`${web.url}/0`);
    await expect(get(web, '/6')).rejects.toThrow(/redirects more than 5 times/);
  });

  test('credentials follow on the same origin, and none come out of addresses', async () => {
    const web = await startWeb((request, response) => {
      if (request.url === '/there') response.end('there');
      else response.writeHead(302, { location: '/there' }).end();
    });
    const fetched = await testFetcher().fetch(web.url.replace('//', '//me:mine@'), {
      ...LOCAL,
      headers: { authorization: 'Bearer abc' },
    });
    expect(fetched.status).toBe('ok');
    expect(web.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer abc', 'Bearer abc']);
  });

  test.each(['https://other.example/', 'http://feed.example/', 'https://feed.example:8443/'])(
    'credentials do not follow to %s',
    (next) => {
      const headers = { Authorization: 'Bearer abc', accept: 'x' };
      expect(headersFor(new URL(next), new URL('https://feed.example/'), headers)).toEqual({ accept: 'x' });
    },
  );

  test.each([
    ['to another port', (url: string) => url],
    ['to another name of the same machine', (url: string) => url.replace('127.0.0.1', 'localhost')],
  ])('a private address may not redirect %s', async (_name, to) => {
    const other = await startWeb(send('secret'));
    const web = await startWeb((_request, response) => response.writeHead(302, { location: to(other.url) }).end());
    const failed = testFetcher().fetch(web.url, LOCAL);
    await expect(failed).rejects.toThrow(/not a public address/);
    await expect(failed).rejects.toMatchObject({ remedy: expect.stringContaining(`covers ${web.url} only`) });
    expect(other.requests).toEqual([]);
  });
});

describe('bodies', () => {
  const text = '<rss>ä</rss>';

  test.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
    ['gzip, gzip', gzipSync(gzipSync(text))],
    ['identity', Buffer.from(text)],
    ['gzip', Buffer.from(text)],
    ['br', Buffer.from(text)],
    ['', gzipSync(text)],
  ])('content-encoding "%s" is undone, also where it is a lie', async (encoding, body) => {
    const web = await startWeb(send(body, encoding ? { 'content-encoding': encoding } : {}));
    const { body: bytes, cut } = await get(web);
    expect(bytes.toString()).toBe(text);
    expect(cut).toBeUndefined();
  });

  test.each([
    ['gzip', gzipSync(Buffer.alloc(50_000_000))],
    ['br', brotliCompressSync(Buffer.alloc(50_000_000))],
    ['deflate', deflateSync(Buffer.alloc(50_000_000))],
    ['gzip, gzip', gzipSync(gzipSync(Buffer.alloc(50_000_000)))],
  ])('a %s bomb stops at the cap', async (encoding, body) => {
    const web = await startWeb(send(body, { 'content-encoding': encoding }));
    const fetched = await get(web);
    expect(fetched.cut).toBe('too-large');
    expect(fetched.body.length).toBe(1_000_000);
  });

  test('an endless body stops at the cap', async () => {
    const web = await startWeb((_request, response) => {
      const chunk = Buffer.alloc(65_536, 'a');
      const pump = (): void => {
        while (!response.destroyed && response.write(chunk));
        if (!response.destroyed) response.once('drain', pump);
      };
      pump();
    });
    const fetched = await get(web);
    expect(fetched.cut).toBe('too-large');
    expect(fetched.cutReason).toMatch(/larger than 1 MB/);
  });

  test('a connection that breaks keeps what came', async () => {
    const web = await startWeb((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('<rss>');
      setTimeout(() => response.destroy(), 50);
    });
    const fetched = await get(web);
    expect(fetched.body.toString()).toBe('<rss>');
    expect(fetched.cut).toBe('ended-early');
  });
});

describe('time', () => {
  test('a server that never answers', async () => {
    const web = await startWeb(() => {});
    const { fetch } = testFetcher({ totalMs: 300 });
    await expect(fetch(web.url, LOCAL)).rejects.toThrow(/took too long|in time/);
  });

  test('a server that drips bytes for ever gives what it gave until the end of patience', async () => {
    const web = await startWeb((_request, response) => {
      const timer = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(timer));
    });
    const fetched = await testFetcher({ totalMs: 400 }).fetch(web.url, LOCAL);
    expect(fetched).toMatchObject({ status: 'ok', cut: 'ended-early' });
  });

  test('an abort ends it with its own reason', async () => {
    const web = await startWeb(() => {});
    const stop = new AbortController();
    const pending = testFetcher().fetch(web.url, { ...LOCAL, signal: stop.signal });
    setTimeout(() => stop.abort(new Error('SIGTERM')), 50);
    await expect(pending).rejects.toThrow('SIGTERM');
  });

  test('a closed port says so', async () => {
    await expect(testFetcher().fetch('http://127.0.0.1:1/', LOCAL)).rejects.toThrow(/the connection is refused/);
  });

  test('an unknown host says so', async () => {
    const resolve = async () => {
      throw Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
    };
    await expect(testFetcher({ resolve }).fetch('http://nowhere.example/', LOCAL)).rejects.toThrow(
      /there is no such host/,
    );
  });
});

describe('manners', () => {
  test('it says who it is, and sends no cookies back', async () => {
    const web = await startWeb(send('x', { 'set-cookie': 'a=b' }));
    const { fetch } = testFetcher();
    await fetch(web.url, LOCAL);
    await fetch(web.url, LOCAL);
    expect(web.requests[1]?.headers).toMatchObject({
      'user-agent': 'huntsync',
      'accept-encoding': 'gzip, deflate, br',
    });
    expect(web.requests[1]?.headers.cookie).toBeUndefined();
  });

  /** Waits that cost no time. */
  function waiting() {
    const waits: number[] = [];
    const sleep = async (ms: number) => void waits.push(ms);
    return { waits, fetch: testFetcher({ sleep, random: () => 0 }).fetch };
  }

  test.each([
    ['as long as it asks', 429, { 'retry-after': '7' }, [7_000]],
    ['a moment where it does not say', 503, {}, [250]],
    ['not where it asks for too long', 429, { 'retry-after': '86400' }, []],
    ['not where it asks for fewer requests and not when', 429, {}, []],
    ['not where nothing will change', 404, { 'retry-after': '1' }, []],
  ])('a server that refuses is waited for %s', async (_name, status, headers, expected) => {
    const web = await startWeb((_request, response) => {
      if (web.requests.length === 1) response.writeHead(status, headers).end();
      else response.end('now');
    });
    const { waits, fetch } = waiting();
    const fetched = await fetch(web.url, LOCAL).catch(() => undefined);
    expect(waits).toEqual(expected);
    expect(fetched?.status).toBe(expected.length > 0 ? 'ok' : undefined);
  });

  test('it is waited for once', async () => {
    const web = await startWeb(send('', { 'retry-after': '0' }, 503));
    await expect(waiting().fetch(web.url, LOCAL)).rejects.toThrow(/503/);
    expect(web.requests).toHaveLength(2);
  });

  test('a connection that is cut is made again', async () => {
    const web = await startWeb((_request, response) => {
      if (web.requests.length === 1) response.destroy();
      else response.end('now');
    });
    expect((await waiting().fetch(web.url, LOCAL)).status).toBe('ok');
  });

  test('at most two requests are under way to a host', async () => {
    let now = 0;
    let most = 0;
    const web = await startWeb(async (_request, response) => {
      now += 1;
      most = Math.max(most, now);
      await sleep(60);
      now -= 1;
      response.end('x');
    });
    const { fetch } = testFetcher();
    await Promise.all(Array.from({ length: 8 }, () => fetch(web.url, LOCAL)));
    expect(most).toBe(2);
  });

  test('one slow host keeps no other waiting', async () => {
    const slow = await startWeb(() => {});
    const quick = await startWeb(send('x'));
    const { fetch } = testFetcher({ overall: 3, totalMs: 60_000, idleMs: 60_000 });
    const stop = new AbortController();
    const stuck = Promise.allSettled(
      Array.from({ length: 6 }, () => fetch(slow.url, { ...LOCAL, signal: stop.signal })),
    );
    await vi.waitFor(() => expect(slow.requests).toHaveLength(2), HANG_MS);
    expect((await fetch(quick.url, LOCAL)).status).toBe('ok');
    expect(slow.requests).toHaveLength(2);
    stop.abort();
    await stuck;
  });

  test('validators go back to the address that gave them, and to no other', async () => {
    const web = await startWeb((request, response) => {
      if (request.headers['if-none-match'] === '"v1"') response.writeHead(304).end();
      else response.writeHead(200, { etag: '"v1"', 'last-modified': 'Tue, 12 May 2026 10:00:00 GMT' }).end('x');
    });
    const { fetch } = testFetcher();
    const first = await fetch(web.url, LOCAL);
    if (first.status !== 'ok') throw new Error('not read');
    expect((await fetch(web.url, { ...LOCAL, validators: first.validators })).status).toBe('notModified');
    expect((await fetch(`${web.url}/other`, { ...LOCAL, validators: first.validators })).status).toBe('ok');
    expect(web.requests[1]?.headers['if-modified-since']).toBe('Tue, 12 May 2026 10:00:00 GMT');
  });

  test.each([
    ['in the future', 'Sat, 16 Nov 2041 18:11:00 GMT'],
    ['that is none', 'yesterday'],
  ])('a Last-Modified %s is no validator', async (_name, lastModified) => {
    const web = await startWeb(send('x', { 'last-modified': lastModified, etag: '"v1"' }));
    const { fetch } = testFetcher();
    const first = await fetch(web.url, LOCAL);
    if (first.status !== 'ok') throw new Error('not read');
    await fetch(web.url, { ...LOCAL, validators: first.validators });
    expect(web.requests[1]?.headers).toMatchObject({ 'if-none-match': '"v1"' });
    expect(web.requests[1]?.headers['if-modified-since']).toBeUndefined();
  });

  test('a 304 that nobody asked for is a failure', async () => {
    const web = await startWeb(send('', {}, 304));
    await expect(testFetcher().fetch(web.url, LOCAL)).rejects.toThrow(/304/);
  });

  test.each([
    [404, /nothing at this address/],
    [410, /take it out of your configuration/],
    [403, /refuses/],
    [500, /trouble of its own/],
  ])('%i is told in words', async (status, message) => {
    const web = await startWeb(send('<html>', {}, status));
    await expect(testFetcher().fetch(`${web.url}/feed?key=secret`, LOCAL)).rejects.toThrow(message);
    await expect(testFetcher().fetch(`${web.url}/feed?key=secret`, LOCAL)).rejects.not.toThrow(/secret/);
  });
});

test('a certificate of nobody who is trusted is refused, whatever the environment says', async () => {
  const { cert, key } = await createTls();
  const server = createServer({ cert, key }, (_, response) => response.end('theirs'));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
  try {
    const { port } = server.address() as AddressInfo;
    const fetched = testFetcher().fetch(`https://127.0.0.1:${port}/`, LOCAL);
    await expect(fetched).rejects.toThrow(/certificate is signed by nobody that is trusted|self-signed/);
  } finally {
    vi.unstubAllEnvs();
    server.close();
  }
});
