import { hash } from 'node:crypto';

/**
 * UUIDs (https://www.rfc-editor.org/rfc/rfc9562) of Node's own hash: a run makes thousands of them, and a package of twenty modules would be
 * loaded by every command.
 */

/** UUIDv5: the same for equal names in one namespace. Half a surrogate pair counts as U+FFFD. */
export function uuidV5(name: string, namespace: string): string {
  const space = Buffer.from(namespace.replaceAll('-', ''), 'hex');
  return formatted(hash('sha1', Buffer.concat([space, Buffer.from(name)]), 'hex'), '5');
}

/** UUIDv4 of 16 random bytes. */
export function uuidV4(random: Uint8Array): string {
  return formatted(Buffer.from(random).toString('hex'), '4');
}

/** @param hex at least 32 digits, of which six bits give way to version and variant. */
function formatted(hex: string, version: string): string {
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${version}${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const NIL_OR_MAX = /^(?:0{8}(?:-0{4}){3}-0{12}|f{8}(?:-f{4}){3}-f{12})$/i;

/** Whether a text is a UUID of any version, or the one of zeros or of ones, in either case. */
export function isUuid(text: string): boolean {
  return UUID.test(text) || NIL_OR_MAX.test(text);
}
