import type { ClientRequest } from 'node:http';
import { Agent } from 'node:https';
import type { Socket } from 'node:net';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { proxyName } from './proxy.ts';

export interface TlsTrust {
  /** PEM of the only authorities that are trusted; those that Node ships without it. */
  readonly ca?: string | readonly string[] | undefined;
  /** False: certificates are not verified. */
  readonly rejectUnauthorized?: boolean;
}

/** Code of the error of a proxy that did not open a tunnel. */
export const PROXY_REFUSED = 'EPROXYREFUSED';

/**
 * Connections that are kept alive, straight or in tunnels through a proxy (CONNECT). In both cases the server at the other end is
 * verified with the same authorities; a proxy that is spoken to over TLS itself, with those and Node's.
 */
export function createHttpsAgent(trust: TlsTrust, proxy?: URL): Agent | TunnelAgent {
  const ca = trust.ca === undefined ? {} : { ca: [trust.ca].flat() };
  const context = ca.ca === undefined ? {} : { secureContext: contextOf(ca.ca) };
  const own = { ...ca, ...context, rejectUnauthorized: trust.rejectUnauthorized ?? true };
  return proxy ? new TunnelAgent(proxy, own) : new Agent({ keepAlive: true, ...own });
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
  readonly ca?: string[];
  readonly secureContext?: SecureContext;
  readonly rejectUnauthorized: boolean;
}

type ConnectOptions = Parameters<HttpsProxyAgent<string>['connect']>[1];

/** https-proxy-agent takes the proxy's TLS options only; and what a proxy says instead of a tunnel, as the server's answer. */
export class TunnelAgent extends HttpsProxyAgent<string> {
  readonly #trust: OwnTrust;

  constructor(proxy: URL, trust: OwnTrust) {
    super(proxy, { keepAlive: true, ...(trust.ca ? { ca: [...rootCertificates, ...trust.ca] } : {}) });
    this.#trust = trust;
  }

  /** Otherwise told by the call stack, which is another when a socket is given back: it would never be used again. */
  override isSecureEndpoint(): boolean {
    return true;
  }

  override async connect(request: ClientRequest, options: ConnectOptions): Promise<Socket> {
    let status: number | undefined;
    request.once('proxyConnect', (answer: { readonly statusCode: number }) => {
      status = answer.statusCode;
    });
    const socket = await super.connect(request, { ...options, ...this.#trust } as ConnectOptions);
    if (status === 200) return socket;
    socket.destroy();
    throw refusedBy(this.proxy, status);
  }
}

function refusedBy(proxy: URL, status = 0): Error {
  const why = status === 407 ? ': it asks for a user name and password' : '';
  return Object.assign(new Error(`the proxy ${proxyName(proxy)} answered ${status} instead of a tunnel${why}`), {
    code: PROXY_REFUSED,
  });
}
