import { type Cell, type Cells, type Column, emptyOf } from '../cells.ts';
import { toDynamic } from '../convert.ts';
import { createNames, plainExpression, resultName } from '../naming.ts';
import { add, divide, subtract, type Whole } from '../numbers.ts';
import { type Compiler, type Relation, type Run, rowScope, type Scope } from '../plan.ts';
import { as, constantOf } from '../scalars.ts';
import { items, kindName, maybe, part, type Syntax } from '../syntax.ts';
import { columnsOf } from '../types.ts';
import { empty, type Operators } from './define.ts';
import { compileAggregates, grouped } from './summarize.ts';

/** `make-series … on t from a to b step s by k`, with both ends given. https://learn.microsoft.com/kusto/query/make-series-operator */
function makeSeries(node: Syntax, source: Relation, scope: Scope, compiler: Compiler): Relation {
  const inner = rowScope(scope, source.columns);
  const range = maybe(node, 'RangeClause');
  const ends = range && kindName(range) === 'MakeSeriesFromToStepClause' ? range : null;
  const [fromClause, toClause, stepClause] = ['From', 'To', 'Step'].map((name) =>
    ends ? maybe(ends, `MakeSeries${name}Clause`) : null,
  );
  if (!fromClause || !toClause || !stepClause) {
    compiler.unknown('make-series without from, to and step');
    return empty(columnsOf(node.ResultType));
  }
  const outer = { ...scope, row: null };
  const [from, to, step] = [fromClause, toClause, stepClause].map((clause) =>
    compiler.scalar(part(clause, 'Expression'), outer),
  );
  const onNode = part(part(node, 'OnClause'), 'Expression');
  const axis = compiler.scalar(plainExpression(onNode), inner);
  const names = createNames();
  const by = maybe(node, 'ByClause');
  const keys = (by ? items(by, 'Expressions') : []).map((each) => {
    const value = compiler.scalar(plainExpression(each), inner);
    const name = resultName(each);
    return { name: name ? names.claim(name) : names.claimUnnamed(), type: value.type, value };
  });
  const series = items(node, 'Aggregates').map((each) => {
    const call = part(each, 'Expression');
    const aggregate = compileAggregates(plainExpression(call), inner, compiler);
    const fallback = maybe(each, 'DefaultExpression');
    const name = resultName(call);
    return {
      name: name ? names.claim(name) : names.claimUnnamed(),
      aggregate,
      fallback: fallback ? as(compiler.scalar(part(fallback, 'Expression'), outer), aggregate.type) : null,
    };
  });
  const axisName = resultName(onNode);
  const columns: Column[] = [
    ...keys.map(({ name, type }) => ({ name, type })),
    ...series.map(({ name }): Column => ({ name, type: 'dynamic' })),
    { name: axisName ? names.claim(axisName) : names.claimUnnamed(), type: 'dynamic' },
  ];
  return {
    columns,
    run(run) {
      const [first, last, width] = [from, to, step].map((scalar) =>
        scalar ? constantOf(scalar, run) : null,
      ) as (Whole | null)[];
      if (first == null || last == null || width == null || width <= 0) return [];
      const points = pointsOf(first, last, width, run);
      const groups = grouped(source.run(run), keys, run);
      return [...groups.values()].map(({ cells, members }) => {
        const bins = points.map((): Cells[] => []);
        for (const row of members) {
          const at = axis.run(row, run) as Whole | null;
          if (at === null || at < first) continue;
          bins[Number(divide(subtract(at, first), width))]?.push(row);
        }
        return [
          ...cells,
          ...series.map(({ aggregate, fallback }) =>
            bins.map((rows): Cell => {
              if (rows.length > 0) return toDynamic(aggregate.compute(rows, run), aggregate.type);
              return fallback ? toDynamic(constantOf(fallback, run), aggregate.type) : zeroOf(aggregate.type);
            }),
          ),
          points.map((point) => toDynamic(point, axis.type)),
        ];
      });
    },
  };
}

/** The end is not among them. */
function pointsOf(first: Whole, last: Whole, width: Whole, run: Run): Whole[] {
  const points: Whole[] = [];
  for (let at = first; at < last; at = add(at, width)) {
    run.spend(1);
    points.push(at);
  }
  return points;
}

/** What an empty bin has without `default=`. */
function zeroOf(type: Column['type']): Cell {
  return type === 'int' || type === 'long' || type === 'real' ? toDynamic(0, type) : emptyOf(type);
}

export const SERIES: Operators = { MakeSeriesOperator: makeSeries };
