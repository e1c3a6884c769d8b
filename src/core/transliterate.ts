import { deferred } from './deferred.ts';

/** It makes an expression of two thousand characters for each of its languages as it loads. */
const library = deferred<typeof import('@sindresorhus/transliterate')>('@sindresorhus/transliterate');

/** ASCII, and the marks that English titles have beside it. */
const ENGLISH = /^[\p{ASCII}–—‘’“”…→]*$/u;

/** Text with letters of ASCII for those of other scripts, as far as @sindresorhus/transliterate knows them; the rest is kept. */
export function transliterated(text: string): string {
  if (!ENGLISH.test(text)) return library().default(text);
  // Unicode counts these two among the accents, which the library drops.
  return text.replace(/[–—]/g, '-').replace(/[\^`]/g, '');
}
