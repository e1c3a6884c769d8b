import { spend } from './effort.ts';
import type { Formula, Slot } from './formula.ts';
import type { Sought, Test } from './test.ts';

/** What an expression of a query gives, as far as the rows that it reads decide it. */
export type Term =
  | {
      readonly kind: 'slot';
      readonly slot: Slot;
      readonly fold?: Test['fold'];
      /** The value itself, so that what cannot be true of it cannot be true. */
      readonly certain: boolean;
    }
  /** `fixed`: written so, and not worked out, perhaps of the time at which it runs. */
  | { readonly kind: 'value'; readonly value: Sought | null; readonly fixed?: boolean }
  /** The first of these whose condition holds. */
  | { readonly kind: 'choice'; readonly cases: readonly Case[]; readonly otherwise: Term }
  /** The sum of numbers. */
  | { readonly kind: 'sum'; readonly of: readonly Term[] }
  /** Texts behind one another. */
  | { readonly kind: 'joined'; readonly of: readonly Term[] }
  /** How many rows there are for which a condition holds, or values that differ. */
  | {
      readonly kind: 'count';
      readonly sources: readonly number[];
      readonly when: Formula;
      readonly distinct: Slot | null;
    }
  /** Values of several rows. */
  | { readonly kind: 'several'; readonly of: Term; readonly when?: Formula }
  /** How many these are. */
  | { readonly kind: 'size'; readonly of: Term }
  /** A field that no row has any more. */
  | { readonly kind: 'none'; readonly because: string }
  | { readonly kind: 'unknown'; readonly what: string };

export interface Case {
  readonly when: Formula;
  readonly gives: Term;
}

export const NOTHING: Term = { kind: 'value', value: null, fixed: true };

export function unknownTerm(what: string): Term {
  return { kind: 'unknown', what };
}

export function slotTerm(source: number, field: string): Term {
  return { kind: 'slot', slot: { source, field, path: [] }, certain: true };
}

/** The sum of numbers, or texts behind one another: the parts of parts are its own. */
export function combined(kind: 'sum' | 'joined', parts: readonly Term[]): Term {
  const of = parts.flatMap((part) => (part.kind === kind ? part.of : [part]));
  spend(of.length);
  return { kind, of };
}

/** A property of a structured value; 0 for its first element. */
export function within(term: Term, key: string | 0): Term {
  if (term.kind === 'several') return within(term.of, key);
  if (term.kind !== 'slot') return term.kind === 'none' ? term : unknownTerm('a part of a computed value');
  return { kind: 'slot', slot: { ...term.slot, path: [...term.slot.path, key] }, certain: false };
}

/** The value in other letters. */
export function foldedTerm(term: Term, fold: 'lower' | 'upper'): Term {
  if (term.kind === 'slot') return { ...term, fold };
  if (term.kind !== 'value' || typeof term.value !== 'string') return term;
  return { kind: 'value', value: fold === 'lower' ? term.value.toLowerCase() : term.value.toUpperCase() };
}

/** Much the same value: what can be true of it may be true of the other, and no more. */
export function about(term: Term): Term {
  return term.kind === 'slot' ? { ...term, certain: false } : term;
}

/** What an aggregate makes of the values of rows; `alone`: of rows that come about in no other way. */
export function aggregated(term: Term, alone: boolean): Term {
  if (term.kind === 'none') return alone ? term : unknownTerm(term.because);
  if (term.kind === 'slot') return about(term);
  return term.kind === 'value' || term.kind === 'choice' ? { kind: 'several', of: term } : term;
}

/** A condition as a value that is true or false. */
export function truth(formula: Formula, otherwise: Formula): Term {
  return {
    kind: 'choice',
    cases: [
      { when: formula, gives: { kind: 'value', value: true, fixed: true } },
      { when: otherwise, gives: { kind: 'value', value: false, fixed: true } },
    ],
    otherwise: NOTHING,
  };
}
