import { type Cell, type Cells, compareCells, rowKey } from '../cells.ts';
import { createNames, plainExpression, resultName } from '../naming.ts';
import { type Compiler, type Relation, type Run, rowScope, type Scalar, type Scope } from '../plan.ts';
import { as, constantOf } from '../scalars.ts';
import { items, kindName, maybe, nameOf, part, type Syntax, tokenText } from '../syntax.ts';
import { columnOutput, computed, eachRow, type Operators } from './define.ts';

/** Operators that keep the columns, or nearly. https://learn.microsoft.com/kusto/query/tabular-operators */

/** Null counts as false. https://learn.microsoft.com/kusto/query/where-operator */
function where(node: Syntax, source: Relation, scope: Scope, compiler: Compiler): Relation {
  const condition = as(compiler.scalar(part(node, 'Condition'), rowScope(scope, source.columns)), 'bool');
  return {
    columns: source.columns,
    run(run) {
      const rows = source.run(run);
      const holds = eachRow(rows, run, (row) => condition.run(row, run) === true);
      return rows.filter((_, at) => holds[at]);
    },
  };
}

interface SortKey {
  readonly value: Scalar;
  readonly direction: 1 | -1;
  readonly nullsFirst: boolean;
}

/** Descending unless told; nulls first where ascending, last where descending. https://learn.microsoft.com/kusto/query/sort-operator */
function sortKey(node: Syntax, scope: Scope, compiler: Compiler): SortKey {
  const ordering = kindName(node) === 'OrderedExpression' ? maybe(node, 'Ordering') : null;
  const word = ordering && maybe(ordering, 'AscOrDescKeyword');
  const ascending = word !== null && tokenText(word) === 'asc';
  const nulls = ordering && maybe(ordering, 'NullsClause');
  const place = nulls && maybe(nulls, 'FirstOrLastKeyword');
  return {
    value: compiler.scalar(plainExpression(node), scope),
    direction: ascending ? 1 : -1,
    nullsFirst: place ? tokenText(place) === 'first' : ascending,
  };
}

function isMissing(cell: Cell): boolean {
  return cell === null || Number.isNaN(cell);
}

function compareBy(key: SortKey, a: Cell, b: Cell): number {
  if (isMissing(a) || isMissing(b)) {
    if (isMissing(a) && isMissing(b)) {
      const order = Number(b === null) - Number(a === null);
      return key.nullsFirst ? order : -order;
    }
    return isMissing(a) === key.nullsFirst ? -1 : 1;
  }
  return key.direction * compareCells(a, b);
}

function sorted(rows: readonly Cells[], keys: readonly SortKey[], run: Run): readonly Cells[] {
  const keyed = eachRow(rows, run, (row) => ({ row, cells: keys.map(({ value }) => value.run(row, run)) }));
  keyed.sort((a, b) => {
    for (let at = 0; at < keys.length; at++) {
      const order = compareBy(keys[at] as SortKey, a.cells[at] as Cell, b.cells[at] as Cell);
      if (order !== 0) return order;
    }
    return 0;
  });
  return keyed.map(({ row }) => row);
}

function sort(node: Syntax, source: Relation, scope: Scope, compiler: Compiler): Relation {
  const inner = rowScope(scope, source.columns);
  const keys = items(node, 'Expressions').map((each) => sortKey(each, inner, compiler));
  return { columns: source.columns, run: (run) => sorted(source.run(run), keys, run) };
}

function countOf(node: Syntax, scope: Scope, compiler: Compiler): (run: Run) => number {
  const count = compiler.scalar(part(node, 'Expression'), { ...scope, row: null });
  return (run) => Math.max(0, Number(constantOf(count, run) ?? 0));
}

function top(node: Syntax, source: Relation, scope: Scope, compiler: Compiler): Relation {
  const key = sortKey(part(node, 'ByExpression'), rowScope(scope, source.columns), compiler);
  const count = countOf(node, scope, compiler);
  return { columns: source.columns, run: (run) => sorted(source.run(run), [key], run).slice(0, count(run)) };
}

/** The first rows, where Kusto may take any. */
function take(node: Syntax, source: Relation, scope: Scope, compiler: Compiler): Relation {
  const count = countOf(node, scope, compiler);
  return { columns: source.columns, run: (run) => source.run(run).slice(0, count(run)) };
}

function count(node: Syntax, source: Relation): Relation {
  const as = maybe(node, 'AsIdentifier');
  const identifier = as && maybe(as, 'Identifier');
  return {
    columns: [{ name: identifier ? nameOf(identifier) : 'Count', type: 'long' }],
    run: (run) => [[source.run(run).length]],
  };
}

function unique(relation: Relation): Relation {
  return {
    columns: relation.columns,
    run(run) {
      const seen = new Map<string, Cells>();
      for (const row of relation.run(run)) {
        const key = rowKey(row);
        if (!seen.has(key)) seen.set(key, row);
      }
      return [...seen.values()];
    },
  };
}

function distinct(node: Syntax, source: Relation, scope: Scope, compiler: Compiler): Relation {
  const inner = rowScope(scope, source.columns);
  const names = createNames();
  const outputs = items(node, 'Expressions').flatMap((each) => {
    if (kindName(each) === 'StarExpression') return source.columns.map((_, at) => columnOutput(source.columns, at));
    const value = compiler.scalar(each, inner);
    const name = resultName(each, source.columns);
    return [{ name: name ? names.claim(name) : names.claimUnnamed(), type: value.type, value }];
  });
  return unique(computed(source, outputs));
}

function sampleDistinct(node: Syntax, source: Relation, scope: Scope, compiler: Compiler): Relation {
  const of = part(node, 'OfExpression');
  const value = compiler.scalar(of, rowScope(scope, source.columns));
  const all = unique(
    computed(source, [{ name: resultName(of, source.columns) ?? 'Column1', type: value.type, value }]),
  );
  const most = countOf(node, scope, compiler);
  return { columns: all.columns, run: (run) => all.run(run).slice(0, most(run)) };
}

/** Reads its source only. */
function pass(_: Syntax, source: Relation): Relation {
  return source;
}

export const ROWS: Operators = {
  FilterOperator: where,
  SortOperator: sort,
  TopOperator: top,
  TakeOperator: take,
  SampleOperator: take,
  SampleDistinctOperator: sampleDistinct,
  CountOperator: count,
  DistinctOperator: distinct,
  RenderOperator: pass,
  AsOperator: pass,
  ConsumeOperator: pass,
};
