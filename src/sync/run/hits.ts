import { EVENT_KINDS, eventIn, SCHEMAS } from '../../quoting/events/index.ts';
import type { QueryRows } from '../platform.ts';

/** What one row of a result tells of who, where and when; null where its columns do not tell. */
export interface RowEvent {
  /** `YYYY-MM-DDTHH:MM`, in the platform's own time zone. */
  readonly first: string | null;
  readonly last: string | null;
  readonly hosts: readonly string[];
  readonly users: readonly string[];
}

/** What the rows of a result tell, together. */
export interface Hits extends RowEvent {
  /** The earliest row, or the first where none has a time; null without rows. */
  readonly earliest: RowEvent | null;
}

/** Reads the machines, accounts and times of a result by the names of its columns. Hosts and users are sorted, each once. */
export function hitsIn({ columns, rows }: QueryRows): Hits {
  const times = timeColumns(columns);
  const events = rows.map((row): RowEvent => {
    const [first = null] = times.first.flatMap((name) => timeOf(row[name]) ?? []);
    const [last = first] = times.last.flatMap((name) => timeOf(row[name]) ?? []);
    return { first, last, hosts: valuesOf(row, HOSTS), users: valuesOf(row, USERS) };
  });
  const [one = null, ...others] = events;
  const firsts = events.flatMap(({ first }) => first ?? []).sort();
  const lasts = events.flatMap(({ last }) => last ?? []).sort();
  return {
    first: firsts[0] ?? null,
    last: lasts.at(-1) ?? null,
    hosts: sortedSet(events.flatMap(({ hosts }) => hosts)),
    users: sortedSet(events.flatMap(({ users }) => users)),
    earliest: others.reduce((best, event) => (isEarlier(event, best) ? event : best), one),
  };
}

/** Columns of times: those that tell when it began and those that tell when it ended come first. */
function timeColumns(columns: readonly string[]): { readonly first: string[]; readonly last: string[] } {
  const times = columns.filter((name) => TIME.test(name));
  const before = (words: RegExp) => [...times].sort((a, b) => Number(words.test(b)) - Number(words.test(a)));
  return { first: before(FIRST), last: before(LAST) };
}

const TIME = /time|seen|window|^first|^last/i;
const FIRST = /first|min|start/i;
const LAST = /last|max|end/i;
const TIME_TEXT = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)/;

function timeOf(value: unknown): string | null {
  const [, day, minute] = TIME_TEXT.exec(textsOf(value)[0] ?? '') ?? [];
  return day === undefined || minute === undefined ? null : `${day}T${minute}`;
}

/** What the schemas call the machine and the account of an event, the usual ones first. */
const HOSTS = namesOf(['device', 'source']);
const USERS = namesOf(['user', 'recipient', 'sender']);

function namesOf(fields: readonly string[]): readonly string[] {
  const names = fields.flatMap((field) =>
    EVENT_KINDS.flatMap((kind) =>
      SCHEMAS.flatMap(
        (schema) =>
          eventIn(schema, kind)
            ?.fields.get(field)
            ?.natives.map(({ name }) => name) ?? [],
      ),
    ),
  );
  return [...new Set(names)];
}

/** The values of the first of the columns that has any. */
function valuesOf(row: Readonly<Record<string, unknown>>, names: readonly string[]): readonly string[] {
  for (const name of names) {
    const found = textsOf(row[name]);
    if (found.length > 0) return found;
  }
  return [];
}

/** The texts of a value, which may be a list. */
function textsOf(value: unknown): string[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.filter((one): one is string => typeof one === 'string' && one !== '');
}

/** Each value once, sorted. */
export function sortedSet(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

function isEarlier(event: RowEvent, than: RowEvent | null): boolean {
  return event.first !== null && (than?.first ?? null) !== null && event.first < (than?.first ?? '');
}
