import type { Row, Value } from '../../../prove/language.ts';
import { type Cell, type Cells, type Column, emptyOf } from '../cells.ts';
import { createNames, declaredName, plainExpression } from '../naming.ts';
import { add, type Whole } from '../numbers.ts';
import type { Compiler, Relation, Run, Scope } from '../plan.ts';
import { ShapeWanted } from '../plan.ts';
import { as, constantOf } from '../scalars.ts';
import { items, nameOf, part, type Syntax, tokenText } from '../syntax.ts';
import { ticksOfDate } from '../ticks.ts';
import { scalarType } from '../types.ts';
import { cellOf } from '../values.ts';

/** Where rows come from. */

const COLUMN = /(?:\['((?:[^'\\]|\\.)*)'\]|(\w+)):(\w+)/g;

const parsed = new Map<string, readonly Column[]>();

/** The columns of a schema's list, `A:string,B:datetime`. */
function columnsOfList(list: string): readonly Column[] {
  let columns = parsed.get(list);
  if (!columns) {
    columns = [...list.matchAll(COLUMN)].map(([, quoted = '', plain, type = '']) => ({
      name: plain ?? quoted.replace(/\\(.)/g, '$1'),
      type: scalarType(type),
    }));
    parsed.set(list, columns);
  }
  return columns;
}

const read = new WeakMap<readonly Row[], Map<readonly Column[], readonly Cells[]>>();

/** Rows as JSON has them, by the columns' types; read once, however often they are run on. */
function rowsOf(table: string, rows: readonly Row[], columns: readonly Column[]): readonly Cells[] {
  let known = read.get(rows);
  if (!known) {
    known = new Map();
    read.set(rows, known);
  }
  let cells = known.get(columns);
  if (!cells) {
    cells = rows.map((row) =>
      columns.map(({ name, type }) => cellOf(row[name] as Value | undefined, type, `${table}.${name}`)),
    );
    known.set(columns, cells);
  }
  return cells;
}

/** A table of the schema; one that the data lack has no rows. The dispatch window is laid over its time column. */
export function tableRelation(name: string, compiler: Compiler): Relation {
  const columns = columnsOfList(compiler.schema.tables[name] ?? '');
  const time = ['TimeGenerated', 'Timestamp']
    .map((each) => columns.findIndex((column) => column.name === each && column.type === 'datetime'))
    .find((at) => at >= 0);
  return {
    columns,
    run(run) {
      const rows = run.data.tables[name];
      if (!rows) return [];
      run.spend(rows.length);
      const cells = rowsOf(name, rows, columns);
      const { window } = run.options;
      if (!window || time === undefined) return cells;
      const [from, to] = [ticksOfDate(window.earliest), ticksOfDate(window.latest)];
      return cells.filter((row) => {
        const at = row[time];
        return at !== null && (at as Whole) >= from && (at as Whole) < to;
      });
    },
  };
}

/** Rows of a watchlist: texts, and the key that Sentinel adds. https://learn.microsoft.com/azure/sentinel/watchlists-queries */
export function watchlist(node: Syntax, scope: Scope, compiler: Compiler): Relation {
  const [argument] = items(part(node, 'ArgumentList'), 'Expressions');
  const name = argument ? compiler.scalar(argument, { ...scope, row: null }).literal : undefined;
  if (typeof name !== 'string') {
    compiler.unknown('a watchlist whose name is computed');
    return { columns: [], run: () => [] };
  }
  const rowsIn = (run: Run): readonly Row[] => run.data.lookups?.[name] ?? [];
  const columns = compiler.shapes.get(node);
  if (!columns) {
    throw new ShapeWanted(node, (run) => {
      const names = new Set(['_DTItemId', 'LastUpdatedTimeUTC', 'SearchKey', 'WatchlistItem']);
      for (const row of rowsIn(run)) for (const each of Object.keys(row)) names.add(each);
      return [...names].map((each) => ({
        name: each,
        type: each === 'LastUpdatedTimeUTC' ? 'datetime' : each === 'WatchlistItem' ? 'dynamic' : 'string',
      }));
    });
  }
  return { columns, run: (run) => rowsOf(name, rowsIn(run), columns) };
}

/** https://learn.microsoft.com/kusto/query/datatable-operator */
export function compileDatatable(node: Syntax, scope: Scope, compiler: Compiler): Relation {
  const columns = items(part(node, 'Schema'), 'Columns').map((column) => ({
    name: nameOf(part(column, 'Name')),
    type: scalarType(tokenText(part(column, 'Type'))),
  }));
  const values = items(node, 'Values').map((value, at) => {
    const type = columns[at % columns.length]?.type ?? 'dynamic';
    return as(compiler.scalar(value, { ...scope, row: null }), type);
  });
  return {
    columns,
    run: (run) =>
      Array.from({ length: Math.floor(values.length / Math.max(1, columns.length)) }, (_, row) =>
        columns.map(({ type }, at): Cell => {
          const value = values[row * columns.length + at];
          return value ? constantOf(value, run) : emptyOf(type);
        }),
      ),
  };
}

/** https://learn.microsoft.com/kusto/query/print-operator */
export function compilePrint(node: Syntax, scope: Scope, compiler: Compiler): Relation {
  const names = createNames();
  const outputs = items(node, 'Expressions').map((each, at) => {
    const value = compiler.scalar(plainExpression(each), { ...scope, row: null });
    return { name: names.claim(declaredName(each) ?? `print_${at}`), type: value.type, value };
  });
  return {
    columns: outputs.map(({ name, type }) => ({ name, type })),
    run: (run) => [outputs.map(({ value }) => constantOf(value, run))],
  };
}

/** https://learn.microsoft.com/kusto/query/range-operator */
export function compileRange(node: Syntax, scope: Scope, compiler: Compiler): Relation {
  const inner = { ...scope, row: null };
  const [from, to, step] = ['From', 'To', 'Step'].map((name) => compiler.scalar(part(node, name), inner));
  const type = from?.type === 'int' ? 'long' : (from?.type ?? 'long');
  return {
    columns: [{ name: nameOf(part(node, 'Name')), type }],
    run(run) {
      const [first, last, by] = [from, to, step].map((scalar) => (scalar ? constantOf(scalar, run) : null));
      const rows: Cells[] = [];
      if (first == null || last == null || by == null || by === 0) return rows;
      const up = (by as Whole) > 0;
      for (let at = first as Whole; up ? at <= (last as Whole) : at >= (last as Whole); ) {
        run.spend(1);
        rows.push([at]);
        at = type === 'real' ? Number(at) + Number(by) : add(at, by as Whole);
      }
      return rows;
    },
  };
}
