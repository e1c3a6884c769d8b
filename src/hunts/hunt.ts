import type { Confidence, Phase, Severity } from '../briefing/article.ts';
import type { Uncovered } from '../knowledge/use-case.ts';
import type { Queries } from '../quoting/languages.ts';

/** An article as a hunt lists it. */
export interface ArticleRef {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  /** `YYYY-MM-DD` or null. */
  readonly published: string | null;
  /** Who published it. */
  readonly publishers?: readonly string[];
}

/** What is known of a use case beside its query, for whoever reads a hit; lines of our own catalogue. */
export interface HuntAdvice {
  /** What else looks like it. */
  readonly falsePositives: readonly string[];
  /** What its use case is known not to find, by language where it does not hold for all. */
  readonly doesNotCover: readonly Uncovered[];
  /** What to look at first when it hits, in order. */
  readonly triage: readonly string[];
  readonly references: readonly string[];
  /** What must be collected for it to find anything, by kind of SIEM. */
  readonly dataNeeds: Readonly<Record<string, readonly string[]>>;
}

/** One thing to look for. A platform keeps one or more native objects for it. */
export interface Hunt {
  /** `uc:<ID>` for a named use case, `<article id>:<slug of the title>[-n]` otherwise. */
  readonly key: string;
  /** One safe line, without the producer's `[LLM]` mark. */
  readonly title: string;
  /** The highest of the articles that called for it lately (`policy.severityWindowDays`); the newest one's where none did. */
  readonly severity: Severity;
  readonly confidence: Confidence | null;
  readonly phase: Phase | null;
  /** What it looks for, its coverage: ATT&CK ids as they are now, sorted. */
  readonly techniques: readonly string[];
  /**
   * Where these come from: what is known of the use case, what its queries read and compare, or the short list of the articles
   * whose own hunt it is. Null where it has none.
   */
  readonly techniquesFrom: 'useCase' | 'query' | 'article' | null;
  /** What its articles tell of and it does not look for: ATT&CK ids, sorted. */
  readonly mentions: readonly string[];
  /** ATT&CK tactic ids in their short form (`initial-access`), in the order of the matrix. */
  readonly tactics: readonly string[];
  /** Every article that calls for it, newest first (by published, then id). */
  readonly articles: readonly ArticleRef[];
  /** Names of the sources that delivered these articles, sorted. */
  readonly sources: readonly string[];
  /** Exact source texts. */
  readonly queries: Queries;
  /** The sentence that called for it, of the newest article that gives one: one safe line. */
  readonly why?: string;
  /** What briefings say beside its queries, safe lines, the newest article's first. */
  readonly notes?: readonly string[];
  /** What its newest article is about, one safe line; only of a hunt that is no use case of many. */
  readonly about?: string;
  /** Absent where our catalogue has no such use case. */
  readonly advice?: HuntAdvice;
  /** The text is our catalogue's: any briefing's text for the same use case outranks it, today's or an earlier run's. */
  readonly fromCatalogue?: true;
  /** Other keys under which earlier runs may have written it, where feeds brought it. */
  readonly aliases?: readonly string[];
  /** Every article that calls for it is an item of a feed: it ages. */
  readonly fromFeeds?: true;
  /** What it looks for, where it is ours and of an item of a feed: files, addresses, hashes, as queries have them. */
  readonly observables?: readonly string[];
  /** `YYYY-MM-DD`: the last day of the last of its indicators, where it looks for nothing else and each has one. */
  readonly validUntil?: string;
  /** The campaign that its articles tell of. */
  readonly campaign?: HuntCampaign;
}

/** A campaign as a hunt shows it; its articles are the hunt's. */
export interface HuntCampaign {
  readonly id: string;
  readonly name: string;
  /** `YYYY-MM-DD` of its oldest and its newest article; null where all are undated. */
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
}
