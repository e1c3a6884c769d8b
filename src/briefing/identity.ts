import { v5 as uuidv5 } from 'uuid';

/**
 * Namespace of huntsync's own UUIDv5 values (https://www.rfc-editor.org/rfc/rfc9562#section-5.5). Changing it renames every
 * object ever written.
 */
export const NAMESPACE = '5f0c3c52-6e0a-5d0b-9c3e-2b1f6d1f7a10';

/** Titles that differ only in case, white space or Unicode form are the same title. */
export function normalizeTitle(title: string): string {
  return title.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase();
}

/** UUIDv5 of url and normalised title: many articles share one url (a catalogue page), and titles get respaced. */
export function articleId(url: string, title: string): string {
  // Half a surrogate pair has no UTF-8 form to hash.
  return uuidv5(`${url.trim()}\n${normalizeTitle(title)}`.toWellFormed(), NAMESPACE);
}
