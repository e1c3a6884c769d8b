import { createHash } from 'node:crypto';
import { type Expression, failQuery, type Named, parseQuery, type Step } from './syntax.ts';

export interface Column {
  readonly name: string;
  readonly type: string;
}

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

export type Row = Readonly<Record<string, unknown>>;

export interface Database {
  table(name: string): Table | undefined;
  /** Text of a saved function. */
  body(name: string): string | undefined;
}

const MAX_DEPTH = 5;

/** Runs a query over a database. Throws a QueryFailure where Kusto would refuse it. */
export function runQuery(text: string, database: Database, depth = 0): Table {
  const { source, steps } = parseQuery(text);
  const found = database.table(source);
  const body = found ? undefined : database.body(source);
  if (!found && (body === undefined || depth >= MAX_DEPTH)) return unresolved('table or column', source, steps[0]?.op);
  return steps.reduce(apply, found ?? runQuery(body ?? '', database, depth + 1));
}

function apply(table: Table, step: Step): Table {
  const { columns, rows } = table;
  switch (step.op) {
    case 'where':
      typeOf(step.condition, table, step.op);
      return { columns, rows: rows.filter((row) => evaluate(step.condition, row) === true) };
    case 'project':
      return derive(table, step.columns, step.op);
    case 'extend': {
      const names = new Set(step.columns.map(({ name }) => name));
      const kept = columns.filter(({ name }) => !names.has(name));
      const same = kept.map(({ name }): Named => ({ name, value: { kind: 'column', name } }));
      return derive(table, [...same, ...step.columns], step.op);
    }
    case 'summarize':
      return summarize(table, step.aggregates, step.by);
    case 'order': {
      typeOf({ kind: 'column', name: step.column }, table, step.op);
      const sign = step.descending ? -1 : 1;
      return { columns, rows: [...rows].sort((a, b) => sign * compare(a[step.column], b[step.column])) };
    }
    case 'take':
      return { columns, rows: rows.slice(0, step.rows) };
    case 'count':
      return { columns: [{ name: 'Count', type: 'long' }], rows: [{ Count: rows.length }] };
  }
}

function derive(table: Table, named: readonly Named[], op: string): Table {
  return {
    columns: named.map(({ name, value }) => ({ name, type: typeOf(value, table, op) })),
    rows: table.rows.map((row) => Object.fromEntries(named.map(({ name, value }) => [name, evaluate(value, row)]))),
  };
}

/** `count()`, and `arg_max(column, *)`, which keeps the whole row that has the largest value. */
function summarize(table: Table, aggregates: readonly Named[], by: readonly string[]): Table {
  for (const name of by) typeOf({ kind: 'column', name }, table, 'summarize');
  const groups = new Map<string, Row[]>();
  for (const row of table.rows) {
    const key = JSON.stringify(by.map((name) => row[name] ?? null));
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  if (by.length === 0 && groups.size === 0) groups.set('', []);
  const grouping = table.columns.filter(({ name }) => by.includes(name));
  const parts = aggregates.map(({ name, value }) => {
    if (value.kind === 'call' && value.name === 'count' && value.args.length === 0) {
      return { columns: [{ name, type: 'long' }], of: (rows: readonly Row[]): Row => ({ [name]: rows.length }) };
    }
    const [over, all] = value.kind === 'call' && value.name === 'arg_max' ? value.args : [];
    if (over?.kind !== 'column' || all?.kind !== 'all') {
      return failQuery('SemanticError', 'SEM0001', 'The stand-in summarizes by arg_max(column, *) and count() only.');
    }
    typeOf(over, table, 'summarize');
    const others = table.columns.filter((column) => !by.includes(column.name));
    const first = others.filter((column) => column.name === over.name);
    return {
      columns: [...first, ...others.filter((column) => column.name !== over.name)],
      // Which of several equal ones Kusto takes is not said: here it is the last.
      of: (rows: readonly Row[]): Row =>
        rows.reduce((best, row) => (compare(row[over.name], best[over.name]) >= 0 ? row : best)),
    };
  });
  return {
    columns: [...grouping, ...parts.flatMap(({ columns }) => columns)],
    rows: [...groups.values()].map((rows) => Object.assign({ ...rows[0] }, ...parts.map((part) => part.of(rows)))),
  };
}

/** The type of an expression over a table; refuses columns and functions that are not there. */
function typeOf(expression: Expression, table: Table, op: string): string {
  switch (expression.kind) {
    case 'literal':
      return typeof expression.value === 'string' ? 'string' : typeof expression.value === 'number' ? 'long' : 'bool';
    case 'column': {
      const column = table.columns.find(({ name }) => name === expression.name);
      return column?.type ?? unresolved('scalar', expression.name, op);
    }
    case 'binary':
      typeOf(expression.left, table, op);
      typeOf(expression.right, table, op);
      return 'bool';
    case 'call':
      if (expression.name !== 'hash' || expression.args.length === 0) {
        return failQuery('SemanticError', 'SEM0260', `Unknown function: '${expression.name}'.`);
      }
      for (const arg of expression.args) typeOf(arg, table, op);
      return 'long';
    case 'all':
      return failQuery('SyntaxError', 'SYN0002', "A recognition error occurred near '*'.");
  }
}

function evaluate(expression: Expression, row: Row): unknown {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'column':
      return row[expression.name] ?? null;
    case 'call': {
      const [value, mod] = expression.args.map((arg) => evaluate(arg, row));
      return hash(value, mod);
    }
    case 'binary': {
      const [left, right] = [evaluate(expression.left, row), evaluate(expression.right, row)];
      if (expression.op === 'and') return left === true && right === true;
      if (expression.op === 'or') return left === true || right === true;
      // A null is equal to nothing, so different from everything
      // (https://learn.microsoft.com/kusto/query/scalar-data-types/null-values).
      if (left === null || right === null) return expression.op === '!=' && left !== right;
      const order = compare(left, right);
      const holds = { '==': order === 0, '!=': order !== 0, '<': order < 0, '>': order > 0, '<=': order <= 0 };
      return holds[expression.op as keyof typeof holds] ?? order >= 0;
    }
    case 'all':
      return null;
  }
}

/** `hash(value, mod)`: some number below `mod`, the same for the same value. */
function hash(value: unknown, mod: unknown = 2 ** 31): number {
  return createHash('sha256').update(String(value)).digest().readUInt32BE() % Number(mod);
}

function compare(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (a === null || a === undefined) return -1;
  if (b === null || b === undefined) return 1;
  return (a as string) < (b as string) ? -1 : 1;
}

/** The words that Kusto has for a name that it does not know. */
function unresolved(what: string, name: string, op: string | undefined): never {
  const place = op === undefined ? '' : `'${op}' operator: `;
  const rest = what === 'scalar' ? 'scalar expression' : `${what} expression`;
  return failQuery('SemanticError', 'SEM0100', `${place}Failed to resolve ${rest} named '${name}'`);
}
