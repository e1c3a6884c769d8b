import { X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';

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
 */
export function readTlsChain(url: string, ca: string | readonly string[] | undefined): Promise<TlsChain> {
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
      const certificate = new X509Certificate(socket.getPeerCertificate().raw);
      socket.end();
      resolve({
        subject: nameIn(certificate.subject) || (certificate.subjectAltName ?? ''),
        issuer: nameIn(certificate.issuer),
        validTo: new Date(certificate.validTo),
      });
    });
  });
}

function nameIn(text: string): string {
  return /^CN=(.*)$/m.exec(text)?.[1] ?? text.split('\n').join(', ');
}
