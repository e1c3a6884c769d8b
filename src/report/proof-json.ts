import type { LanguageProof, UseCaseProof } from '../prove/outcome.ts';
import { type ProofNumbers, proofOf, proofsByKind } from '../sync/proofs.ts';
import { type CheckedHunt, type CheckedQuery, queriesFor } from '../sync/query.ts';
import { countsOf } from './proof-text.ts';
import type { HuntProofJson, ProofJson, UseCaseProofJson } from './schemas/prove.ts';

type Kinds = readonly { readonly kind: string }[];

/** What running the queries of a hunt on made rows showed, by kind of SIEM; null where none was run. */
export function proofJson(checked: CheckedHunt, siems: Kinds): Readonly<Record<string, ProofJson | null>> {
  return Object.fromEntries(siems.map(({ kind }) => [kind, weakest(queriesFor(checked, kind))]));
}

function weakest(queries: readonly CheckedQuery[]): ProofJson | null {
  const proof = proofOf(queries);
  if (!proof) return null;
  return proof.verdict === 'proved' ? { verdict: proof.verdict } : { verdict: proof.verdict, message: proof.reason };
}

/** A hunt of `prove PATH --json`. */
export function huntProofJson(checked: CheckedHunt, siems: Kinds): HuntProofJson {
  return { key: checked.hunt.key, title: checked.hunt.title, proof: proofJson(checked, siems) };
}

export function proofCounts(hunts: readonly CheckedHunt[], siems: Kinds): Readonly<Record<string, ProofNumbers>> {
  return proofsByKind(hunts, siems);
}

/** A use case of `prove --catalogue --json`. */
export function useCaseProofJson({ id, title, languages }: UseCaseProof): UseCaseProofJson {
  return { id, title, languages: languages.map(languageJson) };
}

function languageJson({ kind, language, verdict, problems, outcomes }: LanguageProof) {
  const told = outcomes.map(({ reason, ...outcome }) => ({
    ...outcome,
    ...(reason === undefined ? {} : { message: reason }),
  }));
  return { kind, language, verdict, ...countsOf(outcomes), problems, outcomes: told };
}
