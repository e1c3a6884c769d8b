import { deferred } from './deferred.ts';

/** It makes an expression of two thousand characters for each of its languages as it loads. */
const library = deferred<typeof import('@sindresorhus/transliterate')>('@sindresorhus/transliterate');

/**
 * ASCII, and the marks that English titles have beside it, of which the library changes dashes alone. It drops "^" and "`", which
 * Unicode counts among the accents.
 */
const ENGLISH = /^(?:(?![\^`])\p{ASCII}|[–—‘’“”…→])*$/u;

/** Text with letters of ASCII for those of other scripts, as far as @sindresorhus/transliterate knows them; the rest is kept. */
export function transliterated(text: string): string {
  return ENGLISH.test(text) ? text.replace(/[–—]/g, '-') : library().default(text);
}
