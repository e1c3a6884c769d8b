import type { Schema } from '../schema.ts';
import type { Analysis } from '../service.ts';
import type { Column } from './cells.ts';
import { compileScalar } from './expressions.ts';
import { callTabularFunction } from './lambda.ts';
import { type Binding, type Compiler, once, type Relation, type Scope } from './plan.ts';
import { compileOperator, compileRelation, isMissing, isTabular } from './relations.ts';
import { onceScalar } from './scalars.ts';
import { elements, kindName, maybe, nameOf, part, type Syntax } from './syntax.ts';

const NOTHING: Scope = {
  names: new Map(),
  row: null,
  input: null,
  aggregates: null,
  sides: null,
  varies: false,
};

/** A query as closures, and what of it is not known. */
export interface Plan {
  /** Null where the query gives no table. */
  readonly relation: Relation | null;
  readonly reasons: readonly string[];
  /** What the last expression is compiled with, and the expression, for those who look at the query as it is written. */
  readonly compiler: Compiler;
  readonly scope: Scope;
  readonly body: Syntax | null;
}

/** Compiles the bound tree of a query without errors. Throws ShapeWanted where data have to tell columns first. */
export function compilePlan(analysis: Analysis, schema: Schema, shapes: ReadonlyMap<unknown, readonly Column[]>): Plan {
  const reasons = new Set<string>();
  const views = new Set<string>();
  let slots = 0;

  const compiler: Compiler = {
    schema,
    shapes,
    scalar: (node, scope) => compileScalar(node, scope, compiler),
    relation: (node, scope) => compileRelation(node, scope, compiler),
    operator: (node, source, scope) => compileOperator(node, source, scope, compiler),
    isTabular: (node, scope) => isTabular(node, scope, compiler),
    isMissing: (node, scope) => isMissing(node, scope, compiler),
    isView: (name) => views.has(name),
    unknown: (reason) => reasons.add(reason),
    slot: () => slots++,
    textOf: (node) => analysis.text.slice(node.TextStart, node.End),
    statements(nodes, scope) {
      let inner = scope;
      for (const statement of nodes) inner = declare(statement, inner);
      return inner;
    },
  };

  function declare(statement: Syntax, scope: Scope): Scope {
    switch (kindName(statement)) {
      case 'LetStatement': {
        const name = nameOf(part(statement, 'Name'));
        return withName(scope, name, bindingOf(name, part(statement, 'Expression'), scope));
      }
      case 'ExpressionStatement':
      case 'SetOptionStatement':
        return scope;
      default:
        compiler.unknown(`statement ${kindName(statement).replace(/Statement$/, '')}`);
        return scope;
    }
  }

  /** What let makes of its right side. Computed at most once a run, but in functions, whose arguments may differ. */
  function bindingOf(name: string, value: Syntax, scope: Scope): Binding {
    if (kindName(value) === 'FunctionDeclaration') return functionOf(name, value, scope);
    if (isTabular(value, scope, compiler)) {
      const relation = compiler.relation(value, scope);
      return { kind: 'table', relation: scope.varies ? relation : once(relation, compiler.slot()) };
    }
    const scalar = compiler.scalar(value, scope);
    return { kind: 'scalar', scalar: scope.varies ? scalar : onceScalar(scalar, compiler.slot()) };
  }

  /** A view takes no arguments and stands for its table; a union's wildcard finds it. */
  function functionOf(name: string, declaration: Syntax, scope: Scope): Binding {
    const binding: Binding = { kind: 'function', declaration, scope };
    if (!maybe(declaration, 'ViewKeyword')) return binding;
    views.add(name);
    return { kind: 'table', relation: callTabularFunction([], binding, null, scope, compiler) };
  }

  const statements = elements(part(analysis.root as Syntax, 'Statements'));
  const last = statements.at(-1);
  const scope = compiler.statements(statements.slice(0, -1), NOTHING);
  if (!last || kindName(last) !== 'ExpressionStatement') {
    return { relation: null, reasons: [...reasons], compiler, scope, body: null };
  }
  const expression = part(last, 'Expression');
  if (!isTabular(expression, scope, compiler) && kindName(expression) !== 'NameReference') {
    compiler.unknown('a query that is no table');
  }
  const relation = compiler.relation(expression, scope);
  return { relation, reasons: [...reasons], compiler, scope, body: expression };
}

function withName(scope: Scope, name: string, binding: Binding): Scope {
  return { ...scope, names: new Map(scope.names).set(name, binding) };
}
