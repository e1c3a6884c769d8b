import type { Problem } from '../../core/problem.ts';
import type { FeedOutcome } from '../feed-kind.ts';

/** An item as in the feed, before cleaning. */
export interface RawItem {
  /** Its own id: a guid, an Atom id. */
  readonly id: string | undefined;
  readonly title: string | undefined;
  /** Candidates for the article's address, best first; may be relative. */
  readonly links: readonly string[];
  /** `xml:base` of the feed and of the item, each relative to the one before it. */
  readonly bases: readonly string[];
  /** As written. */
  readonly date: string | undefined;
  /** Candidates for the article's text. */
  readonly bodies: readonly RawBody[];
  /** The feed ended inside this item. */
  readonly cut: boolean;
}

export interface RawBody {
  readonly text: string;
  readonly kind: 'html' | 'plain';
}

/** What a parser made of a feed. */
export interface RawFeed {
  readonly items: readonly RawItem[];
  /** The site's address: relative links start there. */
  readonly home: string | undefined;
  readonly problems: readonly Problem[];
  readonly outcome: FeedOutcome;
}

/** More items than any feed gives; what follows is not read. */
export const MAX_FEED_ITEMS = 10_000;
