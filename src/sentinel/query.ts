import type { PipelineResponse } from '@azure/core-rest-pipeline';
import type { LogsTable } from '@azure/monitor-query-logs';
import { errorIn, safe } from '../azure/errors.ts';
import { membersOf, parseJson } from '../azure/json.ts';
import { PlatformError } from '../core/errors.ts';
import type { AzureClient } from './client.ts';

export interface QueryPlace {
  /** Address of the query API, without a version. */
  readonly endpoint: string;
  readonly scope: string;
  /** ARM path of the workspace. */
  readonly workspacePath: string;
}

/** A query, and what must be so of its answer. */
export interface Question {
  /** How a message goes on: "reading Hunts_CL". */
  readonly what: string;
  readonly query: string;
  readonly span: { readonly startTime: Date; readonly endTime: Date };
  /** A table that the caller must be allowed to read: an empty answer is refused where it may not. */
  readonly table?: string;
  /** Columns of the answer of a workspace that holds no data at all. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** How long the query may take, in seconds; the platform's `timeoutSeconds` where not given. */
  readonly seconds?: number;
}

/**
 * One answer holds at most so many rows, and 64 or 100 MB
 * (https://learn.microsoft.com/azure/azure-monitor/service-limits#log-queries-and-language).
 */
const MAX_ROWS = 500_000;
/** The service's own limit for the time of a query. */
const MAX_WAIT_S = 600;
const TRAVEL_MS = 15_000;
/** The client wants a span. */
export const ALL_TIME = { startTime: new Date(0), endTime: new Date('2100-01-01T00:00:00Z') };

/**
 * Sends a query to the workspace, by the Log Analytics query API; `too large` where one answer cannot hold what it found.
 * Throws PlatformError for an answer that is not whole.
 */
export async function askWorkspace(
  { what, table, query, span, columns, seconds: asked }: Question,
  { endpoint, scope, workspacePath }: QueryPlace,
  azure: AzureClient,
  signal: AbortSignal | undefined,
): Promise<LogsTable | 'too large'> {
  const [{ LogsQueryClient }, { credential, options }] = await Promise.all([
    import('@azure/monitor-query-logs'),
    azure.parts(),
  ]);
  // The client takes its audience from `credentials` only, whatever its `audience` option says.
  const client = new LogsQueryClient(credential, {
    ...options,
    endpoint: `${endpoint}/v1`,
    credentials: { scopes: [scope] },
  });
  // Nor does it pass on an abort signal: hence one client per query. A query is a read, whatever its HTTP method.
  const check = (response: PipelineResponse) => checkAnswer({ what, table, columns, seconds: asked }, response);
  const seconds = Math.min(MAX_WAIT_S, asked ?? Math.ceil(azure.timeoutMs / 1000));
  // An answer that has to travel when the time of the query is up still arrives.
  const patience = asked === undefined ? {} : { timeoutMs: seconds * 1000 + TRAVEL_MS };
  const call = { what, service: 'query', method: 'POST', url: endpoint, check, ...patience } as const;
  client.pipeline.addPolicy(azure.policy(call, signal));
  const result = await client.queryResource(workspacePath.replace(/^\//, ''), query, span, {
    requestOptions: {
      headers: {
        // Answers are kept for two minutes otherwise (https://learn.microsoft.com/azure/azure-monitor/logs/api/cache), and we
        // have just written.
        'cache-control': 'no-cache',
        prefer: `wait=${seconds},include-permissions=true`,
      },
    },
  });
  // Any other error has been thrown already.
  if ('partialError' in result) return 'too large';
  const [answer] = result.tables;
  if (!answer) throw new PlatformError(`The answer to ${what} holds no table`, { remedy: WRONG_PLACE });
  return answer.rows.length >= MAX_ROWS ? 'too large' : answer;
}

export const WRONG_PLACE =
  'Check records.queryEndpoint: something else than the Log Analytics query API may answer there.';

/**
 * Checks an answer before the client sees it: the client fails on a body of another kind, and drops the innermost error, which
 * alone tells an answer that is too large from a failure.
 */
function checkAnswer(
  { what, table, columns, seconds }: Pick<Question, 'what' | 'table' | 'columns'> & { seconds: number | undefined },
  response: PipelineResponse,
): PipelineResponse | null {
  const { status, bodyAsText } = response;
  // "If a workspace has no data in it" (https://learn.microsoft.com/azure/azure-monitor/logs/api/timeouts).
  if (status === 204) {
    const empty = { name: 'PrimaryResult', columns, rows: [] };
    return { ...response, status: 200, bodyAsText: JSON.stringify({ tables: [empty] }) };
  }
  // Its time is up (Prefer: wait): asking again would take as long
  // (https://learn.microsoft.com/azure/azure-monitor/logs/api/timeouts).
  if (status === 504 && seconds !== undefined) {
    throw new PlatformError(`The query was not done after ${seconds} s`, { status });
  }
  const body = membersOf(parseJson(bodyAsText));
  const error = body.get('error');
  if (isTooLarge(error)) return { ...response, status: 200, bodyAsText: JSON.stringify({ tables: [], error }) };
  if (status !== 200) return null;
  if (error !== undefined && error !== null) throw partial(what, error);
  if (!isTables(body.get('tables'))) {
    throw new PlatformError(`The answer to ${what} is not that of a query`, { status, remedy: WRONG_PLACE });
  }
  if (table !== undefined && isEmpty(body.get('tables'))) checkPermissions(table, body.get('permissions'));
  return response;
}

function isTables(tables: unknown): boolean {
  const isTable = (table: unknown) => {
    const [columns, rows] = [membersOf(table).get('columns'), membersOf(table).get('rows')];
    return Array.isArray(columns) && Array.isArray(rows) && rows.every(Array.isArray);
  };
  return Array.isArray(tables) && tables.every(isTable);
}

function isEmpty(tables: unknown): boolean {
  const [answer] = Array.isArray(tables) ? tables : [];
  const rows = membersOf(answer).get('rows');
  return !Array.isArray(rows) || rows.length === 0;
}

/**
 * Tables that the caller may not read are left out without an error
 * (https://learn.microsoft.com/azure/azure-monitor/logs/api/azure-resource-queries): an empty answer would make every run send
 * everything again.
 */
function checkPermissions(table: string, permissions: unknown): void {
  const sources = membersOf(permissions).get('datasources');
  const denied = (Array.isArray(sources) ? sources : []).flatMap((source) => membersOf(source).get('denytables') ?? []);
  if (!denied.includes(table)) return;
  throw new PlatformError(`The identity may not read ${table}`, {
    status: 403,
    fatal: true,
    remedy:
      'Give it the role "Reader" on our tables, which sentinel/azuredeploy.json does, and "Microsoft Sentinel Reader" on the workspace to run hunts.',
  });
}

/**
 * 80DA0003, E_QUERY_RESULT_SET_TOO_LARGE (https://learn.microsoft.com/azure/data-explorer/kusto/concepts/errorsinnativecode),
 * which the API writes as a signed number.
 */
function isTooLarge(error: unknown): boolean {
  return /-2133196797|80DA0003|RESULT_SET_TOO_LARGE|ResponsePayloadTooLarge/i.test(JSON.stringify(error) ?? '');
}

function partial(what: string, error: unknown): PlatformError {
  const said = safe(errorIn(JSON.stringify({ error })).message);
  return new PlatformError(`Azure answered only a part to ${what}${said ? `: ${said}` : ''}`, {
    remedy: 'Run again later; nothing was written on the strength of it.',
  });
}
