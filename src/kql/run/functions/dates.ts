import type { Cell } from '../cells.ts';
import { NotEvaluated, QueryFailure } from '../errors.ts';
import { floorTo, multiply, subtract, type Whole, whole } from '../numbers.ts';
import type { Scalar } from '../plan.ts';
import { as } from '../scalars.ts';
import { dateOf, fractionOf, inRange, ofParts, ofUnix, TICKS } from '../ticks.ts';
import { type Functions, fn, type ScalarFunction, withNulls } from './define.ts';
import { formatDate, formatSpan } from './format-date.ts';

/** https://learn.microsoft.com/kusto/query/scalar-functions#datetimetimespan-functions */

type Unit = 'year' | 'quarter' | 'month' | 'week' | 'day' | 'hour' | 'minute' | 'second';

/** Days since 0001-01-01, a Monday: the week begins on the Sunday before. */
function startOf(ticks: Whole, unit: Unit, offset: number): Whole | null {
  const date = dateOf(ticks);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  switch (unit) {
    case 'year':
      return monthsOn(year, 0, offset * 12);
    case 'quarter':
      return monthsOn(year, month - (month % 3), offset * 3);
    case 'month':
      return monthsOn(year, month, offset);
    case 'week':
      return shift(ofParts(year, month + 1, day), offset * 7 - date.getUTCDay(), TICKS.day);
    default:
      return shift(floorTo(ticks, TICKS[unit]), offset, TICKS[unit]);
  }
}

function monthsOn(year: number, month: number, offset: number): Whole | null {
  const all = year * 12 + month + offset;
  return ofParts(Math.floor(all / 12), (all % 12) + 1, 1);
}

function shift(ticks: Whole | null, count: number, unit: number): Whole | null {
  return ticks === null ? null : inRange(BigInt(ticks) + BigInt(count) * BigInt(unit));
}

const starts = (unit: Unit): ScalarFunction =>
  fn('datetime long?', 'datetime', (date, offset) => startOf(date as Whole, unit, Number(offset ?? 0)));

const ends = (unit: Unit): ScalarFunction =>
  fn('datetime long?', 'datetime', (date, offset) => {
    const next = startOf(date as Whole, unit, Number(offset ?? 0) + 1);
    return next === null ? null : subtract(next, 1);
  });

function unitOf(name: Cell): string {
  return String(name).toLowerCase();
}

/** https://learn.microsoft.com/kusto/query/datetime-part-function */
function part(name: string, ticks: Whole): number {
  const date = dateOf(ticks);
  switch (name) {
    case 'year':
      return date.getUTCFullYear();
    case 'quarter':
      return Math.floor(date.getUTCMonth() / 3) + 1;
    case 'month':
      return date.getUTCMonth() + 1;
    case 'week_of_year':
    case 'weekofyear':
      return isoWeek(date);
    case 'day':
      return date.getUTCDate();
    case 'dayofyear':
      return dayOfYear(date);
    case 'hour':
      return date.getUTCHours();
    case 'minute':
      return date.getUTCMinutes();
    case 'second':
      return date.getUTCSeconds();
    case 'millisecond':
      return Math.floor(fractionOf(ticks) / 10_000);
    case 'microsecond':
      return Math.floor(fractionOf(ticks) / 10);
    case 'nanosecond':
      return fractionOf(ticks) * 100;
    default:
      throw new QueryFailure(`datetime_part(): "${name}" is no part of a datetime`);
  }
}

function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000) + 1;
}

/** ISO 8601. https://learn.microsoft.com/kusto/query/week-of-year-function */
function isoWeek(date: Date): number {
  const thursday = new Date(date.getTime() + (4 - (date.getUTCDay() || 7)) * 86_400_000);
  return Math.floor((dayOfYear(thursday) - 1) / 7) + 1;
}

/** Counts the boundaries between the two. https://learn.microsoft.com/kusto/query/datetime-diff-function */
function difference(name: string, a: Whole, b: Whole): Whole {
  const [x, y] = [dateOf(a), dateOf(b)];
  const months = (date: Date): number => date.getUTCFullYear() * 12 + date.getUTCMonth();
  const bins = (unit: number): Whole => whole(BigInt(a) / BigInt(unit) - BigInt(b) / BigInt(unit));
  switch (name) {
    case 'year':
      return x.getUTCFullYear() - y.getUTCFullYear();
    case 'quarter':
      return Math.floor(months(x) / 3) - Math.floor(months(y) / 3);
    case 'month':
      return months(x) - months(y);
    case 'week':
      return whole((BigInt(startOf(a, 'week', 0) ?? 0) - BigInt(startOf(b, 'week', 0) ?? 0)) / BigInt(TICKS.day * 7));
    case 'day':
    case 'hour':
    case 'minute':
    case 'second':
    case 'millisecond':
    case 'microsecond':
      return bins(TICKS[name]);
    case 'nanosecond':
      return multiply(subtract(a, b), 100);
    default:
      throw new QueryFailure(`datetime_diff(): "${name}" is no period`);
  }
}

