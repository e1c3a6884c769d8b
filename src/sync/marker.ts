import { sha256 } from '../core/hash.ts';
import type { Fields } from './types.ts';

/** Short digest of one field's value: enough to see that it differs from what huntsync wrote. */
export function digestOf(value: string): string {
  return sha256(value, 8);
}

/** What `Marker.written` records for fields about to be written. */
export function digestFields(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, digestOf(value)]));
}

/** `Marker.written` as the one string that platforms store: `description=1a2b3c4d search=5e6f7081`, sorted by field. */
export function encodeWritten(written: Fields): string {
  return Object.keys(written)
    .sort()
    .map((name) => `${name}=${written[name]}`)
    .join(' ');
}

/** Reads what `encodeWritten` wrote; what cannot be read is left out, so that its field counts as never written. */
export function decodeWritten(text: string): Fields {
  const pairs = text.split(' ').map((pair) => /^([^=]+)=([0-9a-f]{8})$/.exec(pair));
  return Object.fromEntries(pairs.flatMap((match) => (match ? [[match[1], match[2]]] : [])));
}
