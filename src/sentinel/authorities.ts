import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';
import { messageOf, PlatformError } from '../core/errors.ts';

/** The file's certificates beside those that Node ships: an inspecting proxy has its own, sign-in may go round it. */
export async function readAuthorities(path: string): Promise<string[]> {
  try {
    const pem = await readFile(path, 'utf8');
    // Node ignores a file without a certificate in it; the mistake would show as a failed handshake only.
    new X509Certificate(pem);
    return [...rootCertificates, pem];
  } catch (error) {
    throw new PlatformError(`The certificate authority in ${path} cannot be read: ${messageOf(error)}`, {
      fatal: true,
      remedy: 'Name a PEM file with at least one certificate in the platform\'s "ca".',
    });
  }
}