/** https://learn.microsoft.com/kusto/query/datetime-add-function */
function added(name: string, amount: number, ticks: Whole): Whole | null {
  const date = dateOf(ticks);
  const months = { year: 12, quarter: 3, month: 1 }[name];
  if (months === undefined) {
    const unit = name === 'week' ? TICKS.day * 7 : TICKS[name as keyof typeof TICKS];
    if (unit === undefined) throw new QueryFailure(`datetime_add(): "${name}" is no period`);
    return inRange(BigInt(ticks) + BigInt(amount) * BigInt(unit));
  }
  const first = monthsOn(date.getUTCFullYear(), date.getUTCMonth(), amount * months);
  if (first === null) return null;
  const start = dateOf(first);
  const length = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 0)).getUTCDate();
  const clock = BigInt(ticks) % BigInt(TICKS.day);
  return inRange(BigInt(first) + BigInt(Math.min(date.getUTCDate(), length) - 1) * BigInt(TICKS.day) + clock);
}

function makeDatetime(cells: readonly (Cell | undefined)[]): Whole | null {
  const [year, month, day, hour = 0, minute = 0, second = 0] = cells.map((cell) => Number(cell ?? 0));
  const whole = Math.floor(second);
  const fraction = Math.round((second - whole) * TICKS.second);
  return ofParts(year ?? 0, month ?? 1, day ?? 1, hour, minute, whole, fraction);
}

const of = (name: string): ScalarFunction => fn('datetime', 'int', (date) => part(name, date as Whole));

const ago: ScalarFunction = {
  build([span]) {
    const back = span && as(span, 'timespan');
    return {
      type: 'datetime',
      constant: back?.constant ?? true,
      run(row, run) {
        const ticks = back ? back.run(row, run) : 0;
        return ticks === null ? null : inRange(BigInt(run.now) - BigInt(ticks as Whole));
      },
    };
  },
};

const now: ScalarFunction = {
  build([span]) {
    const on: Scalar | undefined = span && as(span, 'timespan');
    return {
      type: 'datetime',
      constant: on?.constant ?? true,
      run(row, run) {
        const ticks = on ? on.run(row, run) : 0;
        return ticks === null ? null : inRange(BigInt(run.now) + BigInt(ticks as Whole));
      },
    };
  },
};

const unix = (ticks: number): ScalarFunction => fn('real', 'datetime', (value) => ofUnix(value as number, ticks));

export const DATES: Functions = {
  ago,
  now,
  startofyear: starts('year'),
  startofmonth: starts('month'),
  startofweek: starts('week'),
  startofday: starts('day'),
  endofyear: ends('year'),
  endofmonth: ends('month'),
  endofweek: ends('week'),
  endofday: ends('day'),
  datetime_part: fn('string datetime', 'int', (name, date) => part(unitOf(name as Cell), date as Whole)),
  datepart: fn('string datetime', 'int', (name, date) => part(unitOf(name as Cell), date as Whole)),
  datetime_diff: fn('string datetime datetime', 'long', (name, a, b) =>
    difference(unitOf(name as Cell), a as Whole, b as Whole),
  ),
  datetime_add: fn('string long datetime', 'datetime', (name, amount, date) =>
    added(unitOf(name as Cell), Number(amount), date as Whole),
  ),
  make_datetime: withNulls('any any? any? any? any? any?', 'datetime', (...cells) => {
    if (cells.length < 3) throw new NotEvaluated('function make_datetime of a text');
    return cells.includes(null) ? null : makeDatetime(cells);
  }),
  make_timespan: fn('long long real? real?', 'timespan', (a, b, c, d) => {
    const [days, hours, minutes, seconds] = d !== undefined ? [a, b, c, d] : [0, a, b, c ?? 0];
    const ticks =
      Number(days) * TICKS.day +
      Number(hours) * TICKS.hour +
      Number(minutes) * TICKS.minute +
      Math.round(Number(seconds) * TICKS.second);
    return whole(BigInt(ticks));
  }),
  getyear: of('year'),
  getmonth: of('month'),
  monthofyear: of('month'),
  week_of_year: fn('datetime', 'long', (date) => isoWeek(dateOf(date as Whole))),
  weekofyear: fn('datetime', 'long', (date) => isoWeek(dateOf(date as Whole))),
  dayofyear: of('dayofyear'),
  dayofmonth: of('day'),
  hourofday: of('hour'),
  dayofweek: fn('datetime', 'timespan', (date) => dateOf(date as Whole).getUTCDay() * TICKS.day),
  format_datetime: fn('datetime string', 'string', (date, format) => formatDate(date as Whole, format as string)),
  format_timespan: fn('timespan string', 'string', (span, format) => formatSpan(span as Whole, format as string)),
  unixtime_seconds_todatetime: unix(TICKS.second),
  unixtime_milliseconds_todatetime: unix(TICKS.millisecond),
  unixtime_microseconds_todatetime: unix(TICKS.microsecond),
};
