import type { Problem } from '../core/problem.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { CheckedHunt } from './query.ts';
import type { PlanTarget, Wanted } from './target.ts';
import type { ActualObject, Change, Fields } from './types.ts';

export type { Wanted } from './target.ts';

/** The outcome of one write. Every expected failure is an outcome; a rejected promise is a bug. */
export type WriteOutcome =
  | {
      readonly status: 'done';
      /** The object as the platform answered with it; absent where it answered with none. */
      readonly stored?: ActualObject | undefined;
    }
  /** Somebody changed or created the object since it was read: nothing was overwritten. */
  | { readonly status: 'conflict'; readonly message: string }
  /** `fatal`: no other write to this platform can succeed either; the engine skips the rest. */
  | { readonly status: 'failed'; readonly message: string; readonly fatal?: boolean };

/** The time that a query is run over, in the platform's own terms (`-7d@h`) or ISO 8601; an end that is absent is open. */
export interface RunWindow {
  readonly earliest?: string;
  readonly latest?: string;
}

/** How much one run of a query may cost. */
export interface RunLimits {
  /** Longest time, in seconds: then the platform is asked to end it. */
  readonly seconds: number;
  /** Most rows that come back. */
  readonly rows: number;
}

/** What a query found. */
export interface QueryRows {
  readonly columns: readonly string[];
  /** Values as the platform's JSON has them; times as ISO 8601 where the platform tells that they are times. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** Why the rows may not be all that it would find, in the platform's words: its time was up. */
  readonly incomplete?: string;
}

/** Something else on the platform that looks for attacks: an analyst's, a vendor's or another product's. */
export interface Detection {
  readonly name: string;
  /** ATT&CK ids, as it says. */
  readonly techniques: readonly string[];
}

/** A query that can be run and not be kept, as the object that it would be. */
export interface RunOnly {
  readonly object: ActualObject;
  /** Why it cannot be kept, as a part of a sentence. */
  readonly reason: string;
}

/**
 * A SIEM instance that hunts are synced to. A platform translates and sends requests; comparison, safety and order of writes
 * belong to the engine.
 */
export interface Platform extends PlanTarget {
  /** Pure: the native objects for a batch of checked hunts (a batch, because a schedule cap looks at all of them). */
  wanted(hunts: readonly CheckedHunt[]): readonly Wanted[];
  /**
   * Pure: what can be run on the platform and cannot be kept there, as the objects that it would be. Absent where everything that
   * passes the checks is kept.
   */
  runOnly?(hunts: readonly CheckedHunt[]): readonly RunOnly[];
  /** Every object in our scope, unmanaged ones included. Throws PlatformError: a failed read is never "empty". */
  list(signal?: AbortSignal): Promise<readonly ActualObject[]>;
  /** Carries out one change, in one request where the platform allows it. */
  write(change: Change, signal?: AbortSignal): Promise<WriteOutcome>;
  /**
   * The objections of the platform's own parser to a query; empty if it accepts it. Absent where there is no such parser, or it
   * must not be asked. Throws PlatformError if it cannot be reached.
   */
  validate?(query: string, signal?: AbortSignal): Promise<readonly Problem[]>;
  /**
   * Runs a query and waits for what it finds, at most `limits.rows` rows of it. Absent where the platform cannot. Throws
   * PlatformError, with the platform's own words.
   */
  run?(query: string, window: RunWindow, limits: RunLimits, signal?: AbortSignal): Promise<QueryRows>;
  /**
   * Whether what a query reads (`Siem.sourcesOf`) holds anything in a window. Absent where the platform cannot run queries.
   * Throws PlatformError; a source that does not exist is one without data.
   */
  hasData?(source: string, window: RunWindow, limits: RunLimits, signal?: AbortSignal): Promise<boolean>;
  /**
   * What stands between huntsync and the platform: reach, certificate, credentials, permissions, what must be installed.
   *
   * @param environment `environment.<kind>` of the configuration: what the checks take the platform to have.
   */
  examine?(now: Date, signal?: AbortSignal, environment?: unknown): Promise<readonly Diagnosis[]>;
  /** What is in use there, is not ours, and names techniques. Absent where it cannot be asked. Throws PlatformError. */
  detections?(signal?: AbortSignal): Promise<readonly Detection[]>;
  /** Pure: the window that an object's fields give its query; empty where the query alone tells. */
  windowOf?(fields: Fields): RunWindow;
  /** Requests sent so far, log-in included, retries included. */
  requests(): number;
  close(): Promise<void>;
}
