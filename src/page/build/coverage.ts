import { coverage } from '../../exporters/coverage.ts';
import { attackTactics, attackTechnique } from '../../knowledge/attack.ts';
import type { ArticleView, HuntView, TacticView, TechniqueView } from '../model.ts';

/** The matrix: each tactic that anything is told of, with its techniques; one stands in every tactic that ATT&CK has it in. */
export function coverageByTactic(hunts: readonly HuntView[], articles: readonly ArticleView[]): TacticView[] {
  const counted = hunts
    .filter(({ marks }) => marks.includes('in use') || marks.includes('new'))
    .map((hunt) => ({ ...hunt, techniques: hunt.techniques.map(({ id }) => id) }));
  const marks = new Map(hunts.map((hunt) => [hunt.key, hunt.marks]));
  const cells = coverage(counted, articles).map(({ id, hunts: own, articles: telling }): TechniqueView => {
    const inUse = own.filter(({ key }) => marks.get(key)?.includes('in use'));
    return {
      id,
      name: attackTechnique(id)?.name ?? '',
      inUse: inUse.length,
      waiting: own.length - inUse.length,
      articles: telling.length,
      hasHits: own.some(({ key }) =>
        marks.get(key)?.some((mark) => mark === 'new hits' || mark === 'hits' || mark === 'noisy'),
      ),
    };
  });
  return attackTactics().flatMap(({ id, name }) => {
    const techniques = cells.filter((cell) => attackTechnique(cell.id)?.tactics.includes(id));
    return techniques.length > 0 ? [{ id, name, techniques }] : [];
  });
}
