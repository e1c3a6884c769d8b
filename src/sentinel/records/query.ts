import type { PipelineResponse } from '@azure/core-rest-pipeline';
import type { LogsTable } from '@azure/monitor-query-logs';
import { PlatformError } from '../../core/errors.ts';
import { RECORDS, type RecordRow, type RecordType } from '../../sync/records/schema.ts';
import type { AzureClient } from '../client.ts';
import { errorIn, parseJson, safe } from '../errors.ts';
import { membersOf } from '../native.ts';
import { columnName, RECORD_NAMES } from './names.ts';
import { fromRow, recordColumns, type TableRow } from './rows.ts';

export interface QueryPlace {
  /** Address of the query API, without a version. */
  readonly endpoint: string;
  readonly scope: string;
  /** ARM path of the workspace. */
  readonly workspacePath: string;
}

/**
 * One answer holds at most so many rows, and 64 or 100 MB
 * (https://learn.microsoft.com/azure/azure-monitor/service-limits#log-queries-and-language).
 */
const MAX_ROWS = 500_000;
/** Number of parts in which a table is read if one answer cannot hold it: first 8, then 64. */
const PAGES = [8, 64];
/** The service's own limit for the time of a query. */
const MAX_WAIT_S = 600;
/** Everything that was ever written: the client requires a time span, and a shorter one would miss what has not changed since. */
const ALL_TIME = { startTime: new Date(0), endTime: new Date('2100-01-01T00:00:00Z') };

/** The newest version of each record, removed ones left out; a part of them where `page` says so. */
export function queryOf(type: RecordType, page?: { readonly index: number; readonly of: number }): string {
  const { table } = RECORD_NAMES[type];
  const column = columnName(RECORDS[type].key);
  return [
    table,
    ...(page ? [`where hash(${column}, ${page.of}) == ${page.index}`] : []),
    `summarize arg_max(TimeGenerated, *) by ${column}`,
    'where Removed != true',
    `project ${recordColumns(type).join(', ')}`,
  ].join('\n| ');
}

/**
 * Asks the workspace what it has, which is the only memory. In Azure it takes some minutes until a query sees an uploaded row, so
 * a sync soon after another may send the same rows again. That is harmless, since readers take the newest version of each, and
 * better than a local state that is wrong once a table is recreated.
 */
export async function readRecords(
  type: RecordType,
  place: QueryPlace,
  azure: AzureClient,
  signal: AbortSignal | undefined,
): Promise<RecordRow[]> {
  const ask = (query: string) => askWorkspace(RECORD_NAMES[type].table, query, place, azure, signal);
  const all = await ask(queryOf(type));
  if (all !== 'too large') return all.map((row) => fromRow(type, row));
  for (const of of PAGES) {
    const pages: (readonly TableRow[])[] = [];
    for (let index = 0; index < of; index += 1) {
      const page = await ask(queryOf(type, { index, of }));
      if (page === 'too large') break;
      pages.push(page);
    }
    if (pages.length === of) return pages.flat().map((row) => fromRow(type, row));
  }
  throw new PlatformError(`${RECORD_NAMES[type].table} holds more than can be read in ${PAGES.at(-1)} parts`, {
    remedy: 'Let old records go: set policy.retireAfterDays.',
  });
}

async function askWorkspace(
  table: string,
  query: string,
  { endpoint, scope, workspacePath }: QueryPlace,
  azure: AzureClient,
  signal: AbortSignal | undefined,
): Promise<readonly TableRow[] | 'too large'> {
  const what = `reading ${table}`;
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
  const check = (response: PipelineResponse) => checkAnswer(what, table, response);
  client.pipeline.addPolicy(azure.policy({ what, service: 'query', method: 'POST', url: endpoint, check }, signal));
  const seconds = Math.min(MAX_WAIT_S, Math.ceil(azure.timeoutMs / 1000));
  const result = await client.queryResource(workspacePath.replace(/^\//, ''), query, ALL_TIME, {
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
  return answer.rows.length >= MAX_ROWS ? 'too large' : rowsOf(answer, what);
}

const WRONG_PLACE = 'Check records.queryEndpoint: something else than the Log Analytics query API may answer there.';

/**
 * Checks an answer before the client sees it: the client fails on a body of another kind, and drops the innermost error, which
 * alone tells an answer that is too large from a failure.
 */
function checkAnswer(what: string, table: string, response: PipelineResponse): PipelineResponse | null {
  const { status, bodyAsText } = response;
  // "If a workspace has no data in it" (https://learn.microsoft.com/azure/azure-monitor/logs/api/timeouts).
  if (status === 204) return { ...response, status: 200, bodyAsText: JSON.stringify({ tables: [EMPTY] }) };
  const body = membersOf(parseJson(bodyAsText));
  const error = body.get('error');
  if (isTooLarge(error)) return { ...response, status: 200, bodyAsText: JSON.stringify({ tables: [], error }) };
  if (status !== 200) return null;
  if (error !== undefined && error !== null) throw partial(what, error);
  if (!isTables(body.get('tables'))) {
    throw new PlatformError(`The answer to ${what} is not that of a query`, { status, remedy: WRONG_PLACE });
  }
  if (isEmpty(body.get('tables'))) checkPermissions(table, body.get('permissions'));
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

const EMPTY = { name: 'PrimaryResult', columns: [{ name: 'ContentHash', type: 'string' }], rows: [] };

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
    remedy: 'Give it the role "Reader" on the three tables; sentinel/azuredeploy.json does.',
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

function rowsOf({ columnDescriptors, rows }: LogsTable, what: string): TableRow[] {
  const names = columnDescriptors.map(({ name }) => name ?? '');
  // An answer to our query names its columns even without rows: anything else is not "empty".
  if (!names.includes('ContentHash')) {
    throw new PlatformError(`The answer to ${what} lacks its columns`, { remedy: WRONG_PLACE });
  }
  return rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at]])));
}
