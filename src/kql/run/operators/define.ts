import type { Cell, Cells, Column } from '../cells.ts';
import type { Compiler, Relation, Run, Scalar, Scope } from '../plan.ts';
import type { Syntax } from '../syntax.ts';

/** Compiles one operator; `source` is what stands left of its bar. */
export type BuildOperator = (node: Syntax, source: Relation, scope: Scope, compiler: Compiler) => Relation;

export type Operators = Readonly<Record<string, BuildOperator>>;

export interface Output extends Column {
  readonly value: Scalar;
}

export function columnScalar(columns: readonly Column[], at: number): Scalar {
  return { type: columns[at]?.type ?? 'dynamic', constant: false, run: (row) => row[at] as Cell };
}

export function columnOutput(columns: readonly Column[], at: number): Output {
  const { name, type } = columns[at] as Column;
  return { name, type, value: columnScalar(columns, at) };
}

/** Rows of computed cells. prev(), next() and row_number() see the rows of the source. */
export function computed(source: Relation, outputs: readonly Output[]): Relation {
  return {
    columns: outputs.map(({ name, type }) => ({ name, type })),
    run: (run) => eachRow(source.run(run), run, (row) => outputs.map(({ value }) => value.run(row, run))),
  };
}

/** Calls back with the window set to the present row. */
export function eachRow<T>(rows: readonly Cells[], run: Run, compute: (row: Cells) => T): T[] {
  const before = run.window;
  const results = rows.map((row, at) => {
    run.window = { rows, at };
    return compute(row);
  });
  run.window = before;
  return results;
}

/** Keeps columns by their places. */
export function picked(source: Relation, places: readonly number[], names?: readonly string[]): Relation {
  return {
    columns: places.map((at, index) => {
      const column = source.columns[at] as Column;
      return { name: names?.[index] ?? column.name, type: column.type };
    }),
    run: (run) => source.run(run).map((row) => places.map((at) => row[at] as Cell)),
  };
}

export function empty(columns: readonly Column[]): Relation {
  return { columns, run: () => [] };
}
