/** What became of a sample, or of a variant of it, in one language. */
export type Status =
  /** In every run. */
  | 'found'
  /** In no run. */
  | 'quiet'
  /** In some runs only. */
  | 'sometimes'
  /** It could not be told; `reason` says why. */
  | 'not-evaluated'
  /** The platform would stop with an error. */
  | 'failed';

/** A sample, run. */
export interface SampleOutcome {
  readonly sample: string;
  /** The kind of a made variant; null for the sample as it is written. */
  readonly variant: string | null;
  /** The test of Atomic Red Team that the sample as it is written stands for. */
  readonly atomic?: string;
  readonly expected: 'found' | 'quiet';
  readonly status: Status;
  /** In so many runs of `runs` it was found. */
  readonly found: number;
  readonly runs: number;
  readonly reason?: string;
  /** Why the use case does not find it, where it says so. */
  readonly uncovered?: string;
}

export type ProofVerdict =
  /** All that must be found is, and nothing that must not. */
  | 'proved'
  /** A sample or a variant is not found, or a look-alike is. */
  | 'failed'
  /** It could not be run. */
  | 'not-evaluated'
  /** There are no samples. */
  | 'none';

/** A use case in one language. */
export interface LanguageProof {
  /** The kind of SIEM. */
  readonly kind: string;
  readonly language: string;
  readonly verdict: ProofVerdict;
  /** What is wrong, in words, one line each. */
  readonly problems: readonly string[];
  readonly outcomes: readonly SampleOutcome[];
}

export interface UseCaseProof {
  readonly id: string;
  readonly title: string;
  readonly languages: readonly LanguageProof[];
}

/** As it should be, or known not to be. */
export function isRight({ status, expected, uncovered }: SampleOutcome): boolean {
  return uncovered === undefined ? status === expected : status !== 'failed';
}
