import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';

export interface ThrottleOptions {
  /** Requests under way at once, all hosts together. */
  readonly overall: number;
  /** Requests under way at once to one host. */
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

/** Runs a request to a host once that host may be asked again. */
export type Throttle = <T>(host: string, signal: AbortSignal | undefined, work: () => Promise<T>) => Promise<T>;

/** Few requests at once and a pause between two, a host; a bound over all hosts. */
export function createThrottle({ overall, perHost, pauseMs }: ThrottleOptions, clock = CLOCK): Throttle {
  const all = pLimit(overall);
  const hosts = new Map<string, { limit: ReturnType<typeof pLimit>; next: number }>();
  return (host, signal, work) => {
    let entry = hosts.get(host);
    if (!entry) {
      entry = { limit: pLimit(perHost), next: 0 };
      hosts.set(host, entry);
    }
    const own = entry;
    // The host's turn comes first: who waits for a host takes no place from the others.
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
