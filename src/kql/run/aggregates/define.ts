import type { Cell, Cells } from '../cells.ts';
import type { Compiler, Run, Scalar } from '../plan.ts';

/** A compiled aggregate: computed from all rows of a group. */
export interface Aggregate {
  readonly type: Scalar['type'];
  run(rows: readonly Cells[], run: Run): Cell;
}

export type BuildAggregate = (args: readonly Scalar[], compiler: Compiler) => Aggregate;

export type Aggregates = Readonly<Record<string, BuildAggregate>>;

/** The values of an expression over a group, nulls left out. */
export function values(scalar: Scalar, rows: readonly Cells[], run: Run): Cell[] {
  const found: Cell[] = [];
  for (const row of rows) {
    const cell = scalar.run(row, run);
    if (cell !== null) found.push(cell);
  }
  return found;
}

/** The rows that a predicate holds for. */
export function holding(predicate: Scalar, rows: readonly Cells[], run: Run): readonly Cells[] {
  return rows.filter((row) => predicate.run(row, run) === true);
}

/** The form with `if`: the second argument tells which rows count. */
export function conditional(build: BuildAggregate): BuildAggregate {
  return (args, compiler) => {
    const [value, predicate, ...rest] = args;
    if (!value || !predicate) {
      compiler.unknown('an aggregate without its condition');
      return { type: 'dynamic', run: () => null };
    }
    const aggregate = build([value, ...rest], compiler);
    return { type: aggregate.type, run: (rows, run) => aggregate.run(holding(predicate, rows, run), run) };
  };
}
