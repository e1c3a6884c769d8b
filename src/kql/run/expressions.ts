import { compileElement, compilePath } from './access.ts';
import { calculate, negated, type Sign } from './arithmetic.ts';
import { compileCall } from './calls.ts';
import type { Cell } from './cells.ts';
import { between, differs, equals, type Order, ordered } from './comparisons.ts';
import { compileLiteral } from './literals.ts';
import type { Compiler, Scalar, Scope } from './plan.ts';
import { as, isNumeric, nothing, onceScalar } from './scalars.ts';
import { kindName, nameOf, part, type Syntax } from './syntax.ts';
import { compileHasList, compileIn, compileMatches, compileTextOperator, textOperator } from './text-operators.ts';

const SIGNS: Readonly<Record<string, Sign>> = {
  AddExpression: '+',
  SubtractExpression: '-',
  MultiplyExpression: '*',
  DivideExpression: '/',
  ModuloExpression: '%',
};

const ORDERS: Readonly<Record<string, Order>> = {
  LessThanExpression: '<',
  LessThanOrEqualExpression: '<=',
  GreaterThanExpression: '>',
  GreaterThanOrEqualExpression: '>=',
};

export function compileScalar(node: Syntax, scope: Scope, compiler: Compiler): Scalar {
  const kind = kindName(node);
  const simple = compileLiteral(node, compiler);
  if (simple) return simple;

  const sides = (): [Scalar, Scalar] => [
    compiler.scalar(part(node, 'Left'), scope),
    compiler.scalar(part(node, 'Right'), scope),
  ];
  const sign = SIGNS[kind];
  if (sign) return calculate(sign, ...sides(), compiler);
  const order = ORDERS[kind];
  if (order) return ordered(order, ...sides());
  const text = textOperator(kind);
  if (text) return compileTextOperator(node, text, scope, compiler);

  switch (kind) {
    case 'ParenthesizedExpression':
    case 'SimpleNamedExpression':
    case 'OrderedExpression':
      return compiler.scalar(part(node, 'Expression'), scope);
    case 'NameReference':
      return compileName(node, scope, compiler);
    case 'FunctionCallExpression':
      return compileCall(node, scope, compiler);
    case 'PathExpression':
      return compilePath(node, scope, compiler);
    case 'ElementExpression':
      return compileElement(node, scope, compiler);
    case 'EqualExpression':
      return onAnyColumn(node, scope, compiler, equals) ?? equals(...sides());
    case 'NotEqualExpression':
      return differs(...sides());
    case 'AndExpression':
      return and(...sides());
    case 'OrExpression':
      return or(...sides());
    case 'InExpression':
    case 'InCsExpression':
    case 'NotInExpression':
    case 'NotInCsExpression':
      return compileIn(node, scope, compiler);
    case 'HasAnyExpression':
    case 'HasAllExpression':
      return compileHasList(node, scope, compiler);
    case 'MatchesRegexExpression':
      return compileMatches(node, scope, compiler);
    case 'BetweenExpression':
    case 'NotBetweenExpression':
      return compileBetween(node, kind.startsWith('Not'), scope, compiler);
    case 'UnaryMinusExpression':
      return negated(compiler.scalar(part(node, 'Expression'), scope), compiler);
    case 'UnaryPlusExpression':
      return compiler.scalar(part(node, 'Expression'), scope);
    case 'ToScalarExpression':
      return compileToScalar(node, scope, compiler);
    default:
      compiler.unknown(`expression ${kind.replace(/Expression$/, '')}`);
      return nothing('dynamic');
  }
}

/** `* == value`: some column is equal. */
function onAnyColumn(
  node: Syntax,
  scope: Scope,
  compiler: Compiler,
  compare: (a: Scalar, b: Scalar) => Scalar,
): Scalar | null {
  if (kindName(part(node, 'Left')) !== 'StarExpression') return null;
  const right = compiler.scalar(part(node, 'Right'), scope);
  return (scope.row?.columns ?? [])
    .flatMap(({ type }, at) => (isComparable(type, right.type) ? [compare(columnReader(type, at), right)] : []))
    .reduce(or, nothing('bool'));
}

function isComparable(a: Scalar['type'], b: Scalar['type']): boolean {
  return a === b || a === 'dynamic' || (isNumeric(a) && isNumeric(b));
}

function columnReader(type: Scalar['type'], at: number): Scalar {
  return { type, constant: false, run: (row) => row[at] as Cell };
}

/** A column of the row, else a name that let or a function's parameters give. */
function compileName(node: Syntax, scope: Scope, compiler: Compiler): Scalar {
  const name = nameOf(node);
  const at = scope.row?.indexOf(name) ?? -1;
  if (scope.row && at >= 0) return columnReader(scope.row.columns[at]?.type ?? 'dynamic', at);
  const binding = scope.names.get(name);
  if (binding?.kind === 'scalar') return binding.scalar;
  if (binding) return firstCell(node, scope, compiler);
  compiler.unknown(`name ${name}`);
  return nothing('dynamic');
}

/** Three-valued: false with anything is false. https://learn.microsoft.com/kusto/query/logical-operators */
export function and(a: Scalar, b: Scalar): Scalar {
  const [left, right] = [as(a, 'bool'), as(b, 'bool')];
  return {
    type: 'bool',
    constant: left.constant && right.constant,
    run(row, run) {
      const x = left.run(row, run);
      if (x === false) return false;
      const y = right.run(row, run);
      return y === false ? false : x === null || y === null ? null : true;
    },
  };
}

/** Three-valued: true with anything is true. */
export function or(a: Scalar, b: Scalar): Scalar {
  const [left, right] = [as(a, 'bool'), as(b, 'bool')];
  return {
    type: 'bool',
    constant: left.constant && right.constant,
    run(row, run) {
      const x = left.run(row, run);
      if (x === true) return true;
      const y = right.run(row, run);
      return y === true ? true : x === null || y === null ? null : false;
    },
  };
}

function compileBetween(node: Syntax, negatedToo: boolean, scope: Scope, compiler: Compiler): Scalar {
  const value = compiler.scalar(part(node, 'Left'), scope);
  const couple = part(node, 'Right');
  const low = compiler.scalar(part(couple, 'First'), scope);
  const second = compiler.scalar(part(couple, 'Second'), scope);
  // `between (t .. 1h)` is from t to an hour after it.
  const high = value.type === 'datetime' && second.type === 'timespan' ? calculate('+', low, second, compiler) : second;
  return between(value, low, high, negatedToo);
}

/** The first cell of the first row, null where there is none. https://learn.microsoft.com/kusto/query/toscalar-function */
function compileToScalar(node: Syntax, scope: Scope, compiler: Compiler): Scalar {
  return firstCell(part(node, 'Expression'), scope, compiler);
}

function firstCell(node: Syntax, scope: Scope, compiler: Compiler): Scalar {
  const inner = { ...scope, row: null, aggregates: null };
  if (!compiler.isTabular(node, inner)) return compiler.scalar(node, inner);
  const relation = compiler.relation(node, inner);
  const type = relation.columns[0]?.type ?? 'dynamic';
  const none = type === 'string' ? '' : null;
  const scalar: Scalar = { type, constant: true, run: (_, run) => relation.run(run)[0]?.[0] ?? none };
  return scope.varies ? scalar : onceScalar(scalar, compiler.slot());
}
