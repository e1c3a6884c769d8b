import type { SampleData } from '../../prove/language.ts';
import type { EventFields } from './value.ts';

/** One execution of a compiled search. */
export interface Run {
  /** Epoch seconds. */
  readonly now: number;
  /** The dispatch window in epoch seconds; null where it is open. */
  readonly earliest: number | null;
  readonly latest: number | null;
  readonly data: SampleData;
  /** What a part of the search has worked out once in this run: the results of a subsearch. */
  readonly cache: Map<object, unknown>;
  /** UTF-16 units of text that fields were given so far. */
  readonly given: { text: number };
}

/** Results between two commands. */
export interface Table {
  readonly rows: EventFields[];
  /** Fields in the order in which they are shown; fields that only rows have come after them. */
  readonly columns: readonly string[];
}

/** A compiled command: takes the results so far, which it may change in place, and gives its own. */
export type Stage = (table: Table, run: Run) => Table;

/** All fields of a table: those with a known place first, then the rest in the order of their first row. */
export function fieldNames({ rows, columns }: Table): string[] {
  const names = new Set(columns);
  for (const row of rows) for (const name of Object.keys(row)) names.add(name);
  return [...names];
}
