import { plainValue } from './campaigns.ts';
import type { MergedArticle } from './merge.ts';

/**
 * The last day on which a hunt for indicators has anything to look for: that of the indicator that is valid longest, by whichever article
 * says so. Null where it looks for anything else too, or an indicator has no end.
 *
 * @param observables what the hunt looks for, as queries have it.
 */
export function lastDayOf(observables: readonly string[], articles: readonly MergedArticle[]): string | null {
  const ends = new Map<string, string | null>();
  for (const { value, validUntil = null } of articles.flatMap(({ article }) => article.indicators)) {
    const known = ends.get(plainValue(value));
    const isOpen = validUntil === null || known === null;
    ends.set(plainValue(value), isOpen ? null : known === undefined || validUntil > known ? validUntil : known);
  }
  const days = observables.map((value) => ends.get(plainValue(value)) ?? null);
  return days.includes(null) ? null : (days.toSorted().at(-1) ?? null);
}
