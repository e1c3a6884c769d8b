import {
  type FieldSpec,
  type FieldValue,
  RECORDS,
  type RecordRow,
  type RecordType,
} from '../../sync/records/schema.ts';
import { columnName } from './names.ts';

/** A row of a Log Analytics table, as it is sent and as a query answers it. */
export type TableRow = Readonly<Record<string, unknown>>;

/**
 * A column holds at most 64 KB, and the service cuts what is longer
 * (https://learn.microsoft.com/azure/azure-monitor/service-limits#logs-ingestion-api).
 */
const MAX_COLUMN_BYTES = 64_000;
/** A row has to fit into one request, whose limit is 1 MB. */
export const MAX_ROW_BYTES = 890_000;

/** The columns of a table that a record is read from: those of the definition, and the time that its rows are kept by. */
export function recordColumns(type: RecordType): readonly string[] {
  return ['TimeGenerated', ...RECORDS[type].fields.map(({ name }) => columnName(name))];
}

/** A record as a row that is sure to fit. A column that would be cut by the service is cut here, where it stays whole text. */
export function toRow(type: RecordType, record: RecordRow): TableRow {
  const fields = RECORDS[type].fields.map((field) => {
    const value = fitting(record[field.name], MAX_COLUMN_BYTES);
    // A date alone is no ISO 8601 date and time, which is what a datetime column is documented to take.
    return [columnName(field.name), field.type === 'date' && value !== null ? `${String(value)}T00:00:00Z` : value];
  });
  const row: Record<string, unknown> = { TimeGenerated: record.updated, ...Object.fromEntries(fields) };
  const key = columnName(RECORDS[type].key);
  for (let bytes = jsonBytes(row); bytes > MAX_ROW_BYTES; bytes = jsonBytes(row)) {
    const [[widest = '', value] = []] = Object.entries(row)
      .filter(([column]) => column !== key)
      .sort(([, a], [, b]) => jsonBytes(b) - jsonBytes(a));
    row[widest] = fitting(value as FieldValue, Math.floor(columnBytes(value as FieldValue) / 2));
  }
  return row;
}

/** The record in a row of a query's answer: dates may be strings or Dates, arrays may be JSON strings; null becomes empty. */
export function fromRow(type: RecordType, row: TableRow): RecordRow {
  const values = RECORDS[type].fields.map((field) => {
    const value = row[columnName(field.name)];
    const kept = field.type === 'datetime' && (value === null || value === undefined) ? row['TimeGenerated'] : value;
    return [field.name, fieldValue(field, kept)];
  });
  return Object.fromEntries(values) as RecordRow;
}

/** Bytes of a value as JSON in UTF-8. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '', 'utf8');
}

function fitting(value: FieldValue | undefined, max: number): FieldValue {
  if (typeof value === 'string') return cutText(value, max);
  if (!Array.isArray(value)) return value ?? null;
  const texts = value as readonly string[];
  if (columnBytes(texts) <= max) return texts;
  let bytes = 2;
  const kept: string[] = [];
  for (const text of texts) {
    bytes += jsonBytes(text) + 1;
    if (bytes > max) break;
    kept.push(text);
  }
  return kept;
}

/** A text's bytes in UTF-8, an array's as JSON. */
function columnBytes(value: FieldValue): number {
  return typeof value === 'string' ? Buffer.byteLength(value, 'utf8') : jsonBytes(value);
}

/** At most `max` bytes of UTF-8, on a character boundary, with an ellipsis where something was cut. */
function cutText(text: string, max: number): string {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length <= max) return text;
  let end = Math.max(0, max - 3);
  // A byte of the form 10xxxxxx is inside a character.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return `${bytes.toString('utf8', 0, end)}…`;
}

function fieldValue({ type }: FieldSpec, value: unknown): FieldValue {
  switch (type) {
    case 'int':
      return Number(value ?? 0) || 0;
    case 'boolean':
      return value === true;
    case 'strings':
      return textsOf(value);
    case 'date':
      return isoOf(value)?.slice(0, 10) ?? null;
    case 'datetime': {
      const iso = isoOf(value);
      return iso === null ? '' : `${iso.slice(0, 19)}Z`;
    }
    default:
      return typeof value === 'string' ? value : '';
  }
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value !== 'string') return Array.isArray(value) ? value.map(String) : [];
  try {
    return textsOf(JSON.parse(value));
  } catch {
    return [];
  }
}

function isoOf(value: unknown): string | null {
  if (typeof value !== 'string' && !(value instanceof Date)) return null;
  const at = new Date(value);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
