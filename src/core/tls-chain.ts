import { X509Certificate } from 'node:crypto';
import { request } from 'node:https';
import { connect, type TLSSocket } from 'node:tls';
import { createHttpsAgent } from './https-agent.ts';

/** The certificate that a server shows. */
export interface TlsChain {
  /** Common name, or the first name that it holds for. */
  readonly subject: string;
  /** Who signed it. */
  readonly issuer: string;
  readonly validTo: Date;
}

const TIMEOUT_MS = 10_000;

/**
 * Shakes hands with a server and verifies its certificate, as every request does. Rejects with Node's own error.
 *
 * @param ca PEM of the only authorities that are trusted; the system's own without it.
 * @param proxy what the server is asked through.
 */
export function readTlsChain(url: string, ca: string | readonly string[] | undefined, proxy?: URL): Promise<TlsChain> {
  if (proxy) return readThrough(proxy, url, ca);
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: hostname,
      port: Number(port || 443),
      servername: /^[\d.]+$|:/.test(hostname) ? '' : hostname,
      ...(ca === undefined ? {} : { ca: [ca].flat() }),
    });
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error(`no handshake within ${TIMEOUT_MS / 1000} s`)));
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      resolve(chainOf(socket));
      socket.end();
    });
  });
}

function readThrough(proxy: URL, url: string, ca: string | readonly string[] | undefined): Promise<TlsChain> {
  const agent = createHttpsAgent({ ca }, proxy);
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { agent, method: 'HEAD' });
    outgoing.setTimeout(TIMEOUT_MS, () => outgoing.destroy(new Error(`no handshake within ${TIMEOUT_MS / 1000} s`)));
    outgoing.on('error', reject);
    outgoing.once('socket', (socket) => {
      socket.once('secureConnect', () => {
        resolve(chainOf(socket as TLSSocket));
        outgoing.destroy();
        agent.destroy();
      });
    });
  });
}

function chainOf(socket: TLSSocket): TlsChain {
  const certificate = new X509Certificate(socket.getPeerCertificate().raw);
  return {
    subject: nameIn(certificate.subject) || (certificate.subjectAltName ?? ''),
    issuer: nameIn(certificate.issuer),
    validTo: new Date(certificate.validTo),
  };
}

function nameIn(text: string): string {
  return /^CN=(.*)$/m.exec(text)?.[1] ?? text.split('\n').join(', ');
}
