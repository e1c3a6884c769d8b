import { setTimeout as delay } from 'node:timers/promises';
import pRetry, { AbortError } from 'p-retry';
import type { Log } from './log.ts';

/** What a failed request says about a repetition of it. */
export interface RetryHint {
  /** The same request may succeed later: throttled, overloaded, restarting, or the connection was lost. */
  readonly transient: boolean;
  /** How long the server asks to wait, in milliseconds; undefined where it does not say. */
  readonly retryAfterMs: number | undefined;
}

/** The world around a retry, passed in so that tests decide. */
export interface RetryDeps {
  readonly log: Log;
  now(): Date;
  /** Waits; rejects when the signal fires. */
  sleep?(ms: number, signal?: AbortSignal): Promise<void>;
  /** From 0 up to 1, as Math.random. */
  random?(): number;
}

export interface RetryPolicy {
  /** Repetitions after the first attempt. */
  readonly retries: number;
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /** All attempts and waits of one operation together; a wait that would pass it is not begun. */
  readonly deadlineMs: number;
}

export const DEFAULT_RETRY_POLICY: RetryPolicy = {
  retries: 4,
  firstWaitMs: 500,
  longestWaitMs: 15_000,
  deadlineMs: 120_000,
};

export interface RetryOptions {
  /** What a failure says; null where it ends the operation whatever it says. */
  hint(error: unknown): RetryHint | null;
  readonly deps: RetryDeps;
  readonly policy?: Partial<RetryPolicy>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs an operation again while it fails for a passing reason: after the wait that the server asks for, else with
 * exponential backoff and jitter. It is the caller's promise that the operation may be repeated. Rejects with the last
 * failure once the attempts, or the time, are used up, or the server asks for more time than there is.
 */
export function retrying<T>(operation: (attempt: number) => Promise<T>, options: RetryOptions): Promise<T> {
  const { hint, signal } = options;
  const { log, now, sleep = sleepFor, random = Math.random } = options.deps;
  const policy = { ...DEFAULT_RETRY_POLICY, ...options.policy };
  const deadline = now().getTime() + policy.deadlineMs;
  // The signal is not p-retry's: that one would make a failure of what has succeeded by the time of the stop.
  return pRetry(operation, {
    retries: policy.retries,
    minTimeout: 0,
    // The wait is here and not in p-retry's own backoff, because Retry-After decides it and the clock is passed in.
    async shouldRetry({ error, attemptNumber }) {
      signal?.throwIfAborted();
      const told = hint(error);
      if (!told?.transient) return false;
      const wait = waitOf(told, attemptNumber, policy, random());
      if (now().getTime() + wait > deadline) return false;
      log.debug(`${error.message}; trying again in ${wait} ms`);
      await sleep(wait, signal);
      signal?.throwIfAborted();
      return true;
    },
  });
}

/** Retry-After plus a little, so that those who were refused together do not come back together; else "equal jitter". */
function waitOf({ retryAfterMs }: RetryHint, attempt: number, policy: RetryPolicy, random: number): number {
  const backoff = Math.min(policy.longestWaitMs, policy.firstWaitMs * 2 ** (attempt - 1));
  return Math.round((retryAfterMs ?? backoff / 2) + (random * Math.min(backoff, 1000)) / 2);
}

/**
 * Statuses that may be over in a moment: a time-out, throttling, a server or gateway in trouble
 * (https://www.rfc-editor.org/rfc/rfc9110#section-15; https://www.rfc-editor.org/rfc/rfc6585#section-4).
 */
export const TRANSIENT_STATUSES: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/** `RetryDeps.sleep` by the real clock. */
export async function sleepFor(ms: number, signal?: AbortSignal): Promise<void> {
  await delay(ms, undefined, signal ? { signal } : {});
}

/** Ends `retrying` from inside its operation: for a failure that was already retried. */
export function giveUp(error: unknown): never {
  throw error instanceof Error ? new AbortError(error) : error;
}

/**
 * How long a server asks to wait, in milliseconds: `Retry-After` in seconds or as an HTTP date
 * (https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3), or the millisecond headers that Azure has beside it. Undefined where
 * there is none, or nothing that can be a wait: a negative number, words.
 *
 * @param header a header's value by its lower-case name.
 */
export function retryAfterOf(header: (name: string) => string | undefined, now: Date): number | undefined {
  const ms = header('retry-after-ms') ?? header('x-ms-retry-after-ms');
  if (ms !== undefined && /^\d{1,15}$/.test(ms.trim())) return Number(ms);
  const value = header('retry-after')?.trim() ?? '';
  if (/^\d{1,12}$/.test(value)) return Number(value) * 1000;
  // Date.parse takes "-1" for a year.
  const date = /^[A-Za-z]{3,9},? /.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}
