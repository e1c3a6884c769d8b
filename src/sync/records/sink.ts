import type { Rows } from './rows.ts';
import type { RecordRow, RecordType } from './schema.ts';

/** What is to be written of one type of record. */
export interface RecordChanges {
  /** New and changed records, whole; no two of one key. Whoever writes them lets go of each as soon as it is sent. */
  readonly upsert: Rows;
  /** Stored records to remove. */
  readonly remove: readonly RecordRow[];
  /** Only into the store that records are read back from, and nowhere beside it: they tell what was refused. */
  readonly memoryOnly?: boolean;
}

/** A record that could not be written; the next run tries again. */
export interface RecordFailure {
  readonly key: string;
  readonly message: string;
  /** The platform refused this very record, not the request that it was in. */
  readonly refused?: true;
}

/** The outcome for one type of record. */
export interface RecordOutcome {
  /** Records that the platform has confirmed. */
  readonly sent: number;
  readonly removed: number;
  readonly failed: readonly RecordFailure[];
}

/** Where a platform keeps records. Like a Platform it only translates and sends requests: what to write is decided elsewhere. */
export interface RecordSink {
  /** Name of the configured platform. */
  readonly name: string;
  readonly kind: string;
  /**
   * Every record that is stored, in its newest version, removed ones left out. Throws PlatformError: a failed or partial
   * read is never "empty".
   */
  read(type: RecordType, signal?: AbortSignal): Promise<readonly RecordRow[]>;
  /** Writes what it can; every expected failure is in the outcome, a rejected promise is a bug. */
  write(type: RecordType, changes: RecordChanges, signal?: AbortSignal): Promise<RecordOutcome>;
  /** Requests sent so far, retries included. */
  requests(): number;
  close(): Promise<void>;
}
