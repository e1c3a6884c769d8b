import { PlatformError } from '../core/errors.ts';
import { fillBladeRange, readsBladeRange } from '../kql/additions/range.ts';
import { withoutEnd } from '../kql/end.ts';
import type { QueryRows, RunLimits, RunWindow } from '../sync/platform.ts';
import type { AzureClient } from './client.ts';
import { ALL_TIME, askWorkspace, type QueryPlace } from './query.ts';

/**
 * Runs a query in the workspace, over its logs of a window, which also takes the place of the hunting page's time range in it.
 * Throws PlatformError.
 */
export async function runQuery(
  query: string,
  window: RunWindow,
  { seconds, rows: most }: RunLimits,
  { place, azure }: Workspace,
  signal: AbortSignal | undefined,
  table?: string,
): Promise<QueryRows> {
  const span = spanOf(window);
  const filled = fillBladeRange(query, { start: span.startTime, end: span.endTime });
  const asked = {
    what: 'running a query',
    query: limited(filled, most),
    span,
    columns: [],
    seconds,
    ...(table === undefined ? {} : { table }),
  };
  const answer = await askWorkspace(asked, place, azure, signal).catch((error: unknown) => {
    if (isOutOfTime(error)) return error;
    throw error;
  });
  if (answer instanceof PlatformError) return { columns: [], rows: [], incomplete: answer.message };
  if (answer === 'too large') {
    throw new PlatformError('The query found more than one answer can hold', {
      remedy: 'Let the query summarize, or take fewer rows.',
    });
  }
  const columns = answer.columnDescriptors.map(({ name }) => name ?? '');
  const rows = answer.rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, jsonOf(row[at])])));
  return { columns, rows };
}

/** The hunting page looks a day back unless somebody chooses otherwise. */
const PAGE_MS = 86_400_000;

/** The window of a query: where it reads the range of the hunting page and nobody chose one, the page's own. */
export function pageWindow(query: string, window: RunWindow, now: Date): RunWindow {
  if (window.earliest !== undefined || !readsBladeRange(query)) return window;
  const end = window.latest === undefined ? now : new Date(window.latest);
  return { earliest: new Date(end.getTime() - PAGE_MS).toISOString(), latest: end.toISOString() };
}

/** Whether a table holds a row in a window; one that does not exist holds none. Throws PlatformError, 403 for one that may not be read. */
export async function hasRows(
  table: string,
  window: RunWindow,
  limits: RunLimits,
  workspace: Workspace,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  // `union isfuzzy=true` leaves out what cannot be resolved, and wants one that can be
  // (https://learn.microsoft.com/kusto/query/union-operator).
  const query = `union isfuzzy=true (print _ = 1 | where _ == 0), (['${table}'] | take 1 | project _ = 1)`;
  return (await runQuery(query, window, limits, workspace, signal, table)).rows.length > 0;
}

export interface Workspace {
  readonly place: QueryPlace;
  readonly azure: AzureClient;
}

/** Asks for one row more, which tells that there are more. The line break ends a comment at the end of the query. */
function limited(query: string, most: number): string {
  return `${withoutEnd(query)}\n| take ${most + 1}`;
}

/**
 * The service ends a query after the time that `Prefer: wait` grants it, with 504 Gateway Timeout
 * (https://learn.microsoft.com/azure/azure-monitor/logs/api/timeouts).
 */
function isOutOfTime(error: unknown): error is PlatformError {
  return error instanceof PlatformError && error.status === 504;
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
