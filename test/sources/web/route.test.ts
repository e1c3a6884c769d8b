import { describe, expect, onTestFinished, test } from 'vitest';
import { createProxyRules, type ProxyRules } from '../../../src/core/proxy.ts';
import type { FetchOptions } from '../../../src/sources/fetch.ts';
import { startProxy, type TestProxy, type TestProxyOptions } from '../../support/proxy.ts';
import { send, startWeb, testFetcher } from '../support/web.ts';

const GUARDED: FetchOptions = { maxBytes: 1_000_000 };
/** A network whose own resolver knows no outside name. */
const unknown = async () => {
  throw Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
};

async function behind(options: TestProxyOptions): Promise<{ proxy: TestProxy; rules: ProxyRules }> {
  const proxy = await startProxy(options);
  onTestFinished(() => proxy.close());
  const url = new URL(proxy.url);
  return { proxy, rules: createProxyRules({ https: url, http: url, except: ['straight.example'] }) };
}

describe('a feed behind a proxy', () => {
  test('is asked of the proxy, which alone has to know where it is', async () => {
    const web = await startWeb(send('feed'));
    const { proxy, rules } = await behind({ hosts: { 'feed.example': Number(new URL(web.url).port) } });
    const fetched = await testFetcher({ proxy: rules, resolve: unknown }).fetch('http://feed.example/rss', GUARDED);
    expect(fetched).toMatchObject({ status: 'ok', body: Buffer.from('feed') });
    expect(proxy.asked).toEqual(['GET http://feed.example/rss']);
    expect(web.requests[0]?.headers).not.toHaveProperty('proxy-authorization');
  });

  test('over TLS it is a tunnel', async () => {
    const { proxy, rules } = await behind({ hosts: {} });
    await expect(
      testFetcher({ proxy: rules, resolve: unknown }).fetch('https://feed.example/rss', GUARDED),
    ).rejects.toThrow(/through the proxy http:\/\/127\.0\.0\.1:\d+\): the proxy answers 502/);
    expect(proxy.asked).toContain('CONNECT feed.example:443');
  });

  test.each([
    ['a private address', 'http://10.0.0.8/'],
    ['metadata', 'http://100.100.100.200/'],
    ['a name without a dot', 'http://wiki/'],
    ['a name for inside', 'http://wiki.corp/'],
    ['a name for this machine', 'http://printer.local./'],
  ])('%s is not asked of the proxy', async (_, url) => {
    const { proxy, rules } = await behind({ hosts: {} });
    await expect(testFetcher({ proxy: rules, resolve: unknown }).fetch(url, GUARDED)).rejects.toThrow(/refused/);
    expect(proxy.asked).toEqual([]);
  });

  test('nor is a name that is known here as an inside one, also where a redirect leads to it', async () => {
    const web = await startWeb(send('', { location: 'http://inside.example/secret' }, 302));
    const { proxy, rules } = await behind({ hosts: { 'feed.example': Number(new URL(web.url).port) } });
    const resolve = async (host: string) => [
      { address: host.startsWith('inside') ? '10.1.2.3' : '93.184.216.34', family: 4 },
    ];
    await expect(testFetcher({ proxy: rules, resolve }).fetch('http://feed.example/', GUARDED)).rejects.toThrow(
      /inside\.example, which resolves to 10\.1\.2\.3, is not a public address/,
    );
    expect(proxy.asked).toEqual(['GET http://feed.example/']);
  });

  test('an exception goes straight, to a checked address', async () => {
    const web = await startWeb(send('feed'));
    const { proxy, rules } = await behind({ hosts: {} });
    const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
    const fetcher = testFetcher({ proxy: rules, resolve });
    const url = web.url.replace('127.0.0.1', 'straight.example');
    await expect(fetcher.fetch(url, GUARDED)).rejects.toThrow(/not a public address/);
    expect(await fetcher.fetch(url, { ...GUARDED, allowPrivateAddresses: true })).toMatchObject({ status: 'ok' });
    expect(proxy.asked).toEqual([]);
  });

  test('a proxy that wants an account says so', async () => {
    const web = await startWeb(send('feed'));
    const hosts = { 'feed.example': Number(new URL(web.url).port) };
    const { proxy, rules } = await behind({ hosts, login: 'soc:word' });
    const get = (proxied: ProxyRules) =>
      testFetcher({ proxy: proxied, resolve: unknown }).fetch('http://feed.example/', GUARDED);
    await expect(get(rules)).rejects.toThrow(/the proxy answers 407: it asks for a user name and password/);
    const known = new URL(proxy.url.replace('//', '//soc:word@'));
    expect(await get(createProxyRules({ http: known, except: [] }))).toMatchObject({ status: 'ok' });
  });
});
