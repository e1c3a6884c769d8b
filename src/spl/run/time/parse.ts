import { NotEvaluated } from '../outcome.ts';
import { MONTHS } from './format.ts';

interface Parts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  fraction: number;
  offset: number;
  pm: boolean | null;
  epoch: number | null;
}

type Setter = (text: string, parts: Parts) => void;

const number =
  (key: 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'): Setter =>
  (text, parts) => {
    parts[key] = Number(text);
  };

const ZONES: Readonly<Record<string, number>> = { Z: 0, UTC: 0, GMT: 0 };

/** What a variable takes from the text, and what it says. */
const VARIABLES: Readonly<Record<string, readonly [pattern: string, set: Setter]>> = {
  Y: ['\\d{4}', number('year')],
  y: [
    '\\d{2}',
    (text, parts) => {
      parts.year = Number(text) + (Number(text) < 69 ? 2000 : 1900);
    },
  ],
  m: ['\\d{1,2}', number('month')],
  d: ['\\d{1,2}', number('day')],
  e: [' ?\\d{1,2}', number('day')],
  H: ['\\d{1,2}', number('hour')],
  k: [' ?\\d{1,2}', number('hour')],
  I: ['\\d{1,2}', number('hour')],
  M: ['\\d{1,2}', number('minute')],
  S: ['\\d{1,2}', number('second')],
  p: [
    '[AaPp][Mm]',
    (text, parts) => {
      parts.pm = /^p/i.test(text);
    },
  ],
  B: ['[A-Za-z]+', setMonth],
  b: ['[A-Za-z]+', setMonth],
  A: ['[A-Za-z]+', () => {}],
  a: ['[A-Za-z]+', () => {}],
  N: ['\\d{1,9}', setFraction],
  Q: ['\\d{1,9}', setFraction],
  z: ['(?:Z|[+-]\\d{2}:?\\d{2})', setOffset],
  Z: ['[A-Z]{1,4}', setOffset],
  s: [
    '\\d+(?:\\.\\d+)?',
    (text, parts) => {
      parts.epoch = Number(text);
    },
  ],
  '%': ['%', () => {}],
};

const COMPOSED: Readonly<Record<string, string>> = { F: '%Y-%m-%d', T: '%H:%M:%S' };

function setMonth(text: string, parts: Parts): void {
  const month = MONTHS.findIndex((name) => name.slice(0, 3).toLowerCase() === text.slice(0, 3).toLowerCase());
  parts.month = month + 1 || Number.NaN;
}

function setFraction(text: string, parts: Parts): void {
  parts.fraction = Number(`0.${text}`);
}

function setOffset(text: string, parts: Parts): void {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(text) ?? [];
  if (sign) parts.offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60;
  else if (ZONES[text] === undefined) throw new NotEvaluated(`time zone ${text}`);
}

interface Format {
  readonly pattern: RegExp;
  readonly setters: readonly Setter[];
  readonly dated: boolean;
}

const formats = new Map<string, Format>();

/**
 * Text as epoch seconds; null where the text has not this format. Text after the format's end is ignored; a time without a zone is UTC.
 * https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/DateandTimeFunctions
 */
export function strptime(text: string, format: string): number | null {
  let known = formats.get(format);
  if (!known) {
    known = readFormat(format);
    formats.set(format, known);
  }
  const match = known.pattern.exec(text);
  if (!match) return null;
  if (!known.dated) throw new NotEvaluated(`strptime with the format ${format}, which names no whole date`);
  const parts: Parts = {
    year: 1970,
    month: 1,
    day: 1,
    hour: 0,
    minute: 0,
    second: 0,
    fraction: 0,
    offset: 0,
    pm: null,
    epoch: null,
  };
  known.setters.forEach((set, at) => {
    set(match[at + 1] as string, parts);
  });
  return epochOf(parts);
}

function readFormat(format: string): Format {
  const whole = format.replace(/%([FT])/g, (_, letter: string) => COMPOSED[letter] as string);
  const setters: Setter[] = [];
  const letters = new Set<string>();
  const source = whole.replace(
    /%(?:[369]?([NQ])|:{0,3}(z)|([A-Za-z%]))|(\s+)|([\s\S])/g,
    (all, fraction, zone, letter, space, char) => {
      if (space) return '\\s*';
      if (char) return `\\u{${(char as string).codePointAt(0)?.toString(16)}}`;
      const name = fraction ?? zone ?? letter;
      const variable = VARIABLES[name];
      if (!variable) throw new NotEvaluated(`time format variable ${all}`);
      setters.push(variable[1]);
      letters.add(name);
      return `(${variable[0]})`;
    },
  );
  const has = (...names: readonly string[]) => names.some((name) => letters.has(name));
  const dated = has('s') || (has('Y', 'y') && has('m', 'b', 'B') && has('d', 'e'));
  return { pattern: new RegExp(`^\\s*${source}`, 'u'), setters, dated };
}

function epochOf(parts: Parts): number | null {
  if (parts.epoch !== null) return parts.epoch;
  const { year, month, day, minute, second, fraction, offset, pm } = parts;
  const hour = pm === null ? parts.hour : (parts.hour % 12) + (pm ? 12 : 0);
  const valid = month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour < 24 && minute < 60 && second < 61;
  return valid ? Date.UTC(year, month - 1, day, hour, minute, second) / 1000 + fraction - offset : null;
}
