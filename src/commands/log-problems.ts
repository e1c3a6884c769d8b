import type { Log } from '../core/log.ts';
import type { Problem } from '../core/problem.ts';
import { problemLines } from '../report/text.ts';

/** A warning for each problem in an input: one record a problem, so that each line of the log has its time and its level. */
export function logProblems(problems: readonly Problem[], log: Pick<Log, 'warn'>): void {
  for (const line of problemLines(problems)) log.warn(line);
}
