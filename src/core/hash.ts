import { createHash } from 'node:crypto';
import stringify from 'safe-stable-stringify';

/** SHA-256 of UTF-8 text, lower-case hex, cut to `length` digits. */
export function sha256(text: string, length = 64): string {
  return createHash('sha256').update(text, 'utf8').digest('hex').slice(0, length);
}

/** SHA-256 of a value's JSON with sorted keys: equal data has equal hashes, whatever the order of its keys. */
export function hashOf(value: unknown, length = 64): string {
  return sha256(stringify(value) ?? 'undefined', length);
}
