import { PlatformError, reasonOf } from '../../core/errors.ts';
import { halves } from './batches.ts';

/** The outcome for each item of a delivery, in the order in which it became known. */
export interface Delivery<T> {
  readonly delivered: readonly T[];
  readonly failed: readonly Undelivered<T>[];
}

export interface Undelivered<T> {
  readonly item: T;
  readonly message: string;
  /** It was refused by itself. */
  readonly refused?: true;
}

/** What to do about a refused batch: which items fail, and in which batches the others are sent again. */
export interface BatchVerdict<T> {
  readonly failed: readonly T[];
  readonly again: readonly (readonly T[])[];
  /** The failed ones were refused for what they are. */
  readonly refused?: boolean;
}

export type Judge<T> = (error: unknown, batch: readonly T[]) => BatchVerdict<T>;

export interface DeliveryRoute<T, Told = T> {
  /** Sends one batch, retries included; throws unless all of it arrived. */
  send(batch: readonly T[]): Promise<void>;
  /** What stands for an item in the outcome, so that the item itself can be let go of. */
  readonly tell: (item: T) => Told;
  /** Called for what `send` throws, unless nothing more is sent because of it; `byHalves` where not given. */
  readonly judge?: Judge<T>;
  readonly signal: AbortSignal | undefined;
  /** Batches under way at once; 4 where not given. */
  readonly parallel?: number;
  /** The message for items that were not sent because the run was stopped. */
  readonly stopped?: string;
}

const PARALLEL = 4;
/** How many bad items are isolated one by one; beyond that the whole delivery is considered bad. */
const MAX_REFUSED_ITEMS = 50;
const STOPPED = 'the run was ended before it was written';

/**
 * Sends batches, several at a time, and asks for each only when it is its turn. A refused one is split or given up without affecting the
 * others; after a failure that all would share (credentials, address) nothing more is sent. Never throws.
 */
export async function deliver<T, Told>(
  batches: Iterable<readonly T[]>,
  route: DeliveryRoute<T, Told>,
): Promise<Delivery<Told>> {
  const { signal, tell, judge = byHalves<T>(), parallel = PARALLEL, stopped = STOPPED } = route;
  const delivered: Told[] = [];
  const failed: Undelivered<Told>[] = [];
  let fatal: PlatformError | undefined;

  const fail = (items: readonly T[], error: unknown, refused = false) => {
    const message = signal?.aborted ? stopped : reasonOf(error);
    for (const item of items)
      failed.push({ item: tell(item), message, ...(refused ? { refused: true as const } : {}) });
  };
  const run = async (first: readonly T[]): Promise<void> => {
    const waiting = [first];
    for (let batch = waiting.shift(); batch; batch = waiting.shift()) {
      if (fatal || signal?.aborted) {
        fail(batch, fatal);
        continue;
      }
      try {
        await route.send(batch);
        for (const item of batch) delivered.push(tell(item));
      } catch (error) {
        if (error instanceof PlatformError && error.fatal) fatal = error;
        const verdict = fatal ? { failed: batch, again: [] } : judge(error, batch);
        fail(verdict.failed, error, verdict.refused);
        waiting.unshift(...verdict.again);
      }
    }
  };

  const queue = batches[Symbol.iterator]();
  const work = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) await run(next.value);
  };
  await Promise.all(Array.from({ length: parallel }, work));
  // Where nothing at all arrives, it is the platform that refuses, whatever it says of the items.
  return { delivered, failed: delivered.length > 0 ? failed : failed.map(({ item, message }) => ({ item, message })) };
}

/**
 * Isolates the items that a platform refuses: a batch that is too large (413) or has an unnamed error (400) is sent again in
 * halves, down to single items.
 */
export function byHalves<T>(): Judge<T> {
  let left = MAX_REFUSED_ITEMS;
  return (error, batch) => {
    const ofItems = error instanceof PlatformError && (error.status === 413 || error.status === 400);
    if (ofItems && batch.length === 1) left -= 1;
    const parts = ofItems && left > 0 ? halves(batch) : [];
    // A single item that is too large is a proxy's word: no record is that long.
    const refused = ofItems && error.status === 400 && batch.length === 1 && left > 0;
    return parts.length > 0 ? { failed: [], again: parts } : { failed: batch, again: [], refused };
  };
}
