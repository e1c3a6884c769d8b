import type { QueryProof } from '../prove/query.ts';
import { type CheckedHunt, type CheckedQuery, queriesFor } from './query.ts';

/** From the one that says least for a hunt to the one that says most. */
const WEAKEST_FIRST: readonly QueryProof['verdict'][] = ['dead', 'not-evaluated', 'unproved', 'proved'];

/** A hunt is as proved as the weakest of its queries; null where none was run. */
export function proofOf(queries: readonly CheckedQuery[]): QueryProof | null {
  const proofs = queries.flatMap(({ proof }) => proof ?? []);
  const rank = ({ verdict }: QueryProof) => WEAKEST_FIRST.indexOf(verdict);
  return [...proofs].sort((a, b) => rank(a) - rank(b))[0] ?? null;
}

/** How many queries of a language or for a kind of SIEM each verdict has. */
export interface ProofNumbers {
  readonly proved: number;
  readonly unproved: number;
  readonly notEvaluated: number;
  readonly dead: number;
}

export function countProofs(queries: Iterable<CheckedQuery>): ProofNumbers {
  const counts = { proved: 0, unproved: 0, notEvaluated: 0, dead: 0 };
  for (const { proof } of queries) if (proof) counts[NUMBER_OF[proof.verdict]] += 1;
  return counts;
}

const NUMBER_OF: Readonly<Record<QueryProof['verdict'], keyof ProofNumbers>> = {
  proved: 'proved',
  unproved: 'unproved',
  'not-evaluated': 'notEvaluated',
  dead: 'dead',
};

/** The same of all hunts, by kind of SIEM. */
export function proofsByKind(
  hunts: readonly CheckedHunt[],
  siems: readonly { readonly kind: string }[],
): Readonly<Record<string, ProofNumbers>> {
  return Object.fromEntries(siems.map(({ kind }) => [kind, countProofs(allQueries(hunts, kind))]));
}

function* allQueries(hunts: readonly CheckedHunt[], kind: string): Generator<CheckedQuery> {
  for (const checked of hunts) yield* queriesFor(checked, kind);
}
