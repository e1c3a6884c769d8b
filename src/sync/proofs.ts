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

export function countProofs(queries: readonly CheckedQuery[]): ProofNumbers {
  const count = (verdict: QueryProof['verdict']) => queries.filter(({ proof }) => proof?.verdict === verdict).length;
  return {
    proved: count('proved'),
    unproved: count('unproved'),
    notEvaluated: count('not-evaluated'),
    dead: count('dead'),
  };
}

/** The same of all hunts, by kind of SIEM. */
export function proofsByKind(
  hunts: readonly CheckedHunt[],
  siems: readonly { readonly kind: string }[],
): Readonly<Record<string, ProofNumbers>> {
  return Object.fromEntries(
    siems.map(({ kind }) => [kind, countProofs(hunts.flatMap((checked) => queriesFor(checked, kind)))]),
  );
}
