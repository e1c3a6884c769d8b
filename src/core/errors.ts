import { redact } from './log.ts';
import type { Problem } from './problem.ts';

/** Exit codes are part of the command line's contract. */
export const EXIT = { ok: 0, failed: 1, changes: 2, unsafe: 3, usage: 4 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** An error that the user caused or can fix: printed without a stack trace. Anything else is a bug. */
export class HuntsyncError extends Error {
  readonly exitCode: ExitCode;
  /** What to do about it, in one sentence. */
  readonly remedy: string | undefined;

  constructor(message: string, options: { exitCode?: ExitCode; remedy?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = new.target.name;
    this.exitCode = options.exitCode ?? EXIT.failed;
    this.remedy = options.remedy;
  }
}

/** Bad arguments on the command line. */
export class UsageError extends HuntsyncError {
  constructor(message: string, remedy?: string) {
    super(message, { exitCode: EXIT.usage, remedy });
  }
}

/** A configuration with at least one problem; all of them are listed. */
export class ConfigError extends HuntsyncError {
  readonly problems: readonly Problem[];

  constructor(message: string, problems: readonly Problem[], remedy?: string) {
    super(message, { exitCode: EXIT.usage, remedy });
    this.problems = problems;
  }
}

/** A platform refused, failed or could not be reached. */
export class PlatformError extends HuntsyncError {
  /** HTTP status; undefined where no answer came. */
  readonly status: number | undefined;
  /** No other request to this platform can succeed either (credentials, permissions, address). */
  readonly fatal: boolean;
  /** The same request may succeed later: throttled, overloaded, restarting, or the connection was lost. */
  readonly transient: boolean;
  /** How long the platform asked to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    options: {
      status?: number | undefined;
      fatal?: boolean;
      transient?: boolean;
      retryAfterMs?: number | undefined;
      remedy?: string;
      cause?: unknown;
    } = {},
  ) {
    super(message, options);
    this.status = options.status;
    this.fatal = options.fatal ?? false;
    this.transient = options.transient ?? false;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** The message of anything thrown, with its causes, on one line. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.message || error.name;
  const cause = error.cause instanceof Error ? messageOf(error.cause) : '';
  return cause === '' || own.includes(cause) ? own : `${own} (${cause})`;
}

/** A message and its remedy, as two sentences. */
export function withRemedy(message: string, remedy: string | undefined): string {
  return remedy ? `${message.replace(/[.\s]+$/, '')}. ${remedy}` : message;
}

/** The message of anything thrown, with its remedy where there is one; secrets redacted. */
export function reasonOf(error: unknown): string {
  return redact(withRemedy(messageOf(error), error instanceof HuntsyncError ? error.remedy : undefined));
}
