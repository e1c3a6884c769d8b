import { compareText } from '../../../core/compare.ts';
import { argumentsOf, calledName } from '../calls.ts';
import { type Cell, type Cells, type Column, isBag } from '../cells.ts';
import { scalarOf } from '../convert.ts';
import { QueryFailure } from '../errors.ts';
import { callTabularFunction } from '../lambda.ts';
import { type Compiler, type Relation, type Run, rowScope, type Scope, ShapeWanted } from '../plan.ts';
import { kindName, maybe, nameOf, part, type Syntax } from '../syntax.ts';
import { columnsOf } from '../types.ts';
import { empty, type Operators } from './define.ts';
import { grouped } from './summarize.ts';

/** Operators that run another query or function on their rows. */

/** https://learn.microsoft.com/kusto/query/invoke-operator */
function invoke(node: Syntax, source: Relation, scope: Scope, compiler: Compiler): Relation {
  const call = part(node, 'Function');
  const name = calledName(call);
  const binding = scope.names.get(name);
  if (binding?.kind === 'function') return callTabularFunction(argumentsOf(call), binding, source, scope, compiler);
  compiler.unknown(`function ${name}`);
  return empty(columnsOf(node.ResultType));
}

/** A query for each value of a column. https://learn.microsoft.com/kusto/query/partition-operator */
function partition(node: Syntax, source: Relation, scope: Scope, compiler: Compiler): Relation {
  const operand = part(node, 'Operand');
  const query = maybe(operand, 'Subquery');
  if (kindName(operand) !== 'PartitionSubquery' || !query) {
    compiler.unknown('partition with a query of its own');
    return empty(columnsOf(node.ResultType));
  }
  const key = compiler.scalar(part(node, 'ByExpression'), rowScope(scope, source.columns));
  const slot = compiler.slot();
  const input: Relation = { columns: source.columns, run: (run) => run.slots[slot] as readonly Cells[] };
  const subquery = compiler.relation(query, { ...scope, row: null, input, varies: true });
  return {
    columns: subquery.columns,
    run: (run) =>
      [...grouped(source.run(run), [{ value: key }], run).values()].flatMap(({ members }) => {
        run.slots[slot] = members;
        return subquery.run(run);
      }),
  };
}

/** The only plugin that is evaluated. https://learn.microsoft.com/kusto/query/bag-unpack-plugin */
function evaluate(node: Syntax, source: Relation, scope: Scope, compiler: Compiler): Relation {
  const call = part(node, 'FunctionCall');
  const name = calledName(call);
  const [column, prefix] = argumentsOf(call);
  if (name !== 'bag_unpack' || !column || maybe(node, 'Schema')) {
    compiler.unknown(`plugin ${name}`);
    return empty(columnsOf(node.ResultType));
  }
  return unpack(node, source, nameOf(column), prefix ? String(prefix.LiteralValue ?? '') : '', scope, compiler);
}

function unpack(
  node: Syntax,
  source: Relation,
  name: string,
  prefix: string,
  scope: Scope,
  compiler: Compiler,
): Relation {
  const at = source.columns.findIndex((column) => column.name === name);
  const kept = source.columns.map((_, place) => place).filter((place) => place !== at);
  if (scope.varies) {
    compiler.unknown('plugin bag_unpack in a subquery');
    return empty(columnsOf(node.ResultType));
  }
  const added = compiler.shapes.get(node);
  if (!added) throw new ShapeWanted(node, (run) => keysIn(source, at, run));
  const taken = new Set(kept.map((place) => source.columns[place]?.name ?? ''));
  const clash = added.find((column) => taken.has(`${prefix}${column.name}`));
  if (clash) throw new QueryFailure(`bag_unpack(): the column ${prefix}${clash.name} exists already`);
  return {
    columns: [
      ...kept.map((place) => source.columns[place] as Column),
      ...added.map((column) => ({ name: `${prefix}${column.name}`, type: column.type })),
    ],
    run: (run) =>
      source.run(run).map((row) => {
        const bag = row[at] as Cell;
        const cells = added.map(({ name: key, type }): Cell => {
          const cell = isBag(bag) ? (bag.get(key) ?? null) : null;
          return type === 'dynamic' ? cell : cell === null ? (type === 'string' ? '' : null) : scalarOf(cell).cell;
        });
        return [...kept.map((place) => row[place] as Cell), ...cells];
      }),
  };
}

/** Every key, with the type of its values where all have one, else dynamic. */
function keysIn(source: Relation, at: number, run: Run): Column[] {
  const types = new Map<string, Set<Column['type']>>();
  for (const row of source.run(run)) {
    const bag = row[at];
    if (!isBag(bag)) continue;
    for (const [key, cell] of bag) {
      const known = types.get(key) ?? new Set();
      if (cell !== null) known.add(scalarOf(cell).type);
      types.set(key, known);
    }
  }
  return [...types]
    .sort(([a], [b]) => compareText(a, b))
    .map(([name, set]) => ({
      name,
      type: set.size === 1 ? ([...set][0] as Column['type']) : 'dynamic',
    }));
}

export const NESTED: Operators = { InvokeOperator: invoke, PartitionOperator: partition, EvaluateOperator: evaluate };
