import { PlatformError } from '../core/errors.ts';
import { fillBladeRange, readsBladeRange } from '../kql/additions/range.ts';
import { withoutEnd } from '../kql/end.ts';
import type { QueryRows, RunLimits, RunWindow } from '../sync/platform.ts';
import { type GraphClient, objectIn } from './graph.ts';
import { at } from './native.ts';
import type { Pace } from './pace.ts';

/** Where queries are run, and how fast. */
export interface Hunting {
  readonly graph: GraphClient;
  readonly pace: Pace;
  /** How far back where nobody says, in days. */
  readonly days: number;
  now(): Date;
}

const DAY_MS = 86_400_000;

/** 45 calls a minute (https://learn.microsoft.com/graph/api/security-security-runhuntingquery?view=graph-rest-1.0, "Quotas"). */
export const CALLS_A_MINUTE = 45;

/**
 * Runs a query by advanced hunting, over the data of a window: `Timespan` limits what is read, whatever the query says itself.
 * Throws PlatformError, with Defender's reason.
 */
export async function runHunting(
  query: string,
  window: RunWindow,
  { seconds, rows: most }: RunLimits,
  { graph, pace, days, now }: Hunting,
  signal?: AbortSignal,
): Promise<QueryRows> {
  const [start, end] = spanOf(window, days, now());
  const filled = readsBladeRange(query) ? fillBladeRange(query, { start, end }) : query;
  await pace(signal);
  const what = 'running a query';
  const call = {
    what,
    service: 'hunting',
    method: 'POST',
    url: `${graph.address}/v1.0/security/runHuntingQuery`,
    body: {
      // One row more tells that there are more. The line break ends a comment at the end of the query.
      Query: `${withoutEnd(filled)}\n| take ${most + 1}`,
      Timespan: `${start.toISOString()}/${end.toISOString()}`,
    },
    timeoutMs: seconds * 1000,
    retries: 1,
  } as const;
  try {
    return rowsIn(objectIn(what, await graph.send(call, signal)));
  } catch (error) {
    if (!signal?.aborted && isOutOfTime(error)) return { columns: [], rows: [], incomplete: error.message };
    throw error;
  }
}

/** Neither an answer nor a lost connection: its time was up, or a gateway's. */
function isOutOfTime(error: unknown): error is PlatformError {
  if (!(error instanceof PlatformError)) return false;
  return error.status === 504 || (error.status === undefined && /did not answer in time/.test(error.message));
}

function rowsIn(body: Readonly<Record<string, unknown>>): QueryRows {
  const [schema, results] = [at(body, 'schema'), at(body, 'results')];
  if (!Array.isArray(schema) || !Array.isArray(results)) {
    throw new PlatformError('The answer to running a query holds no results');
  }
  const columns = schema.map((one: unknown) => String(at(one, 'name') ?? at(one, 'Name') ?? ''));
  const rows = results.map((row: unknown) => {
    const members = Object.entries((row ?? {}) as object).filter(([name]) => !name.includes('@odata.'));
    return Object.fromEntries(members);
  });
  return { columns, rows };
}

/** Whether a table holds a row in a window; one that does not exist holds none. */
export async function tableHasRows(
  table: string,
  window: RunWindow,
  limits: RunLimits,
  hunting: Hunting,
  signal?: AbortSignal,
): Promise<boolean> {
  return (await tablesWithRows([table], window, limits, hunting, signal)).has(table);
}

/** Which of these tables hold a row in a window, in one call of the few that a tenant has a minute. */
export async function tablesWithRows(
  tables: readonly string[],
  window: RunWindow,
  limits: RunLimits,
  hunting: Hunting,
  signal?: AbortSignal,
): Promise<ReadonlySet<string>> {
  // `union isfuzzy=true` leaves out what cannot be resolved, and wants one that can be
  // (https://learn.microsoft.com/kusto/query/union-operator).
  const legs = tables.map((table) => `(['${table}'] | take 1 | project Name = '${table}')`);
  const query = `union isfuzzy=true (print Name = '' | where Name != ''), ${legs.join(', ')}`;
  const { rows } = await runHunting(query, window, { ...limits, rows: tables.length }, hunting, signal);
  return new Set(rows.map((row) => String(row['Name'])));
}

function spanOf({ earliest, latest }: RunWindow, days: number, now: Date): readonly [Date, Date] {
  const end = latest === undefined ? now : timeOf(latest);
  const start = earliest === undefined ? new Date(end.getTime() - days * DAY_MS) : timeOf(earliest);
  return [start, end];
}

function timeOf(text: string): Date {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) throw new PlatformError(`"${text}" is no time in ISO 8601`);
  return time;
}
