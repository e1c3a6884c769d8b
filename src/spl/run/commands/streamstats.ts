import type { Accumulator } from '../aggregate/accumulators.ts';
import { groupKeys, keyText, type Measure } from '../aggregate/group.ts';
import { parseAggregations } from '../aggregate/parse.ts';
import type { CommandCompiler } from '../compiler.ts';
import { NotEvaluated, Refused } from '../outcome.ts';
import type { Run, Table } from '../run.ts';
import { readSpan } from '../time/span.ts';
import { SECONDS } from '../time/units.ts';
import { type Cell, type EventFields, numberOf } from '../value.ts';
import { booleanOption, wholeOption } from './arguments.ts';
import { measuresOf, plain, put, wantAggregations } from './stats.ts';

interface Settings {
  readonly current: boolean;
  /** 0 for all that came before. */
  readonly window: number;
  readonly global: boolean;
  /** Seconds; null where time does not bound the window. */
  readonly span: number | null;
}

interface Seen {
  readonly key: string;
  readonly fields: EventFields;
  readonly time: number | null;
}

/** Running results, row by row: https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Streamstats */
export const streamstats: CommandCompiler = (command, compiler) => {
  const options = ['current', 'window', 'global', 'time_window'];
  const clause = wantAggregations(parseAggregations(command.args, compiler.source), 'streamstats', options);
  const settings: Settings = {
    current: booleanOption(clause.options, 'current', true),
    window: wholeOption(clause.options, 'window', 0),
    global: booleanOption(clause.options, 'global', true),
    span: timeWindow(clause.options.get('time_window')),
  };
  const measures = measuresOf(clause);
  const readers = clause.by.map(plain);
  return (table, run) => {
    const all = measures(table);
    if (settings.span !== null) wantSorted(table.rows);
    if (settings.window === 0 && settings.span === null) {
      running(table.rows, all, readers, settings.current, run);
      return withColumns(table, all);
    }
    const before: Seen[] = [];
    // Values are read before any is put into the rows: an alias may be the name of a field that is worked on.
    const results = table.rows.map((fields) => {
      const key = groupOf(fields, readers);
      if (key === null) return null;
      const newest: Seen = { key, fields, time: numberOf(fields['_time']) };
      before.push(newest);
      const accumulators = all.map(({ make }) => make());
      for (const row of windowOf(before, newest, settings)) {
        all.forEach(({ read }, at) => {
          accumulators[at]?.see(read(row.fields, run), row.fields);
        });
      }
      return accumulators.map((accumulator) => accumulator.result());
    });
    putAll(table.rows, all, results);
    return withColumns(table, all);
  };
};

function withColumns(table: Table, measures: readonly Measure[]): Table {
  return { rows: table.rows, columns: [...new Set([...table.columns, ...measures.map(({ alias }) => alias)])] };
}

/** The group that a row is in; null where a field of it is missing. */
function groupOf(fields: EventFields, readers: readonly ((fields: EventFields) => Cell)[]): string | null {
  const keys = groupKeys(fields, readers);
  if (keys.length > 1) throw new NotEvaluated('streamstats by a multivalue field');
  return keys[0] ? keyText(keys[0]) : null;
}

/** Without a window each group goes on from where it was. Values are read before any is put into the rows. */
function running(
  rows: readonly EventFields[],
  measures: readonly Measure[],
  readers: readonly ((fields: EventFields) => Cell)[],
  current: boolean,
  run: Run,
): void {
  const groups = new Map<string, readonly Accumulator[]>();
  const results = rows.map((fields) => {
    const key = groupOf(fields, readers);
    if (key === null) return null;
    const accumulators = groups.get(key) ?? measures.map(({ make }) => make());
    groups.set(key, accumulators);
    const see = () => {
      for (const [at, { read }] of measures.entries()) accumulators[at]?.see(read(fields, run), fields);
    };
    if (current) see();
    const cells = accumulators.map((accumulator) => accumulator.result());
    if (!current) see();
    return cells;
  });
  putAll(rows, measures, results);
}

function putAll(
  rows: readonly EventFields[],
  measures: readonly Measure[],
  results: readonly (readonly Cell[] | null)[],
): void {
  rows.forEach((fields, at) => {
    const cells = results[at];
    if (cells) put(fields, measures, cells);
  });
}

function timeWindow(written: string | undefined): number | null {
  if (written === undefined) return null;
  const span = readSpan(written);
  const size = span?.unit ? SECONDS[span.unit] : undefined;
  if (!span || size === undefined)
    throw new Refused(`Error in 'streamstats' command: Invalid time_window ${JSON.stringify(written)}.`);
  return span.amount * size;
}

/** A window of time wants results in the order of time, either way. */
function wantSorted(rows: readonly EventFields[]): void {
  const times = rows.map((fields) => numberOf(fields['_time']));
  const ordered = (sign: number) =>
    times.every((time, at) => at === 0 || sign * ((time ?? 0) - (times[at - 1] ?? 0)) >= 0);
  if (times.includes(null) || !(ordered(1) || ordered(-1)))
    throw new NotEvaluated('streamstats with time_window over results that are not in the order of time');
}

/** The rows that count for the newest one: of one window over all rows, or of a window for each group. */
function windowOf(before: readonly Seen[], newest: Seen, { current, window, global, span }: Settings): readonly Seen[] {
  const past = current ? before : before.slice(0, -1);
  const near = span === null ? past : past.filter(({ time }) => isNear(time, newest.time, span));
  const own = (rows: readonly Seen[]) => rows.filter(({ key }) => key === newest.key);
  if (window === 0) return own(near);
  return global ? own(near.slice(-window)) : own(near).slice(-window);
}

function isNear(time: number | null, newest: number | null, span: number): boolean {
  if (time === null || newest === null) return false;
  const distance = Math.abs(newest - time);
  // https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Streamstats does not say whether the end belongs to the
  // window.
  if (distance === span) throw new NotEvaluated('streamstats with a result at the very end of its time_window');
  return distance < span;
}
