import { sha256 } from '../core/hash.ts';
import { sameEvidence } from './evidence.ts';
import type { Fields, Marker } from './types.ts';

/** Whether two markers say the same. */
export function sameMarker(a: Marker | null, b: Marker | null): boolean {
  if (a === null || b === null) return a === b;
  return (
    a.key === b.key &&
    encodeRetired(a) === encodeRetired(b) &&
    sameEvidence(a.evidence, b.evidence) &&
    (a.written === b.written || encodeWritten(a.written) === encodeWritten(b.written))
  );
}

/** Short digest of one field's value: enough to see that it differs from what huntsync wrote. */
export function digestOf(value: string): string {
  if (value.length > LONGEST_KNOWN) return sha256(value, 8);
  const known = digests.get(value);
  if (known !== undefined) return known;
  const digest = sha256(value, 8);
  if (digests.size < MOST_KNOWN) digests.set(value, digest);
  return digest;
}

/** Of what most objects have alike, and a run over many would hash again for each: switches, severities, windows. */
const digests = new Map<string, string>();
const LONGEST_KNOWN = 32;
const MOST_KNOWN = 2000;

/** What `Marker.written` records for fields about to be written. */
export function digestFields(fields: Fields): Fields {
  const digests: Record<string, string> = {};
  for (const name of Object.keys(fields)) digests[name] = digestOf(fields[name] ?? '');
  return digests;
}

/** `Marker.written` as the one string that platforms store: `description=1a2b3c4d search=5e6f7081`, sorted by field. */
export function encodeWritten(written: Fields): string {
  return Object.keys(written)
    .sort()
    .map((name) => `${name}=${written[name]}`)
    .join(' ');
}

/** Behind the digest of a field whose edit an operator has accepted: it belongs to whoever edited it. */
const ACCEPTED = '!';

export function acceptedDigest(value: string): string {
  return digestOf(value) + ACCEPTED;
}

export function isAccepted(digest: string | undefined): boolean {
  return digest?.endsWith(ACCEPTED) ?? false;
}

/** The digest without the acceptance: the field is huntsync's again. */
export function withoutAcceptance(digest: string): string {
  return isAccepted(digest) ? digest.slice(0, -ACCEPTED.length) : digest;
}

/** `Marker.retired` and `requested` as the one string that platforms store; empty while in use. */
export function encodeRetired({ retired, requested }: Pick<Marker, 'retired' | 'requested'>): string {
  return retired === null ? '' : `${retired}${requested ? ' requested' : ''}`;
}

/** Reads what `encodeRetired` wrote. */
export function decodeRetired(text: string): Pick<Marker, 'retired' | 'requested'> {
  const [, day, requested] = /^(\d{4}-\d\d-\d\d)( requested)?$/.exec(text) ?? [];
  if (day === undefined) return { retired: null };
  return { retired: day, ...(requested === undefined ? {} : { requested: true as const }) };
}

/**
 * What `Marker.written` records of a field that the platform keeps in a form of its own: the digest of that form, and of what
 * huntsync asked for.
 */
export function ownForm(stored: string, asked: string): string {
  return `${stored}~${asked}`;
}

/** Both digests of a recorded field; where the platform keeps what it was sent, they are one. */
export function formsOf(recorded: string): { readonly stored: string; readonly asked: string } {
  const [stored = '', asked = stored] = recorded.split('~');
  return { stored, asked };
}

/** Reads what `encodeWritten` wrote; what cannot be read is left out, so that its field counts as never written. */
export function decodeWritten(text: string): Fields {
  const written: Record<string, string> = {};
  for (const pair of text.split(' ')) {
    const at = pair.indexOf('=');
    const digest = pair.slice(at + 1);
    if (at > 0 && DIGEST.test(digest)) written[pair.slice(0, at)] = digest;
  }
  return written;
}

const DIGEST = /^[0-9a-f]{8}(?:!|~[0-9a-f]{8})?$/;
