import pLimit from 'p-limit';
import { PlatformError, reasonOf } from '../../core/errors.ts';

/** What became of the items of a delivery, in the order in which it became known. */
export interface Delivery<T> {
  readonly delivered: readonly T[];
  readonly failed: readonly Undelivered<T>[];
}

export interface Undelivered<T> {
  readonly item: T;
  readonly message: string;
}

/** What is to be done about a batch that was refused: what fails for good, and what is sent once more, how. */
export interface Verdict<T> {
  readonly failed: readonly T[];
  readonly again: readonly (readonly T[])[];
}

export interface Route<T> {
  /** Sends one batch, retries included; throws where it did not arrive whole. */
  send(batch: readonly T[]): Promise<void>;
  /** Called for what `send` throws. */
  judge(error: unknown, batch: readonly T[]): Verdict<T>;
  readonly signal: AbortSignal | undefined;
  /** What is said of items that a stop of the run left behind. */
  readonly stopped?: string;
}

const PARALLEL = 4;
const STOPPED = 'the run was ended before it was written';

/**
 * Sends batches, some at a time. One that is refused is parted or given up without the others; after a failure that all
 * would share (credentials, address) nothing more is sent. Never throws.
 */
export async function deliver<T>(batches: readonly (readonly T[])[], route: Route<T>): Promise<Delivery<T>> {
  const delivered: T[] = [];
  const failed: Undelivered<T>[] = [];
  let fatal: unknown;

  const fail = (items: readonly T[], error: unknown) => {
    const message = route.signal?.aborted ? (route.stopped ?? STOPPED) : reasonOf(error);
    for (const item of items) failed.push({ item, message });
  };
  const run = async (first: readonly T[]): Promise<void> => {
    const waiting = [first];
    for (let batch = waiting.shift(); batch; batch = waiting.shift()) {
      if (fatal !== undefined || route.signal?.aborted) {
        fail(batch, fatal);
        continue;
      }
      try {
        await route.send(batch);
        delivered.push(...batch);
      } catch (error) {
        if (error instanceof PlatformError && error.fatal) fatal = error;
        const verdict = fatal === undefined ? route.judge(error, batch) : { failed: batch, again: [] };
        fail(verdict.failed, error);
        waiting.unshift(...verdict.again);
      }
    }
  };

  const limit = pLimit(PARALLEL);
  await Promise.all(batches.map((batch) => limit(run, batch)));
  return { delivered, failed };
}
