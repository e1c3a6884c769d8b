import { spend } from './effort.ts';
import type { Test } from './test.ts';

/** A place for a value: a field of the row that one reading of a source gives. */
export interface Slot {
  /** Number of the reading. */
  readonly source: number;
  readonly field: string;
  /** Within a structured value: names of properties, and 0 for the first of a list. */
  readonly path: readonly (string | 0)[];
}

/** What must hold of the rows that a query reads so that it gives a row. */
export type Formula = Joined | Atom;

interface Joined {
  readonly kind: 'all' | 'any';
  readonly of: readonly Formula[];
}

/** What one value of a row has to be like. */
export interface SlotTest {
  readonly slot: Slot;
  readonly test: Test;
}

export type Atom =
  /** Nothing can make it hold. */
  | { readonly kind: 'never'; readonly stage: string; readonly because: string }
  /** It may hold or not: nothing is known of what it would take. */
  | { readonly kind: 'open'; readonly what: string }
  | {
      readonly kind: 'test';
      readonly slot: Slot;
      readonly test: Test;
      readonly stage: string;
      readonly certain: boolean;
    }
  /** Both hold the same. */
  | { readonly kind: 'same'; readonly a: Slot; readonly b: Slot }
  /** So many rows of the readings, with so many different values where a slot is given. */
  | {
      readonly kind: 'many';
      readonly sources: readonly number[];
      readonly least: number;
      readonly distinct: Slot | null;
    }
  /** So many rows more that pass these tests besides. */
  | { readonly kind: 'also'; readonly tests: readonly SlotTest[]; readonly times: number };

export const ALWAYS: Formula = { kind: 'all', of: [] };

export function never(stage: string, because: string): Formula {
  return { kind: 'never', stage, because };
}

export function open(what: string): Formula {
  return { kind: 'open', what };
}

export function allOf(...of: readonly Formula[]): Formula {
  const flat = of.flatMap((one) => (one.kind === 'all' ? one.of : [one]));
  spend(flat.length);
  return flat.length === 1 ? (flat[0] as Formula) : { kind: 'all', of: flat };
}

export function anyOf(...of: readonly Formula[]): Formula {
  if (of.some((one) => one.kind === 'all' && one.of.length === 0)) return ALWAYS;
  const flat = of.flatMap((one) => (one.kind === 'any' ? one.of : [one]));
  spend(flat.length);
  return flat.length === 1 ? (flat[0] as Formula) : { kind: 'any', of: flat };
}

/** The same, where other rows than these may bring it about. */
export function softened(formula: Formula): Formula {
  spend();
  if (formula.kind === 'never') return open(formula.because);
  if (formula.kind === 'test') return { ...formula, certain: false };
  if (formula.kind !== 'all' && formula.kind !== 'any') return formula;
  return { ...formula, of: formula.of.map(softened) };
}

/** The same of some rows, not of each. */
export function elsewhere(formula: Formula, times: number): Formula {
  const soft = softened(formula);
  if (soft.kind === 'test') return { kind: 'also', tests: [soft], times };
  if (soft.kind === 'any') return { kind: 'any', of: soft.of.map((one) => elsewhere(one, times)) };
  if (soft.kind !== 'all') return soft;
  const tests = soft.of.flatMap((one) => (one.kind === 'test' ? [one] : []));
  const others = soft.of.filter(({ kind }) => kind !== 'test').map((one) => elsewhere(one, times));
  return tests.length > 0 ? allOf({ kind: 'also', tests, times }, ...others) : allOf(...others);
}

export function slotKey({ source, field, path }: Slot): string {
  return [source, field, ...path].join('\u0000');
}

/** One way to make a formula hold, if all of it can hold at once. */
export type Branch = readonly Atom[];

/** The ways to make a formula hold, in the order in which it is written, at most so many; `whole`: there are no more. */
export function branchesOf(
  formula: Formula,
  limit: number,
): { readonly branches: readonly Branch[]; readonly whole: boolean } {
  let whole = true;
  function expand(one: Formula, room: number): Branch[] {
    if (one.kind === 'any') {
      const found: Branch[] = [];
      for (const part of one.of) {
        if (found.length >= room) {
          whole = false;
          break;
        }
        found.push(...expand(part, room - found.length));
      }
      return found;
    }
    if (one.kind !== 'all') return [[one as Atom]];
    let found: Branch[] = [[]];
    for (const part of one.of) {
      const parts = expand(part, room);
      spend(found.length * parts.length * ((found[0]?.length ?? 0) + (parts[0]?.length ?? 0)));
      const crossed = found.flatMap((before) => parts.map((after) => [...before, ...after]));
      if (crossed.length > room) whole = false;
      found = crossed.slice(0, room);
    }
    return found;
  }
  return { branches: expand(formula, limit), whole };
}
