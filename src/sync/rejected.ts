import type { RejectNote } from './plan.ts';
import { type CheckedHunt, queriesFor } from './query.ts';
import type { PlanTarget } from './target.ts';

/** Hunts with a query that may not be pushed to a platform of this kind, with all problems. */
export function rejectedOn({ kind }: Pick<PlanTarget, 'kind'>, checked: readonly CheckedHunt[]): RejectNote[] {
  return checked.flatMap((entry) => {
    const rejected = queriesFor(entry, kind).filter(({ verdict }) => verdict === 'rejected');
    const problems = rejected.flatMap((query) => query.problems);
    return problems.length > 0 ? [{ key: entry.hunt.key, name: entry.hunt.title, problems }] : [];
  });
}
