import { setTimeout as delay } from 'node:timers/promises';
import pRetry, { AbortError } from 'p-retry';
import type { Log } from './log.ts';

/** Whether a failed request is worth repeating, and when. */
export interface RetryHint {
  /** The same request may succeed later: throttled, overloaded, restarting, or the connection was lost. */
  readonly transient: boolean;
  /** How long the server asks to wait, in milliseconds; undefined where it does not say. */
  readonly retryAfterMs: number | undefined;
}

/** Clock, log and randomness of a retry, passed in so that tests control them. */
export interface RetryDeps {
  readonly log: Log;
  now(): Date;
  /** Waits; rejects when the signal is aborted. */
  sleep?(ms: number, signal?: AbortSignal): Promise<void>;
  /** From 0 up to 1, as Math.random. */
  random?(): number;
}

export interface RetryPolicy {
  /** Repetitions after the first attempt. */
  readonly retries: number;
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /** Total time of one operation, all attempts and waits included; a wait that would exceed it is not started. */
  readonly deadlineMs: number;
}

export const DEFAULT_RETRY_POLICY: RetryPolicy = {
  retries: 4,
  firstWaitMs: 500,
  longestWaitMs: 15_000,
  deadlineMs: 120_000,
};

export interface RetryOptions {
  /** Whether this failure may pass; null ends the operation. */
  hint(error: unknown): RetryHint | null;
  readonly deps: RetryDeps;
  readonly policy?: Partial<RetryPolicy>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Repeats an operation while it fails for a transient reason: after the wait that the server asks for, else with exponential
 * backoff and jitter. The caller guarantees that the operation may be repeated. Rejects with the last failure when attempts or
 * time are used up, or when the server asks for a longer wait than there is time.
 */
export function retrying<T>(operation: (attempt: number) => Promise<T>, options: RetryOptions): Promise<T> {
  const deadline = options.deps.now().getTime() + (options.policy?.deadlineMs ?? DEFAULT_RETRY_POLICY.deadlineMs);
  // Nearly every operation succeeds at once, and needs nothing of what a repetition does.
  return attemptOnce(operation).catch((error: unknown) => repeat(error, operation, options, deadline));
}

async function attemptOnce<T>(operation: (attempt: number) => Promise<T>): Promise<T> {
  return operation(1);
}

/** @param failure of the first attempt. */
function repeat<T>(
  failure: unknown,
  operation: (attempt: number) => Promise<T>,
  { hint, signal, policy: own, deps }: RetryOptions,
  deadline: number,
): Promise<T> {
  const { log, now, sleep = sleepFor, random = Math.random } = deps;
  const policy = { ...DEFAULT_RETRY_POLICY, ...own };
  const again = async (attempt: number): Promise<T> => {
    if (attempt === 1) throw failure;
    return operation(attempt);
  };
  // The signal is not handed to p-retry, which would reject even where the operation has succeeded by the time of the abort.
  return pRetry(again, {
    retries: policy.retries,
    minTimeout: 0,
    // The wait is done here and not by p-retry, because Retry-After decides it and the clock is passed in.
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

/** Retry-After plus jitter, so that clients refused together do not return together; else backoff with "equal jitter". */
function waitOf({ retryAfterMs }: RetryHint, attempt: number, policy: RetryPolicy, random: number): number {
  const backoff = Math.min(policy.longestWaitMs, policy.firstWaitMs * 2 ** (attempt - 1));
  return Math.round((retryAfterMs ?? backoff / 2) + (random * Math.min(backoff, 1000)) / 2);
}

/**
 * Transient statuses: time-out, throttling, a failing server or gateway (https://www.rfc-editor.org/rfc/rfc9110#section-15;
 * https://www.rfc-editor.org/rfc/rfc6585#section-4).
 */
export const TRANSIENT_STATUSES: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/** `RetryDeps.sleep` on the real clock. */
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
