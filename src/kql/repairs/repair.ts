import type { Edit } from '../draft.ts';
import type { Token } from '../scan.ts';
import type { Schema } from '../schema.ts';
import type { Analysis } from '../service.ts';

/** What a repair looks at: the query as it stands, and what the parser says about it. */
export interface RepairContext {
  readonly analysis: Analysis;
  /** Of the analysed text, comments left out. */
  readonly tokens: readonly Token[];
  readonly schema: Schema;
}

/** One mechanical rewrite. It counts only where the parser then finds no error in the query. */
export interface Repair {
  /** Kebab-case; recorded on the hunt. */
  readonly name: string;
  /** The rewrite is our reading of what the author meant; without it, the meaning follows from the text alone. */
  readonly judgement: boolean;
  /** What stays the same, and what may not. */
  readonly preserves: string;
  /** Edits of the analysed text; none where the repair has nothing to do. */
  plan(context: RepairContext): readonly Edit[];
}

export function diagnosed(context: RepairContext, ...codes: readonly string[]) {
  return context.analysis.errors.filter(({ code }) => codes.includes(code));
}
