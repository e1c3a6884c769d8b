import type { Formula } from './formula.ts';
import type { Sought } from './test.ts';

/** One reading of a source by a query. */
export interface SketchReading {
  /** What it reads: a table, a dataset of a data model, `events`. */
  readonly source: string;
  /** The field that holds when it happened. */
  readonly time: string;
  /** Values that real rows have in a field, those of the field's type first. */
  usual(field: string): readonly Sought[];
  /** A value as the source keeps it in a field, where properties of it were asked for: text, where it is JSON in a text. */
  structured?(field: string, value: unknown): unknown;
  /** Fields that every row needs, because the query drops rows without them. */
  readonly needed: readonly string[];
}

/** One way through a query: with these readings, it gives a row if the formula holds. */
export interface World {
  readonly readings: readonly number[];
  readonly formula: Formula;
}

/** What a query asks of the rows that it reads. */
export interface Sketch {
  readonly readings: readonly SketchReading[];
  /** Any of them will do; none: nothing is known of how the query could give a row. */
  readonly worlds: readonly World[];
  /** It may give a row in other ways than these. */
  readonly open: boolean;
}
