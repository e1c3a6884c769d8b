import { randomUUID } from 'node:crypto';
import type { StandInRequest, StandInResponse } from '../../server.ts';
import { json } from '../arm.ts';
import { type Deployment, tableOf } from '../deployment.ts';
import { type AzureState, customerIdOf, type Workspace, workspaceId } from '../state.ts';
import { type Column, type Database, type Row, runQuery, type Table } from './run.ts';
import { failQuery, isQueryFailure, parseQuery } from './syntax.ts';
import { ALL_TIME, readTimespan, type Timespan } from './timespan.ts';

export interface QueryOptions {
  readonly state: AzureState;
  readonly workspaces: readonly Workspace[];
  readonly deployment: Deployment;
  tablesOf(workspace: Workspace): NonNullable<Workspace['tables']>;
  /** How much one answer holds; Azure's own figures where not given. */
  readonly limits?: { readonly rows?: number; readonly bytes?: number };
  /** Tables that the caller may not read. */
  readonly denied?: readonly string[];
  /** What else the workspace holds, and runs every query that is not of the small part of KQL. Default: nothing. */
  readonly logs?: QueryLogs;
  readonly now: () => Date;
}

export interface QueryTable extends Table {
  readonly name: string;
}

/** Runs a query on logs and on the tables given. */
export type QueryLogs = (
  query: string,
  context: {
    /** What was deployed to the workspace, with its rows. */
    readonly tables: readonly QueryTable[];
    /** Whether a row is in the timespan that was asked for. */
    isIn(row: Row): boolean;
    readonly now: Date;
  },
) => Table | { readonly failed: string };

/** In bytes of JSON (https://learn.microsoft.com/azure/azure-monitor/service-limits#log-queries-and-language). */
const LIMITS = { rows: 500_000, bytes: 64_000_000 };

/**
 * Answers `POST /v1/{workspace's resource id}/query` and `POST /v1/workspaces/{workspace's own id}/query`
 * (https://learn.microsoft.com/azure/azure-monitor/logs/api/request-format; Azure's client for Python uses the second) in the
 * shape of https://learn.microsoft.com/azure/azure-monitor/logs/api/response-format: tables of columns and rows; 200 with an
 * `error` beside them where the answer is not whole.
 */
export function answerQuery(request: StandInRequest, options: QueryOptions): StandInResponse {
  const path = /^\/v1(\/subscriptions\/.+|\/workspaces\/[^/]+)\/query$/i
    .exec(decodeURI(request.path))?.[1]
    ?.toLowerCase();
  if (path === undefined || request.method !== 'POST') {
    return refuse(404, 'PathNotFoundError', 'The requested path does not exist');
  }
  const workspace = options.workspaces.find((known) =>
    [workspaceId(known).toLowerCase(), `/workspaces/${customerIdOf(known)}`].includes(path),
  );
  if (!workspace) return refuse(404, 'ResourceNotFoundError', `The resource ${path} was not found`);
  // As https://learn.microsoft.com/azure/azure-monitor/logs/api/timeouts has it for a request without a body or its content type.
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) return { status: 200 };
  const { query, timespan } = readBody(request.body);
  if (query === undefined) return refuse(400, 'BadArgumentError', 'The request had some invalid properties');
  const span = timespan === undefined || timespan === null ? ALL_TIME : readTimespan(String(timespan), options.now());
  if (span === null) return refuse(400, 'BadArgumentError', 'The request had some invalid properties');
  try {
    const table = run(query, workspace, span, options);
    const prefer = String(request.headers.prefer ?? '');
    return answer(table, workspace, prefer.includes('include-permissions=true'), options);
  } catch (error) {
    if (!isQueryFailure(error)) throw error;
    const { kind, code, message } = error;
    const middle = kind === 'SyntaxError' ? 'A syntax error occurred.' : 'A semantic error occurred.';
    return refuse(400, 'BadArgumentError', 'The request had some invalid properties', {
      code: kind,
      message: middle,
      innererror: { code, message },
    });
  }
}

/** The tables and functions of the deployed template answer for themselves: a sync need not wait for a language service. */
function run(query: string, workspace: Workspace, span: Timespan, options: QueryOptions): Table {
  const database = databaseOf(workspace, span, options);
  const { logs, deployment } = options;
  if (!logs || readsDeployed(query, deployment, database)) return runQuery(query, database);
  const tables = deployment.tables.flatMap(({ name }) => ({ name, ...(database.table(name) ?? NO_TABLE) }));
  const outcome = logs(withFunctions(query, deployment), {
    tables,
    isIn: (row) => isIn(row, span),
    now: options.now(),
  });
  return 'failed' in outcome ? failQuery('SemanticError', 'SEM0001', outcome.failed) : outcome;
}

