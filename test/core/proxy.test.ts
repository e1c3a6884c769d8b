import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createProxyRules, proxyName } from '../../src/core/proxy.ts';

const PROXY = new URL('http://user:word@proxy.example:3128');

function way(address: string, ...except: string[]): string | undefined {
  return createProxyRules({ https: PROXY, http: PROXY, except }).proxyFor(new URL(address))?.host;
}

describe('which way a request goes', () => {
  test('through the proxy of its scheme', () => {
    const rules = createProxyRules({ https: PROXY, except: [] });
    expect(rules.proxyFor(new URL('https://a.example/'))).toBe(PROXY);
    expect(rules.proxyFor(new URL('http://a.example/'))).toBeUndefined();
  });

  test.each([
    ['https://a.example/', 'a.example'],
    ['https://b.a.example/', 'a.example'],
    ['https://b.a.example/', '.a.example'],
    ['https://b.a.example/', '*.a.example'],
    ['https://A.Example./', 'a.example'],
    ['https://a.example:8089/', 'a.example:8089'],
    ['https://a.example/', 'a.example:443'],
    ['https://10.1.2.3/', '10.0.0.0/8'],
    ['https://10.1.2.3/', '10.1.2.3'],
    ['https://[2001:db8::1]/', '2001:db8::/32'],
    ['https://[2001:db8::1]:8089/', '[2001:db8::1]:8089'],
    ['https://[2001:db8::1]/', '2001:DB8:0::1'],
    ['https://anything.example/', '*'],
  ])('%s goes straight by "%s"', (address, except) => {
    expect(way(address, 'other.example', except)).toBeUndefined();
  });

  test.each([
    ['https://ba.example/', 'a.example'],
    ['https://a.example.org/', 'a.example'],
    ['https://a.example/', 'a.example:8089'],
    ['https://11.1.2.3/', '10.0.0.0/8'],
    ['https://a.example/', '10.0.0.0/8'],
    ['https://[2001:db8::1]/', '10.0.0.0/8'],
    ['https://a.example/', ''],
    ['https://a.example/', '.'],
  ])('%s does not by "%s"', (address, except) => {
    expect(way(address, except)).toBe('proxy.example:3128');
  });

  test.each(['localhost', 'app.localhost', '127.0.0.1', '[::1]', '169.254.169.254', '[::ffff:127.0.0.1]'])(
    '%s is never asked for through a proxy',
    (host) => {
      expect(way(`https://${host}/`)).toBeUndefined();
    },
  );

  test('no text in the list of exceptions throws, and one that names another host changes nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (except) => {
        const holds = way('https://feed.example.org/', ...except) === undefined;
        const may = except.some((text) => /\*|org/i.test(text));
        return !holds || may;
      }),
    );
  });
});

test('what messages show of a proxy has no credentials', () => {
  expect(proxyName(PROXY)).toBe('http://proxy.example:3128');
});
