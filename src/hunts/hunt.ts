import type { Confidence, Phase, Severity } from '../briefing/article.ts';
import type { Queries } from '../quoting/languages.ts';

/** An article as a hunt lists it. */
export interface ArticleRef {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  /** `YYYY-MM-DD` or null. */
  readonly published: string | null;
}

/** One thing to look for. A platform keeps one or more native objects for it. */
export interface Hunt {
  /** `uc:<ID>` for a named use case, `<article id>:<slug of the title>[-n]` otherwise. */
  readonly key: string;
  /** One safe line, without the producer's `[LLM]` mark. */
  readonly title: string;
  /** The highest of the articles that call for it. */
  readonly severity: Severity;
  readonly confidence: Confidence | null;
  readonly phase: Phase | null;
  /** ATT&CK ids, sorted. */
  readonly techniques: readonly string[];
  /** ATT&CK tactic ids in their short form (`initial-access`), in the order of the matrix. */
  readonly tactics: readonly string[];
  /** Every article that calls for it, newest first (by published, then id). */
  readonly articles: readonly ArticleRef[];
  /** Names of the sources that delivered these articles, sorted. */
  readonly sources: readonly string[];
  /** Exact source texts. */
  readonly queries: Queries;
  /** The text is our catalogue's: any briefing's text for the same use case outranks it, today's or an earlier run's. */
  readonly fromCatalogue?: true;
}
