import { type Cell, emptyOf, type ScalarType } from './cells.ts';
import { converter, toDynamic } from './convert.ts';
import type { Run, Scalar } from './plan.ts';

/** Makers of compiled scalar expressions. */

export function literal(type: ScalarType, value: Cell): Scalar {
  return { type, constant: true, literal: value, run: () => value };
}

export function nothing(type: ScalarType): Scalar {
  return literal(type, emptyOf(type));
}

export type Compute = (...cells: Cell[]) => Cell;

/** A pure function of its arguments: computed while compiling where all of them are literals. */
export function apply(type: ScalarType, args: readonly Scalar[], compute: Compute): Scalar {
  const constant = args.every((arg) => arg.constant);
  if (args.every(hasLiteral)) {
    const cells = args.map((arg) => arg.literal as Cell);
    // What fails fails when it is run, if it ever is.
    try {
      return literal(type, compute(...cells));
    } catch {
      return { type, constant, run: () => compute(...cells) };
    }
  }
  const [a, b, c] = args as [Scalar, Scalar, Scalar];
  switch (args.length) {
    case 1:
      return { type, constant, run: (row, run) => compute(a.run(row, run)) };
    case 2:
      return { type, constant, run: (row, run) => compute(a.run(row, run), b.run(row, run)) };
    case 3:
      return { type, constant, run: (row, run) => compute(a.run(row, run), b.run(row, run), c.run(row, run)) };
    default:
      return { type, constant, run: (row, run) => compute(...args.map((arg) => arg.run(row, run))) };
  }
}

export function hasLiteral(scalar: Scalar): boolean {
  return scalar.literal !== undefined;
}

/** Null (or the empty text) where any argument is null. */
export function strict(type: ScalarType, args: readonly Scalar[], compute: Compute): Scalar {
  const none = emptyOf(type);
  return apply(type, args, (...cells) => (cells.includes(null) ? none : compute(...cells)));
}

/** The value converted to a type; itself where it has that type already. */
export function as(scalar: Scalar, type: ScalarType): Scalar {
  if (scalar.type === type) return scalar;
  const convert = type === 'dynamic' ? toDynamic : converter(type);
  const from = scalar.type;
  return apply(type, [scalar], (cell) => convert(cell, from));
}

/** Reads a value that something else puts there before, a new one for each call: no constant of the run. */
export function slotReader(type: ScalarType, slot: number): Scalar {
  return { type, constant: false, run: (_, run) => run.slots[slot] as Cell };
}

/** Computes a value once a run. */
export function onceScalar(scalar: Scalar, slot: number): Scalar {
  if (hasLiteral(scalar)) return scalar;
  return {
    type: scalar.type,
    constant: true,
    run(row, run) {
      let kept = run.slots[slot] as { readonly value: Cell } | undefined;
      if (!kept) {
        kept = { value: scalar.run(row, run) };
        run.slots[slot] = kept;
      }
      return kept.value;
    },
  };
}

/** The value of an expression that reads no row. */
export function constantOf(scalar: Scalar, run: Run): Cell {
  return scalar.run([], run);
}

const NUMERIC: readonly ScalarType[] = ['int', 'long', 'real', 'decimal'];

export function isNumeric(type: ScalarType): boolean {
  return NUMERIC.includes(type);
}

/** The type that holds values of all these types: the widest number, else dynamic. https://learn.microsoft.com/kusto/query/coalesce-function */
export function commonType(types: readonly ScalarType[]): ScalarType {
  const [first = 'dynamic'] = types;
  if (types.every((type) => type === first)) return first;
  if (types.every(isNumeric)) return NUMERIC[Math.max(...types.map((type) => NUMERIC.indexOf(type)))] as ScalarType;
  return 'dynamic';
}
