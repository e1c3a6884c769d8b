import type { Expression } from '../expression/ast.ts';
import type { Compiled } from '../expression/compile.ts';
import { NotEvaluated } from '../outcome.ts';
import { isMultivalue, numberOf, type Result, type Single, textOf } from '../value.ts';

/** Makes a call's closure from its arguments; `compile` compiles one of them. */
export type Make = (args: readonly Expression[], compile: (arg: Expression) => Compiled) => Compiled;

export function isNull(value: Result): value is null | undefined {
  return value === null || value === undefined;
}

/** A function of whole values: NULL where one of them is NULL. */
export function strict(work: (...values: Exclude<Result, null | undefined>[]) => Result): Make {
  return (args, compile) => {
    const compiled = args.map(compile);
    return (fields, run) => {
      const values: Exclude<Result, null | undefined>[] = [];
      for (const arg of compiled) {
        const value = arg(fields, run);
        if (isNull(value)) return null;
        values.push(value);
      }
      return work(...values);
    };
  };
}

/** A single value, for a function that is not documented for several. */
export function one(value: Result, name: string): Single | null {
  if (isNull(value) || typeof value === 'boolean') return null;
  if (isMultivalue(value)) throw new NotEvaluated(`${name} on a multivalue field`);
  return value;
}

/** A function of single texts. */
export function ofText(name: string, work: (...texts: string[]) => Result): Make {
  return strict((...values) => {
    const texts: string[] = [];
    for (const value of values) {
      const text = one(value, name);
      if (text === null) return null;
      texts.push(textOf(text));
    }
    return work(...texts);
  });
}

/** A function of numbers: NULL where a value is none, or where the result is none. */
export function ofNumbers(name: string, work: (...numbers: number[]) => number): Make {
  return strict((...values) => {
    const numbers: number[] = [];
    for (const value of values) {
      const number = numberOf(one(value, name));
      if (number === null) return null;
      numbers.push(number);
    }
    const result = work(...numbers);
    return Number.isFinite(result) ? result : null;
  });
}

/** The text of an argument that is a literal; null where it is computed. */
export function literalText(arg: Expression | undefined): string | null {
  return arg?.kind === 'string' ? arg.value : null;
}
