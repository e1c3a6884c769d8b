import type { Problem } from '../core/problem.ts';
import type { ActualObject, Change, DesiredObject, Evidence, Fields } from '../plan/types.ts';
import type { CheckedHunt } from '../queries/query.ts';

/** What became of one write. A rejected promise is a bug; every expected failure is an outcome. */
export type WriteOutcome =
  | { readonly status: 'done' }
  /** Somebody changed or made the object since it was read: nothing was overwritten. */
  | { readonly status: 'conflict'; readonly message: string }
  /** `fatal`: no other write to this platform can succeed either, so the engine stops writing to it. */
  | { readonly status: 'failed'; readonly message: string; readonly fatal?: boolean };

/** A native object that a hunt wants; rendered anew once the evidence is merged with what the platform has recorded. */
export interface Wanted {
  readonly key: string;
  readonly evidence: Evidence;
  render(evidence: Evidence): DesiredObject;
}

/**
 * A SIEM instance that hunts are synced to. A platform translates and talks; the diff, the safety and the order of
 * writes are the engine's.
 */
export interface Platform {
  readonly name: string;
  readonly kind: string;
  /** Which instance, without secrets: part of the plan's hash, so that a reviewed plan fits one instance only. */
  readonly target: string;
  /** The managed field that holds the query text. */
  readonly queryField: string;
  /** The fields, with their values, that take an object out of use. */
  readonly retiredFields: Fields;
  /** Pure: the native objects for a batch of checked hunts (a batch, because a schedule cap looks at all of them). */
  wanted(hunts: readonly CheckedHunt[]): readonly Wanted[];
  /** Pure: why the platform would refuse the object; empty where it would take it. */
  audit(object: DesiredObject): readonly Problem[];
  /** Every object in our scope, foreign ones included. Throws PlatformError: a failed read is never "empty". */
  list(signal?: AbortSignal): Promise<readonly ActualObject[]>;
  /** Carries out one change, in one request where the platform allows it. */
  write(change: Change, signal?: AbortSignal): Promise<WriteOutcome>;
  /** Requests sent so far, log-in included, retries included. */
  requests(): number;
  close(): Promise<void>;
}
