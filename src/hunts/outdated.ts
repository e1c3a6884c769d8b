import type { Article } from '../briefing/article.ts';
import type { Problem } from '../core/problem.ts';
import { currentTechniqueId } from '../knowledge/attack.ts';

/**
 * Techniques that an article lists by an id that ATT&CK has replaced: records, tags and exports have the successor, the article and
 * `articles --jsonl` the id as it is written.
 */
export function outdatedTechniques({ techniques, path }: Pick<Article, 'techniques' | 'path'>): Problem[] {
  const replaced = techniques.filter(({ id }) => currentTechniqueId(id) !== id);
  if (replaced.length === 0) return [];
  const list = replaced.map(({ id }) => `${id} (now ${currentTechniqueId(id)})`).join(', ');
  return [{ code: 'outdated-technique', message: `ATT&CK has replaced ${list}: the successor is used.`, path }];
}
