import type { Aggregate } from '../aggregates/define.ts';
import { AGGREGATES } from '../aggregates/index.ts';
import { argumentsOf } from '../calls.ts';
import { type Cell, type Cells, rowKey } from '../cells.ts';
import { createNames, type Names, plainExpression, resultName } from '../naming.ts';
import { type Compiler, type Relation, type Run, rowScope, type Scalar, type Scope } from '../plan.ts';
import { items, kindName, maybe, type Syntax } from '../syntax.ts';
import { columnScalar, eachRow, type Operators } from './define.ts';
import { type Key, type Parts, type RowGroup, severalColumns } from './several-columns.ts';

/** https://learn.microsoft.com/kusto/query/summarize-operator */

function keysOf(node: Syntax, inner: Scope, names: Names, compiler: Compiler): Key[] {
  const by = maybe(node, 'ByClause');
  if (!by) return [];
  if (maybe(by, 'BinClause')) compiler.unknown('summarize … by … bin=');
  return items(by, 'Expressions').map((each) => {
    const value = compiler.scalar(plainExpression(each), inner);
    const name = resultName(each, inner.row?.columns);
    return {
      name: name ? names.claim(name) : names.claimUnnamed(),
      type: value.type,
      value,
      node: plainExpression(each),
    };
  });
}

function summarize(node: Syntax, source: Relation, scope: Scope, compiler: Compiler): Relation {
  const inner = rowScope(scope, source.columns);
  const names = createNames();
  const keys = keysOf(node, inner, names, compiler);
  const parts: Parts = { inner, source, keys, names, compiler };
  const groups = items(node, 'Aggregates').map((each) => groupOf(each, parts));
  return {
    columns: [...keys.map(({ name, type }) => ({ name, type })), ...groups.flatMap(({ columns }) => columns)],
    run(run) {
      const rows = source.run(run);
      if (keys.length === 0) return [groups.flatMap((group) => group.run(rows, run))];
      return [...grouped(rows, keys, run).values()].map(({ cells, members }) => [
        ...cells,
        ...groups.flatMap((group) => group.run(members, run)),
      ]);
    },
  };
}

/** Rows by the values of their keys; a null is a value like any other. */
export function grouped(
  rows: readonly Cells[],
  keys: readonly { readonly value: Scalar }[],
  run: Run,
): Map<string, { readonly cells: Cells; readonly members: Cells[] }> {
  const found = new Map<string, { readonly cells: Cells; readonly members: Cells[] }>();
  const keyed = eachRow(rows, run, (row) => keys.map(({ value }) => value.run(row, run)));
  rows.forEach((row, at) => {
    const cells = keyed[at] as Cells;
    const key = rowKey(cells);
    const group = found.get(key);
    if (group) group.members.push(row);
    else found.set(key, { cells, members: [row] });
  });
  return found;
}

function groupOf(node: Syntax, parts: Parts): RowGroup {
  const call = plainExpression(node);
  const several = kindName(call) === 'FunctionCallExpression' ? severalColumns(node, call, parts) : null;
  if (several) return several;
  const { compute, type } = compileAggregates(call, parts.inner, parts.compiler);
  const name = resultName(node);
  return {
    columns: [{ name: name ? parts.names.claim(name) : parts.names.claimUnnamed(), type }],
    run: (rows, run) => [compute(rows, run)],
  };
}

/** An expression over aggregates: each of them becomes a cell that the expression reads. */
export function compileAggregates(
  node: Syntax,
  inner: Scope,
  compiler: Compiler,
): { readonly type: Scalar['type']; compute(rows: readonly Cells[], run: Run): Cell } {
  const aggregates: Aggregate[] = [];
  const scope: Scope = {
    ...inner,
    row: null,
    aggregates(name, call) {
      const build = AGGREGATES.get(name);
      if (!build) return null;
      const args = argumentsOf(call).map((each) => compiler.scalar(each, inner));
      const aggregate = build(args, compiler);
      aggregates.push(aggregate);
      return columnScalar([...aggregates.map(({ type }) => ({ name: '', type }))], aggregates.length - 1);
    },
  };
  const value = compiler.scalar(node, scope);
  return {
    type: value.type,
    compute: (rows, run) =>
      value.run(
        aggregates.map((aggregate) => aggregate.run(rows, run)),
        run,
      ),
  };
}

export const SUMMARIZE: Operators = { SummarizeOperator: summarize };
