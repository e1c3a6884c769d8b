import { setTimeout as delay } from 'node:timers/promises';
import pRetry, { AbortError } from 'p-retry';
import type { Log } from '../core/log.ts';
import { SplunkError } from './errors.ts';

/** What a retry needs of the world, passed in so that tests decide. */
export interface Clockwork {
  readonly log: Log;
  now(): Date;
  /** Waits; rejects when the signal fires. */
  sleep?(ms: number, signal?: AbortSignal): Promise<void>;
  /** 0 to 1, as Math.random. */
  random?(): number;
}

const RETRIES = 4;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
/** One operation never waits past this in all, whatever Retry-After says. */
const BUDGET_MS = 120_000;

/**
 * Runs an operation again while it fails for a passing reason, waiting with exponential backoff and jitter, or as long
 * as splunkd asks. It is the caller's promise that the operation is safe to run again.
 */
export function retrying<T>(
  operation: (attempt: number) => Promise<T>,
  world: Clockwork,
  signal?: AbortSignal,
): Promise<T> {
  const { log, now, sleep = sleepFor, random = Math.random } = world;
  const deadline = now().getTime() + BUDGET_MS;
  return pRetry(operation, {
    retries: RETRIES,
    minTimeout: 0,
    ...(signal ? { signal } : {}),
    // The wait is here, not in p-retry's own backoff, because Retry-After decides it and the clock is passed in.
    async shouldRetry({ error, attemptNumber }) {
      if (!(error instanceof SplunkError) || !error.transient) return false;
      const backoff = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attemptNumber - 1));
      const wait = Math.round((error.retryAfterMs ?? backoff / 2) + (random() * Math.min(backoff, 1000)) / 2);
      if (now().getTime() + wait > deadline) return false;
      log.debug(`${error.message}; trying again in ${wait} ms`);
      await sleep(wait, signal);
      return true;
    },
  });
}

/** `Clockwork.sleep` by the real clock. */
export async function sleepFor(ms: number, signal?: AbortSignal): Promise<void> {
  await delay(ms, undefined, signal ? { signal } : {});
}

/** Ends `retrying` from inside its operation: for a failure that was already retried. */
export function giveUp(error: unknown): never {
  throw error instanceof Error ? new AbortError(error) : error;
}
