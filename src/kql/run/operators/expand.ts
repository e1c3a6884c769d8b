import { type Cell, type Cells, type Column, emptyOf, isBag, isList, type ScalarType, Tagged } from '../cells.ts';
import { toDatetime, toGuid, toInt, toLong, toReal, toText } from '../convert.ts';
import { createNames, declaredName, plainExpression, resultName } from '../naming.ts';
import { type Compiler, type Relation, type Run, rowScope, type Scalar, type Scope } from '../plan.ts';
import { constantOf } from '../scalars.ts';
import { items, maybe, nameOf, parameters, part, type Syntax, tokenText } from '../syntax.ts';
import { scalarType } from '../types.ts';
import type { Operators } from './define.ts';

/** https://learn.microsoft.com/kusto/query/mv-expand-operator and https://learn.microsoft.com/kusto/query/mv-apply-operator */

interface Expanded extends Column {
  readonly value: Scalar;
  /** The column that it replaces. */
  readonly at: number;
}

interface Expansion {
  /** Those of the source, then those that expanding adds. */
  readonly columns: readonly Column[];
  /** Places of columns that are not expanded. */
  readonly kept: readonly number[];
  rows(row: Cells, run: Run): Cells[];
}

function expansionOf(node: Syntax, source: Relation, scope: Scope, compiler: Compiler): Expansion {
  const inner = rowScope(scope, source.columns);
  const given = parameters(node);
  const bags = given.get('kind') ?? given.get('bagexpansion');
  const pairs = bags !== undefined && tokenText(bags) === 'array';
  const index = given.get('with_itemindex');
  const limitClause = maybe(node, 'RowLimitClause');
  const limit = limitClause && compiler.scalar(part(limitClause, 'RowLimit'), { ...scope, row: null });

  const columns: Column[] = [...source.columns];
  const expanded = items(node, 'Expressions').map((each): Expanded => {
    const named = part(each, 'Expression');
    const name = declaredName(named) ?? resultName(named) ?? `Column${columns.length}`;
    const value = compiler.scalar(plainExpression(named), inner);
    const to = maybe(each, 'ToTypeOf');
    const type = to ? scalarType(items(part(to, 'TypeOf'), 'Types').map(tokenText)[0] ?? '') : 'dynamic';
    let at = columns.findIndex((column) => column.name === name);
    if (at < 0) at = columns.push({ name, type }) - 1;
    else columns[at] = { name, type };
    return { name, type, value, at };
  });
  const names = createNames(columns.map(({ name }) => name));
  const indexAt = index ? columns.push({ name: names.claim(nameOf(index)), type: 'long' }) - 1 : -1;
  const places = new Set(expanded.map(({ at }) => at));
  return {
    columns,
    kept: source.columns.map((_, at) => at).filter((at) => !places.has(at)),
    rows(row, run) {
      const lists = expanded.map(({ value, type }) =>
        elementsOf(value.run(row, run), pairs).map((cell) => cast(cell, type)),
      );
      const most = limit ? Number(constantOf(limit, run)) : Number.POSITIVE_INFINITY;
      const length = Math.min(most, Math.max(0, ...lists.map((list) => list.length)));
      run.spend(length);
      return Array.from({ length }, (_, item) => {
        const cells: Cell[] = columns.map((column, at) => row[at] ?? emptyOf(column.type));
        expanded.forEach(({ at, type }, which) => {
          cells[at] = lists[which]?.[item] ?? emptyOf(type);
        });
        if (indexAt >= 0) cells[indexAt] = item;
        return cells;
      });
    },
  };
}

/** A null gives one row, an empty array or bag none. */
function elementsOf(cell: Cell, pairs: boolean): readonly Cell[] {
  if (isList(cell)) return cell;
  if (isBag(cell)) return [...cell].map(([name, value]) => (pairs ? [name, value] : new Map([[name, value]])));
  return [cell];
}

/** `to typeof()`: numbers are cut to longs, anything becomes a text, only texts become datetimes and guids; else null. */
function cast(cell: Cell, type: ScalarType): Cell {
  if (cell === null || type === 'dynamic') return cell ?? emptyOf(type);
  switch (type) {
    case 'string':
      return toText(cell, 'dynamic');
    case 'bool':
      return typeof cell === 'boolean' ? cell : Number.isInteger(cell) ? cell !== 0 : null;
    case 'int':
      return isNumber(cell) ? toInt(cell, 'dynamic') : null;
    case 'long':
      return isNumber(cell) ? toLong(cell, 'dynamic') : null;
    case 'real':
      return isNumber(cell) ? toReal(cell, 'dynamic') : null;
    case 'datetime':
      if (cell instanceof Tagged) return cell.type === type ? cell.value : null;
      return typeof cell === 'string' ? toDatetime(cell, 'string') : null;
    case 'timespan':
      return cell instanceof Tagged && cell.type === type ? cell.value : null;
    default:
      return typeof cell === 'string' ? toGuid(cell, 'string') : null;
  }
}

function isNumber(cell: Cell): boolean {
  return typeof cell === 'number' || typeof cell === 'bigint' || (cell instanceof Tagged && cell.type === 'real');
}

function mvExpand(node: Syntax, source: Relation, scope: Scope, compiler: Compiler): Relation {
  const expansion = expansionOf(node, source, scope, compiler);
  return {
    columns: expansion.columns,
    run: (run) => source.run(run).flatMap((row) => expansion.rows(row, run)),
  };
}

/** The subquery runs on the rows of each record; columns that it does not give are put back. */
function mvApply(node: Syntax, source: Relation, scope: Scope, compiler: Compiler): Relation {
  const expansion = expansionOf(node, source, scope, compiler);
  if (maybe(node, 'ContextIdClause')) compiler.unknown('mv-apply … id');
  const slot = compiler.slot();
  const input: Relation = { columns: expansion.columns, run: (run) => run.slots[slot] as readonly Cells[] };
  const subquery = compiler.relation(part(part(node, 'Subquery'), 'Expression'), {
    ...scope,
    row: null,
    input,
    varies: true,
  });
  const order = columnOrder(source, expansion.kept, subquery.columns);
  return {
    columns: order.map(({ column }) => column),
    run: (run) =>
      source.run(run).flatMap((row) => {
        run.slots[slot] = expansion.rows(row, run);
        return subquery
          .run(run)
          .map((result) => order.map(({ from, at }) => (from === 'source' ? row[at] : result[at]) as Cell));
      }),
  };
}

interface Place {
  readonly column: Column;
  readonly from: 'source' | 'subquery';
  readonly at: number;
}

/** Columns that are not expanded keep their places; the subquery's value counts where it gives one of their names. */
function columnOrder(source: Relation, kept: readonly number[], results: readonly Column[]): Place[] {
  const rest = results.map((column, at): Place => ({ column, from: 'subquery', at }));
  const front = kept.flatMap((at): Place[] => {
    const column = source.columns[at] as Column;
    const same = rest.findIndex((place) => place.column.name === column.name);
    return same < 0 ? [{ column, from: 'source', at }] : rest.splice(same, 1);
  });
  return [...front, ...rest];
}

export const EXPAND: Operators = { MvExpandOperator: mvExpand, MvApplyOperator: mvApply };
