import { maskedLine } from '../config/masked-line.ts';
import { ConfigError, EXIT, type ExitCode, HuntsyncError, messageOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { formatProblem, type Problem } from '../core/problem.ts';
import { readRegularFile } from '../core/regular-file.ts';
import { excerptOf } from '../report/excerpt.ts';

const WIDTH = 100;

/** Reports what went wrong and what to do about it; a stack trace only for a bug. */
export function reportError(error: unknown, log: Log): ExitCode {
  const remedy = machineRemedy(error);
  if (remedy !== undefined) {
    log.error(`This machine could not do what was needed: ${messageOf(error)}`);
    log.error(`  ${remedy}`);
    return EXIT.failed;
  }
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

/** What the operating system refuses to any program (https://nodejs.org/api/errors.html#common-system-errors, errno(3)). */
const MACHINE: Readonly<Record<string, string>> = {
  EMFILE:
    'Too few files may be open at a time: raise the limit (`ulimit -n 1024`, `LimitNOFILE=` of a systemd service).',
  ENFILE: 'Too many files are open on this machine: end what holds them, or raise the limit of the system.',
  ENOSPC: 'The disk is full: make room, then run the command again.',
  EDQUOT: 'The quota of the disk is used up: make room, then run the command again.',
  EROFS: 'The file system is read-only: point the folder that is named at one that can be written.',
  ENOMEM: 'The memory of this machine is used up: end what holds it, or give it more.',
  EIO: 'The disk or the network file system failed: see the log of the system.',
};

function machineRemedy(error: unknown): string | undefined {
  if (!(error instanceof Error) || error instanceof HuntsyncError) return undefined;
  const { code, cause } = error as NodeJS.ErrnoException;
  return (code === undefined ? undefined : MACHINE[code]) ?? machineRemedy(cause);
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
    return readRegularFile(path)
      .toString('utf8')
      .split(/\r\n?|\n/);
  } catch {
    return [];
  }
}
