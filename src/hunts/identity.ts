import slugify from '@sindresorhus/slugify';
import { normalizeTitle } from '../briefing/identity.ts';
import { sha256 } from '../core/hash.ts';
import { oneLine } from '../core/text.ts';

/** Longer ones are no real names, and a truncated key would be none: records and tags hold 256 characters. */
const NAMED = /^UC_[A-Z][A-Z0-9_]{0,99}$/;
const MODEL_WRITTEN = /^\[LLM\]\s*/;
const SLUG_LENGTH = 64;

/**
 * The id of a named use case (`UC_SUPPLY_CHAIN`), null for any other. Numeric ids (`UC_10_7`) are positions in one run
 * of the producer and name another hunt in the next; `_uc` was once written for every hunt of an article.
 */
export function namedUseCase(useCase: string | null): string | null {
  return useCase !== null && NAMED.test(useCase) ? useCase : null;
}

/** Key of a named use case's hunt. */
export function useCaseKey(id: string): string {
  return `uc:${id}`;
}

/** A hunt's title for display: one safe line, without the `[LLM]` mark of older briefings. */
export function huntTitle(title: string): string {
  return oneLine(title).replace(MODEL_WRITTEN, '') || 'Untitled hunt';
}

/** The title's part of a key: lower-case ASCII words, at most 64 characters; a short hash where nothing can be spelt so. */
export function titleSlug(title: string): string {
  const plain = huntTitle(title);
  const slug = slugify(plain, { decamelize: false }).slice(0, SLUG_LENGTH).replace(/-+$/, '');
  return slug || sha256(normalizeTitle(plain), 12);
}

/**
 * Slugs for the hunts of one article, in the order of their titles: the first of a slug has it bare, the others get
 * `-2`, `-3`. A counter never takes a slug that another title has by itself ("Beacon 2").
 */
export function uniqueSlugs(titles: readonly string[]): string[] {
  const bare = titles.map(titleSlug);
  const reserved = new Set(bare);
  const counters = new Map<string, number>();
  return bare.map((slug) => {
    let n = counters.get(slug) ?? 1;
    let own = n === 1 ? slug : `${slug}-${n}`;
    while (own !== slug && reserved.has(own)) {
      n += 1;
      own = `${slug}-${n}`;
    }
    counters.set(slug, n + 1);
    return own;
  });
}
