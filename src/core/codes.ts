/** What is documented of a code. */
export interface CodeEntry {
  /** What the code says, in a sentence. */
  readonly means: string;
  /** The usual cause. */
  readonly cause: string;
  /** What to do about it. */
  readonly remedy: string;
  /** So common, and so dependent on the platform at hand, that a summary only counts it. */
  readonly minor?: true;
}

/** The codes of one subject. A code stands in one area only, and every code that an output prints stands in one. */
export interface CodeArea<C extends string = string> {
  /** Kebab-case. */
  readonly area: string;
  /** Shown as a heading. */
  readonly title: string;
  readonly codes: Readonly<Record<C, CodeEntry>>;
  /** Codes of a third party, too many to list: each that matches is explained by the entry of `code`. */
  readonly family?: { readonly pattern: RegExp; readonly code: C };
}

/** The codes of an area as a type, such as the codes that a room's problems may have. */
export type CodeOf<A extends CodeArea> = keyof A['codes'] & string;

/** Declares an area, and keeps the type of its codes. */
export function codeArea<const C extends string>(
  area: string,
  title: string,
  codes: Record<C, CodeEntry>,
): CodeArea<C> {
  return { area, title, codes };
}

/** What is documented of a repair: a mechanical rewrite of a query, recorded by its name. */
export function repairEntry(
  { preserves, judgement }: { readonly preserves: string; readonly judgement: boolean },
  cause: string,
): CodeEntry {
  return {
    means: `A repair made the query run. What it changes and keeps: ${preserves}`,
    cause,
    remedy: judgement
      ? 'Read the query once as it is pushed: the rewrite is our reading of what its author meant. Mend the source to do without it.'
      : 'Nothing to do: the query means the same. Mend the source to do without it.',
  };
}
