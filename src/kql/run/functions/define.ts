import { emptyOf, type ScalarType } from '../cells.ts';
import type { Compiler, Scalar, Scope } from '../plan.ts';
import { apply, as, type Compute, nothing } from '../scalars.ts';
import type { Syntax } from '../syntax.ts';

/** One of Kusto's scalar functions. */
export interface ScalarFunction {
  /** From compiled arguments. */
  readonly build?: (args: readonly Scalar[], compiler: Compiler) => Scalar;
  /** From the call itself, where an argument is more than a value; null where this is no such call. */
  readonly special?: (node: Syntax, scope: Scope, compiler: Compiler) => Scalar | null;
}

export type Functions = Readonly<Record<string, ScalarFunction>>;

interface Parameter {
  readonly type: ScalarType | 'any';
  readonly optional: boolean;
  readonly repeated: boolean;
}

/** `string long? any*`: types, `?` may be left out, `*` any number of times. */
function parametersOf(signature: string): Parameter[] {
  return signature
    .split(' ')
    .filter(Boolean)
    .map((word) => ({
      type: word.replace(/[?*]$/, '') as Parameter['type'],
      optional: /[?*]$/.test(word),
      repeated: word.endsWith('*'),
    }));
}

/** Arguments converted to what the signature says; null where their number is wrong. */
function matched(parameters: readonly Parameter[], args: readonly Scalar[]): Scalar[] | null {
  const last = parameters.at(-1);
  const most = last?.repeated ? Number.POSITIVE_INFINITY : parameters.length;
  const least = parameters.filter(({ optional }) => !optional).length;
  if (args.length < least || args.length > most) return null;
  return args.map((arg, at) => {
    const type = (parameters[at] ?? last)?.type ?? 'any';
    return type === 'any' ? arg : as(arg, type);
  });
}

type Result = ScalarType | ((args: readonly Scalar[]) => ScalarType);

function defined(signature: string, result: Result, compute: (args: readonly Scalar[]) => Compute): ScalarFunction {
  const parameters = parametersOf(signature);
  return {
    build(args, compiler) {
      const type = typeof result === 'function' ? result(args) : result;
      const given = matched(parameters, args);
      if (!given) {
        compiler.unknown(`a call with ${args.length} arguments where it takes (${signature})`);
        return nothing(type);
      }
      return apply(type, given, compute(given));
    },
  };
}

/** Null (or the empty text) where any argument is null. */
export function fn(signature: string, result: Result, compute: Compute): ScalarFunction {
  return defined(signature, result, (args) => {
    const none = emptyOf(typeof result === 'function' ? result(args) : result);
    return (...cells) => (cells.includes(null) ? none : compute(...cells));
  });
}

/** Sees nulls. */
export function withNulls(signature: string, result: Result, compute: Compute): ScalarFunction {
  return defined(signature, result, () => compute);
}

/** Sees nulls and the types of its arguments. */
export function typed(
  signature: string,
  result: Result,
  compute: (types: readonly ScalarType[]) => Compute,
): ScalarFunction {
  return defined(signature, result, (args) => compute(args.map(({ type }) => type)));
}
