import { type Cell, isBag, isList, type ScalarType, Tagged } from './cells.ts';
import { dynamicReal, formatReal, parseJson, printJson } from './json.ts';
import { type Whole, whole, wholeOfReal } from './numbers.ts';
import { parseDatetime, parseTimespan } from './parse-time.ts';
import { formatDatetime, formatTimespan, inRange } from './ticks.ts';

/** Conversions between types, as the functions to*() make them; what cannot be converted is null. */

/** https://learn.microsoft.com/kusto/query/tostring-function */
export function toText(cell: Cell, type: ScalarType): string {
  if (cell === null) return '';
  switch (type) {
    case 'string':
    case 'guid':
      return cell as string;
    case 'real':
      return formatReal(cell as number);
    case 'datetime':
      return formatDatetime(cell as Whole);
    case 'timespan':
      return formatTimespan(cell as Whole);
    case 'dynamic':
      return dynamicText(cell);
    case 'bool':
      return cell ? 'True' : 'False';
    default:
      return String(cell);
  }
}

/** A text inside a dynamic is told without quotes, everything else as JSON: `true`, not `True`. */
function dynamicText(cell: Cell): string {
  if (typeof cell === 'string') return cell;
  if (cell instanceof Tagged) return toText(cell.value, cell.type);
  return printJson(cell);
}

/** A typed value as a dynamic holds it. */
export function toDynamic(cell: Cell, type: ScalarType): Cell {
  if (cell === null) return null;
  if (type === 'real') return dynamicReal(cell as number);
  if (type === 'datetime' || type === 'timespan') return new Tagged(type, cell as Whole);
  return cell;
}

/** The value inside a dynamic with the type that it has by itself. */
export function scalarOf(cell: Cell): { readonly cell: Cell; readonly type: ScalarType } {
  if (cell instanceof Tagged) return { cell: cell.value, type: cell.type };
  if (typeof cell === 'string') return { cell, type: 'string' };
  if (typeof cell === 'boolean') return { cell, type: 'bool' };
  if (typeof cell === 'bigint') return { cell, type: 'long' };
  if (typeof cell === 'number') return { cell, type: Number.isInteger(cell) ? 'long' : 'real' };
  return { cell, type: 'dynamic' };
}

/** https://learn.microsoft.com/kusto/query/tolong-function */
export function toLong(cell: Cell, type: ScalarType): Whole | null {
  if (cell === null) return null;
  switch (type) {
    case 'bool':
      return cell ? 1 : 0;
    case 'real':
      return Number.isFinite(cell) ? saturated(cell as number, 64) : null;
    case 'string':
      return longOfText(cell as string);
    case 'dynamic':
      return unwrap(cell, toLong);
    case 'guid':
      return null;
    default:
      return cell as Whole;
  }
}

/** A long is cut to its low 32 bits, a real saturates, a text that does not fit is null. */
export function toInt(cell: Cell, type: ScalarType): number | null {
  if (type === 'dynamic') return unwrap(cell, toInt);
  if (type === 'real') return Number.isFinite(cell) ? Number(saturated(cell as number, 32)) : null;
  const value = toLong(cell, type);
  if (value === null) return null;
  if (type !== 'string') return Number(BigInt.asIntN(32, BigInt(value)));
  return value >= -2147483648 && value <= 2147483647 ? Number(value) : null;
}

/** Cut towards zero; what is too large becomes the largest. */
function saturated(value: number, bits: 32 | 64): Whole {
  const limit = 2n ** BigInt(bits - 1);
  if (value >= Number(limit)) return whole(limit - 1n);
  return value <= -Number(limit) ? whole(-limit) : (wholeOfReal(value) as Whole);
}

function longOfText(text: string): Whole | null {
  const trimmed = text.trim();
  if (/^[+-]?\d+$/.test(trimmed)) return fitting(BigInt(trimmed));
  const hex = /^([+-])?(0x[0-9a-f]+)$/i.exec(trimmed);
  if (hex) return fitting(hex[1] === '-' ? -BigInt(hex[2] as string) : BigInt(hex[2] as string));
  return null;
}

