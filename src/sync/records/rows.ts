import type { RecordRow } from './schema.ts';

/** Rows in their order, which may be made when they are asked for, each time anew: of many thousands, few are needed at once. An array is such rows. */
export interface Rows extends Iterable<RecordRow> {
  readonly length: number;
}

/** Rows that are made whenever they are walked through. Each must make the same row every time. */
export function rowsMadeBy(makers: readonly (() => RecordRow)[]): Rows {
  return {
    length: makers.length,
    *[Symbol.iterator]() {
      for (const make of makers) yield make();
    },
  };
}
