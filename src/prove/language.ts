import type { EventSchema } from '../quoting/events/index.ts';
import type { Sketch } from './solve/sketch.ts';

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
  | {
      readonly status: 'evaluated';
      readonly columns: readonly string[];
      /** Of the columns, in their order, by the language's names; absent where it has no types. */
      readonly types?: readonly string[];
      readonly rows: readonly Row[];
    }
  /** The query uses what the evaluator does not know, each named: `operator make-series`, `function geo_distance_2points`. */
  | { readonly status: 'not-evaluated'; readonly reasons: readonly string[] }
  /** The platform itself would stop with an error. */
  | { readonly status: 'failed'; readonly message: string };

/** Runs queries of one language in memory. Pure: the same query, rows and clock give the same outcome. Never throws. */
export type Evaluator = (query: string, data: SampleData, options: RunOptions) => Evaluation;

/** A query as a platform would run it. */
export interface RunnableQuery {
  readonly text: string;
  /** The time range beside the query, in the platform's own terms. */
  readonly window?: { readonly earliest?: string; readonly latest?: string } | undefined;
  /** How far back the query itself looks, in seconds. */
  readonly lookbackSeconds?: number | null | undefined;
  /** How long the range is that it was written for, in seconds, where a page's range takes its place. */
  readonly rangeSeconds?: number | undefined;
}

/** What real rows of one event have in common. */
export interface RowContext {
  readonly at: Date;
  /** Different for each row of a run, from 1. */
  readonly number: number;
}

export interface Prepared {
  readonly sketch: Sketch | null;
  run(data: SampleData): Evaluation;
}

/** What a language's room offers for running hunts on samples. */
export interface Proving {
  /** Where its hunts find the kinds of events of `src/quoting/events`. */
  readonly schema: EventSchema;
  /** The row as a platform would hold it: its time, its ids, what every real row of the source has. Given fields stay as they are. */
  complete(source: string, fields: Row, context: RowContext): Row;
  /** What the platform's own lookups say of events, by the lookup's name: where their addresses are. */
  lookups?(events: readonly { readonly fields: Row }[]): Readonly<Record<string, readonly Row[]>>;
  /** Never throws. */
  run(query: RunnableQuery, data: SampleData, now: Date): Evaluation;
  /** A query made ready for many runs at one time, and what it asks of rows; null where its text does not tell. Never throws. */
  prepare(query: RunnableQuery, now: Date): Prepared;
  /** How far back a query reads, in seconds; null where it reads all there is. */
  lookback(query: RunnableQuery, now: Date): number | null;
  /** Values that the query forgives: those of its allow-lists. */
  allowed(query: RunnableQuery): readonly string[];
}
