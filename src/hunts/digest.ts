import type { ArticleHunt } from '../briefing/article.ts';
import { hashOf } from '../core/hash.ts';
import { LANGUAGES } from '../quoting/languages.ts';

/** Hunts whose queries differ in nothing but comments and empty lines, in every language, have equal digests. */
export function queriesDigest({ queries }: Pick<ArticleHunt, 'queries'>): string {
  const known = digests.get(queries);
  if (known !== undefined) return known;
  const digest = hashOf(Object.fromEntries(Object.entries(queries).map(([id, text]) => [id, codeOf(id, text)])));
  digests.set(queries, digest);
  return digest;
}

/** Hunts are grouped, keyed and told from others by it. */
const digests = new WeakMap<ArticleHunt['queries'], string>();

function codeOf(id: string, text: string): string {
  const code = LANGUAGES.find((language) => language.id === id)?.code(text) ?? text;
  const lines = code.split('\n').map((line) => line.trimEnd());
  const bare = lines
    .filter((line) => line !== '')
    .join('\n')
    .trim();
  // What is nothing but comments is told from others by them.
  return bare === '' ? text : bare;
}
