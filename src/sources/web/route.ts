import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import { VERIFIED } from '../../core/https-agent.ts';
import { NO_PROXIES, type ProxyRules } from '../../core/proxy.ts';
import { checkNameForProxy, createLookup, type Resolve } from './address.ts';

export interface WebRouteOptions {
  readonly proxy?: ProxyRules | undefined;
  readonly resolve?: Resolve | undefined;
  readonly connectMs: number;
  readonly idleMs: number;
}

/** The connections to the web: straight or through a proxy, to checked addresses or also to private ones. */
export interface WebRoute {
  /** What sends a request to an address. Throws AddressError for a host that may not be asked for. */
  dispatcherFor(url: URL, allowPrivate: boolean): Promise<Dispatcher>;
  /** Ends idle connections. */
  close(): Promise<void>;
}

export function createWebRoute({ proxy = NO_PROXIES, resolve, connectMs, idleMs }: WebRouteOptions): WebRoute {
  const patience = {
    headersTimeout: idleMs,
    bodyTimeout: idleMs,
    keepAliveTimeout: 2_000,
    keepAliveMaxTimeout: 10_000,
  };
  const straight = (allowPrivate: boolean): Agent =>
    new Agent({
      ...patience,
      connect: { ...VERIFIED, lookup: createLookup(allowPrivate, resolve), timeout: connectMs },
    });
  // Connections are not shared between the two: a checked name never uses an unchecked connection.
  const agents = { guarded: straight(false), open: straight(true) };
  const tunnels = new Map<string, ProxyAgent>();

  function tunnelFor({ href }: URL): ProxyAgent {
    const tls = { ...VERIFIED, timeout: connectMs };
    // A page without TLS is asked of the proxy itself, since many open tunnels to port 443 only.
    const tunnel =
      tunnels.get(href) ??
      new ProxyAgent({ uri: href, proxyTunnel: false, requestTls: tls, proxyTls: tls, ...patience });
    tunnels.set(href, tunnel);
    return tunnel;
  }

  return {
    async dispatcherFor(url, allowPrivate) {
      const way = proxy.proxyFor(url);
      if (!way) return allowPrivate ? agents.open : agents.guarded;
      if (!allowPrivate) await checkNameForProxy(url, resolve);
      return tunnelFor(way);
    },
    async close() {
      await Promise.all([agents.guarded, agents.open, ...tunnels.values()].map((agent) => agent.close()));
    },
  };
}
