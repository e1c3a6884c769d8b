import pc from 'picocolors';
import { counted } from '../core/counted.ts';
import { oneLine, truncate } from '../core/text.ts';
import {
  isRight,
  type LanguageProof,
  type ProofVerdict,
  type SampleOutcome,
  type UseCaseProof,
} from '../prove/outcome.ts';
import type { QueryProof } from '../prove/query.ts';
import { countProofs } from '../sync/proofs.ts';
import { type CheckedHunt, queriesFor } from '../sync/query.ts';
import type { Siem } from '../sync/siem.ts';

const PAINT: Record<ProofVerdict, (text: string) => string> = {
  proved: pc.green,
  failed: pc.red,
  'not-evaluated': pc.yellow,
  none: pc.dim,
};

/** One line a language, and what is wrong under it. */
export function useCaseProofToText({ id, languages }: UseCaseProof, siems: readonly Siem[]): string {
  return languages
    .flatMap((proof) => [headOf(id, proof, siems), ...proof.problems.map((problem) => `    ${problem}`)])
    .join('\n');
}

function headOf(id: string, proof: LanguageProof, siems: readonly Siem[]): string {
  const { verdict, outcomes, kind } = proof;
  const counts = countsOf(outcomes);
  const title = siems.find((siem) => siem.kind === kind)?.language.title ?? kind;
  const told =
    verdict === 'none'
      ? ''
      : `  samples ${counts.samples.found}/${counts.samples.total}, variants ${counts.variants.found}/${counts.variants.total}, look-alikes hit ${counts.quiet.found}/${counts.quiet.total}, atomic ${counts.atomic.found}/${counts.atomic.total}`;
  return `${PAINT[verdict](verdict.padEnd(13))} ${title.padEnd(4)} ${id}${told}`;
}

export interface ProofCounts {
  /** Samples as written, and those found in every run. */
  readonly samples: { readonly found: number; readonly total: number };
  /** Variants made of them. */
  readonly variants: { readonly found: number; readonly total: number };
  /** What must stay quiet, and what of it is found in any run. */
  readonly quiet: { readonly found: number; readonly total: number };
  /** Tests of Atomic Red Team that samples stand for, each once, and those that are found. */
  readonly atomic: { readonly found: number; readonly total: number };
  /** Of what is not found, how many the use case says so of. */
  readonly uncovered: number;
}

export function countsOf(outcomes: readonly SampleOutcome[]): ProofCounts {
  const fires = outcomes.filter(({ expected }) => expected === 'found');
  const samples = fires.filter(({ variant }) => variant === null);
  const variants = fires.filter(({ variant }) => variant !== null);
  const quiet = outcomes.filter(({ expected }) => expected === 'quiet');
  const found = (list: readonly SampleOutcome[]) => list.filter(({ status }) => status === 'found').length;
  return {
    samples: { found: found(samples), total: samples.length },
    variants: { found: found(variants), total: variants.length },
    quiet: { found: quiet.filter((each) => each.found > 0).length, total: quiet.length },
    atomic: { found: testsOf(samples.filter(({ status }) => status === 'found')), total: testsOf(samples) },
    uncovered: samples.filter((each) => each.status !== 'found' && isRight(each)).length,
  };
}

function testsOf(samples: readonly SampleOutcome[]): number {
  return new Set(samples.flatMap(({ atomic }) => atomic ?? [])).size;
}

/** What was found in each language, in all. */
export function proofSummary(proofs: readonly UseCaseProof[], siems: readonly Siem[]): string {
  return siems
    .map(({ kind, language }) => {
      const own = proofs.flatMap(({ languages }) => languages.filter((proof) => proof.kind === kind));
      const count = (verdict: ProofVerdict) => own.filter((proof) => proof.verdict === verdict).length;
      const { samples, variants, quiet, atomic, uncovered } = countsOf(own.flatMap(({ outcomes }) => outcomes));
      return (
        `${language.title}: ${counted(own.length, 'use case')}, ${pc.green(`${count('proved')} proved`)}, ${pc.red(`${count('failed')} failed`)}, ` +
        `${count('not-evaluated')} not evaluated, ${count('none')} without samples; ` +
        `samples found ${share(samples)}, ${uncovered} more known not to be; variants found ${share(variants)}; look-alikes hit ${quiet.found} of ${quiet.total}; ` +
        `Atomic tests found ${share(atomic)}`
      );
    })
    .join('\n');
}

function share({ found, total }: { readonly found: number; readonly total: number }): string {
  return `${found} of ${total}${total > 0 ? ` (${((found / total) * 100).toFixed(0)} %)` : ''}`;
}

const HUNT_PAINT: Record<QueryProof['verdict'], (text: string) => string> = {
  proved: pc.green,
  unproved: pc.yellow,
  'not-evaluated': pc.yellow,
  dead: pc.red,
};
const WIDTH = 110;

/** A line for each query of a hunt that was run, with the reason where it is not proved. */
export function huntProofToText(checked: CheckedHunt, siems: readonly Siem[]): string {
  const title = truncate(oneLine(checked.hunt.title), WIDTH);
  return siems
    .flatMap(({ kind, language }) =>
      queriesFor(checked, kind).flatMap(({ proof }) => {
        if (!proof) return [];
        const head = `${HUNT_PAINT[proof.verdict](proof.verdict.padEnd(13))} ${language.title.padEnd(4)} ${title}`;
        return proof.verdict === 'proved' ? [head] : [head, `    ${oneLine(proof.reason)}`];
      }),
    )
    .join('\n');
}

/** How many queries of each language some row makes hit, and what keeps the others from it. */
export function huntProofSummary(hunts: readonly CheckedHunt[], siems: readonly Siem[]): string {
  return siems
    .flatMap(({ kind, language }) => {
      const queries = hunts.flatMap((checked) => queriesFor(checked, kind));
      const { proved, unproved, notEvaluated, dead } = countProofs(queries);
      const reasons = new Map<string, number>();
      for (const { proof } of queries) {
        if (proof?.verdict === 'not-evaluated') reasons.set(proof.reason, (reasons.get(proof.reason) ?? 0) + 1);
      }
      const told = [...reasons].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
      return [
        `${language.title}: ${counted(queries.length, 'query', 'queries')}, ${pc.green(`${proved} proved`)}, ${unproved} unproved, ` +
          `${notEvaluated} not evaluated, ${pc.red(`${dead} dead`)}`,
        ...told.map(([reason, count]) => `${String(count).padStart(5)}  not evaluated: ${oneLine(reason)}`),
      ];
    })
    .join('\n');
}
