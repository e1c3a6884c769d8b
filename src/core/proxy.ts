import type ipaddrTypes from 'ipaddr.js';
import { deferred } from './deferred.ts';

const ipaddr = deferred<typeof ipaddrTypes>('ipaddr.js');

/** Which way requests go: through a proxy, or straight. */
export interface ProxyRules {
  /** The proxy for an address, credentials in it; undefined where the request goes straight. */
  proxyFor(url: URL): URL | undefined;
}

export interface ProxySettings {
  /** For addresses that begin with `https:`. */
  readonly https?: URL | undefined;
  /** For addresses that begin with `http:`. */
  readonly http?: URL | undefined;
  /**
   * What goes straight, in the forms that NO_PROXY has in curl (https://everything.curl.dev/usingcurl/proxies/env.html) and Go:
   * `*`; a host name, which also means the names below it, with or without `.` or `*.` before it; an IP address; a CIDR range;
   * any of these but a range with a port.
   */
  readonly except: readonly string[];
}

/** Everything goes straight. */
export const NO_PROXIES: ProxyRules = { proxyFor: () => undefined };

/**
 * This machine itself is never asked for through a proxy, nor are link-local addresses, where clouds hand out credentials:
 * a proxy that was asked for those would answer with its own.
 */
export function createProxyRules({ https, http, except }: ProxySettings): ProxyRules {
  const exceptions = except.map(exceptionOf);
  return {
    proxyFor(url) {
      const proxy = url.protocol === 'https:' ? https : http;
      if (!proxy) return undefined;
      const host = bareHost(url.hostname);
      if (isHere(host)) return undefined;
      const port = url.port || (url.protocol === 'https:' ? '443' : '80');
      return exceptions.some((holds) => holds(host, port)) ? undefined : proxy;
    },
  };
}

/** The address of a proxy as messages may show it: without credentials. */
export function proxyName({ protocol, host }: URL): string {
  return `${protocol}//${host}`;
}

type Exception = (host: string, port: string) => boolean;

function exceptionOf(text: string): Exception {
  const [name, port] = withoutPort(text.trim().toLowerCase());
  const matches = hostMatcher(name);
  return (host, asked) => (port === undefined || port === asked) && matches(host);
}

function hostMatcher(name: string): (host: string) => boolean {
  if (name === '*') return () => true;
  if (ipaddr().isValidCIDR(name)) {
    const range = ipaddr().parseCIDR(name);
    return (host) => ipaddr().isValid(host) && isWithin(ipaddr().process(host), range);
  }
  const bare = bareHost(name.replace(/^\*?\./, ''));
  if (bare === '') return () => false;
  if (ipaddr().isValid(bare)) {
    const address = ipaddr().process(bare).toString();
    return (host) => ipaddr().isValid(host) && ipaddr().process(host).toString() === address;
  }
  return (host) => host === bare || host.endsWith(`.${bare}`);
}

function isWithin(
  address: ipaddrTypes.IPv4 | ipaddrTypes.IPv6,
  range: [ipaddrTypes.IPv4 | ipaddrTypes.IPv6, number],
): boolean {
  return address.kind() === range[0].kind() && address.match(range);
}

/** `host:8089`, `[::1]:8089`; the colons of a bare IPv6 address are none of a port. */
function withoutPort(text: string): [string, string | undefined] {
  const found = /^(\[[^\]]*\]|[^:]*):(\d{1,5})$/.exec(text);
  return found ? [found[1] ?? '', found[2]] : [text, undefined];
}

function bareHost(host: string): string {
  return host
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
}

function isHere(host: string): boolean {
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  if (!ipaddr().isValid(host)) return false;
  return ['loopback', 'linkLocal'].includes(ipaddr().process(host).range());
}
