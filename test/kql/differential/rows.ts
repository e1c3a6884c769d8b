import { defenderTables, type TableSchemas, translationRules, workspaceTables } from '../../../src/kql/reference.ts';
import type { Row, SampleData, Value } from '../../../src/prove/language.ts';

/*
 * The same rows in two schemas: as Microsoft Defender XDR's advanced hunting holds them, and as a Log Analytics workspace does that it
 * streams them into. Made from the reference alone, none of the code under test.
 */

const COLUMN = /(?:\['((?:[^'\\]|\\.)*)'\]|(\w+)):(\w+)/g;

/** Defender's tables, those that go by an old name too, and the ones of a connected workspace beside them. */
export function defenderAndWorkspace(): TableSchemas {
  const tables = defenderTables();
  const retired = Object.entries(translationRules().retiredTables).map(([name, { replacedBy }]) => [
    name,
    tables[replacedBy] ?? '',
  ]);
  return { ...workspaceTables(), ...Object.fromEntries(retired) };
}

export function columnsOf(list: string): ReadonlyMap<string, string> {
  return new Map([...list.matchAll(COLUMN)].map(([, quoted, plain, type = '']) => [plain ?? quoted ?? '', type]));
}

/** When a table that has no time in Defender was streamed: far from everything that a hunt asks for. */
const LONG_AGO = '2020-02-02T02:02:02Z';

/** Rows of Defender's tables (and of a workspace's own beside them) as the workspace has them. */
export function inWorkspace({ tables, ...rest }: SampleData): SampleData {
  const moved: Record<string, Row[]> = {};
  for (const [table, rows] of Object.entries(tables)) {
    const [target, move] = moveOf(table);
    for (const row of rows) {
      moved[target] ??= [];
      moved[target].push(move(row));
    }
  }
  return { ...rest, tables: moved };
}

type Move = (row: Row) => Row;

function moveOf(table: string): [target: string, move: Move] {
  const { streamedTables, timelessTables, defenderOnlyTables, retiredTables } = translationRules();
  if (streamedTables.includes(table)) {
    const timeless: Row = timelessTables.includes(table) ? { TimeGenerated: LONG_AGO } : {};
    return [table, (row) => ({ ...timeless, ...streamed(table, row) })];
  }
  const mapping = defenderOnlyTables[retiredTables[table]?.replacedBy ?? table];
  const [target] = mapping?.loganalytics ?? [];
  if (target !== undefined && mapping?.columns) {
    const columns = mapping.columns;
    return [target, (row) => mapped(row, columns, target)];
  }
  return [table, (row) => row];
}

function streamed(table: string, row: Row): Row {
  const { columns, missing } = translationRules();
  const here = columnsOf(defenderTables()[table] ?? '');
  const there = columnsOf(workspaceTables()[table] ?? '');
  const entries = Object.entries(row).flatMap(([column, value]): [string, Value][] => {
    if (missing[table]?.includes(column)) return [];
    // A table that is listed with both has its own time in Timestamp.
    if (column === 'TimeGenerated' && here.has('Timestamp')) return [];
    const name = column === 'Timestamp' ? 'TimeGenerated' : (columns[table]?.[column] ?? column);
    return [[name, converted(value, here.get(column) ?? '', there.get(name) ?? '')]];
  });
  return Object.fromEntries(entries);
}

/** A value in a column of another type: text that holds JSON, a number in a text. */
function converted(value: Value, from: string, to: string): Value {
  if (from === to || value === null) return value;
  if (from === 'string' && to === 'dynamic') return fromJson(String(value));
  if (to === 'string') return typeof value === 'object' ? JSON.stringify(value) : String(value);
  return to === 'real' || to === 'int' || to === 'long' ? Number(value) : value;
}

function fromJson(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return text === '' ? null : text;
  }
}

/** A row of a table that the workspace has under another name: what `Defender column = expression` was made of. */
function mapped(row: Row, columns: Readonly<Record<string, string>>, table: string): Row {
  const types = columnsOf(workspaceTables()[table] ?? '');
  const moved: Record<string, Value> = {};
  for (const [column, expression] of Object.entries(columns)) {
    const value = row[column];
    const [, source = '', path = ''] = /^(?:to\w+\()?(\w+)((?:\.\w+)*)\)?$/.exec(expression) ?? [];
    if (value === undefined || source === '') continue;
    if (path === '') moved[source] = types.get(source) === 'string' ? String(value ?? '') : value;
    else moved[source] = placed(moved[source], path.slice(1).split('.'), value);
  }
  return moved;
}

function placed(given: Value | undefined, [key = '', ...rest]: readonly string[], value: Value): Value {
  const bag = typeof given === 'object' && given !== null && !Array.isArray(given) ? (given as Row) : {};
  return { ...bag, [key]: rest.length === 0 ? value : placed(bag[key], rest, value) };
}
