import type { Cell, ScalarType } from './cells.ts';
import { add, divide, modulo, multiply, negate, subtract, type Whole, wholeOfReal } from './numbers.ts';
import type { Compiler, Scalar } from './plan.ts';
import { as, isNumeric, nothing, strict } from './scalars.ts';
import { inRange } from './ticks.ts';

/** https://learn.microsoft.com/kusto/query/numerical-operators and https://learn.microsoft.com/kusto/query/datetime-timespan-arithmetic */

export type Sign = '+' | '-' | '*' | '/' | '%';

type Compute = (a: Cell, b: Cell) => Cell;

const ON_WHOLES: Readonly<Record<Sign, (a: Whole, b: Whole) => Whole | null>> = {
  '+': add,
  '-': subtract,
  '*': multiply,
  '/': divide,
  '%': modulo,
};

const ON_REALS: Readonly<Record<Sign, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => ((a % b) + Math.abs(b)) % Math.abs(b),
};

function onWholes(sign: Sign): Compute {
  const compute = ON_WHOLES[sign];
  return (a, b) => compute(a as Whole, b as Whole);
}

function inTime(compute: (a: Whole, b: Whole) => Whole): Compute {
  return (a, b) => inRange(BigInt(compute(a as Whole, b as Whole)));
}

/** A timespan times or divided by a number, which may be a real. */
function scaled(sign: '*' | '/'): Compute {
  return (span, number) =>
    sign === '*' && Number.isInteger(number)
      ? multiply(span as Whole, number as Whole)
      : wholeOfReal(sign === '*' ? Number(span) * Number(number) : Number(span) / Number(number));
}

export function calculate(sign: Sign, a: Scalar, b: Scalar, compiler: Compiler): Scalar {
  const [left, right] = [whenDynamic(a, b), whenDynamic(b, a)];
  const key = `${group(left.type)} ${sign} ${group(right.type)}`;
  switch (key) {
    case 'datetime - datetime':
    case 'timespan + timespan':
    case 'timespan - timespan':
    case 'timespan % timespan':
      return strict('timespan', [left, right], onWholes(sign));
    case 'datetime + timespan':
      return strict('datetime', [left, right], inTime(add));
    case 'timespan + datetime':
      return strict('datetime', [left, right], inTime(add));
    case 'datetime - timespan':
      return strict('datetime', [left, right], inTime(subtract));
    case 'datetime % timespan':
      return strict('timespan', [left, right], onWholes('%'));
    case 'timespan / timespan':
      return strict('real', [left, right], (x, y) => Number(x) / Number(y));
    case 'timespan * number':
      return strict('timespan', [left, right], scaled('*'));
    case 'number * timespan':
      return strict('timespan', [right, left], scaled('*'));
    case 'timespan / number':
      return strict('timespan', [left, right], scaled('/'));
    default:
      break;
  }
  if (isNumeric(left.type) && isNumeric(right.type)) {
    if (left.type !== 'real' && right.type !== 'real') return strict('long', [left, right], onWholes(sign));
    const compute = ON_REALS[sign];
    return strict('real', [as(left, 'real'), as(right, 'real')], (x, y) => compute(x as number, y as number));
  }
  compiler.unknown(`operator ${sign} of ${a.type} and ${b.type}`);
  return nothing('dynamic');
}

function group(type: ScalarType): string {
  return isNumeric(type) ? 'number' : type;
}

/** A dynamic is taken for what the other side is; beside another dynamic for a real. */
function whenDynamic(scalar: Scalar, other: Scalar): Scalar {
  if (scalar.type !== 'dynamic') return scalar;
  return as(scalar, other.type === 'dynamic' ? 'real' : other.type === 'int' ? 'long' : other.type);
}

/** Unary minus. */
export function negated(scalar: Scalar, compiler: Compiler): Scalar {
  switch (scalar.type) {
    case 'int':
    case 'long':
      return strict('long', [scalar], (cell) => negate(cell as Whole));
    case 'timespan':
      return strict('timespan', [scalar], (cell) => negate(cell as Whole));
    case 'real':
      return strict('real', [scalar], (cell) => -(cell as number));
    case 'dynamic':
      return strict('real', [as(scalar, 'real')], (cell) => -(cell as number));
    default:
      compiler.unknown(`operator - of ${scalar.type}`);
      return nothing(scalar.type);
  }
}
