import { PlatformError } from '../core/errors.ts';
import type { QueryRows, RunWindow } from '../sync/platform.ts';
import type { AzureClient } from './client.ts';
import { ALL_TIME, askWorkspace, type QueryPlace } from './query.ts';

/** Runs a query in the workspace, over its logs of a window. Throws PlatformError. */
export async function runQuery(
  query: string,
  window: RunWindow,
  place: QueryPlace,
  azure: AzureClient,
  signal: AbortSignal | undefined,
): Promise<QueryRows> {
  const what = 'a query';
  const answer = await askWorkspace({ what, query, span: spanOf(window), columns: [] }, place, azure, signal);
  if (answer === 'too large') {
    throw new PlatformError('The query found more than one answer can hold', {
      remedy: 'Let the query summarize, or take fewer rows.',
    });
  }
  const columns = answer.columnDescriptors.map(({ name }) => name ?? '');
  const rows = answer.rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, jsonOf(row[at])])));
  return { columns, rows };
}

function spanOf({ earliest, latest }: RunWindow): typeof ALL_TIME {
  return { startTime: timeOf(earliest) ?? ALL_TIME.startTime, endTime: timeOf(latest) ?? ALL_TIME.endTime };
}

function timeOf(text: string | undefined): Date | null {
  if (text === undefined) return null;
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) throw new PlatformError(`"${text}" is no time in ISO 8601`);
  return time;
}

/** The client makes Dates of datetime columns. */
function jsonOf(cell: unknown): unknown {
  return cell instanceof Date ? cell.toISOString() : cell;
}
