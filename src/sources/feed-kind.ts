import type { Problem } from '../core/problem.ts';
import type { ItemDocument } from './source.ts';

/**
 * `whole`: everything was read; `gaps`: single items could not be read, or there are more than a limit allows; `failed`: the
 * document is no feed, or only the beginning of one.
 */
export type FeedOutcome = 'whole' | 'gaps' | 'failed';

/** One page of a feed, parsed. */
export interface FeedPage {
  readonly items: readonly ItemDocument[];
  readonly problems: readonly Problem[];
  readonly outcome: FeedOutcome;
}

/** What differs between kinds of web sources; fetching, caching and reporting are the same for all. */
export interface FeedKind {
  /** First pages. */
  readonly starts: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  /** `path` names the feed in problems, `url` is where the text came from. */
  parse(text: string, at: { readonly path: string; readonly url: string }): Promise<FeedPage>;
  /** Which of the items are wanted now. */
  select(item: ItemDocument, now: Date): boolean;
  /** Whether the next page may hold wanted items, given this one's. */
  more(items: readonly ItemDocument[], now: Date): boolean;
  /** From each start. */
  readonly maxPages: number;
}
