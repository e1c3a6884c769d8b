import { shift, snap, unitOf } from './units.ts';

const STEP = /^(?:([+-])(\d*)([a-z]+)|@([a-z]+?)([0-7])?)(?=$|[+\-@])/i;

/**
 * A time modifier (`-7d@d`, `@w1`, `-1mon@mon+7d`, `now`, epoch seconds) as epoch seconds; null where it is none.
 * https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/SearchTimeModifiers
 */
export function relativeTime(now: number, modifier: string): number | null {
  const written = modifier.trim();
  if (/^(?:now(?:\(\))?)?$/i.test(written)) return written === '' ? null : now;
  if (/^\d+(?:\.\d+)?$/.test(written)) return Number(written);
  let time = now;
  let rest = written.replace(/^now(?:\(\))?/i, '');
  while (rest !== '') {
    const match = STEP.exec(rest);
    if (!match) return null;
    const next = apply(time, match);
    if (next === null) return null;
    time = next;
    rest = rest.slice(match[0].length);
  }
  return time;
}

function apply(time: number, [, sign, amount, unitName, snapName, weekday]: RegExpExecArray): number | null {
  if (sign) {
    const unit = unitOf(unitName as string);
    if (!unit) return null;
    return shift(time, (sign === '-' ? -1 : 1) * (amount ? Number(amount) : 1), unit);
  }
  const unit = unitOf(snapName as string);
  if (!unit || (weekday !== undefined && unit !== 'w')) return null;
  return snap(time, unit, Number(weekday ?? 0));
}

const ABSOLUTE = /^(\d{1,2})\/(\d{1,2})\/(\d{4}):(\d{1,2}):(\d{2}):(\d{2})$/;
const ISO = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/** A value of `earliest=` or `latest=`: a modifier, `%m/%d/%Y:%H:%M:%S`, or ISO 8601; null where it is none of them. */
export function searchTime(now: number, value: string): number | null {
  const absolute = ABSOLUTE.exec(value);
  if (absolute) {
    const [month, day, year, hour, minute, second] = absolute.slice(1).map(Number) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
  }
  if (ISO.test(value)) {
    const ms = Date.parse(value.includes('T') && !/(?:Z|[+-]\d\d:?\d\d)$/.test(value) ? `${value}Z` : value);
    return Number.isNaN(ms) ? null : ms / 1000;
  }
  return relativeTime(now, value);
}
