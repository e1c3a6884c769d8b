import { PlatformError } from '../core/errors.ts';
import { retryAfterOf } from '../core/retry.ts';

/** What an answer says about the permitted rate of requests. */
export interface RequestPace {
  /** The service refused the request because of throttling. */
  readonly throttled: boolean;
  /** How long it asks to wait, in ms; undefined where it does not say. */
  readonly retryAfterMs: number | undefined;
  /** The fewest requests that any of its buckets still holds; null where it does not say. */
  readonly remaining: number | null;
}

export interface Throttle {
  /**
   * Resolves when the next request may be sent: whether it had to wait for a pause to end. Rejects on abort, or if the wait would
   * exceed the limit.
   */
  ready(signal?: AbortSignal): Promise<boolean>;
  /** Call with every answer. */
  learn(pace: RequestPace): void;
  /** Milliseconds between requests now; 0 at full speed. */
  gapMs(): number;
}

export interface ThrottleDeps {
  /** Milliseconds of a clock that never goes back. */
  clock(): number;
  /** Longest wait for a pause to end, in milliseconds. */
  readonly longestWaitMs: number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/**
 * Writes come back to Azure Resource Manager's bucket at 10 a second
 * (https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling): requests 100 ms apart keep
 * it level.
 */
const REFILL_MS = 100;
/** Below this many remaining requests the pace slows down; other clients may use the same bucket. */
const LOW_WATER = 25;
const MAX_GAP_MS = 5_000;
/** After a 429 that does not say how long: then twice that, and so on. */
const PAUSE_MS = 2_000;
const MAX_PAUSE_MS = 30_000;

/**
 * Full speed until the service says otherwise. A low bucket spaces requests, the lower the wider; a 429 pauses all and doubles
 * the spacing; each answer from a full bucket halves it.
 */
export function createThrottle({ clock, longestWaitMs, sleep }: ThrottleDeps): Throttle {
  let gap = 0;
  let nextAt = 0;
  let pausedUntil = 0;
  let refusals = 0;

  return {
    async ready(signal) {
      let waited = false;
      for (;;) {
        const at = clock();
        waited ||= pausedUntil > at;
        if (pausedUntil - at > longestWaitMs) throw pauseTooLong(pausedUntil - at);
        const start = Math.max(at, nextAt, pausedUntil);
        nextAt = start + gap;
        if (start > at) await sleep(start - at, signal);
        // A pause that began while this request waited applies to it too.
        if (pausedUntil <= start) {
          // It is over for all, and no later request has waited for it.
          pausedUntil = Math.min(pausedUntil, at);
          return waited;
        }
      }
    },
    learn({ throttled, retryAfterMs, remaining }) {
      if (throttled) {
        const at = clock();
        // Requests that were under way together are refused together: that is one refusal.
        if (at >= pausedUntil) {
          refusals += 1;
          gap = Math.min(MAX_GAP_MS, Math.max(REFILL_MS, gap * 2));
        }
        const pause = retryAfterMs ?? Math.min(MAX_PAUSE_MS, PAUSE_MS * 2 ** (refusals - 1));
        pausedUntil = Math.max(pausedUntil, at + pause);
        return;
      }
      refusals = 0;
      if (remaining !== null && remaining < LOW_WATER) {
        gap = Math.max(gap, REFILL_MS * (2 - remaining / LOW_WATER));
      } else {
        gap = gap > REFILL_MS / 2 ? gap / 2 : 0;
      }
    },
    gapMs: () => gap,
  };
}

function pauseTooLong(ms: number): PlatformError {
  return new PlatformError(`Not sent: Azure asked for a pause that lasts another ${Math.ceil(ms / 1000)} s`, {
    status: 429,
    remedy: 'Run again later.',
  });
}

interface Headers {
  get(name: string): string | undefined;
}

const BUCKETS: Readonly<Record<string, string>> = { GET: 'reads', PUT: 'writes', DELETE: 'deletes' };

/**
 * Reads an answer's status and headers; the names are those of
 * https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling.
 */
export function paceOf(method: string, status: number, headers: Headers, now: Date): RequestPace {
  const bucket = BUCKETS[method] ?? 'writes';
  const counts = [
    `subscription-${bucket}`,
    `tenant-${bucket}`,
    'subscription-resource-requests',
    'tenant-resource-requests',
  ].flatMap((name) => {
    const text = headers.get(`x-ms-ratelimit-remaining-${name}`) ?? '';
    return /^\d+$/.test(text) ? [Number(text)] : [];
  });
  return {
    throttled: status === 429,
    retryAfterMs: retryAfterOf((name) => headers.get(name), now),
    remaining: counts.length === 0 ? null : Math.min(...counts),
  };
}
