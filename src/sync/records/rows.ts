import { withMadeParts } from '../../core/made-parts.ts';
import { createShelf } from '../../core/shelf.ts';
import { RECORDS, type RecordRow, type RecordType } from './schema.ts';

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

/** Records are read in the order of the platform, and looked at in that of the run. */
const BLOCK = 8 * 1024;

/** Rows that were read, with all but their key and hash on a shelf: most are only found to be as they should be. */
export function rowShelf(type: RecordType): (row: RecordRow) => RecordRow {
  const { key } = RECORDS[type];
  const shelf = createShelf({ block: BLOCK });
  return (row) => {
    const { content_hash, [key]: id = null, ...parts } = row;
    return withMadeParts({ [key]: id, content_hash }, Object.keys(parts), shelf.put(parts)) as RecordRow;
  };
}
