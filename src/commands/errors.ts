import { ConfigError, EXIT, type ExitCode, HuntsyncError, messageOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { formatProblem } from '../core/problem.ts';

/** Reports what went wrong and what to do about it; a stack trace only for a bug. */
export function reportError(error: unknown, log: Log): ExitCode {
  if (!(error instanceof HuntsyncError)) {
    log.error(`This is a bug in huntsync: ${messageOf(error)}`);
    if (error instanceof Error && error.stack) log.error(error.stack);
    return EXIT.failed;
  }
  log.error(messageOf(error));
  if (error instanceof ConfigError) for (const problem of error.problems) log.error(`  ${formatProblem(problem)}`);
  if (error.remedy) log.error(`  ${error.remedy}`);
  return error.exitCode;
}
