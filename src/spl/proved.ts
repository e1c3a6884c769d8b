import { TimeLimitError, withinTime } from '../core/time-limit.ts';
import { SAMPLE_HOUR } from '../prove/clock.ts';
import { deadProblem } from '../prove/dead.ts';
import { proveQuery, type QueryProof } from '../prove/query.ts';
import type { CheckedQuery } from '../sync/query.ts';
import { checkSpl, failed, type SplOptions } from './check.ts';
import type { SplCode } from './finding.ts';
import { createSplProving } from './prove/index.ts';

export interface ProverOptions extends SplOptions {
  /** For the checks of one search, and for running it, each; in milliseconds. */
  readonly timeoutMs?: number;
}

/** A search takes some milliseconds. */
const DEFAULT_TIMEOUT_MS = 10_000;

/** Of a search that held up its checks. */
export const UNANSWERED: SplCode = 'spl-unanswered';

/**
 * Checks a search and runs it on made rows; it is rejected where no row can make it hit, and where its checks do not end in time. One that
 * does not end when it is run is not evaluated.
 */
export function createSplProver({ environment, timeoutMs = DEFAULT_TIMEOUT_MS }: ProverOptions) {
  const proving = createSplProving(environment);
  return (source: string): CheckedQuery => {
    const checked = inTime(
      timeoutMs,
      () => checkSpl(source, { environment }),
      () => failed(source, UNANSWERED, 'The checks gave no answer on this search in time.'),
    );
    if (checked.verdict === 'rejected') return checked;
    const proof = inTime(
      timeoutMs,
      () => proveQuery(proving.prepare(checked, SAMPLE_HOUR), proving, SAMPLE_HOUR),
      (reason): QueryProof => ({ verdict: 'not-evaluated', reason }),
    );
    if (proof.verdict !== 'dead') return { ...checked, proof };
    const problems = [deadProblem(proof, source), ...checked.problems];
    return { ...checked, text: source, verdict: 'rejected', repairs: [], problems, proof };
  };
}

function inTime<T>(ms: number, work: () => T, otherwise: (reason: string) => T): T {
  try {
    return withinTime(ms, work);
  } catch (error) {
    if (error instanceof TimeLimitError) return otherwise(error.message);
    throw error;
  }
}
