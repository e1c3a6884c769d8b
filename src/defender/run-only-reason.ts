import type { CheckedQuery } from '../sync/query.ts';

/** Why a query that passed the checks is no rule; null where it is one. */
export function runOnlyReason({ verdict, alert }: CheckedQuery): string | null {
  return verdict === 'rejected' ? null : (alert?.lacks ?? null);
}
