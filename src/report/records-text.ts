import pc from 'picocolors';
import { oneLine } from '../core/text.ts';
import { SYNCED_TYPES } from '../sync/records/schema.ts';
import type { RecordsResult } from '../sync/records/sync.ts';
import { type TextColumn, tableToText } from './table.ts';

/** The outcome of the records as text: one row per type and platform, then what went wrong. None kept: no column for it. */
export function recordsToText(records: readonly RecordsResult[], done: boolean, width?: number): string {
  const counted = records.flatMap((result) =>
    SYNCED_TYPES.flatMap((type) => (result[type] ? [{ name: result.name, type, ...result[type] }] : [])),
  );
  const isKept = counted.some(({ kept }) => kept > 0);
  const rows = counted.map(({ name, type, total, sent, removed, unchanged, kept, failed }) => [
    ...[name, type, total, sent, removed, unchanged],
    ...(isKept ? [kept] : []),
    failed > 0 ? pc.red(failed) : failed,
  ]);
  const errors = records.flatMap(({ name, errors: told }) =>
    told.map((error) => pc.red(`${name} records: ${oneLine(error)}`)),
  );
  const notes = records.flatMap(({ name, notes: told = [] }) =>
    told.map((note) => pc.yellow(`${name} records: ${oneLine(note)}`)),
  );
  return [...(rows.length > 0 ? [tableToText(columns(done, isKept), rows, width)] : []), ...notes, ...errors].join(
    '\n',
  );
}

function columns(done: boolean, isKept: boolean): TextColumn[] {
  const [sent, removed] = done ? ['sent', 'removed'] : ['send', 'remove'];
  const counts = ['total', sent, removed, 'unchanged', ...(isKept ? ['kept'] : []), 'failed'];
  return [{ head: 'platform' }, { head: 'records' }, ...counts.map((head) => ({ head, align: 'right' as const }))];
}
