/** Kusto's scalar types. https://learn.microsoft.com/kusto/query/scalar-data-types/ */
export type ScalarType =
  | 'bool'
  | 'int'
  | 'long'
  | 'real'
  | 'string'
  | 'datetime'
  | 'timespan'
  | 'guid'
  | 'dynamic'
  | 'decimal';

/**
 * A value at run time. What it means is told by the type of the expression it comes from:
 * int, long: a number while it is a safe integer, else a bigint; real: a number; datetime: ticks (100 ns) since year 1;
 * timespan: ticks; both as longs are. string is never null. guid: lower-case text. decimal is not evaluated.
 */
export type Cell = null | boolean | number | bigint | string | Tagged | readonly Cell[] | Bag;

export type Cells = readonly Cell[];

/** A property bag: keeps the order of its keys, whatever they are called. */
export type Bag = ReadonlyMap<string, Cell>;

/** A value inside a dynamic whose type its representation does not tell: 1.0, a datetime, a timespan. */
export class Tagged {
  readonly type: 'real' | 'datetime' | 'timespan';
  readonly value: number | bigint;

  constructor(type: 'real' | 'datetime' | 'timespan', value: number | bigint) {
    this.type = type;
    this.value = value;
  }
}

export interface Column {
  readonly name: string;
  readonly type: ScalarType;
}

export function isBag(cell: Cell | undefined): cell is Bag {
  return cell instanceof Map;
}

export function isList(cell: Cell | undefined): cell is readonly Cell[] {
  return Array.isArray(cell);
}

/** What a column of this type holds where a row has nothing: the empty string has no null beside it. */
export function emptyOf(type: ScalarType): Cell {
  return type === 'string' ? '' : null;
}

/** A text that two cells of one type share where they are equal, for grouping and joining. */
export function keyOf(cell: Cell): string {
  switch (typeof cell) {
    case 'string':
      return `s${cell}`;
    case 'number':
      return `d${cell === 0 ? 0 : cell}`;
    case 'bigint':
      return `d${cell}`;
    case 'boolean':
      return cell ? 't' : 'f';
    default:
      break;
  }
  if (cell === null) return 'n';
  if (cell instanceof Tagged) return cell.type === 'real' ? `d${cell.value}` : `${cell.type}${cell.value}`;
  if (isList(cell)) return `[${cell.map((item) => JSON.stringify(keyOf(item))).join()}]`;
  return `{${[...cell].map(([name, item]) => `${JSON.stringify(name)}:${JSON.stringify(keyOf(item))}`).join()}}`;
}

export function rowKey(cells: Cells): string {
  if (cells.length === 1) return keyOf(cells[0] as Cell);
  return JSON.stringify(cells.map(keyOf));
}

/** Orders two cells of one type, neither of them null: numbers by value, text by code unit, false before true. */
export function compareCells(a: Cell, b: Cell): number {
  const [x, y] = [plain(a), plain(b)];
  if (typeof x === typeof y || (isNumeric(x) && isNumeric(y))) {
    return x < y ? -1 : x > y ? 1 : 0;
  }
  return rank(x) - rank(y);
}

function plain(cell: Cell): boolean | number | bigint | string {
  if (cell instanceof Tagged) return cell.value;
  return typeof cell === 'object' ? keyOf(cell) : cell;
}

function isNumeric(cell: unknown): boolean {
  return typeof cell === 'number' || typeof cell === 'bigint';
}

function rank(cell: boolean | number | bigint | string): number {
  return typeof cell === 'boolean' ? 0 : typeof cell === 'string' ? 2 : 1;
}
