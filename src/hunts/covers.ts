import type { Article } from '../briefing/article.ts';
import { currentTechniqueId } from '../knowledge/attack.ts';
import { coveredBy } from '../quoting/covers.ts';
import type { LanguageOptions, Queries } from '../quoting/languages.ts';
import type { Hunt } from './hunt.ts';

/** A longer list tells what happened in an article, and not what one hunt of it looks for. */
const SHORT = 3;

export type Coverage = Pick<Hunt, 'techniques' | 'techniquesFrom' | 'mentions'>;

/**
 * What a hunt looks for, and what its articles only tell of. A use case's own techniques, else what the queries show, else the list of the
 * article where it is short. The ids are those that ATT&CK has now.
 *
 * @param known the use case's techniques; undefined for an article's own hunt.
 * @param articles that call for the hunt, newest first.
 */
export function coverageOf(
  known: readonly string[] | undefined,
  queries: Queries,
  articles: readonly Pick<Article, 'techniques'>[],
  options: LanguageOptions,
): Coverage {
  const told = articles.map(({ techniques }) => techniques.map(({ id }) => id));
  const read = known ? null : coveredBy(queries, options);
  const short = known || read ? [] : (told.find(({ length }) => length > 0 && length <= SHORT) ?? []);
  const techniques = sorted(known ?? read ?? short);
  const techniquesFrom = techniques.length === 0 ? null : known ? 'useCase' : read ? 'query' : 'article';
  return { techniques, techniquesFrom, mentions: sorted(told.flat()).filter((id) => !techniques.includes(id)) };
}

function sorted(ids: readonly string[]): string[] {
  return [...new Set(ids.map(currentTechniqueId))].sort();
}
