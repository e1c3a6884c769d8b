import { assigned } from '../core/assigned.ts';
import { onShelf } from '../core/made-parts.ts';
import { createShelf } from '../core/shelf.ts';
import type { Article, ArticleHunt } from './article.ts';

/** Articles are read in one order, and their hunts made in another one. */
const BLOCK = 8 * 1024;

/**
 * Articles as a run keeps them until their hunts are made, with their words and the texts of their hunts on a shelf. Those of our catalogue
 * are a few texts that all of them share.
 *
 * @param keep copies what stays, so that it holds on to nothing else: see `createKeeper`.
 */
export function articleShelf(keep: <T>(data: T) => T): (article: Article) => Article {
  const options = { block: BLOCK, keep };
  const shelves = { queries: createShelf(options), searches: createShelf(options), prose: createShelf(options) };
  const putHunt = (hunt: ArticleHunt): ArticleHunt => {
    if (hunt.fromCatalogue) return keep(hunt);
    const { queries, search, ...own } = hunt;
    const put = { queries: onShelf(shelves.queries, queries) };
    return assigned(keep(own), search === undefined ? put : { ...put, search: onShelf(shelves.searches, search) });
  };
  return ({ prose, hunts, ...own }) => {
    const put = { hunts: hunts.map(putHunt) };
    return assigned(keep(own), prose === undefined ? put : { ...put, prose: onShelf(shelves.prose, prose) });
  };
}
