import { subtract, type Whole, whole } from './numbers.ts';

/** Datetimes and timespans in ticks of 100 ns. https://learn.microsoft.com/kusto/query/scalar-data-types/datetime */

export const TICKS = {
  microsecond: 10,
  millisecond: 10_000,
  second: 10_000_000,
  minute: 600_000_000,
  hour: 36_000_000_000,
  day: 864_000_000_000,
} as const;

/** Ticks from year 1 to 1970. */
const EPOCH = 621_355_968_000_000_000n;
/** 9999-12-31T23:59:59.9999999Z */
const LAST = 3_155_378_975_999_999_999n;

export function ticksOfDate(date: Date): Whole {
  return whole(BigInt(date.getTime()) * 10_000n + EPOCH);
}

/** Milliseconds since 1970, rounded down. */
export function millisecondsOf(ticks: Whole): number {
  const since = BigInt(ticks) - EPOCH;
  return Number(since >= 0n ? since / 10_000n : (since - 9_999n) / 10_000n);
}

export function dateOf(ticks: Whole): Date {
  return new Date(millisecondsOf(ticks));
}

/** Ticks past the full second. */
export function fractionOf(ticks: Whole): number {
  return Number(BigInt(ticks) % 10_000_000n);
}

/** Seconds since 1970, rounded down. */
export function secondsOf(ticks: Whole): number {
  return Math.floor(Number((BigInt(ticks) - BigInt(fractionOf(ticks)) - EPOCH) / 10_000_000n));
}

export function ofUnix(value: number, ticksPerUnit: number): Whole | null {
  return inRange(BigInt(Math.round(value * ticksPerUnit)) + EPOCH);
}

export function unixTicks(ticks: Whole): Whole {
  return subtract(ticks, whole(EPOCH));
}

/** Null where no year from 1 to 9999 holds it. */
export function inRange(ticks: bigint): Whole | null {
  return ticks < 0n || ticks > LAST ? null : whole(ticks);
}

/** Null for a day that the calendar lacks. */
export function ofParts(
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  second = 0,
  fraction = 0,
): Whole | null {
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1) return null;
  date.setUTCHours(hour, minute, second);
  return inRange(BigInt(date.getTime()) * 10_000n + EPOCH + BigInt(fraction));
}

function digits(value: number, length: number): string {
  return String(value).padStart(length, '0');
}

/** `2024-05-01T10:00:00.0000000Z` */
export function formatDatetime(ticks: Whole): string {
  return `${dateOf(ticks).toISOString().slice(0, 19)}.${digits(fractionOf(ticks), 7)}Z`;
}

/** `1.02:03:04.5000000`; days and fraction only where there are any. */
export function formatTimespan(ticks: Whole): string {
  const all = BigInt(ticks);
  const size = all < 0n ? -all : all;
  const days = size / 864_000_000_000n;
  const rest = Number(size % 864_000_000_000n);
  const clock = [TICKS.hour, TICKS.minute, TICKS.second].map((unit, index) =>
    digits(Math.floor(rest / unit) % (index === 0 ? 24 : 60), 2),
  );
  const fraction = rest % TICKS.second;
  return `${all < 0n ? '-' : ''}${days > 0n ? `${days}.` : ''}${clock.join(':')}${fraction > 0 ? `.${digits(fraction, 7)}` : ''}`;
}
