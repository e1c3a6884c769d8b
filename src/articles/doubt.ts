import type { Article } from './article.ts';

/** Problems that may have cost an article a hunt. */
const HUNT_LOSING: ReadonlySet<string> = new Set([
  'count-mismatch',
  'cut-off',
  'empty-query',
  'hunt-without-query',
  'missing-heading',
  'stray-fence',
  'stray-query',
  'unclosed-fence',
  'unknown-language',
]);

/** True where the article may carry more hunts than could be read: then the absence of one means nothing. */
export function leavesHuntsInDoubt({ problems }: Article): boolean {
  return problems.some(({ code }) => HUNT_LOSING.has(code));
}
