import { type Cell, isList, type ScalarType } from './cells.ts';
import { converter, scalarOf, toText } from './convert.ts';
import { NotEvaluated } from './errors.ts';
import type { Compiler, Run, Scope } from './plan.ts';
import { hasLiteral, isNumeric } from './scalars.ts';
import { items, part, type Syntax, unparenthesized } from './syntax.ts';

/** The values right of in, has_any and has_all: scalars, dynamic arrays, or the first column of a table. */
export interface ValueList {
  /** Known while compiling. */
  readonly fixed: readonly Cell[] | null;
  /** The same for every row of a run. */
  readonly constant: boolean;
  values(row: readonly Cell[], run: Run): readonly Cell[];
}

export function compileList(node: Syntax, type: ScalarType, scope: Scope, compiler: Compiler): ValueList {
  const members = items(part(node, 'Right'), 'Expressions').map(unparenthesized);
  const [first] = members;
  if (members.length === 1 && first && compiler.isTabular(first, scope)) return ofTable(first, type, scope, compiler);

  const scalars = members.map((member) => compiler.scalar(member, scope));
  const constant = scalars.every((scalar) => scalar.constant);
  if (scalars.every(hasLiteral)) {
    const fixed = scalars.flatMap((scalar) => spread(scalar.literal as Cell, scalar.type, type));
    return { fixed, constant, values: () => fixed };
  }
  return {
    fixed: null,
    constant,
    values: (row, run) => scalars.flatMap((scalar) => spread(scalar.run(row, run), scalar.type, type)),
  };
}

function ofTable(node: Syntax, type: ScalarType, scope: Scope, compiler: Compiler): ValueList {
  const relation = compiler.relation(node, { ...scope, row: null, aggregates: null });
  const from = relation.columns[0]?.type ?? 'string';
  return {
    fixed: null,
    constant: !scope.varies,
    values: (_, run) => relation.run(run).flatMap((row) => spread(row[0] ?? null, from, type)),
  };
}

/** An array's elements are members of their own. https://learn.microsoft.com/kusto/query/in-operator */
function spread(cell: Cell, from: ScalarType, to: ScalarType): Cell[] {
  if (from === 'dynamic' && isList(cell)) return cell.map((item) => member(item, 'dynamic', to));
  return [member(cell, from, to)];
}

/** Of a dynamic's members those of another type than what is sought are none, but a text is sought among all. */
function member(cell: Cell, from: ScalarType, to: ScalarType): Cell {
  if (cell === null) return null;
  const inside = from === 'dynamic' ? scalarOf(cell) : { cell, type: from };
  if (to === 'dynamic' || inside.type === to) return inside.cell;
  if (isNumeric(to) && isNumeric(inside.type)) return inside.cell;
  if (from === 'dynamic') return to === 'string' ? toText(inside.cell, inside.type) : null;
  if (from === 'string' && (to === 'datetime' || to === 'guid')) return converter(to)(cell, from);
  throw new NotEvaluated(`a ${to} sought among values of type ${from}`);
}

/** What a list is looked up in, made once a list, or once a run, where it does not hang on the row. */
export function prepared<T>(
  list: ValueList,
  slot: number,
  prepare: (values: readonly Cell[]) => T,
): (row: readonly Cell[], run: Run) => T {
  if (list.fixed) {
    const ready = prepare(list.fixed);
    return () => ready;
  }
  if (!list.constant) return (row, run) => prepare(list.values(row, run));
  return (row, run) => {
    run.slots[slot] ??= { ready: prepare(list.values(row, run)) };
    return (run.slots[slot] as { readonly ready: T }).ready;
  };
}
