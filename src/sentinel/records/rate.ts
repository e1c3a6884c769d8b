export interface RateDeps {
  now(): Date;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Lets at most `count` calls through in any `perMs`; the others wait, in order. */
export function createRateLimit(count: number, perMs: number, { now, sleep }: RateDeps) {
  const starts: number[] = [];
  return async (signal?: AbortSignal): Promise<void> => {
    const at = now().getTime();
    // A clock that was set back must not prolong the wait.
    const freed = starts.length < count ? at : Math.min((starts.shift() ?? at) + perMs, at + perMs);
    const start = Math.max(at, freed);
    starts.push(start);
    if (start > at) await sleep(start - at, signal);
  };
}
