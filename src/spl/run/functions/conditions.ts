import { isIP } from 'node:net';
import type { Expression } from '../expression/ast.ts';
import { kindOf } from '../expression/kind.ts';
import { agreed, sameSingle } from '../expression/operators.ts';
import { NotEvaluated, Refused } from '../outcome.ts';
import { compileRegex } from '../regex/regex.ts';
import { cidrContains, readCidr } from '../search/cidr.ts';
import { compileSearchText } from '../search/text.ts';
import { isMultivalue, numberOf, type Result, textOf, valuesOf } from '../value.ts';
import { isNull, literalText, type Make, strict } from './make.ts';

/** A condition in front of a value must be one. */
function wantCondition(name: string, condition: Expression | undefined): void {
  if (condition && kindOf(condition) === 'value')
    throw new Refused(`The arguments to the '${name}' function are invalid.`);
}

/** `case` gives the value of the first condition that holds, `validate` that of the first that does not. */
function pairs(name: string, wanted: boolean): Make {
  return (args, compile) => {
    args.forEach((arg, at) => {
      if (at % 2 === 0) wantCondition(name, arg);
    });
    const compiled = args.map(compile);
    return (fields, run) => {
      for (let at = 0; at + 1 < compiled.length; at += 2) {
        if (compiled[at]?.(fields, run) === wanted) return compiled[at + 1]?.(fields, run);
      }
      return null;
    };
  };
}

/** One value, or several that agree: which of several counts, Splunk's pages do not say. */
function testAll(
  value: Exclude<Result, null | undefined>,
  name: string,
  test: (text: string) => boolean,
): boolean | null {
  if (typeof value === 'boolean') return null;
  return isMultivalue(value) ? agreed(value, name, (one) => test(textOf(one))) : test(textOf(value));
}

/** A test whose pattern is compiled once where it is a literal. */
function patternTest(name: string, make: (pattern: string) => (text: string) => boolean, valueAt: 0 | 1): Make {
  return (args, compile) => {
    const [value, pattern] = [args[valueAt] as Expression, args[1 - valueAt] as Expression];
    const literal = literalText(pattern);
    const [subject, computed] = [compile(value), compile(pattern)];
    const known = literal === null ? null : make(literal);
    return (fields, run) => {
      const given = subject(fields, run);
      if (isNull(given)) return null;
      if (known) return testAll(given, name, known);
      const written = computed(fields, run);
      if (isNull(written) || typeof written === 'boolean') return null;
      if (isMultivalue(written)) throw new NotEvaluated('a pattern from a multivalue field');
      return testAll(given, name, make(textOf(written)));
    };
  };
}

/** `%` is any text, `_` one character, and no escape is documented; the whole value must fit, case and all. */
export function likeTest(pattern: string): (text: string) => boolean {
  const source = pattern
    .replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
    .replace(/%/g, '[^]*')
    .replace(/_/g, '[^]');
  const regex = new RegExp(`^${source}$`, 'u');
  return (text) => regex.test(text);
}

function cidrTest(written: string): (text: string) => boolean {
  const range = readCidr(written);
  if (!range) throw new NotEvaluated(`cidrmatch with ${JSON.stringify(written)}`);
  return (text) => isIP(text) !== 0 && cidrContains(range, text);
}

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/ConditionalFunctions */
export const CONDITIONS: Readonly<Record<string, Make>> = {
  if: (args, compile) => {
    wantCondition('if', args[0]);
    const [condition, yes, no] = args.map(compile);
    return (fields, run) => (condition?.(fields, run) === true ? yes?.(fields, run) : no?.(fields, run));
  },
  case: pairs('case', true),
  validate: pairs('validate', false),
  coalesce: (args, compile) => {
    const compiled = args.map(compile);
    return (fields, run) => {
      for (const arg of compiled) {
        const value = arg(fields, run);
        if (!isNull(value)) return value;
      }
      return null;
    };
  },
  null: () => () => null,
  true: () => () => true,
  false: () => () => false,
  nullif: (args, compile) => {
    const [left, right] = args.map(compile);
    return (fields, run) => {
      const [a, b] = [left?.(fields, run), right?.(fields, run)];
      if (isMultivalue(a) || isMultivalue(b)) throw new NotEvaluated('nullif on a multivalue field');
      if (isNull(a) || isNull(b) || typeof a === 'boolean' || typeof b === 'boolean') return a;
      return sameSingle(a, b) ? null : a;
    };
  },
  in: (args, compile) => {
    const [value, ...list] = args.map(compile);
    return (fields, run) => {
      const given = value?.(fields, run);
      if (isNull(given) || typeof given === 'boolean') return null;
      const others = list.flatMap((item) => {
        const other = item(fields, run);
        return typeof other === 'boolean' ? [] : valuesOf(other);
      });
      return agreed(valuesOf(given), 'in', (single) => others.some((other) => sameSingle(single, other)));
    };
  },
  match: patternTest(
    'match',
    (pattern) => {
      const regex = compileRegex(pattern);
      return (text) => regex.test(text);
    },
    0,
  ),
  like: patternTest('like', likeTest, 0),
  cidrmatch: patternTest('cidrmatch', cidrTest, 1),
  searchmatch: (args) => {
    const written = literalText(args[0]);
    if (written === null) throw new NotEvaluated('searchmatch of a text that is computed');
    return compileSearchText(written);
  },
};

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/InformationalFunctions */
export const INFORMATION: Readonly<Record<string, Make>> = {
  isnull: test(isNull),
  isnotnull: test((value) => !isNull(value)),
  isnum: typeTest('isnum', (value) => numberOf(value) !== null),
  isint: typeTest('isint', (value) => Number.isInteger(numberOf(value) ?? Number.NaN)),
  isstr: typeTest('isstr', (value) => typeof value === 'string' && numberOf(value) === null),
  isbool: test((value) => typeof value === 'boolean'),
  ismv: test(isMultivalue),
  typeof: (args, compile) => {
    const arg = compile(args[0] as Expression);
    return (fields, run) => typeName(arg(fields, run));
  },
};

function test(holds: (value: Result) => boolean): Make {
  return (args, compile) => {
    const arg = compile(args[0] as Expression);
    return (fields, run) => holds(arg(fields, run));
  };
}

/** A test of a type, which several values do not have. */
function typeTest(name: string, holds: (value: Result) => boolean): Make {
  return test((value) => {
    if (isMultivalue(value)) throw new NotEvaluated(`${name} on a multivalue field`);
    return holds(value);
  });
}

function typeName(value: Result): string {
  if (isNull(value)) return 'Invalid';
  if (typeof value === 'boolean') return 'Boolean';
  if (isMultivalue(value)) return 'Multivalue';
  return numberOf(value) === null ? 'String' : 'Number';
}

/** Kept beside the conditions that use it. */
export const IP_FUNCTIONS: Readonly<Record<string, Make>> = {
  ipmask: strict((mask, address) => {
    const [m, a] = [String(mask), String(address)];
    if (isIP(m) !== 4 || isIP(a) !== 4) return null;
    const parts = m.split('.');
    return a
      .split('.')
      .map((part, at) => Number(part) & Number(parts[at]))
      .join('.');
  }),
};
