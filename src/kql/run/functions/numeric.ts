import type { Cell, ScalarType } from '../cells.ts';
import { converter } from '../convert.ts';
import { add, floorTo, subtract, type Whole } from '../numbers.ts';
import type { Compiler, Scalar } from '../plan.ts';
import { as, commonType, isNumeric, nothing, strict } from '../scalars.ts';
import { inRange } from '../ticks.ts';
import { type Functions, fn, type ScalarFunction, typed } from './define.ts';

/** https://learn.microsoft.com/kusto/query/scalar-functions#mathematical-functions and #rounding-functions */

/** Null for a bin of no width, or a negative one. https://learn.microsoft.com/kusto/query/bin-function */
function binOfReal(value: number, size: number): number | null {
  return size > 0 ? Math.floor(value / size) * size : null;
}

function buildBin(args: readonly Scalar[], compiler: Compiler): Scalar {
  const [first, second] = args;
  if (!first) return nothing('dynamic');
  const value = first.type === 'dynamic' ? as(first, 'real') : first;
  const size = second ?? { type: 'long', constant: true, literal: 1, run: () => 1 };
  switch (value.type) {
    case 'int':
    case 'long':
    case 'real':
      if (!isNumeric(size.type)) break;
      if (value.type !== 'real' && size.type !== 'real') {
        return strict('long', [value, size], (a, b) => floorTo(a as Whole, b as Whole));
      }
      return strict('real', [as(value, 'real'), as(size, 'real')], (a, b) => binOfReal(a as number, b as number));
    case 'datetime':
    case 'timespan':
      if (size.type !== 'timespan') break;
      return strict(value.type, [value, size], (a, b) => floorTo(a as Whole, b as Whole));
    default:
      break;
  }
  compiler.unknown(`function bin of ${value.type} and ${size.type}`);
  return nothing(value.type);
}

/** https://learn.microsoft.com/kusto/query/bin-at-function */
function buildBinAt(args: readonly Scalar[], compiler: Compiler): Scalar {
  const [value, size, fixed] = args;
  if (!value || !size || !fixed) return nothing('dynamic');
  const isTime = value.type === 'datetime' || value.type === 'timespan';
  if (isTime && size.type === 'timespan' && fixed.type === value.type) {
    return strict(value.type, [value, size, fixed], (a, b, c) => {
      const within = floorTo(subtract(a as Whole, c as Whole), b as Whole);
      if (within === null) return null;
      const at = add(c as Whole, within);
      return value.type === 'datetime' ? inRange(BigInt(at)) : at;
    });
  }
  if (isNumeric(value.type) && isNumeric(size.type) && isNumeric(fixed.type)) {
    return strict('real', [as(value, 'real'), as(size, 'real'), as(fixed, 'real')], (a, b, c) => {
      const within = binOfReal((a as number) - (c as number), b as number);
      return within === null ? null : within + (c as number);
    });
  }
  compiler.unknown(`function bin_at of ${value.type}, ${size.type} and ${fixed.type}`);
  return nothing(value.type);
}

const onReal = (compute: (value: number) => number): ScalarFunction =>
  fn('real', 'real', (value) => compute(value as number));

/** The type stays where it is a whole number. */
const keeping = (args: readonly Scalar[]): ScalarType =>
  args[0]?.type === 'dynamic' ? 'real' : (args[0]?.type ?? 'real');

const abs = typed('any', keeping, ([type = 'real']) => {
  const convert = type === 'dynamic' ? converter('real') : (cell: Cell): Cell => cell;
  return (cell) => {
    const value = convert(cell as Cell, type);
    if (value === null) return null;
    return (value as Whole) < 0
      ? type === 'real' || type === 'dynamic'
        ? -(value as number)
        : subtract(0, value as Whole)
      : value;
  };
});

const rounded = fn('real long?', 'real', (value, digits) => {
  const scale = 10 ** Number(digits ?? 0);
  const scaled = (value as number) * scale;
  // Halves go away from zero.
  const near = Math.sign(scaled) * Math.round(Math.abs(scaled));
  return near / scale;
});

/** Nulls are left out. https://learn.microsoft.com/kusto/query/max-of-function */
const extreme = (better: (a: Whole | number, b: Whole | number) => boolean): ScalarFunction =>
  typed(
    'any any any*',
    (args) => commonType(args.map(({ type }) => type)),
    () =>
      (...cells) =>
        cells.reduce<Cell>(
          (best, cell) =>
            cell === null ? best : best === null || better(cell as number, best as number) ? cell : best,
          null,
        ),
  );

const bits = (compute: (a: bigint, b: bigint) => bigint): ScalarFunction =>
  fn('long long', 'long', (a, b) => {
    const result = BigInt.asIntN(64, compute(BigInt(a as Whole), BigInt(b as Whole)));
    return Number.isSafeInteger(Number(result)) ? Number(result) : result;
  });

export const NUMERIC: Functions = {
  bin: { build: buildBin },
  floor: { build: buildBin },
  bin_at: { build: buildBinAt },
  abs,
  ceiling: onReal(Math.ceil),
  round: rounded,
  sign: onReal(Math.sign),
  sqrt: fn('real', 'real', (value) => ((value as number) < 0 ? null : Math.sqrt(value as number))),
  pow: fn('real real', 'real', (a, b) => (a as number) ** (b as number)),
  exp: onReal(Math.exp),
  exp2: onReal((value) => 2 ** value),
  exp10: onReal((value) => 10 ** value),
  log: fn('real', 'real', (value) => ((value as number) <= 0 ? null : Math.log(value as number))),
  log2: fn('real', 'real', (value) => ((value as number) <= 0 ? null : Math.log2(value as number))),
  log10: fn('real', 'real', (value) => ((value as number) <= 0 ? null : Math.log10(value as number))),
  pi: { build: () => ({ type: 'real', constant: true, literal: Math.PI, run: () => Math.PI }) },
  sin: onReal(Math.sin),
  cos: onReal(Math.cos),
  max_of: extreme((a, b) => a > b),
  min_of: extreme((a, b) => a < b),
  binary_and: bits((a, b) => a & b),
  binary_or: bits((a, b) => a | b),
  binary_xor: bits((a, b) => a ^ b),
  binary_shift_left: bits((a, b) => a << (b & 63n)),
  binary_shift_right: bits((a, b) => a >> (b & 63n)),
};
