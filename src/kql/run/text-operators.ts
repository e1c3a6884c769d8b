import { type Cell, type Cells, keyOf } from './cells.ts';
import { scalarOf, toText } from './convert.ts';
import { compileList, prepared } from './lists.ts';
import type { Compiler, Run, Scalar, Scope } from './plan.ts';
import { matchesRegex, regexOf } from './regex.ts';
import { as, hasLiteral } from './scalars.ts';
import { kindName, part, type Syntax } from './syntax.ts';
import { hasTerm, TERM_PREFIX, TERM_SUFFIX } from './terms.ts';

/** https://learn.microsoft.com/kusto/query/datatypes-string-operators */
type Test = (text: string, sought: string) => boolean;

const TESTS: Readonly<Record<string, Test>> = {
  Has: hasTerm,
  HasPrefix: (text, sought) => hasTerm(text, sought, TERM_PREFIX),
  HasSuffix: (text, sought) => hasTerm(text, sought, TERM_SUFFIX),
  Contains: (text, sought) => text.includes(sought),
  StartsWith: (text, sought) => text.startsWith(sought),
  EndsWith: (text, sought) => text.endsWith(sought),
  EqualTilde: (text, sought) => text === sought,
};

interface TextOperator {
  readonly test: Test;
  readonly negated: boolean;
  readonly exact: boolean;
}

/** `NotHasCsExpression` is has, negated, with case; undefined for other kinds. */
export function textOperator(kind: string): TextOperator | undefined {
  if (kind === 'BangTildeExpression') return { test: TESTS['EqualTilde'] as Test, negated: true, exact: false };
  const match = /^(Not)?([A-Z]\w*?)(Cs)?Expression$/.exec(kind);
  const test = match ? TESTS[match[2] as string] : undefined;
  return match && test ? { test, negated: match[1] !== undefined, exact: match[3] !== undefined } : undefined;
}

/** One test a value, or one of all columns where `*` stands on the left. */
function compileLeft(node: Syntax, scope: Scope, compiler: Compiler): readonly Scalar[] {
  const left = part(node, 'Left');
  if (kindName(left) !== 'StarExpression') return [as(compiler.scalar(left, scope), 'string')];
  return (scope.row?.columns ?? []).map(({ type }, at) =>
    as({ type, constant: false, run: (row) => row[at] as Cell }, 'string'),
  );
}

function anyOf(left: readonly Scalar[], holds: (text: string, row: Cells, run: Run) => boolean): Scalar['run'] {
  const [only] = left;
  if (left.length === 1 && only) return (row, run) => holds(only.run(row, run) as string, row, run);
  return (row, run) => left.some((scalar) => holds(scalar.run(row, run) as string, row, run));
}

function predicate(left: readonly Scalar[], right: boolean, run: Scalar['run']): Scalar {
  return { type: 'bool', constant: right && left.every((scalar) => scalar.constant), run };
}

export function compileTextOperator(node: Syntax, operator: TextOperator, scope: Scope, compiler: Compiler): Scalar {
  const { test, negated, exact } = operator;
  const left = compileLeft(node, scope, compiler);
  const right = as(compiler.scalar(part(node, 'Right'), scope), 'string');
  const fold = (text: string): string => (exact ? text : text.toLowerCase());
  const fixed = hasLiteral(right) ? fold(right.literal as string) : null;
  const run =
    fixed === null
      ? anyOf(left, (text, row, run) => test(fold(text), fold(right.run(row, run) as string)))
      : anyOf(left, (text) => test(fold(text), fixed));
  return predicate(left, right.constant, negated ? (row, state) => !run(row, state) : run);
}

/** `has_any`, `has_all`: true of an empty list for has_all only. https://learn.microsoft.com/kusto/query/has-any-operator */
export function compileHasList(node: Syntax, scope: Scope, compiler: Compiler): Scalar {
  const left = compileLeft(node, scope, compiler);
  const list = compileList(node, 'string', scope, compiler);
  const terms = prepared(list, compiler.slot(), (values) =>
    values.map((value) => toText(value, 'string').toLowerCase()),
  );
  const all = kindName(node) === 'HasAllExpression';
  const run = anyOf(left, (text, row, state) => {
    const lower = text.toLowerCase();
    const holds = (term: string): boolean => hasTerm(lower, term);
    return all ? terms(row, state).every(holds) : terms(row, state).some(holds);
  });
  return predicate(left, list.constant, run);
}

/** `in`, `!in`, `in~`, `!in~`. https://learn.microsoft.com/kusto/query/in-operator */
export function compileIn(node: Syntax, scope: Scope, compiler: Compiler): Scalar {
  const kind = kindName(node);
  const negated = kind.startsWith('Not');
  // The language service calls `in~` InCs.
  const exact = !kind.includes('Cs');
  const left = compiler.scalar(part(node, 'Left'), scope);
  const list = compileList(node, left.type, scope, compiler);
  const key = (cell: Cell): string => {
    const value = left.type === 'dynamic' ? scalarOf(cell).cell : cell;
    return keyOf(!exact && typeof value === 'string' ? value.toLowerCase() : value);
  };
  const members = prepared(
    list,
    compiler.slot(),
    (values) => new Set(values.filter((value) => value !== null).map(key)),
  );
  return {
    type: 'bool',
    constant: left.constant && list.constant,
    run: (row, run) => {
      const cell = left.run(row, run);
      return (cell !== null && members(row, run).has(key(cell))) !== negated;
    },
  };
}

/** `matches regex`. https://learn.microsoft.com/kusto/query/matches-regex-operator */
export function compileMatches(node: Syntax, scope: Scope, compiler: Compiler): Scalar {
  const left = compileLeft(node, scope, compiler);
  const right = as(compiler.scalar(part(node, 'Right'), scope), 'string');
  if (hasLiteral(right)) {
    const regex = regexOf(right.literal as string);
    return predicate(
      left,
      true,
      anyOf(left, (text) => regex.matcher(text).find()),
    );
  }
  return predicate(
    left,
    right.constant,
    anyOf(left, (text, row, run) => matchesRegex(text, right.run(row, run) as string)),
  );
}
