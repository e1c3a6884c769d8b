import type { Row, RowContext, Value } from '../../prove/language.ts';
import type { TableSchemas } from '../reference.ts';

const TENANT = '11111111-2222-4333-8444-555555555555';
const DOMAIN = 'contoso';

/** Makes a column's value from the rest of the row; undefined where it has nothing to say. */
type Maker = (row: Row, context: RowContext) => Value | undefined;

const at: Maker = (_, context) => context.at.toISOString();
const minutesBefore =
  (minutes: number): Maker =>
  (_, context) =>
    new Date(context.at.getTime() - minutes * 60_000).toISOString();
const number =
  (base: number): Maker =>
  (_, context) =>
    base + context.number;
const copy =
  (column: string): Maker =>
  (row) =>
    row[column];
const constant =
  (value: Value): Maker =>
  () =>
    value;

/**
 * What each row of a table has where the schema has the column, whatever happened: times, ids, the account's domain. Empty where
 * nothing is known: the text columns of a workspace are never null.
 * https://learn.microsoft.com/azure/azure-monitor/logs/log-standard-columns and the tables' pages under
 * https://learn.microsoft.com/azure/azure-monitor/reference/tables/
 */
const COLUMNS: Readonly<Record<string, Maker>> = {
  TimeGenerated: at,
  Timestamp: at,
  Type: () => undefined,
  TenantId: constant(TENANT),
  DeviceId: (row) => (typeof row['DeviceName'] === 'string' ? `id-${row['DeviceName'].toLowerCase()}` : undefined),
  ReportId: number(5000),
  InitiatingProcessAccountName: copy('AccountName'),
  InitiatingProcessAccountDomain: constant(DOMAIN),
  AccountDomain: constant(DOMAIN),
  AccountUpn: (row) => (typeof row['AccountName'] === 'string' ? `${row['AccountName']}@${DOMAIN}.com` : undefined),
  ProcessId: number(20_000),
  ProcessCreationTime: at,
  InitiatingProcessId: constant(4000),
  InitiatingProcessCreationTime: minutesBefore(5),
  InitiatingProcessParentCreationTime: minutesBefore(10),
  CreatedDateTime: at,
  ActivityDateTime: at,
  StageReceivedTime: at,
  RequestReceivedTime: at,
  UserId: (row) => (row['UserPrincipalName'] === undefined ? undefined : `uid-${String(row['UserPrincipalName'])}`),
};

/** Columns that tell one record from another. */
const IDS: ReadonlySet<string> = new Set(['Id', 'AuditId', 'AwsEventId', 'EventRecordId', 'CorrelationId']);

/** A row of a workspace's table, with what every row has. */
export function completeRow(table: string, fields: Row, context: RowContext, schemas: TableSchemas): Row {
  const known = columnsOf(schemas[table] ?? '');
  const row: Record<string, Value> = { ...fields };
  for (const column of known) {
    if (row[column] !== undefined) continue;
    const made = Object.hasOwn(COLUMNS, column) ? COLUMNS[column]?.(row, context) : undefined;
    if (column === 'Type') row[column] = table;
    else if (IDS.has(column)) row[column] = `${column.toLowerCase()}-${context.number}`;
    else if (made !== undefined) row[column] = made;
  }
  return row;
}

const columns = new Map<string, readonly string[]>();

function columnsOf(list: string): readonly string[] {
  let names = columns.get(list);
  if (!names) {
    names = [...list.matchAll(/(?:^|,)(\w+):/g)].map(([, name = '']) => name);
    columns.set(list, names);
  }
  return names;
}
