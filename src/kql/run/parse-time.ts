import { NotEvaluated } from './errors.ts';
import { subtract, type Whole, whole } from './numbers.ts';
import { inRange, ofParts, TICKS } from './ticks.ts';

const UNITS: Readonly<Record<string, number>> = {
  d: TICKS.day,
  day: TICKS.day,
  days: TICKS.day,
  h: TICKS.hour,
  hr: TICKS.hour,
  hrs: TICKS.hour,
  hour: TICKS.hour,
  hours: TICKS.hour,
  m: TICKS.minute,
  min: TICKS.minute,
  minute: TICKS.minute,
  minutes: TICKS.minute,
  s: TICKS.second,
  sec: TICKS.second,
  second: TICKS.second,
  seconds: TICKS.second,
  ms: TICKS.millisecond,
  milli: TICKS.millisecond,
  millis: TICKS.millisecond,
  millisecond: TICKS.millisecond,
  milliseconds: TICKS.millisecond,
  micro: TICKS.microsecond,
  micros: TICKS.microsecond,
  microsecond: TICKS.microsecond,
  microseconds: TICKS.microsecond,
  nano: 0.01,
  nanos: 0.01,
  nanosecond: 0.01,
  nanoseconds: 0.01,
  tick: 1,
  ticks: 1,
};

const WITH_UNIT = /^([+-]?\d+(?:\.\d+)?)\s*([a-z]+)$/i;
const CLOCK = /^([+-])?(?:(\d+)\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?$/;

/** `1h`, `2.5d`, `1.02:03:04.5`, a bare number of days; null for anything else. https://learn.microsoft.com/kusto/query/totimespan-function */
export function parseTimespan(text: string): Whole | null {
  const trimmed = text.trim();
  const unit = WITH_UNIT.exec(trimmed);
  if (unit) {
    const ticks = UNITS[(unit[2] as string).toLowerCase()];
    return ticks === undefined ? null : whole(BigInt(Math.round(Number(unit[1]) * ticks)));
  }
  if (/^[+-]?\d+$/.test(trimmed)) return whole(BigInt(trimmed) * BigInt(TICKS.day));
  const clock = CLOCK.exec(trimmed);
  if (!clock) return null;
  const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = clock;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null;
  const rest =
    Number(hours) * TICKS.hour +
    Number(minutes) * TICKS.minute +
    Number(seconds) * TICKS.second +
    Number(fraction.padEnd(7, '0'));
  const ticks = whole(BigInt(days) * BigInt(TICKS.day) + BigInt(rest));
  return sign === '-' ? subtract(0, ticks) : ticks;
}

const ISO =
  /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9})\d*)?)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i;
/** Month first. */
const SLASHES =
  /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:\s+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7}))?)?\s*(AM|PM)?)?\s*(Z)?$/i;
const RFC822 =
  /^(?:[a-z]{3},\s*)?(\d{1,2})\s+([a-z]{3})\s+(\d{2}|\d{4})(?:\s+(\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*(Z|UTC|GMT|[+-]\d{4})?$/i;
const MONTH_FIRST = /^([a-z]{3})\s+(\d{1,2}),\s*(\d{4})$/i;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** What some reader of dates might make a date of. */
const DATE_LIKE = /\d\s*[-/.:,]\s*\d|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b.*\d/i;

function shifted(ticks: Whole | null, zone: string | undefined): Whole | null {
  const offset = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? '');
  if (ticks === null || !offset) return ticks;
  const minutes = Number(offset[2]) * 60 + Number(offset[3]);
  return inRange(BigInt(ticks) - BigInt((offset[1] === '-' ? -minutes : minutes) * TICKS.minute));
}

/**
 * The forms of https://learn.microsoft.com/kusto/query/scalar-data-types/datetime: ISO 8601, RFC 822
 * (https://www.rfc-editor.org/rfc/rfc822) and 850 dates, and month/day/year. Null for text that is no date; a date in another
 * form is not evaluated, rather than taken for null.
 */
export function parseDatetime(text: string): Whole | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const iso = ISO.exec(trimmed);
  if (iso) {
    const [year, month, day, hour, minute, second] = iso.slice(1, 7).map((part) => Number(part ?? 0)) as number[];
    const fraction = Number((iso[7] ?? '').slice(0, 7).padEnd(7, '0'));
    return shifted(
      ofParts(
        year as number,
        month as number,
        iso[3] === undefined ? 1 : (day as number),
        hour,
        minute,
        second,
        fraction,
      ),
      iso[8],
    );
  }
  const slashes = SLASHES.exec(trimmed);
  if (slashes) {
    const [month, day, year, hour, minute, second] = slashes.slice(1, 7).map((part) => Number(part ?? 0)) as number[];
    const half = slashes[8]?.toUpperCase();
    const hours = half ? ((hour as number) % 12) + (half === 'PM' ? 12 : 0) : hour;
    const fraction = Number((slashes[7] ?? '').padEnd(7, '0'));
    return ofParts(year as number, month as number, day as number, hours, minute, second, fraction);
  }
  const rfc = RFC822.exec(trimmed);
  if (rfc) {
    const month = MONTHS.indexOf((rfc[2] as string).toLowerCase()) + 1;
    const year = Number(rfc[3]) + ((rfc[3] as string).length === 2 ? (Number(rfc[3]) < 50 ? 2000 : 1900) : 0);
    const [hour, minute, second] = rfc.slice(4, 7).map((part) => Number(part ?? 0)) as number[];
    return shifted(ofParts(year, month, Number(rfc[1]), hour, minute, second), rfc[7]);
  }
  const named = MONTH_FIRST.exec(trimmed);
  if (named) return ofParts(Number(named[3]), MONTHS.indexOf((named[1] as string).toLowerCase()) + 1, Number(named[2]));
  const compact = COMPACT.exec(trimmed);
  if (compact) return ofParts(Number(compact[1]), Number(compact[2]), Number(compact[3]));
  if (/^\d{4}$/.test(trimmed)) return ofParts(Number(trimmed), 1, 1);
  if (DATE_LIKE.test(trimmed)) throw new NotEvaluated('a date in a form that is not read');
  return null;
}
