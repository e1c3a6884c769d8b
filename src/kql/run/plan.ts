import type { RunOptions, SampleData } from '../../prove/language.ts';
import type { Schema } from '../schema.ts';
import type { Cell, Cells, Column, ScalarType } from './cells.ts';
import type { Whole } from './numbers.ts';
import type { Syntax } from './syntax.ts';

/** What a compiled query is run with. */
export interface Run {
  readonly now: Whole;
  readonly data: SampleData;
  readonly options: RunOptions;
  /** What is computed once a run: let statements, arguments of functions, running sums. By the numbers of Compiler.slot. */
  readonly slots: unknown[];
  /** The rows around the present one, for prev(), next(), row_number(). */
  window: { readonly rows: readonly Cells[]; readonly at: number } | null;
  /** Counts rows made; ends a run that makes too many. */
  spend(rows: number): void;
}

/** A compiled scalar expression. */
export interface Scalar {
  readonly type: ScalarType;
  /** The same for every row of a run. */
  readonly constant: boolean;
  /** The value, where compiling tells it already. */
  readonly literal?: Cell;
  run(row: Cells, run: Run): Cell;
}

/** A compiled tabular expression. Its rows are never changed once made. */
export interface Relation {
  readonly columns: readonly Column[];
  run(run: Run): readonly Cells[];
}

/** The columns that names of an expression may mean. */
export interface Shape {
  readonly columns: readonly Column[];
  indexOf(name: string): number;
}

export type Binding =
  | { readonly kind: 'scalar'; readonly scalar: Scalar }
  | { readonly kind: 'table'; readonly relation: Relation }
  | { readonly kind: 'function'; readonly declaration: Syntax; readonly scope: Scope };

/** Takes the aggregates out of an expression of summarize; gives what reads their values. */
export type AggregateSink = (name: string, call: Syntax) => Scalar | null;

export interface Scope {
  readonly names: ReadonlyMap<string, Binding>;
  readonly row: Shape | null;
  /** What a pipe that begins with an operator reads: mv-apply's and partition's subqueries, invoke. */
  readonly input: Relation | null;
  readonly aggregates: AggregateSink | null;
  /** `$left` and `$right` of a join's condition. */
  readonly sides: { readonly left: Shape; readonly right: Shape } | null;
  /** In the body of a function with parameters: values there may differ from call to call. */
  readonly varies: boolean;
}

/** What the parts of the compiler share. */
export interface Compiler {
  readonly schema: Schema;
  /** Columns that only data tell, by the node they belong to. */
  readonly shapes: ReadonlyMap<unknown, readonly Column[]>;
  scalar(node: Syntax, scope: Scope): Scalar;
  relation(node: Syntax, scope: Scope): Relation;
  /** An operator, applied to what stands left of its bar. */
  operator(node: Syntax, source: Relation, scope: Scope): Relation;
  isTabular(node: Syntax, scope: Scope): boolean;
  /** The scope behind let statements. */
  statements(nodes: readonly Syntax[], scope: Scope): Scope;
  /** Notes what is not known; the query will not be evaluated, and compiling goes on to name the rest. */
  /** A tabular expression that reads a table which the schema lacks. */
  isMissing(node: Syntax, scope: Scope): boolean;
  /** A name of let that was declared with `view`. */
  isView(name: string): boolean;
  unknown(reason: string): void;
  slot(): number;
  textOf(node: Syntax): string;
}

/** Thrown while compiling where the columns of a relation depend on its rows. */
export class ShapeWanted {
  readonly node: unknown;
  /** Runs what tells them. */
  readonly columns: (run: Run) => readonly Column[];

  constructor(node: unknown, columns: (run: Run) => readonly Column[]) {
    this.node = node;
    this.columns = columns;
  }
}

export function shapeOf(columns: readonly Column[]): Shape {
  let index: Map<string, number> | undefined;
  return {
    columns,
    indexOf(name) {
      index ??= new Map(columns.map((column, at) => [column.name, at] as const).reverse());
      return index.get(name) ?? -1;
    },
  };
}

export function rowScope(scope: Scope, columns: readonly Column[]): Scope {
  return { ...scope, row: shapeOf(columns), aggregates: null, sides: null };
}

/** Runs a relation once a run, whoever asks for it. */
export function once(relation: Relation, slot: number): Relation {
  return {
    columns: relation.columns,
    run(run) {
      run.slots[slot] ??= relation.run(run);
      return run.slots[slot] as readonly Cells[];
    },
  };
}
