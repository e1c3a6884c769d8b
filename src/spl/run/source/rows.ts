import type { Row } from '../../../prove/language.ts';
import type { Run } from '../run.ts';
import { type EventFields, readRow } from '../value.ts';

const read = new WeakMap<readonly Row[], Map<string, readonly EventFields[]>>();

/**
 * The rows of a table as the pipeline has them, each finished by `finish`. They are shared between runs on the same data: copy one
 * before changing it.
 */
export function sourceRows(run: Run, table: string, finish?: (fields: EventFields) => void): readonly EventFields[] {
  const rows = Object.hasOwn(run.data.tables, table) ? run.data.tables[table] : undefined;
  if (!rows) return [];
  const known = read.get(rows) ?? new Map<string, readonly EventFields[]>();
  read.set(rows, known);
  let fields = known.get(table);
  if (!fields) {
    fields = rows.map((row) => {
      const one = readRow(row);
      finish?.(one);
      return one;
    });
    known.set(table, fields);
  }
  return fields;
}

/** The latest first, as a search of events gives them. */
export function latestFirst(rows: readonly EventFields[]): EventFields[] {
  return [...rows].sort((a, b) => timeOf(b) - timeOf(a));
}

function timeOf(fields: EventFields): number {
  const time = fields['_time'];
  return typeof time === 'number' ? time : 0;
}
