import { SECONDS, shift, snap, type TimeUnit, unitOf } from './units.ts';

/** A span of time (`15m`, `1d`, `1mon`), or of numbers (`100`). */
export interface Span {
  readonly amount: number;
  readonly unit: TimeUnit | null;
  /** `@d`, `@w1`: where the buckets start. */
  readonly snapTo: { readonly unit: TimeUnit; readonly weekday: number } | null;
}

/** Reads a span; null where it is none. https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Bin */
export function readSpan(text: string): Span | null {
  const match = /^(\d+(?:\.\d+)?)([a-z]*)(?:@([a-z]+?)([0-7])?)?$/i.exec(text);
  if (!match) return null;
  const [, amount, unitName, snapName, weekday] = match;
  const unit = unitName === '' ? null : unitOf(unitName as string);
  const snapUnit = snapName ? unitOf(snapName) : null;
  if (unit === undefined || snapUnit === undefined || Number(amount) === 0) return null;
  return {
    amount: Number(amount),
    unit,
    snapTo: snapUnit ? { unit: snapUnit, weekday: Number(weekday ?? 0) } : null,
  };
}

/**
 * The start of the bucket that a time falls into. Buckets of seconds to weeks count from the epoch (or `aligntime`),
 * those of months and longer follow the calendar.
 */
export function bucketOfTime(epoch: number, span: Span, align = 0): number {
  const unit = span.unit ?? 's';
  const size = SECONDS[unit];
  if (size !== undefined) {
    // Weeks of the epoch start on Thursday; buckets of whole weeks start where calendar weeks do.
    const origin = span.snapTo ? snap(epoch, span.snapTo.unit, span.snapTo.weekday) : align;
    const step = span.amount * size;
    return Math.floor((epoch - origin) / step + 1e-9) * step + origin;
  }
  let start = snap(epoch, unit);
  const date = new Date(start * 1000);
  const perYear = unit === 'mon' ? 12 : unit === 'q' ? 4 : 1;
  const units = date.getUTCFullYear() * perYear + Math.floor(date.getUTCMonth() / (12 / perYear));
  start = shift(start, -(units % span.amount), unit);
  return start;
}

/** The start of the bucket that a number falls into. */
export function bucketOfNumber(value: number, size: number): number {
  return Math.floor(value / size + 1e-9) * size;
}
