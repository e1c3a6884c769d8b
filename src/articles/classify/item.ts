import { loadCatalogue } from '../../knowledge/catalogue.ts';
import { fireUseCases } from '../../knowledge/triggers.ts';
import type { ItemDocument } from '../../sources/source.ts';
import { type Classification, classify } from './classify.ts';
import { articleHunts } from './specific.ts';

/** Classifies an article of a feed with our own catalogue. Throws ConfigError where the catalogue is broken. */
export function classifyItem(item: ItemDocument, origin: string): Classification {
  return classify(
    item,
    {
      catalogue: loadCatalogue(),
      fire: fireUseCases,
      specific: (document, { indicators }) =>
        articleHunts(document, { indicators: indicators.map(({ indicator }) => indicator) }),
    },
    origin,
  );
}
