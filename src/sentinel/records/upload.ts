import { PlatformError, reasonOf } from '../../core/errors.ts';
import { halves } from '../../sync/records/batches.ts';
import { deliver } from '../../sync/records/deliver.ts';
import type { RecordFailure } from '../../sync/records/sink.ts';
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

/**
 * Sends rows in bodies that the service takes, and tells of each that did not arrive for sure. A body whose answer was lost
 * is sent again: a row that is there twice does no harm, since readers take the newest version of each record.
 */
export async function uploadRows(
  outgoing: readonly Outgoing[],
  send: SendRows,
  deps: RoundDeps,
  signal: AbortSignal | undefined,
): Promise<RecordFailure[]> {
  const bodies = splitByBytes(outgoing, undefined, ({ row }) => jsonBytes(row));
  const { failed } = await deliver(bodies, {
    signal,
    stopped: 'The run was stopped before it was sent',
    send: async (body) => {
      const rows = body.map(({ row }) => row);
      const error = await inRounds(() => send(rows, signal), deps, signal);
      if (error) throw error;
    },
    judge: (error, body) =>
      error instanceof PlatformError && error.status === 413 && body.length > 1
        ? { failed: [], again: halves(body) }
        : { failed: body, again: [] },
  });
  return failed.map(({ item, message }) => ({ key: item.key, message }));
}

/** The same failure for each of these. */
export function tell(part: readonly { readonly key: string }[], error: PlatformError): RecordFailure[] {
  const message = reasonOf(error);
  return part.map(({ key }) => ({ key, message }));
}
