import type { ScalarType } from './cells.ts';
import type { Binding, Compiler, Relation, Run, Scalar, Scope } from './plan.ts';
import { as, nothing, slotReader } from './scalars.ts';
import { elements, items, kindName, maybe, nameOf, part, type Syntax, tokenText } from './syntax.ts';
import { scalarType } from './types.ts';

/** Functions of let: their bodies are compiled anew for each call. https://learn.microsoft.com/kusto/query/functions/user-defined-functions */

type FunctionBinding = Extract<Binding, { kind: 'function' }>;

interface Parameter {
  readonly name: string;
  /** Null where it takes a table. */
  readonly type: ScalarType | null;
  readonly fallback: Syntax | null;
}

interface Call {
  readonly scope: Scope;
  /** Puts the arguments where the body reads them. */
  readonly prepare: readonly ((row: readonly never[], run: Run) => void)[];
  readonly constant: boolean;
}

function parametersOf(declaration: Syntax): Parameter[] {
  return items(part(declaration, 'Parameters'), 'Parameters').map((parameter) => {
    const named = part(parameter, 'NameAndType');
    const type = part(named, 'Type');
    const fallback = maybe(parameter, 'DefaultValue');
    return {
      name: nameOf(part(named, 'Name')),
      type: kindName(type) === 'SchemaTypeExpression' ? null : scalarType(tokenText(type)),
      fallback: fallback ? part(fallback, 'Value') : null,
    };
  });
}

/** Arguments by position, then by name; what is left out has its default. */
function argumentOf(parameter: Parameter, at: number, given: readonly Syntax[]): Syntax | null {
  const named = given.find(
    (each) => kindName(each) === 'SimpleNamedExpression' && nameOf(part(each, 'Name')) === parameter.name,
  );
  if (named) return part(named, 'Expression');
  const positional = given[at];
  return positional && kindName(positional) !== 'SimpleNamedExpression' ? positional : parameter.fallback;
}

function bind(
  { declaration, scope: home }: FunctionBinding,
  given: readonly Syntax[],
  first: Relation | null,
  scope: Scope,
  compiler: Compiler,
): Call {
  const names = new Map(home.names);
  const prepare: Call['prepare'][number][] = [];
  let constant = true;
  parametersOf(declaration).forEach((parameter, at) => {
    const shifted = first ? at - 1 : at;
    if (first && at === 0) {
      names.set(parameter.name, { kind: 'table', relation: first });
      return;
    }
    const argument = argumentOf(parameter, shifted, given);
    if (!argument) {
      compiler.unknown(`argument ${parameter.name} of a function`);
      names.set(parameter.name, { kind: 'scalar', scalar: nothing(parameter.type ?? 'dynamic') });
    } else if (parameter.type === null || compiler.isTabular(argument, scope)) {
      names.set(parameter.name, { kind: 'table', relation: compiler.relation(argument, { ...scope, row: null }) });
    } else {
      const value = as(compiler.scalar(argument, scope), parameter.type);
      if (value.literal !== undefined) {
        names.set(parameter.name, { kind: 'scalar', scalar: value });
        return;
      }
      const slot = compiler.slot();
      constant &&= value.constant;
      prepare.push((row, run) => {
        run.slots[slot] = value.run(row, run);
      });
      names.set(parameter.name, { kind: 'scalar', scalar: slotReader(parameter.type, slot) });
    }
  });
  return {
    scope: {
      ...home,
      names,
      row: null,
      input: null,
      aggregates: null,
      sides: null,
      varies: scope.varies || prepare.length > 0,
    },
    prepare,
    constant,
  };
}

/** The body's own let statements, and its expression. */
function bodyOf(declaration: Syntax, scope: Scope, compiler: Compiler): { node: Syntax | null; scope: Scope } {
  const body = part(declaration, 'Body');
  const statements = elements(part(body, 'Statements'));
  return { node: maybe(body, 'Expression'), scope: compiler.statements(statements, scope) };
}

export function callScalarFunction(node: Syntax, binding: FunctionBinding, scope: Scope, compiler: Compiler): Scalar {
  const call = bind(binding, items(part(node, 'ArgumentList'), 'Expressions'), null, scope, compiler);
  const body = bodyOf(binding.declaration, call.scope, compiler);
  if (!body.node) return nothing('dynamic');
  const scalar = compiler.scalar(body.node, body.scope);
  if (call.prepare.length === 0) return scalar;
  return {
    type: scalar.type,
    constant: call.constant,
    run(row, run) {
      for (const prepare of call.prepare) prepare(row as readonly never[], run);
      return scalar.run([], run);
    },
  };
}

/** `first` is what stands left of invoke: the function's first argument. */
export function callTabularFunction(
  given: readonly Syntax[],
  binding: FunctionBinding,
  first: Relation | null,
  scope: Scope,
  compiler: Compiler,
): Relation {
  const call = bind(binding, given, first, scope, compiler);
  const body = bodyOf(binding.declaration, call.scope, compiler);
  if (!body.node) return { columns: [], run: () => [] };
  const relation = compiler.relation(body.node, body.scope);
  return {
    columns: relation.columns,
    run(run) {
      for (const prepare of call.prepare) prepare([], run);
      return relation.run(run);
    },
  };
}

/** Whether a call gives a table: what the function's last expression is. */
export function isTabularFunction({ declaration, scope }: FunctionBinding, compiler: Compiler): boolean {
  const names = new Map(scope.names);
  for (const { name, type } of parametersOf(declaration)) {
    names.set(
      name,
      type === null
        ? { kind: 'table', relation: { columns: [], run: () => [] } }
        : { kind: 'scalar', scalar: nothing(type) },
    );
  }
  const body = part(declaration, 'Body');
  for (const statement of elements(part(body, 'Statements'))) {
    if (kindName(statement) !== 'LetStatement') continue;
    const value = part(statement, 'Expression');
    const tabular = kindName(value) !== 'FunctionDeclaration' && compiler.isTabular(value, { ...scope, names });
    names.set(
      nameOf(part(statement, 'Name')),
      tabular
        ? { kind: 'table', relation: { columns: [], run: () => [] } }
        : { kind: 'scalar', scalar: nothing('dynamic') },
    );
  }
  const expression = maybe(body, 'Expression');
  return expression !== null && compiler.isTabular(expression, { ...scope, names });
}
