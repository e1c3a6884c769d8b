import { SAMPLE_HOUR } from '../prove/clock.ts';
import { deadProblem } from '../prove/dead.ts';
import { proveQuery } from '../prove/query.ts';
import type { CheckedQuery } from '../sync/query.ts';
import { checkSpl, type SplOptions } from './check.ts';
import { createSplProving } from './prove/index.ts';

/** Checks a search and runs it on made rows; it is rejected where no row can make it hit. */
export function createSplProver({ environment }: SplOptions): (source: string) => CheckedQuery {
  const proving = createSplProving(environment);
  return (source) => {
    const checked = checkSpl(source, { environment });
    if (checked.verdict === 'rejected') return checked;
    const proof = proveQuery(proving.prepare(checked, SAMPLE_HOUR), proving, SAMPLE_HOUR);
    if (proof.verdict !== 'dead') return { ...checked, proof };
    const problems = [deadProblem(proof, source), ...checked.problems];
    return { ...checked, text: source, verdict: 'rejected', repairs: [], problems, proof };
  };
}