const NO_TABLE: Table = { columns: [], rows: [] };

function readsDeployed(query: string, { tables }: Deployment, database: Database): boolean {
  try {
    const { source } = parseQuery(query);
    return tables.some(({ name }) => name === source) || database.body(source) !== undefined;
  } catch {
    return false;
  }
}

/** Puts the template's functions before a query that names them. */
function withFunctions(query: string, { functions }: Deployment): string {
  const named = Object.entries(functions).filter(([name]) => new RegExp(`\\b${name}\\b`).test(query));
  return named.map(([name, body]) => `let ${name} = view () { ${body} };\n`).join('') + query;
}

function answer(table: Table, workspace: Workspace, permissions: boolean, options: QueryOptions): StandInResponse {
  const limits = { ...LIMITS, ...options.limits };
  const rows: unknown[][] = [];
  let bytes = 0;
  let exceeded: string | undefined;
  for (const row of table.rows) {
    const cells = table.columns.map((column) => cell(row[column.name], column));
    bytes += JSON.stringify(cells).length;
    if (rows.length >= limits.rows) exceeded = `${limits.rows} records`;
    else if (bytes > limits.bytes) exceeded = `${limits.bytes} bytes`;
    if (exceeded) break;
    rows.push(cells);
  }
  const columns = table.columns.map(({ name, type }) => ({ name, type: type === 'boolean' ? 'bool' : type }));
  const denyTables = options.denied ?? [];
  const source = { resourceId: workspaceId(workspace), ...(denyTables.length > 0 ? { denyTables } : {}) };
  return json(200, {
    tables: [{ name: 'PrimaryResult', columns, rows }],
    ...(permissions ? { permissions: { dataSources: [source] } } : {}),
    ...(exceeded ? { error: partialError(`The results of this query exceed the set limit of ${exceeded}.`) } : {}),
  });
}

/** As Grafana's test data has it from the real service: the engine's code is E_QUERY_RESULT_SET_TOO_LARGE as a signed number. */
function partialError(message: string): unknown {
  const innererror = { code: '-2133196797', message, severity: 2, severityName: 'Error' };
  const engine = 'Something went wrong processing your query on the server.';
  const details = [{ code: 'EngineError', message: engine, innererror }];
  return { code: 'PartialError', message: 'There were some errors when processing your query.', details };
}

/** JSON has no dates and no dynamics: both are texts. */
function cell(value: unknown, { type }: Column): unknown {
  if (value === undefined || value === null) return type === 'string' ? '' : null;
  if (type === 'dynamic') return JSON.stringify(value);
  return type === 'datetime' ? String(value).replace(/\.0+Z$/, 'Z') : value;
}

function databaseOf(workspace: Workspace, span: Timespan, options: QueryOptions): Database {
  const { state, deployment, denied = [] } = options;
  const prefix = `${workspaceId(workspace)}/savedsearches/`.toLowerCase();
  return {
    table(name) {
      const known = options.tablesOf(workspace).find((table) => table.name === name);
      if (!known) return undefined;
      const system = [
        { name: 'TenantId', type: 'string' },
        { name: 'Type', type: 'string' },
      ];
      const rows = denied.includes(name) ? [] : rowsOf(name, state, deployment).filter((row) => isIn(row, span));
      return { columns: [...known.columns, ...system], rows: rows.map((row) => ({ ...row, Type: name })) };
    },
    body(name) {
      const saved = Object.entries(state.savedSearches).find(
        ([id, { properties }]) => id.startsWith(prefix) && properties.functionAlias === name,
      );
      return saved?.[1].properties.query ?? deployment.functions[name];
    },
  };
}

function rowsOf(table: string, state: AzureState, { streams }: Deployment): Row[] {
  return Object.entries(state.ingested).flatMap(([key, rows]) => {
    const stream = key.slice(key.lastIndexOf('/') + 1);
    const target = streams.find(({ name }) => name === stream)?.table ?? tableOf(stream);
    return target === table ? (rows as Row[]) : [];
  });
}

function isIn(row: Row, { from, to }: Timespan): boolean {
  // A table without the column has no time to be chosen by.
  if (row['TimeGenerated'] === undefined) return true;
  const at = Date.parse(String(row['TimeGenerated']));
  return at >= from && at <= to;
}

function readBody(body: Buffer): { query?: string; timespan?: unknown } {
  try {
    const { query, timespan } = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
    return typeof query === 'string' ? { query, timespan } : {};
  } catch {
    return {};
  }
}

function refuse(status: number, code: string, message: string, innererror?: unknown): StandInResponse {
  const correlationId = randomUUID();
  return json(status, { error: { message, code, correlationId, ...(innererror ? { innererror } : {}) } });
}
