import type { Problem } from '../../core/problem.ts';
import type { Outcome } from '../feed-kind.ts';

/** An item as its feed gives it, before it is cleaned. */
export interface RawItem {
  readonly id: string | undefined;
  readonly title: string | undefined;
  /** Candidates for the article's address, best first; may be relative to `base`. */
  readonly links: readonly string[];
  readonly base: string | undefined;
  /** As written, or the day that was read from it. */
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
  readonly outcome: Outcome;
}
