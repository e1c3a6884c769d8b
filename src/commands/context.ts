import { readFileSync } from 'node:fs';
import envPaths from 'env-paths';
import { type ExitCode, HuntsyncError } from '../core/errors.ts';
import { createLog, type Log, redact } from '../core/log.ts';
import type { Siem } from '../sync/siem.ts';

/** What a command may use of its process; nothing else reads it. */
export interface Context {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  /** For plans, reports and JSON. Redacted. */
  readonly print: (text: string) => void;
  readonly stderr: NodeJS.WriteStream;
  readonly now: () => Date;
  /** For data that may be deleted at any time; undefined: keep nothing. */
  readonly cacheDir: string | undefined;
  /** The kinds of SIEM that there are. */
  readonly siems: readonly Siem[];
  /** Aborts when the process is asked to end. */
  readonly signal: AbortSignal;
}

/** A command's work: options in, exit code out. */
export type Command<O> = (options: O, context: Context) => Promise<ExitCode>;

export function createContext(process: NodeJS.Process, verbose: boolean, siems: readonly Siem[]): Context {
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      stop.abort(new HuntsyncError(`Stopped by ${name}.`, { remedy: 'What was not written will be by the next run.' }));
      // A second signal finds no handler and ends the process at once.
    });
  }
  return {
    env: process.env,
    log: createLog({ write: (line) => process.stderr.write(line), level: verbose ? 'debug' : 'info' }),
    print: (text) => process.stdout.write(`${redact(text)}\n`),
    stderr: process.stderr,
    now: () => new Date(),
    cacheDir: envPaths('huntsync', { suffix: '' }).cache,
    siems,
    signal: stop.signal,
  };
}

/** Version in package.json, which stands one folder above both src and dist. */
export function packageVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}
