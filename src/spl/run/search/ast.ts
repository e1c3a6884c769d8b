import type { SplPipeline } from '../../parse.ts';

export type SearchOperator = '=' | '!=' | '<' | '>' | '<=' | '>=';

/** A search expression, as search, tstats' where clause and searchmatch have it. */
export type SearchNode =
  | { readonly kind: 'and' | 'or'; readonly items: readonly SearchNode[] }
  | { readonly kind: 'not'; readonly item: SearchNode }
  | { readonly kind: 'compare'; readonly field: string; readonly operator: SearchOperator; readonly value: string }
  | { readonly kind: 'in'; readonly field: string; readonly values: readonly string[] }
  /** A word or phrase in the event's text; `exact` is TERM(), `sensitive` is CASE(). */
  | { readonly kind: 'term'; readonly text: string; readonly exact: boolean; readonly sensitive: boolean }
  | { readonly kind: 'time'; readonly name: TimeName; readonly value: string }
  | { readonly kind: 'subsearch'; readonly pipeline: SplPipeline };

export type TimeName = 'earliest' | 'latest' | '_index_earliest' | '_index_latest';
