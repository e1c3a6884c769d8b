import { EVENT_KINDS, eventIn, SCHEMAS } from '../quoting/events/index.ts';
import type { QueryRows } from '../sync/platform.ts';

/** What the earliest of a query's rows tells of who, where and when; null where its columns do not tell. */
export interface FirstEvent {
  /** `YYYY-MM-DD HH:MM`, in the platform's own time zone. */
  readonly time: string | null;
  readonly host: string | null;
  readonly user: string | null;
}

/** The earliest row of a result, or the first where none has a time; null without rows. */
export function firstEvent({ columns, rows }: QueryRows): FirstEvent | null {
  const timeColumns = columns
    .filter((name) => TIME.test(name))
    .sort((a, b) => Number(FIRST.test(b)) - Number(FIRST.test(a)));
  const events = rows.map((row) => ({
    time: firstOf(timeColumns, (name) =>
      TIME_TEXT.exec(textOf(row[name]) ?? '')
        ?.slice(1)
        .join(' '),
    ),
    host: firstOf(HOSTS, (name) => textOf(row[name])),
    user: firstOf(USERS, (name) => textOf(row[name])),
  }));
  const [first = null, ...others] = events;
  return others.reduce((best, event) => (isEarlier(event, best) ? event : best), first);
}

/** Columns of times, and those of them that tell when it began. */
const TIME = /time|seen|window/i;
const FIRST = /first/i;
const TIME_TEXT = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)/;

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

function isEarlier(event: FirstEvent, than: FirstEvent | null): boolean {
  return event.time !== null && (than?.time ?? null) !== null && event.time < (than?.time ?? '');
}

function firstOf(names: readonly string[], read: (name: string) => string | null | undefined): string | null {
  for (const name of names) {
    const found = read(name);
    if (found) return found;
  }
  return null;
}

/** Of a list, its first. */
function textOf(value: unknown): string | null {
  const one = Array.isArray(value) ? value[0] : value;
  return typeof one === 'string' && one !== '' ? one : null;
}
