import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';

export interface ThrottleOptions {
  /** Concurrent requests, all hosts together. */
  readonly overall: number;
  /** Concurrent requests to one host. */
  readonly perHost: number;
  /** Milliseconds between the starts of two requests to one host. */
  readonly pauseMs: number;
}

/** The time that pauses are counted in; passed in by tests. */
export interface ThrottleClock {
  /** Milliseconds of a clock that is never set back. */
  now(): number;
  sleep(ms: number, signal: AbortSignal | undefined): Promise<unknown>;
}

const CLOCK: ThrottleClock = {
  now: () => performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, signal ? { signal } : {}),
};

/** Runs a request once its host may be asked again. */
export type HostThrottle = <T>(host: string, signal: AbortSignal | undefined, work: () => Promise<T>) => Promise<T>;

/** Limits concurrency per host, with a pause between two requests, and concurrency over all hosts. */
export function createHostThrottle({ overall, perHost, pauseMs }: ThrottleOptions, clock = CLOCK): HostThrottle {
  const all = pLimit(overall);
  const hosts = new Map<string, { limit: ReturnType<typeof pLimit>; next: number }>();
  return (host, signal, work) => {
    let entry = hosts.get(host);
    if (!entry) {
      entry = { limit: pLimit(perHost), next: 0 };
      hosts.set(host, entry);
    }
    const own = entry;
    // The limit per host comes first: a request that waits for its host does not block others.
    return own.limit(async () => {
      signal?.throwIfAborted();
      const now = clock.now();
      const start = Math.max(now, own.next);
      own.next = start + pauseMs;
      if (start > now) await clock.sleep(start - now, signal);
      return all(work);
    });
  };
}
