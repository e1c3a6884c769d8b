import type { StandInResponse } from '../server.ts';
import { failure } from './arm.ts';

export type OperationKind = 'reads' | 'writes' | 'deletes';

export interface Bucket {
  /** Requests that can come at once. */
  readonly burst: number;
  /** How fast the bucket refills. */
  readonly perSecond: number;
}

/**
 * Azure Resource Manager's own buckets for each region, subscription, principal and kind of operation
 * (https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling).
 */
export const ARM_LIMITS: Readonly<Record<OperationKind, Bucket>> = {
  reads: { burst: 250, perSecond: 25 },
  writes: { burst: 200, perSecond: 10 },
  deletes: { burst: 200, perSecond: 10 },
};

export interface RequestLimiter {
  /** Takes one token: the headers of the answer, or the refusal. */
  take(kind: OperationKind, principal: string): { headers: Record<string, string>; refused?: StandInResponse };
}

/** Token buckets over `limits`; a kind without a limit always answers a full bucket and refuses nothing. */
export function createRequestLimiter(limits: Partial<Record<OperationKind, Bucket>>, now: () => Date): RequestLimiter {
  const levels = new Map<string, { tokens: number; at: number }>();

  function take(kind: OperationKind, principal: string) {
    const limit = limits[kind];
    if (!limit) return { headers: remaining(kind, ARM_LIMITS[kind].burst - 1) };
    const key = `${kind} ${principal}`;
    const at = now().getTime();
    const last = levels.get(key) ?? { tokens: limit.burst, at };
    const tokens = Math.min(limit.burst, last.tokens + ((at - last.at) / 1000) * limit.perSecond);
    if (tokens < 1) {
      levels.set(key, { tokens, at });
      // A bucket that never refills still has to name a number of seconds.
      const seconds = Math.ceil((1 - tokens) / Math.max(limit.perSecond, 1 / 3600));
      return { headers: remaining(kind, 0), refused: throttled(kind, seconds) };
    }
    levels.set(key, { tokens: tokens - 1, at });
    return { headers: remaining(kind, Math.floor(tokens - 1)) };
  }
  return { take };
}

function remaining(kind: OperationKind, count: number): Record<string, string> {
  return {
    [`x-ms-ratelimit-remaining-subscription-${kind}`]: String(count),
    [`x-ms-ratelimit-remaining-tenant-${kind}`]: String(count),
  };
}

/**
 * 429 with `Retry-After` in seconds
 * (https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling).
 */
function throttled(kind: OperationKind, seconds: number): StandInResponse {
  return failure(
    429,
    'SubscriptionRequestsThrottled',
    `Number of '${kind.slice(0, -1)}' requests for subscription exceeded. Please try again after '${seconds}' seconds ` +
      'after additional tokens are available. Refer to https://aka.ms/arm-throttling for additional information.',
    { 'retry-after': String(seconds), ...remaining(kind, 0) },
  );
}
