import type { Problem } from '../core/problem.ts';
import type { CheckedHunt } from './query.ts';
import type { PlanTarget, Wanted } from './target.ts';
import type { ActualObject, Change } from './types.ts';

export type { Wanted } from './target.ts';

/** The outcome of one write. Every expected failure is an outcome; a rejected promise is a bug. */
export type WriteOutcome =
  | { readonly status: 'done' }
  /** Somebody changed or created the object since it was read: nothing was overwritten. */
  | { readonly status: 'conflict'; readonly message: string }
  /** `fatal`: no other write to this platform can succeed either; the engine skips the rest. */
  | { readonly status: 'failed'; readonly message: string; readonly fatal?: boolean };

/**
 * A SIEM instance that hunts are synced to. A platform translates and sends requests; comparison, safety and order of writes
 * belong to the engine.
 */
export interface Platform extends PlanTarget {
  /** Pure: the native objects for a batch of checked hunts (a batch, because a schedule cap looks at all of them). */
  wanted(hunts: readonly CheckedHunt[]): readonly Wanted[];
  /** Every object in our scope, unmanaged ones included. Throws PlatformError: a failed read is never "empty". */
  list(signal?: AbortSignal): Promise<readonly ActualObject[]>;
  /** Carries out one change, in one request where the platform allows it. */
  write(change: Change, signal?: AbortSignal): Promise<WriteOutcome>;
  /**
   * The objections of the platform's own parser to a query; empty if it accepts it. Absent where there is no such parser, or it
   * must not be asked. Throws PlatformError if it cannot be reached.
   */
  validate?(query: string, signal?: AbortSignal): Promise<readonly Problem[]>;
  /** Requests sent so far, log-in included, retries included. */
  requests(): number;
  close(): Promise<void>;
}
