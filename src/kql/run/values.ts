import type { Value } from '../../prove/language.ts';
import { type Cell, emptyOf, isBag, isList, type ScalarType, Tagged } from './cells.ts';
import { jsonOf, toBool, toDatetime, toGuid, toInt, toLong, toReal, toText, toTimespan } from './convert.ts';
import { NotEvaluated } from './errors.ts';
import { dynamicReal, formatReal } from './json.ts';
import { whole } from './numbers.ts';

/** Between the values of sample rows and the cells that are computed with. */

/** A value that is of another type than its column is not evaluated: it is a mistake in the sample. */
export function cellOf(value: Value | undefined, type: ScalarType, place: string): Cell {
  if (value === null || value === undefined) return emptyOf(type);
  if (type === 'string') return typeof value === 'string' ? value : toText(dynamicOf(value), 'dynamic');
  if (type === 'dynamic') return typeof value === 'string' ? parsedText(value) : dynamicOf(value);
  if (value === '') return null;
  const cell = converted(value, type);
  if (cell === null) throw new NotEvaluated(`value ${JSON.stringify(value)} in ${place}, which is a ${type}`);
  return cell;
}

/** Text in a dynamic column is JSON where it looks so, as it is when rows are ingested. */
function parsedText(text: string): Cell {
  return /^\s*[[{]/.test(text) ? jsonOf(text) : text;
}

function dynamicOf(value: Value): Cell {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? value : Number.isInteger(value) ? whole(BigInt(value)) : dynamicReal(value);
  }
  if (Array.isArray(value)) return value.map(dynamicOf);
  return new Map(Object.entries(value).map(([name, item]) => [name, dynamicOf(item as Value)]));
}

function converted(value: Value, type: ScalarType): Cell {
  const cell = dynamicOf(value);
  const from: ScalarType = typeof value === 'string' ? 'string' : 'dynamic';
  switch (type) {
    case 'bool':
      return toBool(cell, from);
    case 'int':
      return toInt(cell, from);
    case 'long':
      return toLong(cell, from);
    case 'real':
    case 'decimal':
      return toReal(cell, from);
    case 'datetime':
      return toDatetime(cell, from);
    case 'timespan':
      return toTimespan(cell, from);
    default:
      return toGuid(cell, from);
  }
}

/** A cell as JSON has it. */
export function valueOfCell(cell: Cell, type: ScalarType): Value {
  if (cell === null || typeof cell === 'boolean' || typeof cell === 'string') return cell;
  if (type === 'dynamic') return ofDynamic(cell);
  if (type === 'datetime' || type === 'timespan') return toText(cell, type);
  if (typeof cell === 'bigint') return String(cell);
  return typeof cell === 'number' && Number.isFinite(cell) ? cell : toText(cell, type);
}

function ofDynamic(cell: Cell): Value {
  if (cell instanceof Tagged) return cell.type === 'real' ? Number(cell.value) : toText(cell.value, cell.type);
  if (isList(cell)) return cell.map(ofDynamic);
  if (isBag(cell)) return Object.fromEntries([...cell].map(([name, item]) => [name, ofDynamic(item)]));
  if (typeof cell === 'bigint') return String(cell);
  return typeof cell === 'number' && !Number.isFinite(cell) ? formatReal(cell) : (cell as Value);
}
