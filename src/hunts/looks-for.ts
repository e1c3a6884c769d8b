import { oneLine, truncate } from '../core/text.ts';
import type { Hunt } from './hunt.ts';

/** Shorter ones are conditions beside what is sought: a result's code. */
const MIN_VALUE = 2;
/** Longer values are cut: the query has them whole. */
const MAX_VALUE = 60;

/**
 * What an article's own hunt looks for, for people: `a.exe, \Tasks\B and 12 more`, in at most `room` UTF-16 units. Null where that is
 * not known, or where not one value has room. A value that only repeats another with something around it is not counted.
 */
export function looksFor({ observables = [] }: Pick<Hunt, 'observables'>, room: number): string | null {
  const lines = observables
    .map((value) => oneLine(value.replace(/\p{Cs}/gu, '')))
    .filter((value) => value.length > MIN_VALUE);
  const lower = lines.map((value) => value.toLowerCase());
  const values = lines.filter(
    (_, index) => !lower.some((other, n) => n !== index && repeats(lower[index] ?? '', other)),
  );
  for (let count = Math.min(values.length, 20); count > 0; count -= 1) {
    const shown = values.slice(0, count).map((value) => truncate(value, MAX_VALUE));
    const more = values.length - count;
    const text = more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
    if (text.length <= room) return text;
  }
  return null;
}

function repeats(value: string, other: string): boolean {
  return value.length > other.length && value.includes(other);
}
