import type { ClientRequest } from 'node:http';
import { Agent } from 'node:https';
import type { Socket } from 'node:net';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import type { HttpsProxyAgent } from 'https-proxy-agent';
import { deferred } from './deferred.ts';
import { proxyName } from './proxy.ts';

export interface TlsTrust {
  /** PEM of the only authorities that are trusted; those that Node ships without it. */
  readonly ca?: string | readonly string[] | undefined;
  /** False: certificates are not verified. */
  readonly rejectUnauthorized?: boolean;
}

/** For clients that would ask the environment otherwise (NODE_TLS_REJECT_UNAUTHORIZED): no variable switches the verification of certificates off. */
export const VERIFIED = { rejectUnauthorized: true } as const;

/** Code of the error of a proxy that did not open a tunnel. */
export const PROXY_REFUSED = 'EPROXYREFUSED';

/**
 * Connections that are kept alive, straight or in tunnels through a proxy (CONNECT). In both cases the server at the other end is
 * verified with the same authorities; a proxy that is spoken to over TLS itself, with those and Node's.
 */
export function createHttpsAgent(trust: TlsTrust, proxy?: URL): Agent | HttpsProxyAgent<string> {
  const ca = trust.ca === undefined ? undefined : [trust.ca].flat();
  const own: OwnTrust = {
    // Not as `ca`, of which Node would make a part of the name that it finds a free connection by, for each request.
    ...(ca ? { secureContext: contextOf(ca) } : {}),
    rejectUnauthorized: trust.rejectUnauthorized ?? true,
  };
  return proxy ? createTunnelAgent(proxy, own, ca) : new Agent({ keepAlive: true, ...own });
}

/** Contexts of the authorities asked for last: the platforms of a configuration share few, and those of a schedule may change. */
const contexts = new Map<string, SecureContext>();
const MOST_CONTEXTS = 16;

/** Node would parse the authorities anew for each connection, and some hundred of them take longer than the request. */
function contextOf(ca: string[]): SecureContext {
  const key = ca.join('\n');
  const context = contexts.get(key) ?? createSecureContext({ ca });
  contexts.delete(key);
  contexts.set(key, context);
  for (const oldest of contexts.keys()) {
    if (contexts.size <= MOST_CONTEXTS) break;
    contexts.delete(oldest);
  }
  return context;
}

interface OwnTrust {
  readonly secureContext?: SecureContext;
  readonly rejectUnauthorized: boolean;
}

/** What tunnels need: most machines reach everything without. */
const proxyAgent = deferred<typeof import('https-proxy-agent')>('https-proxy-agent');

type ConnectOptions = Parameters<HttpsProxyAgent<string>['connect']>[1];

/** https-proxy-agent takes the proxy's TLS options only; and what a proxy says instead of a tunnel, as the server's answer. */
function createTunnelAgent(proxy: URL, trust: OwnTrust, ca: readonly string[] = []): HttpsProxyAgent<string> {
  class TunnelAgent extends proxyAgent().HttpsProxyAgent<string> {
    /** Otherwise told by the call stack, which is another when a socket is given back: it would never be used again. */
    override isSecureEndpoint(): boolean {
      return true;
    }

    override async connect(request: ClientRequest, options: ConnectOptions): Promise<Socket> {
      let status: number | undefined;
      request.once('proxyConnect', (answer: { readonly statusCode: number }) => {
        status = answer.statusCode;
      });
      const socket = await super.connect(request, { ...options, ...trust } as ConnectOptions);
      if (status === 200) return socket;
      socket.destroy();
      throw refusedBy(this.proxy, status);
    }
  }
  return new TunnelAgent(proxy, { keepAlive: true, ...(ca.length > 0 ? { ca: [...rootCertificates, ...ca] } : {}) });
}

function refusedBy(proxy: URL, status = 0): Error {
  const why = status === 407 ? ': it asks for a user name and password' : '';
  return Object.assign(new Error(`the proxy ${proxyName(proxy)} answered ${status} instead of a tunnel${why}`), {
    code: PROXY_REFUSED,
  });
}
