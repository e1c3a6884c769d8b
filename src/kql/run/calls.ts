import { findFunction, type ScalarFunction } from './functions/index.ts';
import { callScalarFunction } from './lambda.ts';
import type { Compiler, Scalar, Scope } from './plan.ts';
import { nothing } from './scalars.ts';
import { items, nameOf, part, type Syntax } from './syntax.ts';

export function argumentsOf(call: Syntax): Syntax[] {
  return items(part(call, 'ArgumentList'), 'Expressions');
}

export function calledName(call: Syntax): string {
  return nameOf(part(call, 'Name'));
}

/** A call of a function in a scalar expression: of let's, an aggregate of summarize, or one of Kusto's. */
export function compileCall(node: Syntax, scope: Scope, compiler: Compiler): Scalar {
  const name = calledName(node);
  const binding = scope.names.get(name);
  if (binding?.kind === 'function') return callScalarFunction(node, binding, scope, compiler);
  const aggregate = scope.aggregates?.(name, node);
  if (aggregate) return aggregate;
  const known: ScalarFunction | undefined = findFunction(name);
  const special = known?.special?.(node, scope, compiler);
  if (special) return special;
  if (!known?.build) {
    compiler.unknown(`function ${name}`);
    for (const argument of argumentsOf(node)) {
      if (!compiler.isTabular(argument, scope)) compiler.scalar(argument, scope);
    }
    return nothing('dynamic');
  }
  const args = argumentsOf(node).map((argument) => compiler.scalar(argument, scope));
  return known.build(args, compiler);
}
