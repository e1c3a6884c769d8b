import { readFileSync } from 'node:fs';
import { maskedLine } from '../config/masked-line.ts';
import { ConfigError, EXIT, type ExitCode, HuntsyncError, messageOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { formatProblem, type Problem } from '../core/problem.ts';
import { excerptOf } from '../report/excerpt.ts';

const WIDTH = 100;

/** Reports what went wrong and what to do about it; a stack trace only for a bug. */
export function reportError(error: unknown, log: Log): ExitCode {
  if (!(error instanceof HuntsyncError)) {
    log.error(`This is a bug in huntsync: ${messageOf(error)}`);
    if (error instanceof Error && error.stack) log.error(error.stack);
    return EXIT.failed;
  }
  log.error(messageOf(error));
  for (const problem of error instanceof ConfigError ? error.problems : []) {
    log.error(`  ${formatProblem(problem)}`);
    for (const line of placeIn(problem)) log.error(line);
  }
  if (error.remedy) log.error(`  ${error.remedy}`);
  return error.exitCode;
}

/** The line of a fault of YAML, where the words alone do not show what is meant, with a caret below its place. */
function placeIn({ code, path, line, column = 1 }: Problem): string[] {
  if (code !== 'yaml' || path === undefined || line === undefined) return [];
  const source = linesOf(path)[line - 1];
  if (source === undefined || source.trim() === '' || /[\0\ufffd]/.test(source)) return [];
  const { text, caret } = excerptOf(maskedLine(source), 1, column, WIDTH);
  const number = `    ${line} | `;
  return [number + text, `${' '.repeat(number.length + caret)}^`];
}

function linesOf(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split(/\r\n?|\n/);
  } catch {
    return [];
  }
}
