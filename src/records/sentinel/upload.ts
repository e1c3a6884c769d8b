import pLimit from 'p-limit';
import { PlatformError, reasonOf } from '../../core/errors.ts';
import { halves } from '../batches.ts';
import type { RecordFailure } from '../sink.ts';
import { splitByBytes } from './chunks.ts';
import { inRounds, type RoundDeps } from './rounds.ts';
import { jsonBytes, type TableRow } from './rows.ts';

/** A row on its way, with the key that a failure names. */
export interface Outgoing {
  readonly key: string;
  readonly row: TableRow;
}

/** Sends one body; a failure is a PlatformError. */
export type SendRows = (rows: readonly TableRow[], signal: AbortSignal | undefined) => Promise<void>;

const PARALLEL = 4;

/**
 * Sends rows in bodies that the service takes, and tells of each that did not arrive for sure. One body's failure stops
 * no other, unless it says that none can succeed. A body whose answer was lost is sent again: a row that is there twice
 * does no harm, since readers take the newest version of each record.
 */
export async function uploadRows(
  outgoing: readonly Outgoing[],
  send: SendRows,
  deps: RoundDeps,
  signal: AbortSignal | undefined,
): Promise<RecordFailure[]> {
  let refused: PlatformError | undefined;

  async function deliver(part: readonly Outgoing[]): Promise<RecordFailure[]> {
    if (signal?.aborted) return tell(part, new PlatformError('The run was stopped before it was sent'));
    if (refused) return tell(part, refused);
    const rows = part.map(({ row }) => row);
    const error = await inRounds(() => send(rows, signal), deps, signal);
    if (error === null) return [];
    if (error.status === 413 && part.length > 1) {
      const failed: RecordFailure[] = [];
      for (const half of halves(part)) failed.push(...(await deliver(half)));
      return failed;
    }
    if (error.fatal) refused = error;
    return tell(part, error);
  }

  const limit = pLimit(PARALLEL);
  const parts = splitByBytes(outgoing, undefined, ({ row }) => jsonBytes(row));
  const failed = await Promise.all(parts.map((part) => limit(() => deliver(part))));
  return failed.flat();
}

/** The same failure for each of these. */
export function tell(part: readonly { readonly key: string }[], error: PlatformError): RecordFailure[] {
  const message = reasonOf(error);
  return part.map(({ key }) => ({ key, message }));
}
