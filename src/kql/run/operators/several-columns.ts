import { AGGREGATES } from '../aggregates/index.ts';
import { nearestRank } from '../aggregates/statistics.ts';
import { argumentsOf, calledName } from '../calls.ts';
import { type Cell, type Cells, type Column, compareCells, emptyOf } from '../cells.ts';
import { type Names, plainExpression, resultName } from '../naming.ts';
import type { Compiler, Relation, Run, Scalar, Scope } from '../plan.ts';
import { constantOf } from '../scalars.ts';
import { items, kindName, nameOf, part, type Syntax } from '../syntax.ts';
import { columnScalar } from './define.ts';

/** Aggregates that give several columns: arg_max, arg_min, take_any, percentiles. */

/** Several columns of one aggregate. */
export interface RowGroup {
  readonly columns: readonly Column[];
  run(rows: readonly Cells[], run: Run): readonly Cell[];
}

export interface Parts {
  readonly inner: Scope;
  readonly source: Relation;
  readonly keys: readonly Key[];
  readonly names: Names;
  readonly compiler: Compiler;
}

export interface Key extends Column {
  readonly value: Scalar;
  readonly node: Syntax;
}

/** Null where the call is of another aggregate. */
export function severalColumns(node: Syntax, call: Syntax, parts: Parts): RowGroup | null {
  switch (calledName(call)) {
    case 'arg_max':
      return extremeRow(node, call, 1, parts);
    case 'arg_min':
      return extremeRow(node, call, -1, parts);
    case 'take_any':
    case 'any':
      return anyRow(node, call, parts);
    case 'percentile':
    case 'percentiles':
      return percentiles(node, call, parts);
    default:
      return null;
  }
}

function isStar(node: Syntax): boolean {
  return kindName(node) === 'StarExpression';
}

/** Names given in front: `a=…` or `(a, b)=…`. */
function givenNames(node: Syntax): string[] {
  switch (kindName(node)) {
    case 'SimpleNamedExpression':
      return [nameOf(part(node, 'Name'))];
    case 'CompoundNamedExpression':
      return items(part(node, 'Names'), 'Names').map(nameOf);
    default:
      return [];
  }
}

interface Returned {
  readonly name: string;
  readonly value: Scalar;
}

/**
 * `*` stands for all columns but those that the groups have by name, and those in `without`. What has no name of its own
 * is numbered by its place among the arguments.
 */
function returned(
  nodes: readonly Syntax[],
  without: readonly string[],
  unnamed: (at: number) => string,
  { inner, source, keys, compiler }: Parts,
): Returned[] {
  const grouped = keys.filter(({ node }) => kindName(node) === 'NameReference').map(({ node }) => nameOf(node));
  return nodes.flatMap((each, at): Returned[] => {
    if (!isStar(each)) {
      const name = resultName(each, source.columns) ?? unnamed(at);
      return [{ name, value: compiler.scalar(plainExpression(each), inner) }];
    }
    return source.columns.flatMap(({ name }, place) =>
      grouped.includes(name) || without.includes(name) ? [] : [{ name, value: columnScalar(source.columns, place) }],
    );
  });
}

function named(values: readonly Returned[], given: readonly string[], names: Names): Column[] {
  return values.map(({ name, value }, at) => ({ name: names.claim(given[at] ?? name), type: value.type }));
}

/** https://learn.microsoft.com/kusto/query/arg-max-aggregation-function: rows whose value is null count only where there are no others. */
function extremeRow(node: Syntax, call: Syntax, direction: 1 | -1, parts: Parts): RowGroup {
  const [by, ...rest] = argumentsOf(call);
  if (!by) {
    parts.compiler.unknown(`a call of ${calledName(call)}() without arguments`);
    return { columns: [], run: () => [] };
  }
  const key = parts.compiler.scalar(plainExpression(by), parts.inner);
  const prefix = direction > 0 ? 'max_' : 'min_';
  const byName = resultName(by, parts.source.columns) ?? prefix;
  const values = [
    { name: byName, value: key },
    ...returned(rest, [byName], (at) => `${prefix}${byName}_arg${at + 1}`, parts),
  ];
  return {
    columns: named(values, givenNames(node), parts.names),
    run(rows, run) {
      let best: Cells | undefined;
      let most: Cell = null;
      for (const row of rows) {
        const cell = key.run(row, run);
        if (!best || (cell !== null && (most === null || direction * compareCells(cell, most) > 0))) {
          best = row;
          most = cell;
        }
      }
      return values.map(({ value }) => (best ? value.run(best, run) : emptyOf(value.type)));
    },
  };
}

/** Of one column any value that is not empty; of several those of the first row, where Kusto may take any. */
function anyRow(node: Syntax, call: Syntax, parts: Parts): RowGroup {
  const args = argumentsOf(call);
  const found = returned(args, [], (at) => `any_arg${at}`, parts);
  const isOld = calledName(call) === 'any';
  const values = found.map(({ name, value }) => ({
    name: isOld && !name.startsWith('any_arg') ? `any_${name}` : name,
    value,
  }));
  const [only] = values;
  const build = AGGREGATES.get('take_any');
  const single = only && args.length === 1 && !args.some(isStar) ? build?.([only.value], parts.compiler) : undefined;
  return {
    columns: named(values, givenNames(node), parts.names),
    run(rows, run) {
      if (single) return [single.run(rows, run)];
      return values.map(({ value }) => (rows[0] ? value.run(rows[0], run) : emptyOf(value.type)));
    },
  };
}

function percentiles(node: Syntax, call: Syntax, { inner, names, compiler }: Parts): RowGroup {
  const [of, ...ranks] = argumentsOf(call);
  const value = of ? compiler.scalar(of, inner) : undefined;
  if (!of || !value) {
    compiler.unknown('a call of percentiles() without arguments');
    return { columns: [], run: () => [] };
  }
  const given = givenNames(node);
  const wanted = ranks.map((rank) => compiler.scalar(rank, inner));
  return {
    columns: ranks.map((rank, at) => ({
      name: names.claim(given[at] ?? `percentile_${resultName(of) ?? ''}_${compiler.textOf(rank).replace(/\W/g, '_')}`),
      type: value.type,
    })),
    run(rows, run) {
      const cells = rows.map((row) => value.run(row, run)).filter((cell) => cell !== null);
      const sorted = cells.sort(compareCells);
      return wanted.map((rank) => nearestRank(sorted, Number(constantOf(rank, run))));
    },
  };
}
