import { NotEvaluated, Refused } from '../outcome.ts';

/** What `(?i)` and its kin have set. */
export interface Flags {
  readonly i: boolean;
  readonly s: boolean;
  readonly m: boolean;
  readonly x: boolean;
}

/** A translated piece with the lengths that it can match, and whether something in it repeats without bound. */
export interface Piece {
  readonly out: Out[];
  readonly min: number;
  readonly max: number;
  readonly loops: boolean;
  /** It can match one text in several ways: alternatives, or something that may be there or not. */
  readonly forks: boolean;
  /** PCRE lets nothing but atoms be repeated. */
  readonly repeatable: boolean;
}

/** Text, or a reference to a group of PCRE's numbering or name that is resolved when all groups are known. */
export type Out = string | { readonly group: number | string; readonly fold: boolean };

/** Where the translation stands. */
export interface Reader {
  readonly pattern: string;
  at: number;
  flags: Flags;
  groups: number;
  captures: number;
  readonly groupIndex: number[];
  readonly names: Map<string, number>;
  risky: boolean;
  depth: number;
  /** Up to here text stands for itself (`\Q…\E`); 0 where none does. */
  quotedEnd: number;
}

/** Nothing that can be repeated. */
export const EMPTY: Piece = { out: [], min: 0, max: 0, loops: false, forks: false, repeatable: false };
export const ATOM = { loops: false, forks: false, repeatable: true } as const;

/** PCRE does not compile this. */
export function refused(what: string, { pattern, at }: Reader): Refused {
  return new Refused(`Error in regular expression '${pattern}': ${what} at offset ${at}`, at);
}

/** JavaScript cannot do this. */
export function unknown(what: string): NotEvaluated {
  return new NotEvaluated(`regular expression with ${what}`);
}
