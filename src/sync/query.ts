import type { Hunt } from '../hunts/hunt.ts';
import type { QueryProof } from '../prove/query.ts';

export type Verdict = 'ready' | 'repaired' | 'rejected';

/** What is wrong with a query, placed in the source text. */
export interface QueryProblem<C extends string = string> {
  readonly code: C;
  readonly message: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
  readonly severity: 'error' | 'warning';
}

/** The time range that a platform runs a query over, in the platform's own terms. */
export interface DispatchWindow {
  readonly earliest: string;
  readonly latest: string;
}

/** What is added to queries for the platform's own pages (`policy` of the configuration). */
export interface NativePolicy {
  /** Whether results get the columns that the platform reads its entities from. */
  readonly entities: 'columns' | 'none';
  /** Whose time range holds: the query's own, or that of the page which runs it. */
  readonly timeRange: 'query' | 'blade';
}

export const DEFAULT_NATIVE_POLICY: NativePolicy = { entities: 'columns', timeRange: 'query' };

/** What a column of a result identifies, in no product's words. */
export interface AlertEntity {
  readonly kind: 'host' | 'account' | 'ip' | 'url' | 'dns' | 'file' | 'mailbox' | 'message' | 'registry' | 'resource';
  /** Identifier (`id`, `name`, `upn`, `sha256`) to column. */
  readonly columns: Readonly<Record<string, string>>;
}

/** What a product that raises alerts from results has to know of a result. */
export interface AlertColumns {
  /** What it lacks, so that no alert can be raised from it and it can only be run; absent where one can. */
  readonly lacks?: string;
  readonly entities: readonly AlertEntity[];
}

/** One query in the form that would be pushed. */
export interface CheckedQuery {
  readonly text: string;
  readonly verdict: Verdict;
  /** Names of the repairs that were applied. */
  readonly repairs: readonly string[];
  /** Names of what was added for the platform's own pages, so that the text is more than its author's; absent where nothing was. */
  readonly additions?: readonly string[];
  readonly problems: readonly QueryProblem[];
  /** How far back the query itself looks, in seconds; null where it does not say. */
  readonly lookbackSeconds: number | null;
  /** How long the range is that it was written for, in seconds, where the range of the page that runs it has taken its place. */
  readonly rangeSeconds?: number;
  /** Only for platforms that raise alerts from results. */
  readonly alert?: AlertColumns;
  /** Result of running it on made rows; absent where that was not asked, or where its text may not be pushed. */
  readonly proof?: QueryProof;
  /**
   * Only where the platform keeps the window beside the query; before `Siem.withWindow`, only the parts that the query itself
   * sets.
   */
  readonly window?: Partial<DispatchWindow>;
}

/**
 * A hunt with its queries by kind of SIEM: a list because one source block may hold several statements. They may be read from a shelf each
 * time: whoever goes through all hunts and keeps something for later keeps the hunt, not its queries.
 */
export interface CheckedHunt {
  readonly hunt: Hunt;
  readonly queries: Readonly<Record<string, readonly CheckedQuery[]>>;
}

/** The queries of a hunt for one kind of SIEM; none if the hunt has none in its language. */
export function queriesFor({ queries }: CheckedHunt, kind: string): readonly CheckedQuery[] {
  return queries[kind] ?? [];
}

/** One of them, by its number. Throws where there is none. */
export function statementOf(checked: CheckedHunt, kind: string, index: number): CheckedQuery {
  const query = queriesFor(checked, kind)[index];
  if (!query) throw new Error(`${checked.hunt.key} has no statement ${index}`);
  return query;
}
