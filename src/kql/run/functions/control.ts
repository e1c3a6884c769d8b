import { argumentsOf, calledName } from '../calls.ts';
import { type Cell, type Cells, emptyOf } from '../cells.ts';
import type { Compiler, Scalar, Scope } from '../plan.ts';
import { as, commonType, nothing } from '../scalars.ts';
import type { Syntax } from '../syntax.ts';
import type { Functions, ScalarFunction } from './define.ts';

/** Functions that look at their call, or compute only one of their arguments. */

/** The branches brought to one type. */
function united(branches: readonly Scalar[]): Scalar[] {
  const type = commonType(branches.map((branch) => branch.type));
  return branches.map((branch) => as(branch, type));
}

/** Null counts as false. https://learn.microsoft.com/kusto/query/case-function and https://learn.microsoft.com/kusto/query/iff-function */
function choose(conditions: readonly Scalar[], results: readonly Scalar[]): Scalar {
  const tests = conditions.map((condition) => as(condition, 'bool'));
  const values = united(results);
  const last = values.at(-1) as Scalar;
  return {
    type: last.type,
    constant: [...tests, ...values].every(({ constant }) => constant),
    run(row, run) {
      const at = tests.findIndex((test) => test.run(row, run) === true);
      return (values[at] ?? last).run(row, run);
    },
  };
}

const iff: ScalarFunction = {
  build(args, compiler) {
    const [condition, yes, no] = args;
    if (condition && yes && no && args.length === 3) return choose([condition], [yes, no]);
    compiler.unknown('a call of iff() without three arguments');
    return nothing('dynamic');
  },
};

const caseOf: ScalarFunction = {
  build(args, compiler) {
    if (args.length < 3 || args.length % 2 === 0) {
      compiler.unknown('a call of case() without pairs and a last argument');
      return nothing('dynamic');
    }
    const conditions = args.filter((_, at) => at % 2 === 0 && at < args.length - 1);
    const results = args.filter((_, at) => at % 2 === 1);
    return choose(conditions, [...results, args.at(-1) as Scalar]);
  },
};

/** The column if there is one, else the other argument. https://learn.microsoft.com/kusto/query/column-ifexists-function */
const columnIfExists: ScalarFunction = {
  special(node, scope, compiler) {
    const [name, fallback] = argumentsOf(node);
    const column = name && compiler.scalar(name, scope).literal;
    const at = typeof column === 'string' ? (scope.row?.indexOf(column) ?? -1) : -1;
    const type = scope.row?.columns[at]?.type;
    if (type) return { type, constant: false, run: (row) => row[at] as Cell };
    if (typeof column === 'string' && fallback) return compiler.scalar(fallback, scope);
    compiler.unknown(`a call of ${calledName(node)}() without a constant name and a default`);
    return nothing('dynamic');
  },
};

type Around = (row: Cells, run: Parameters<Scalar['run']>[1]) => Cell;

/** https://learn.microsoft.com/kusto/query/prev-function and https://learn.microsoft.com/kusto/query/next-function */
function neighbour(direction: 1 | -1): ScalarFunction {
  return {
    build(args) {
      const [value, offset, fallback] = args;
      if (!value) return nothing('dynamic');
      const type = value.type;
      const none = emptyOf(type);
      const other = fallback ? as(fallback, type) : undefined;
      const run: Around = (row, state) => {
        const { window } = state;
        if (!window) return none;
        const distance = offset ? Number(offset.run(row, state)) : 1;
        const at = window.at + direction * distance;
        const there = window.rows[at];
        if (!there) return other ? other.run(row, state) : none;
        state.window = { rows: window.rows, at };
        const cell = value.run(there, state);
        state.window = window;
        return cell;
      };
      return { type, constant: false, run };
    },
  };
}

/** https://learn.microsoft.com/kusto/query/row-number-function */
const rowNumber: ScalarFunction = {
  build([start, restart], compiler) {
    const slot = compiler.slot();
    return {
      type: 'long',
      constant: false,
      run(row, run) {
        const first = start ? Number(start.run(row, run)) : 1;
        const again = run.window?.at === 0 || restart?.run(row, run) === true;
        const number = again ? first : Number(run.slots[slot] ?? first - 1) + 1;
        run.slots[slot] = number;
        return number;
      },
    };
  },
};

/** https://learn.microsoft.com/kusto/query/row-cumsum-function */
const rowCumsum: ScalarFunction = {
  build([term, restart], compiler) {
    if (!term) return nothing('long');
    const slot = compiler.slot();
    return {
      type: term.type === 'int' ? 'long' : term.type,
      constant: false,
      run(row, run) {
        const again = run.window?.at === 0 || restart?.run(row, run) === true;
        const sum = (again ? 0 : Number(run.slots[slot] ?? 0)) + Number(term.run(row, run) ?? 0);
        run.slots[slot] = sum;
        return sum;
      },
    };
  },
};

function special(build: (args: readonly Syntax[], scope: Scope, compiler: Compiler) => Scalar): ScalarFunction {
  return { special: (node, scope, compiler) => build(argumentsOf(node), scope, compiler) };
}

/** All columns in a bag. https://learn.microsoft.com/kusto/query/pack-all-function */
const packAll = special((args, scope, compiler) => {
  const columns = scope.row?.columns ?? [];
  const cells = columns.map(({ name, type }, at) => ({
    name,
    value: as({ type, constant: false, run: (row) => row[at] as Cell }, 'dynamic'),
  }));
  const ignore = args[0] ? compiler.scalar(args[0], scope).literal === true : false;
  return {
    type: 'dynamic',
    constant: false,
    run(row, run) {
      const bag = new Map<string, Cell>();
      for (const { name, value } of cells) {
        const cell = value.run(row, run);
        if (!ignore || (cell !== null && cell !== '')) bag.set(name, cell);
      }
      return bag;
    },
  };
});

export const CONTROL: Functions = {
  iff,
  iif: iff,
  case: caseOf,
  column_ifexists: columnIfExists,
  columnifexists: columnIfExists,
  prev: neighbour(-1),
  next: neighbour(1),
  row_number: rowNumber,
  row_cumsum: rowCumsum,
  pack_all: packAll,
};
