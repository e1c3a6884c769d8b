import { argumentsOf, calledName } from './calls.ts';
import { callTabularFunction, isTabularFunction } from './lambda.ts';
import { empty } from './operators/define.ts';
import { OPERATORS, operatorName } from './operators/index.ts';
import { compileSearch } from './operators/search.ts';
import { compileDatatable, compilePrint, compileRange, tableRelation, watchlist } from './operators/tables.ts';
import { compileUnion } from './operators/union.ts';
import { type Compiler, once, type Relation, type Scope } from './plan.ts';
import { kindName, nameOf, part, type Syntax } from './syntax.ts';
import { columnsOf } from './types.ts';

const WATCHLISTS = new Set(['_GetWatchlist', '_GetWatchlistAlias']);

/** What the binder says of an expression that is not evaluated, so that what stands behind it can be compiled. */
function unknown(node: Syntax, reason: string, compiler: Compiler): Relation {
  compiler.unknown(reason);
  return empty(columnsOf(node.ResultType));
}

export function compileRelation(node: Syntax, scope: Scope, compiler: Compiler): Relation {
  const kind = kindName(node);
  switch (kind) {
    case 'PipeExpression': {
      const source = compiler.relation(part(node, 'Expression'), scope);
      return compiler.operator(part(node, 'Operator'), source, scope);
    }
    case 'ParenthesizedExpression':
    case 'ExpressionStatement':
      return compiler.relation(part(node, 'Expression'), scope);
    case 'NameReference':
      return named(node, scope, compiler);
    case 'FunctionCallExpression':
      return called(node, scope, compiler);
    case 'MaterializeExpression': {
      const relation = compiler.relation(part(node, 'Expression'), scope);
      return scope.varies ? relation : once(relation, compiler.slot());
    }
    case 'ToTableExpression':
      return compiler.relation(part(node, 'Expression'), scope);
    case 'DataTableExpression':
      return compileDatatable(node, scope, compiler);
    case 'PrintOperator':
      return compilePrint(node, scope, compiler);
    case 'RangeOperator':
      return compileRange(node, scope, compiler);
    case 'UnionOperator':
      return compileUnion(node, scope.input, scope, compiler);
    case 'SearchOperator':
      return compileSearch(node, scope.input, scope, compiler);
    case 'ExternalDataExpression':
      return unknown(node, 'operator externaldata', compiler);
    default:
      break;
  }
  if (kind.endsWith('Operator') && scope.input) return compiler.operator(node, scope.input, scope);
  if (kind.endsWith('Operator')) return unknown(node, `operator ${operatorName(kind)}`, compiler);
  return unknown(node, `expression ${kind.replace(/Expression$/, '')}`, compiler);
}

export function compileOperator(node: Syntax, source: Relation, scope: Scope, compiler: Compiler): Relation {
  const kind = kindName(node);
  const build = OPERATORS.get(kind);
  return build ? build(node, source, scope, compiler) : unknown(node, `operator ${operatorName(kind)}`, compiler);
}

function named(node: Syntax, scope: Scope, compiler: Compiler): Relation {
  const name = nameOf(node);
  const binding = scope.names.get(name);
  if (binding?.kind === 'table') return binding.relation;
  if (binding?.kind === 'function') return callTabularFunction([], binding, null, scope, compiler);
  if (Object.hasOwn(compiler.schema.tables, name)) return tableRelation(name, compiler);
  return unknown(node, binding ? `dynamic ${name} as a table` : `table ${name}`, compiler);
}

function called(node: Syntax, scope: Scope, compiler: Compiler): Relation {
  const name = calledName(node);
  const binding = scope.names.get(name);
  if (binding?.kind === 'function') return callTabularFunction(argumentsOf(node), binding, null, scope, compiler);
  if (WATCHLISTS.has(name)) return watchlist(node, scope, compiler);
  const [first] = argumentsOf(node);
  if (name === 'table' && first && typeof first.LiteralValue === 'string') {
    const table = first.LiteralValue;
    if (Object.hasOwn(compiler.schema.tables, table)) return tableRelation(table, compiler);
  }
  return unknown(node, `function ${name}`, compiler);
}

const TABULAR_KINDS = new Set([
  'PipeExpression',
  'MaterializeExpression',
  'ToTableExpression',
  'DataTableExpression',
  'ExternalDataExpression',
]);

/** Whether an expression gives a table: told by its form and by what its names mean here. */
export function isTabular(node: Syntax, scope: Scope, compiler: Compiler): boolean {
  const kind = kindName(node);
  if (TABULAR_KINDS.has(kind) || kind.endsWith('Operator')) return true;
  switch (kind) {
    case 'ParenthesizedExpression':
      return isTabular(part(node, 'Expression'), scope, compiler);
    case 'NameReference': {
      const name = nameOf(node);
      if ((scope.row?.indexOf(name) ?? -1) >= 0) return false;
      const binding = scope.names.get(name);
      if (binding?.kind === 'function') return isTabularFunction(binding, compiler);
      return binding ? binding.kind === 'table' : Object.hasOwn(compiler.schema.tables, name);
    }
    case 'FunctionCallExpression': {
      const name = calledName(node);
      const binding = scope.names.get(name);
      if (binding) return binding.kind === 'function' && isTabularFunction(binding, compiler);
      return WATCHLISTS.has(name) || name === 'table' || compiler.schema.functions.has(name);
    }
    default:
      return false;
  }
}

/** The table that a pipe begins with is neither of the schema nor of let: a fuzzy union leaves the leg out. */
export function isMissing(node: Syntax, scope: Scope, compiler: Compiler): boolean {
  switch (kindName(node)) {
    case 'PipeExpression':
    case 'ParenthesizedExpression':
      return isMissing(part(node, 'Expression'), scope, compiler);
    case 'NameReference': {
      const name = nameOf(node);
      return !name.includes('*') && !scope.names.has(name) && !Object.hasOwn(compiler.schema.tables, name);
    }
    default:
      return false;
  }
}
