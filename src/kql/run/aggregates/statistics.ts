import { type Cell, compareCells, keyOf, type ScalarType } from '../cells.ts';
import { converter, scalarOf, toDynamic } from '../convert.ts';
import { add, type Whole } from '../numbers.ts';
import type { Run, Scalar } from '../plan.ts';
import { as, constantOf, isNumeric } from '../scalars.ts';
import { type Aggregates, type BuildAggregate, conditional, values } from './define.ts';

/** https://learn.microsoft.com/kusto/query/aggregation-functions */

/** A dynamic counts as the number that it holds. */
function numeric(scalar: Scalar): Scalar {
  return scalar.type === 'dynamic' || scalar.type === 'string' || scalar.type === 'bool' ? as(scalar, 'real') : scalar;
}

function missing(name: string): BuildAggregate {
  return (_, compiler) => {
    compiler.unknown(`a call of ${name}() without arguments`);
    return { type: 'dynamic', run: () => null };
  };
}

function onValue(
  name: string,
  build: (value: Scalar, rest: readonly Scalar[]) => ReturnType<BuildAggregate>,
): BuildAggregate {
  return (args, compiler) => {
    const [value, ...rest] = args;
    return value ? build(value, rest) : missing(name)(args, compiler);
  };
}

/** All rows, also those whose value is null. https://learn.microsoft.com/kusto/query/summarize-operator#examples */
const count: BuildAggregate = () => ({ type: 'long', run: (rows) => rows.length });

const countIf = onValue('countif', (predicate) => ({
  type: 'long',
  run: (rows, run) => rows.reduce((total, row) => total + (predicate.run(row, run) === true ? 1 : 0), 0),
}));

/** Exact, where Kusto estimates. */
const dcount = onValue('dcount', (value) => ({
  type: 'long',
  run: (rows, run) => new Set(values(value, rows, run).map(keyOf)).size,
}));

const sum = onValue('sum', (given) => {
  const value = numeric(given);
  const type: ScalarType = value.type === 'int' ? 'long' : value.type;
  if (type === 'real') {
    return {
      type,
      run: (rows, run) => values(value, rows, run).reduce<number>((total, cell) => total + (cell as number), 0),
    };
  }
  return {
    type,
    run: (rows, run) => values(value, rows, run).reduce<Whole>((total, cell) => add(total, cell as Whole), 0),
  };
});

/** Null-free mean; of nothing it is NaN. https://learn.microsoft.com/kusto/query/avg-aggregation-function */
const avg = onValue('avg', (given) => {
  const value = numeric(given);
  const mean = (rows: Parameters<ReturnType<BuildAggregate>['run']>[0], run: Run): number => {
    const cells = values(value, rows, run);
    return cells.reduce<number>((total, cell) => total + Number(cell), 0) / cells.length;
  };
  if (isNumeric(value.type)) return { type: 'real', run: mean };
  return {
    type: value.type,
    run: (rows, run) => {
      const cells = values(value, rows, run);
      if (cells.length === 0) return null;
      const total = cells.reduce<bigint>((all, cell) => all + BigInt(cell as Whole), 0n);
      return converter('long')(wholeOf(total / BigInt(cells.length)), 'long');
    },
  };
});

function wholeOf(value: bigint): Whole {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function extreme(name: string, direction: 1 | -1): BuildAggregate {
  return onValue(name, (value) => ({
    type: value.type,
    run(rows, run) {
      let best: Cell = null;
      for (const cell of values(value, rows, run)) {
        if (best === null || direction * compareCells(cell, best) > 0) best = cell;
      }
      return best ?? (value.type === 'string' ? '' : null);
    },
  }));
}

/** Sum of squared distances from the mean, and how many there are. */
function spread(value: Scalar, rows: Parameters<ReturnType<BuildAggregate>['run']>[0], run: Run): [number, number] {
  const cells = values(value, rows, run).map(Number);
  const mean = cells.reduce((total, cell) => total + cell, 0) / cells.length;
  return [cells.reduce((total, cell) => total + (cell - mean) ** 2, 0), cells.length];
}

function deviation(name: string, sample: boolean, root: boolean): BuildAggregate {
  return onValue(name, (given) => {
    const value = numeric(given);
    return {
      type: 'real',
      run(rows, run) {
        const [squares, size] = spread(value, rows, run);
        const divisor = sample ? size - 1 : size;
        const variance = divisor > 0 ? squares / divisor : 0;
        return root ? Math.sqrt(variance) : variance;
      },
    };
  });
}

/** Nearest rank: the smallest value that P % of the values do not exceed. https://learn.microsoft.com/kusto/query/percentiles-aggregation-function#nearest-rank-percentile */
export function nearestRank(sorted: readonly Cell[], percent: number): Cell {
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? null;
}

const percentile: BuildAggregate = (args, compiler) => {
  const [given, rank] = args;
  if (!given || !rank) return missing('percentile')(args, compiler);
  const value = numeric(given);
  return {
    type: value.type,
    run: (rows, run) => nearestRank(values(value, rows, run).sort(compareCells), Number(constantOf(rank, run))),
  };
};

const percentilesArray = onValue('percentiles_array', (given, ranks) => {
  const value = numeric(given);
  return {
    type: 'dynamic',
    run(rows, run) {
      const sorted = values(value, rows, run).sort(compareCells);
      const wanted = ranks.flatMap((rank) => {
        const cell = constantOf(rank, run);
        return Array.isArray(cell) ? cell.map((each) => Number(scalarOf(each as Cell).cell)) : [Number(cell)];
      });
      return wanted.map((rank) => toDynamic(nearestRank(sorted, rank), value.type));
    },
  };
});

export const STATISTICS: Aggregates = {
  count,
  countif: countIf,
  dcount,
  dcountif: conditional(dcount),
  count_distinct: dcount,
  count_distinctif: conditional(dcount),
  sum,
  sumif: conditional(sum),
  avg,
  avgif: conditional(avg),
  min: extreme('min', -1),
  max: extreme('max', 1),
  minif: conditional(extreme('minif', -1)),
  maxif: conditional(extreme('maxif', 1)),
  stdev: deviation('stdev', true, true),
  stdevif: conditional(deviation('stdevif', true, true)),
  stdevp: deviation('stdevp', false, true),
  variance: deviation('variance', true, false),
  varianceif: conditional(deviation('varianceif', true, false)),
  variancep: deviation('variancep', false, false),
  percentile,
  percentiles_array: percentilesArray,
};
