import type { Article } from './article.ts';

/** Problems that may hide a hunt of an article, or the identity of the hunt or the article. */
const HUNT_LOSING: ReadonlySet<string> = new Set([
  'bad-url',
  'count-mismatch',
  'cut-off',
  'empty-query',
  'hunt-without-query',
  'label-without-query',
  'missing-article',
  'missing-heading',
  'missing-hunt-id',
  'missing-hunt-title',
  'missing-section',
  'missing-severity',
  'missing-title',
  'partial-text',
  'repeated-query',
  'stray-fence',
  'stray-query',
  'unclosed-fence',
  'unknown-language',
]);

/** True if the article may have more hunts than could be read: then absence means nothing. */
export function leavesHuntsInDoubt({ problems }: Article): boolean {
  return problems.some(({ code }) => HUNT_LOSING.has(code));
}

/** Problems that may hide an indicator of an article. */
const INDICATOR_LOSING: ReadonlySet<string> = new Set(['too-many-indicators', 'unread-indicator']);

/** True where the article may list more indicators than could be read. */
export function leavesIndicatorsInDoubt(article: Article): boolean {
  return leavesHuntsInDoubt(article) || article.problems.some(({ code }) => INDICATOR_LOSING.has(code));
}
