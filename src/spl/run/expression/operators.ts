import { compareText } from '../../../core/compare.ts';
import { boundText, NotEvaluated } from '../outcome.ts';
import { isMultivalue, numberOf, type Result, type Single, textOf } from '../value.ts';
import type { Arithmetic, Comparison } from './ast.ts';
import type { Compiled } from './compile.ts';

/** NOT of the unknown is unknown: a comparison with a field that a result lacks is NULL, and so is its negation. */
export function negation(operand: Compiled): Compiled {
  return (fields, run) => {
    const value = operand(fields, run);
    return typeof value === 'boolean' ? !value : null;
  };
}

export function conjunction(left: Compiled, right: Compiled): Compiled {
  return (fields, run) => {
    const a = left(fields, run);
    if (a === false) return false;
    const b = right(fields, run);
    if (b === false) return false;
    return a === true && b === true ? true : null;
  };
}

export function disjunction(left: Compiled, right: Compiled): Compiled {
  return (fields, run) => {
    const a = left(fields, run);
    if (a === true) return true;
    const b = right(fields, run);
    if (b === true) return true;
    return a === false && b === false ? false : null;
  };
}

export function exclusive(left: Compiled, right: Compiled): Compiled {
  return (fields, run) => {
    const [a, b] = [left(fields, run), right(fields, run)];
    return typeof a === 'boolean' && typeof b === 'boolean' ? a !== b : null;
  };
}

type Test = (order: number) => boolean;

const TESTS: Readonly<Record<Exclude<Comparison, 'LIKE' | '=' | '!='>, Test>> = {
  '<': (order) => order < 0,
  '>': (order) => order > 0,
  '<=': (order) => order <= 0,
  '>=': (order) => order >= 0,
};

/**
 * Compares two values: as numbers where both are or look like numbers, else as text, case and all.
 * NULL on either side gives NULL.
 * https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Where
 */
export function compare(operator: Exclude<Comparison, 'LIKE'>, left: Compiled, right: Compiled): Compiled {
  const holds: (a: Single, b: Single) => boolean =
    operator === '='
      ? sameSingle
      : operator === '!='
        ? (a, b) => !sameSingle(a, b)
        : (a, b) => TESTS[operator](orderOf(a, b));
  return (fields, run) => {
    const a = left(fields, run);
    const b = right(fields, run);
    if (a === null || a === undefined || b === null || b === undefined) return null;
    if (typeof a === 'boolean' || typeof b === 'boolean') {
      return operator === '=' ? a === b : operator === '!=' ? a !== b : null;
    }
    if (!isMultivalue(a) && !isMultivalue(b)) return holds(a, b);
    const [many, others] = [isMultivalue(a) ? a : [a], isMultivalue(b) ? b : [b]];
    return agreed(many, operator, (x) => agreed(others, operator, (y) => holds(x, y)));
  };
}

/** What a test says of several values where they agree. Which of them counts where they do not, Splunk's pages do not say. */
export function agreed(values: readonly Single[], name: string, test: (value: Single) => boolean): boolean {
  const [first, ...rest] = values;
  const holds = first !== undefined && test(first);
  if (rest.some((value) => test(value) !== holds))
    throw new NotEvaluated(`${name} on a multivalue field whose values differ in it`);
  return holds;
}

/** Equal as text, or as numbers where one of them is a number. */
export function sameSingle(a: Single, b: Single): boolean {
  if (typeof a === typeof b) return a === b;
  const [x, y] = [numberOf(a), numberOf(b)];
  return x !== null && y !== null ? x === y : textOf(a) === textOf(b);
}

function orderOf(a: Single, b: Single): number {
  const [x, y] = [numberOf(a), numberOf(b)];
  return x !== null && y !== null ? x - y : compareText(textOf(a), textOf(b));
}

/** `+` adds numbers and joins text, `.` joins, the others take numbers; anything else gives NULL, as does a division by zero. */
export function arithmetic(operator: Arithmetic, left: Compiled, right: Compiled): Compiled {
  const work = WORK[operator];
  return (fields, run) => {
    const [a, b] = [single(left(fields, run), operator), single(right(fields, run), operator)];
    return a === null || b === null ? null : work(a, b);
  };
}

function single(value: Result, operator: string): Single | null {
  if (value === null || value === undefined || typeof value === 'boolean') return null;
  if (isMultivalue(value)) throw new NotEvaluated(`${operator} on a multivalue field`);
  return value;
}

function numeric(calculate: (a: number, b: number) => number): (a: Single, b: Single) => number | null {
  return (a, b) => {
    const [x, y] = [numberOf(a), numberOf(b)];
    if (x === null || y === null) return null;
    const result = calculate(x, y);
    return Number.isFinite(result) ? result : null;
  };
}

const add = numeric((a, b) => a + b);

const WORK: Readonly<Record<Arithmetic, (a: Single, b: Single) => Single | null>> = {
  '+': (a, b) => {
    const sum = add(a, b);
    if (sum !== null) return sum;
    return typeof a === 'string' && typeof b === 'string' ? boundText(a + b) : null;
  },
  '-': numeric((a, b) => a - b),
  '*': numeric((a, b) => a * b),
  '/': numeric((a, b) => a / b),
  '%': numeric((a, b) => a % b),
  '.': (a, b) => boundText(textOf(a) + textOf(b)),
};
