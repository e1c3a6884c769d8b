import type { ArticleRef, Hunt } from '../../hunts/hunt.ts';
import { label } from '../describe.ts';

/** An article as Enterprise Security's use case library lists it. */
export interface Story {
  readonly name: string;
  /** Null for a hunt that no article is known of. */
  readonly article: ArticleRef | null;
}

/**
 * Prefix of our stories. A story's name links a search to the story of that name in the use case library, and the title of an
 * article may equal the name of one of Splunk's stories.
 */
const PREFIX = 'huntsync: ';

/** The newest of the articles that call for a hunt; all of them are on the saved search. */
const MAX_STORIES = 25;

/** The stories that a hunt belongs to: one for each article, newest first. */
export function analyticStoriesOf({ title, articles }: Hunt): readonly Story[] {
  if (articles.length === 0) return [{ name: storyName(title), article: null }];
  return articles.slice(0, MAX_STORIES).map((article) => ({ name: storyName(article.title), article }));
}

/** It is a stanza's name too: brackets would end that. */
function storyName(title: string): string {
  return `${PREFIX}${label(title)}`.trim().replaceAll('[', '(').replaceAll(']', ')').replaceAll('\\', '/');
}
