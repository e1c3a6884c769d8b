import type { Options } from '@sindresorhus/transliterate';
import { deferred } from './deferred.ts';

/** It makes an expression of two thousand characters for each of its languages as it loads. */
const library = deferred<typeof import('@sindresorhus/transliterate')>('@sindresorhus/transliterate');

/** Text with letters of ASCII for those of other scripts, as far as @sindresorhus/transliterate knows them; its own options. */
export function transliterated(text: string, options?: Options): string {
  return library().default(text, options);
}
