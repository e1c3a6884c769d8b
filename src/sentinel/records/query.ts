import type { LogsTable } from '@azure/monitor-query-logs';
import { PlatformError } from '../../core/errors.ts';
import { RECORDS, type RecordRow, type RecordType } from '../../sync/records/schema.ts';
import type { AzureClient } from '../client.ts';
import { ALL_TIME, askWorkspace, type QueryPlace, WRONG_PLACE } from '../query.ts';
import { columnName, RECORD_NAMES } from './names.ts';
import { fromRow, recordColumns, type TableRow } from './rows.ts';

/** Number of parts in which a table is read if one answer cannot hold it: first 8, then 64. */
const PAGES = [8, 64];

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
  const { table } = RECORD_NAMES[type];
  const what = `reading ${table}`;
  const ask = async (query: string): Promise<readonly TableRow[] | 'too large'> => {
    // Everything that was ever written: any other span would forget what has not changed since.
    const answer = await askWorkspace({ what, table, query, span: ALL_TIME, columns: EMPTY }, place, azure, signal);
    return answer === 'too large' ? answer : rowsOf(answer, what);
  };
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
  throw new PlatformError(`${table} holds more than can be read in ${PAGES.at(-1)} parts`, {
    remedy: 'Let old records go: set policy.retireAfterDays.',
  });
}

/** What a workspace without data answers. */
const EMPTY = [{ name: 'ContentHash', type: 'string' }];

function rowsOf({ columnDescriptors, rows }: LogsTable, what: string): TableRow[] {
  const names = columnDescriptors.map(({ name }) => name ?? '');
  // An answer to our query names its columns even without rows: anything else is not "empty".
  if (!names.includes('ContentHash')) {
    throw new PlatformError(`The answer to ${what} lacks its columns`, { remedy: WRONG_PLACE });
  }
  return rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at]])));
}
