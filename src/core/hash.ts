import { createHash, hash } from 'node:crypto';
import { deferred } from './deferred.ts';

const stable = deferred<typeof import('safe-stable-stringify')>('safe-stable-stringify');

/** SHA-256 of UTF-8 text, lower-case hex, cut to `length` digits. */
export function sha256(text: string, length = 64): string {
  const digest = hash('sha256', text, 'hex');
  return length < digest.length ? digest.slice(0, length) : digest;
}

/** SHA-256 of a text that comes in pieces; none may end within a surrogate pair. */
export function sha256Of(pieces: Iterable<string>): string {
  const digest = createHash('sha256');
  for (const piece of pieces) digest.update(piece);
  return digest.digest('hex');
}

/** SHA-256 of a value's JSON with sorted keys: equal data has equal hashes, whatever the order of its keys. */
export function hashOf(value: unknown, length = 64): string {
  return sha256(sortedJson(value) ?? 'undefined', length);
}

/** JSON with sorted keys; undefined for what JSON has no form of. */
export function sortedJson(value: unknown): string | undefined {
  return stable().stringify(value);
}
