import { type Bag, type Cell, type Cells, isBag, isList, keyOf } from '../cells.ts';
import type { Run, Scalar } from '../plan.ts';
import { as, constantOf } from '../scalars.ts';
import { type Aggregates, type BuildAggregate, conditional, values } from './define.ts';

/** Aggregates that give dynamics. Values come in the order of the rows. */

/** https://learn.microsoft.com/kusto/query/make-set-aggregation-function */
const MAX_SIZE = 1_048_576;

function limitOf(limit: Scalar | undefined, run: Run): number {
  return limit ? Math.min(MAX_SIZE, Number(constantOf(limit, run) ?? MAX_SIZE)) : MAX_SIZE;
}

/** An empty text is a value, a null is none. A set takes in the elements of arrays. */
function collected(distinct: boolean): BuildAggregate {
  return (args, compiler) => {
    const [value, limit] = args;
    if (!value) {
      compiler.unknown('an aggregate without arguments');
      return { type: 'dynamic', run: () => null };
    }
    const cell = as(value, 'dynamic');
    return {
      type: 'dynamic',
      run(rows: readonly Cells[], run: Run): Cell {
        const found = values(cell, rows, run);
        const most = limitOf(limit, run);
        if (!distinct) return found.slice(0, most);
        const seen = new Map<string, Cell>();
        for (const each of found.flatMap((item) => (isList(item) ? item : [item]))) {
          const key = keyOf(each);
          if (!seen.has(key)) seen.set(key, each);
        }
        return [...seen.values()].slice(0, most);
      },
    };
  };
}

const withNulls: BuildAggregate = ([value]) => {
  const cell = value && as(value, 'dynamic');
  return { type: 'dynamic', run: (rows, run) => (cell ? rows.map((row) => cell.run(row, run)) : []) };
};

/** The first bag to have a key keeps its value. https://learn.microsoft.com/kusto/query/make-bag-aggregation-function */
const makeBag: BuildAggregate = ([value]) => ({
  type: 'dynamic',
  run(rows, run) {
    const merged = new Map<string, Cell>();
    const bags = value ? values(value, rows, run).filter((cell): cell is Bag => isBag(cell)) : [];
    for (const bag of bags) for (const [name, cell] of bag) if (!merged.has(name)) merged.set(name, cell);
    return merged;
  },
});

/** Any value will do: the first that is not null or empty. https://learn.microsoft.com/kusto/query/take-any-aggregation-function */
const takeAny: BuildAggregate = ([value]) => ({
  type: value?.type ?? 'dynamic',
  run(rows, run) {
    const found = value ? values(value, rows, run) : [];
    return found.find((cell) => cell !== '') ?? found[0] ?? (value?.type === 'string' ? '' : null);
  },
});

const MAKE_SET = collected(true);
const MAKE_LIST = collected(false);

export const COLLECTIONS: Aggregates = {
  make_set: MAKE_SET,
  makeset: MAKE_SET,
  make_set_if: conditional(MAKE_SET),
  make_list: MAKE_LIST,
  makelist: MAKE_LIST,
  make_list_if: conditional(MAKE_LIST),
  make_list_with_nulls: withNulls,
  make_bag: makeBag,
  make_bag_if: conditional(makeBag),
  make_dictionary: makeBag,
  take_any: takeAny,
  any: takeAny,
  take_anyif: conditional(takeAny),
  anyif: conditional(takeAny),
};
