import type { FeedConfig } from '../config/sources.ts';
import { createWebSource, type FeedDeps } from './feed.ts';
import type { FeedKind } from './feed-kind.ts';
import { ghsaKind } from './ghsa.ts';
import { kevKind } from './kev.ts';
import { rssKind } from './rss.ts';
import type { Source } from './source.ts';

export { createScoreSource } from './epss.ts';
export { createFetcher, type Fetcher } from './fetch.ts';
export type { FeedDeps };

/** A source on the web. Share one fetcher among all sources of a run: it limits requests per host. */
export function createFeedSource(config: FeedConfig, deps: FeedDeps): Source {
  return createWebSource(config, kindOf(config), deps);
}

function kindOf(config: FeedConfig): FeedKind {
  if (config.kind === 'kev') return kevKind(config);
  if (config.kind === 'ghsa') return ghsaKind(config);
  return rssKind(config);
}
