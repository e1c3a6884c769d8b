import type { Hunt } from '../hunts/hunt.ts';

export type Verdict = 'ready' | 'repaired' | 'rejected';

/** What is wrong with a query, placed in the source text. */
export interface QueryProblem {
  readonly code: string;
  readonly message: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
  readonly severity: 'error' | 'warning';
}

/** One query in the form that would be pushed. */
export interface CheckedQuery {
  readonly text: string;
  readonly verdict: Verdict;
  /** Names of the repairs that made it so. */
  readonly repairs: readonly string[];
  readonly problems: readonly QueryProblem[];
}

/** A query for Splunk, with the window that it is dispatched over (Splunk time modifiers). */
export interface SplunkQuery extends CheckedQuery {
  readonly earliest: string;
  readonly latest: string;
}

/** A hunt with each platform's queries: a list because one source block may hold several statements. */
export interface CheckedHunt {
  readonly hunt: Hunt;
  readonly splunk: readonly SplunkQuery[];
  readonly sentinel: readonly CheckedQuery[];
}
