import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { messageOf, PlatformError } from '../core/errors.ts';
import { readRegularFile } from '../core/regular-file.ts';

/**
 * The file's certificates in addition to those that Node ships: an inspecting proxy uses its own, while sign-in may bypass it.
 */
export async function readAuthorities(path: string): Promise<string[]> {
  try {
    const pem = readRegularFile(path).toString('utf8');
    // Node ignores a file without certificates; the mistake would only show as a failed handshake.
    new X509Certificate(pem);
    return [...rootCertificates, pem];
  } catch (error) {
    throw new PlatformError(`The certificate authority in ${path} cannot be read: ${messageOf(error)}`, {
      fatal: true,
      remedy: 'Name a PEM file with at least one certificate in the platform\'s "ca".',
    });
  }
}
