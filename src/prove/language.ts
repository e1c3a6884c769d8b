/** Running a query on sample rows: what a query language's room offers, and what it is given. */

/**
 * A value of a row, as JSON has it. A datetime is ISO 8601 text in UTC, a timespan Kusto's text (`1.02:03:04`), a long that
 * JavaScript's numbers cannot hold a decimal text; an object or array is dynamic (KQL), an array a multivalue field (SPL).
 * What a column's type makes of it is the language's own business.
 */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [name: string]: Value };

export type Row = Readonly<Record<string, Value>>;

/** What a query runs on. */
export interface SampleData {
  /**
   * Rows by source: a KQL table (`DeviceProcessEvents`), a CIM dataset (`Endpoint.Processes`, fields without the dataset's
   * name in front), or `events` for plain events, whose rows carry `index`, `sourcetype`, `source`, `host`, `_raw` beside
   * their fields. Rows of the last two carry `_time` as ISO 8601 text. A source that is missing has no rows.
   */
  readonly tables: Readonly<Record<string, readonly Row[]>>;
  /** Rows of lookups (SPL) and watchlists (KQL), by name. */
  readonly lookups?: Readonly<Record<string, readonly Row[]>>;
}

export interface RunOptions {
  /** What `now()` is in the query. */
  readonly now: Date;
  /** The window that the query is dispatched over, where the platform has one beside the query; ends are UTC. */
  readonly window?: { readonly earliest: Date; readonly latest: Date };
}

/** What became of a query on rows. */
export type Evaluation =
  | { readonly status: 'evaluated'; readonly columns: readonly string[]; readonly rows: readonly Row[] }
  /** The query uses what the evaluator does not know, each named: `operator make-series`, `function geo_distance_2points`. */
  | { readonly status: 'not-evaluated'; readonly reasons: readonly string[] }
  /** The platform itself would stop with an error. */
  | { readonly status: 'failed'; readonly message: string };

/** Runs queries of one language in memory. Pure: the same query, rows and clock give the same outcome. Never throws. */
export type Evaluator = (query: string, data: SampleData, options: RunOptions) => Evaluation;
