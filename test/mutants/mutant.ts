/** One small fault, planted in one file. */
export interface Mutant {
  /** From the root of the project, with `/`. */
  readonly file: string;
  readonly operator: string;
  /** 1-based line of the TypeScript source. */
  readonly line: number;
  /** The line with the fault's place in it, as JavaScript. */
  readonly context: string;
  /** What is replaced, and by what. */
  readonly from: string;
  readonly to: string;
  /** Where, in the file as JavaScript (`asJavaScript`). */
  readonly start: number;
  readonly end: number;
}

/** A mutant by what it does rather than by where it is, so that an explanation outlives edits elsewhere in the file. */
export function nameOf({ file, operator, context, from, to }: Mutant): string {
  return `${file} ${operator} in \`${context}\`: ${short(from)} -> ${short(to)}`;
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}
