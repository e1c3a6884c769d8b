import { counted } from '../../core/counted.ts';
import { RECORDS, type RecordRow, type RecordType } from './schema.ts';
import type { RecordChanges, RecordFailure, RecordSink } from './sink.ts';

/**
 * A record that a platform refuses by itself is remembered there, so that it is not sent again by every run: its row carries the hash of
 * what was refused behind a mark, and as much of the record as the platform takes.
 */
const MARK = '!';

/** A fault of the platform may look like one of the record: then it is tried again. */
const DAYS = 7;
const DAY_MS = 86_400_000;

/** What a record keeps whole when it is reduced: other records are linked by it, and what is remembered of it decides later runs. */
const LINKS: ReadonlySet<string> = new Set([
  'sources',
  'article_ids',
  'published',
  'severity',
  'objects',
  'status',
  'platforms',
]);
const SHORT = 100;

/** Is this row the memory of a refusal of the very content with this hash? */
export function isRemembered(row: RecordRow | undefined, hash: string, now: Date): boolean {
  if (row?.content_hash !== MARK + hash) return false;
  const age = now.getTime() - Date.parse(row.updated);
  return age < DAYS * DAY_MS;
}

/**
 * Writes down on the platform which of these records it has refused, each whole if the refusal was of something beside the store, else
 * shortened, else as its key and numbers alone. What it takes in no form is not remembered, and tried again.
 *
 * @returns the keys of those that are remembered.
 */
export async function rememberRefused(
  type: RecordType,
  { upsert }: RecordChanges,
  failed: readonly RecordFailure[],
  sink: RecordSink,
  signal: AbortSignal | undefined,
): Promise<ReadonlySet<string>> {
  const { key } = RECORDS[type];
  const refused = new Set(failed.filter((one) => one.refused).map((one) => one.key));
  const keyOf = (row: RecordRow) => String(row[key]);
  let left: RecordRow[] = [];
  for (const row of upsert) if (refused.has(keyOf(row))) left.push({ ...row, content_hash: MARK + row.content_hash });
  const kept = new Set<string>();
  for (const form of [(row: RecordRow) => row, shortened(type), bare(type)]) {
    if (left.length === 0 || signal?.aborted) break;
    const outcome = await sink.write(type, { upsert: left.map(form), remove: [], memoryOnly: true }, signal);
    const again = new Set(outcome.failed.map((one) => one.key));
    for (const row of left) if (!again.has(keyOf(row))) kept.add(keyOf(row));
    left = left.filter((row) => again.has(keyOf(row)));
  }
  return kept;
}

function shortened(type: RecordType): (row: RecordRow) => RecordRow {
  const { key, fields } = RECORDS[type];
  return (row) => {
    const cut = fields
      .filter(({ name, managed }) => !managed && name !== key && !LINKS.has(name))
      .map(({ name, type: kind, max }) => {
        const value = row[name];
        if (kind === 'strings') return [name, []] as const;
        return [
          name,
          typeof value === 'string' && kind === 'string' ? (max ? '' : value.slice(0, SHORT)) : value,
        ] as const;
      });
    return { ...row, ...Object.fromEntries(cut) } as RecordRow;
  };
}

function bare(type: RecordType): (row: RecordRow) => RecordRow {
  const { key, fields } = RECORDS[type];
  return (row) => {
    const own = fields
      .filter(({ name, managed }) => !managed && name !== key)
      .map(({ name, type: kind }) => {
        const empty = { strings: [], string: '', date: null, datetime: '', int: 0, boolean: false } as const;
        return [name, empty[kind]] as const;
      });
    return { ...row, ...Object.fromEntries(own) } as RecordRow;
  };
}

/** What is told of records that are not sent because they were refused earlier. */
export function refusedLine(type: RecordType, count: number): string {
  const what = counted(count, 'record was refused earlier and is', 'records were refused earlier and are');
  return `${type}: ${what} not sent again before it changes, ${DAYS} days have passed, or a run has --force.`;
}
