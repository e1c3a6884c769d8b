import { withMadeParts } from '../core/made-parts.ts';
import { createShelf } from '../core/shelf.ts';
import type { Hunt } from './hunt.ts';

/**
 * Hunts with their texts on a shelf: there may be many thousands, and each is looked at now and then. Put them there in the order of their
 * keys, in which they are looked at. What hunts share, and what decides over all of them, stays.
 */
export function huntShelf(): (hunt: Hunt) => Hunt {
  const shelf = createShelf();
  const lists = new Map<string, readonly string[]>();
  /** One list for all hunts that have the same. */
  const shared = (list: readonly string[]): readonly string[] => {
    const name = list.join('\n');
    const known = lists.get(name) ?? list;
    lists.set(name, known);
    return known;
  };
  return ({ fromCatalogue, fromFeeds, ...hunt }) => {
    const { key, title, severity, confidence, phase, techniques, articles, sources, ...parts } = hunt;
    const own = {
      key,
      title,
      severity,
      confidence,
      phase,
      techniques: shared(techniques),
      articles,
      sources: shared(sources),
      ...(fromCatalogue ? { fromCatalogue } : {}),
      ...(fromFeeds ? { fromFeeds } : {}),
    };
    return withMadeParts(own, Object.keys(parts) as (keyof typeof parts)[], shelf.put(parts));
  };
}
