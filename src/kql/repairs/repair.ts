import type { Edit } from '../draft.ts';
import type { Token } from '../scan.ts';
import type { Schema } from '../schema.ts';
import type { Analysis } from '../service.ts';

/** Input of a repair: the current query and its diagnostics. */
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
  /** True if the rewrite rests on what the author probably meant, rather than on the text alone. */
  readonly judgement: boolean;
  /** What stays the same, and what may not. */
  readonly preserves: string;
  /** Edits of the analysed text; none where the repair has nothing to do. */
  plan(context: RepairContext): readonly Edit[];
}

export function diagnosed(context: RepairContext, ...codes: readonly string[]) {
  return context.analysis.errors.filter(({ code }) => codes.includes(code));
}
