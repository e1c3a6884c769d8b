import { type Cell, compareCells, isBag, isList, type ScalarType } from './cells.ts';
import { converter, scalarOf, toText } from './convert.ts';
import { NotEvaluated, QueryFailure } from './errors.ts';
import type { Scalar } from './plan.ts';
import { apply, isNumeric } from './scalars.ts';

/** Equality and order of scalars. https://learn.microsoft.com/kusto/query/numerical-operators */

/** Of values that are not null. */
type Equal = (a: Cell, b: Cell) => boolean;

function equality(a: ScalarType, b: ScalarType): Equal {
  if (a === 'dynamic' && b === 'dynamic') throw new QueryFailure('Dynamic values cannot be compared without a cast.');
  if (a === 'dynamic') return (x, y) => dynamicEquals(x, y, b);
  if (b === 'dynamic') return (x, y) => dynamicEquals(y, x, a);
  if (a === b || (isNumeric(a) && isNumeric(b))) return (x, y) => x === y;
  const other = a === 'string' ? b : b === 'string' ? a : null;
  if (other !== null && READ_FROM_TEXT.includes(other)) {
    const read = converter(other);
    const take = (cell: Cell, type: ScalarType): Cell => (type === 'string' ? read(cell, 'string') : cell);
    return (x, y) => take(x, a) === take(y, b);
  }
  if (other !== null) throw new QueryFailure(`A ${a} cannot be compared with a ${b} without a cast.`);
  throw new NotEvaluated(`comparison of a ${a} with a ${b}`);
}

/** Beside these a text is read as one. */
const READ_FROM_TEXT: readonly ScalarType[] = ['datetime', 'guid'];

/** Beside a text a dynamic is its text; beside a number or bool it is equal only if it holds one. */
function dynamicEquals(value: Cell, other: Cell, type: ScalarType): boolean {
  if (type === 'string') return toText(value, 'dynamic') === other;
  const inside = scalarOf(value);
  if (isNumeric(type)) return isNumeric(inside.type) && Number(inside.cell) === Number(other);
  if (type === 'bool') return inside.cell === other;
  return converter(type)(value, 'dynamic') === other;
}

/**
 * `==`: null beside null is null, beside a value it is false. The text type has no null: what is missing is ''.
 * https://learn.microsoft.com/kusto/query/scalar-data-types/null-values#equality-and-inequality-of-null-values
 */
export function equals(a: Scalar, b: Scalar): Scalar {
  const equal = equality(a.type, b.type);
  return apply('bool', withText(a, b), (x, y) => (x === null || y === null ? (x === y ? null : false) : equal(x, y)));
}

/** `!=`: null beside null is null, beside a value it is true. */
export function differs(a: Scalar, b: Scalar): Scalar {
  const equal = equality(a.type, b.type);
  return apply('bool', withText(a, b), (x, y) => (x === null || y === null ? (x === y ? null : true) : !equal(x, y)));
}

/** A dynamic null beside a text is compared as the empty text. */
function withText(a: Scalar, b: Scalar): [Scalar, Scalar] {
  const fill = (scalar: Scalar, other: Scalar): Scalar =>
    scalar.type === 'dynamic' && other.type === 'string' ? apply('dynamic', [scalar], (cell) => cell ?? '') : scalar;
  return [fill(a, b), fill(b, a)];
}

export type Order = '<' | '<=' | '>' | '>=';

const HOLDS: Readonly<Record<Order, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

/** Null where either side is. https://learn.microsoft.com/kusto/query/scalar-data-types/null-values */
export function ordered(order: Order, a: Scalar, b: Scalar): Scalar {
  const holds = HOLDS[order];
  const compare = comparison(a.type, b.type);
  return apply('bool', [a, b], (x, y) => {
    if (x === null || y === null) return null;
    const result = compare(x, y);
    return result === null ? null : holds(result);
  });
}

/** Null where a dynamic holds what cannot be compared; NaN compares false with everything. */
function comparison(a: ScalarType, b: ScalarType): (x: Cell, y: Cell) => number | null {
  if (a === 'dynamic' || b === 'dynamic') {
    const type = a === 'dynamic' ? b : a;
    const take = (cell: Cell, from: ScalarType): Cell =>
      from !== 'dynamic'
        ? cell
        : type === 'dynamic'
          ? comparable(cell)
          : converter(isNumeric(type) ? 'real' : type)(cell, 'dynamic');
    return (x, y) => {
      const [left, right] = [take(x, a), take(y, b)];
      return left === null || right === null ? null : order(left, right);
    };
  }
  return order;
}

function comparable(cell: Cell): Cell {
  return isList(cell) || isBag(cell) ? null : scalarOf(cell).cell;
}

function order(a: Cell, b: Cell): number {
  return Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : compareCells(a, b);
}

/** `between (low .. high)`, both ends within; null where any of the three is null. https://learn.microsoft.com/kusto/query/between-operator */
export function between(value: Scalar, low: Scalar, high: Scalar, negated: boolean): Scalar {
  const [above, below] = [ordered('>=', value, low), ordered('<=', value, high)];
  return apply('bool', [above, below], (x, y) => (x === null || y === null ? null : (x && y) !== negated));
}
