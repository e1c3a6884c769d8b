import type { Sample, SampleFields, SampleValue, Timed } from '../knowledge/samples.ts';
import { nativeEvent } from './events.ts';
import type { Proving, Row, SampleData } from './language.ts';

export interface RowsOptions {
  readonly now: Date;
  /** Minutes by which all of it happened earlier than the sample says. */
  readonly earlier?: number;
  /** The fields that only later versions of the schema have, too. */
  readonly newer?: boolean;
}

/** What a language's queries read of a sample. */
export interface SampleRows {
  readonly data: SampleData;
  readonly count: number;
  /** Why it has no row for a part of the sample, each reason once. */
  readonly missing: readonly string[];
}

interface Occurrence {
  readonly source: string;
  readonly fields: SampleFields;
  readonly minutesAgo: number;
}

/** The rows that a language's sources would hold of a sample when a hunt runs at `now`. */
export function rowsOf(
  sample: Sample,
  language: string,
  proving: Proving,
  { now, earlier = 0, newer = true }: RowsOptions,
): SampleRows {
  const missing = new Set<string>();
  const occurrences: Occurrence[] = [];
  for (const event of sample.events) {
    const native = nativeEvent(event, proving.schema, { newer });
    if ('reason' in native) {
      missing.add(native.reason);
      continue;
    }
    const fields = { ...native.fields, ...event.native[language] };
    occurrences.push(...occurrencesOf(event, native.source, fields));
  }
  for (const row of sample.rows[language] ?? []) occurrences.push(...occurrencesOf(row, row.table, row.row));

  const tables: Record<string, Row[]> = {};
  occurrences.forEach(({ source, fields, minutesAgo }, index) => {
    const at = new Date(Math.round(now.getTime() - (minutesAgo + earlier) * 60_000));
    tables[source] ??= [];
    tables[source].push(proving.complete(source, fields, { at, number: index + 1 }));
  });
  const lookups = { ...proving.lookups?.(sample.events), ...sample.lookups[language] };
  return { data: { tables, lookups }, count: occurrences.length, missing: [...missing] };
}

function occurrencesOf({ minutesAgo, repeat }: Timed, source: string, fields: SampleFields): Occurrence[] {
  if (!repeat) return [{ source, fields, minutesAgo }];
  const { times, everyMinutes, jitter } = repeat;
  return Array.from({ length: times }, (_, index) => ({
    source,
    fields: numbered(fields, index + 1) as SampleFields,
    minutesAgo: Math.max(0, minutesAgo - index * everyMinutes + jitter * everyMinutes * unevenness(index)),
  }));
}

/** Between -1 and 1, without a pattern, and the same each time: the fractional parts of multiples of the golden ratio. */
function unevenness(index: number): number {
  return (((index + 1) * 0.618_033_988_749_895) % 1) * 2 - 1;
}

function numbered(value: SampleValue, number: number): SampleValue {
  if (typeof value === 'string') return value.replaceAll('{n}', String(number));
  if (Array.isArray(value)) return value.map((item) => numbered(item as SampleValue, number));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, numbered(item as SampleValue, number)]));
}

/** The times of all that happens in a sample, in minutes before the hunt runs, oldest first. */
export function minutesOf({ events, rows }: Sample, language: string): number[] {
  return [...events, ...(rows[language] ?? [])]
    .flatMap((timed) => occurrencesOf(timed, '', {}).map(({ minutesAgo }) => minutesAgo))
    .sort((a, b) => b - a);
}
