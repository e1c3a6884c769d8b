import { setMaxListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import envPaths from 'env-paths';
import { EXIT, type ExitCode, HuntsyncError } from '../core/errors.ts';
import { createLog, type Log, redact } from '../core/log.ts';
import { wrapText } from '../core/wrap.ts';
import type { Resolve } from '../sources/web/address.ts';
import type { Siem } from '../sync/siem.ts';
import { startedAs } from './started.ts';

/** What a command may use of its process; nothing else reads it. */
export interface Context {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  /** For plans, reports and JSON. Redacted. */
  readonly print: (text: string) => void;
  /** The same for one text in pieces, none of which ends within what may be a secret; absent: what is printed stands in memory as a whole. */
  readonly printPieces?: (pieces: Iterable<string>) => void;
  readonly stderr: NodeJS.WriteStream;
  /** Absent: there is none to read or to ask on. */
  readonly stdin?: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  /** Columns of the terminal that `print` writes to; undefined where it is none. */
  readonly columns?: number | undefined;
  readonly now: () => Date;
  /** How waits between tries pass; for tests that do not want to. */
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** How names of feeds become addresses, where the system is not asked; for tests. */
  readonly resolve?: Resolve;
  /** For data that may be deleted at any time; undefined: keep nothing. */
  readonly cacheDir: string | undefined;
  /** For what the last runs wrote, so that they can be undone; absent: keep nothing. */
  readonly stateDir?: string | undefined;
  /** The kinds of SIEM that there are. */
  readonly siems: readonly Siem[];
  /** Aborts when the process is asked to end. */
  readonly signal: AbortSignal;
  /** How the program was started, for hints: `huntsync` where it is not given. */
  readonly startedAs?: string;
  /** What a hang-up (SIGHUP) does from now on, instead of ending the process. */
  readonly onHangUp?: (work: () => unknown) => void;
}

/** A command's work: options in, exit code out. */
export type Command<O> = (options: O, context: Context) => Promise<ExitCode>;

export interface ContextOptions {
  readonly verbose: boolean;
  /** `--log`; without it, lines carry time and level where stderr is no terminal. */
  readonly log?: 'text' | 'json' | undefined;
}

export function createContext(
  process: NodeJS.Process,
  { verbose, log: format }: ContextOptions,
  siems: readonly Siem[],
): Context {
  const stop = new AbortController();
  // Every pending request adds a listener; Node would warn from the eleventh on.
  setMaxListeners(0, stop.signal);
  const end = (name: string) => {
    stop.abort(new HuntsyncError(`Stopped by ${name}.`, { remedy: 'What was not written will be by the next run.' }));
  };
  // A second signal finds no handler and ends the process at once.
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => end(name));
  let hangUp: (() => unknown) | undefined;
  process.on('SIGHUP', () => (hangUp ? void hangUp() : end('SIGHUP')));
  const { stdout, stderr } = process;
  const isJson = format === 'json';
  const log = createLog({
    write: (line) => stderr.write(isJson || !stderr.isTTY ? line : wrapText(line, stderr.columns)),
    level: verbose ? 'debug' : 'info',
    format: isJson ? 'json' : format === 'text' || stderr.isTTY ? 'text' : 'stamped',
  });
  let isRead = true;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (!isRead) return;
    isRead = false;
    // A reader that stops early (`| head`) silences the output, and nothing else.
    if (error.code === 'EPIPE') return;
    log.error(`The report could not be written: ${error.message}`);
    process.exitCode = EXIT.failed;
  });
  stderr.on('error', () => undefined);
  const paths = envPaths('huntsync', { suffix: '' });
  return {
    env: process.env,
    log,
    print: (text) => void (isRead && stdout.write(`${redact(text)}\n`)),
    printPieces: (pieces) => {
      for (const piece of pieces) if (isRead) stdout.write(redact(piece));
      if (isRead) stdout.write('\n');
    },
    stderr,
    // Opened on first use only.
    get stdin() {
      return process.stdin;
    },
    columns: stdout.columns,
    now: () => new Date(),
    cacheDir: paths.cache,
    // On Linux this is the folder for state (https://specifications.freedesktop.org/basedir-spec/latest/#variables).
    stateDir: paths.log,
    siems,
    startedAs: startedAs(process.argv[1], process.cwd()),
    signal: stop.signal,
    onHangUp: (work) => {
      hangUp = work;
    },
  };
}

/** Version in package.json, which stands one folder above both src and dist. */
export function packageVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}