function fitting(value: bigint): Whole | null {
  return BigInt.asIntN(64, value) === value ? whole(value) : null;
}

/** https://learn.microsoft.com/kusto/query/toreal-function */
export function toReal(cell: Cell, type: ScalarType): number | null {
  if (cell === null) return null;
  switch (type) {
    case 'bool':
      return cell ? 1 : 0;
    case 'string': {
      const text = (cell as string).trim();
      if (/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) return Number(text);
      const special = /^([+-])?(?:inf|infinity|∞)$/i.exec(text);
      if (special) return special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
      return /^nan$/i.test(text) ? Number.NaN : null;
    }
    case 'dynamic':
      return unwrap(cell, toReal);
    case 'guid':
      return null;
    default:
      return Number(cell);
  }
}

/** https://learn.microsoft.com/kusto/query/tobool-function */
export function toBool(cell: Cell, type: ScalarType): boolean | null {
  if (cell === null) return null;
  switch (type) {
    case 'bool':
      return cell as boolean;
    case 'string': {
      const text = (cell as string).trim().toLowerCase();
      if (text === 'true' || text === 'false') return text === 'true';
      const number = longOfText(text);
      return number === null ? null : number !== 0;
    }
    case 'dynamic':
      return unwrap(cell, toBool);
    case 'int':
    case 'long':
    case 'real':
      return cell !== 0;
    default:
      return null;
  }
}

/** https://learn.microsoft.com/kusto/query/todatetime-function */
export function toDatetime(cell: Cell, type: ScalarType): Whole | null {
  if (cell === null) return null;
  switch (type) {
    case 'datetime':
      return cell as Whole;
    case 'string':
      return parseDatetime(cell as string);
    case 'int':
    case 'long':
      return inRange(BigInt(cell as Whole));
    case 'dynamic':
      return unwrap(cell, toDatetime);
    default:
      return null;
  }
}

/** https://learn.microsoft.com/kusto/query/totimespan-function */
export function toTimespan(cell: Cell, type: ScalarType): Whole | null {
  if (cell === null) return null;
  switch (type) {
    case 'timespan':
    case 'int':
    case 'long':
      return cell as Whole;
    case 'string':
      return parseTimespan(cell as string);
    case 'dynamic':
      return unwrap(cell, toTimespan);
    default:
      return null;
  }
}

const GUID = /^[({]?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})[)}]?$/i;

/** https://learn.microsoft.com/kusto/query/toguid-function */
export function toGuid(cell: Cell, type: ScalarType): string | null {
  const match = cell === null ? null : GUID.exec(toText(cell, type).trim());
  return match ? match.slice(1).join('-').toLowerCase() : null;
}

/** Text that is no JSON stays a string; the empty text is null. https://learn.microsoft.com/kusto/query/parse-json-function */
export function jsonOf(text: string): Cell {
  if (text === '') return null;
  const cell = parseJson(text);
  return cell === undefined ? text : cell;
}

function unwrap<T>(cell: Cell, convert: (cell: Cell, type: ScalarType) => T | null): T | null {
  if (isList(cell) || isBag(cell)) return null;
  const inside = scalarOf(cell);
  return inside.type === 'dynamic' ? null : convert(inside.cell, inside.type);
}

/** The conversion that a target type asks for. */
export function converter(to: ScalarType): (cell: Cell, from: ScalarType) => Cell {
  switch (to) {
    case 'bool':
      return toBool;
    case 'int':
      return toInt;
    case 'long':
      return toLong;
    case 'real':
    case 'decimal':
      return toReal;
    case 'datetime':
      return toDatetime;
    case 'timespan':
      return toTimespan;
    case 'guid':
      return toGuid;
    case 'dynamic':
      return toDynamic;
    default:
      return toText;
  }
}
