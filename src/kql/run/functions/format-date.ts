import { QueryFailure } from '../errors.ts';
import type { Whole } from '../numbers.ts';
import { dateOf, fractionOf, TICKS } from '../ticks.ts';

/** A longer run is read as several specifiers. */
const SPECIFIER = /yyyy|yyy|yy|y|MM?|dd?|HH?|hh?|mm?|ss?|f{1,7}|F{1,7}|tt|./gs;

function digits(value: number, length: number): string {
  return String(value).padStart(length, '0');
}

function fraction(all: string, word: string): string {
  const cut = all.slice(0, word.length);
  // Unlike .NET's, F keeps trailing zeros: it only leaves out a fraction that is all zeros.
  return word.startsWith('F') && /^0*$/.test(cut) ? '' : cut;
}

/** https://learn.microsoft.com/kusto/query/format-datetime-function */
export function formatDate(ticks: Whole, format: string): string {
  const date = dateOf(ticks);
  const hours = date.getUTCHours();
  return format.replace(SPECIFIER, (word) => {
    switch (word[0]) {
      case 'y':
        return word.length > 2
          ? digits(date.getUTCFullYear(), word.length)
          : digits(date.getUTCFullYear() % 100, word.length);
      case 'M':
        return digits(date.getUTCMonth() + 1, word.length);
      case 'd':
        return digits(date.getUTCDate(), word.length);
      case 'H':
        return digits(hours, word.length);
      case 'h':
        return digits(hours % 12 === 0 ? 12 : hours % 12, word.length);
      case 'm':
        return digits(date.getUTCMinutes(), word.length);
      case 's':
        return digits(date.getUTCSeconds(), word.length);
      case 'f':
      case 'F':
        return fraction(digits(fractionOf(ticks), 7), word);
      case 't':
        return word === 'tt' ? (hours < 12 ? 'AM' : 'PM') : delimiter(word, format);
      default:
        return delimiter(word, format);
    }
  });
}

/** https://learn.microsoft.com/kusto/query/format-timespan-function */
export function formatSpan(ticks: Whole, format: string): string {
  const all = BigInt(ticks) < 0n ? -BigInt(ticks) : BigInt(ticks);
  const days = Number(all / BigInt(TICKS.day));
  const rest = Number(all % BigInt(TICKS.day));
  return format.replace(SPECIFIER, (word) => {
    switch (word[0]) {
      case 'd':
        return digits(days, word.length);
      case 'H':
      case 'h':
        return digits(Math.floor(rest / TICKS.hour), word.length);
      case 'm':
        return digits(Math.floor(rest / TICKS.minute) % 60, word.length);
      case 's':
        return digits(Math.floor(rest / TICKS.second) % 60, word.length);
      case 'f':
      case 'F':
        return fraction(digits(rest % TICKS.second, 7), word);
      default:
        return delimiter(word, format);
    }
  });
}

function delimiter(word: string, format: string): string {
  if (/^[A-Za-z]/.test(word)) throw new QueryFailure(`"${word}" in the format "${format}" is no format specifier`);
  return word;
}
