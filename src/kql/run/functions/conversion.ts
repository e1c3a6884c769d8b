import { type Cell, emptyOf, isBag, isList, type ScalarType, Tagged } from '../cells.ts';
import { converter, jsonOf, toText } from '../convert.ts';
import { formatReal } from '../json.ts';
import { commonType } from '../scalars.ts';
import { type Functions, fn, type ScalarFunction, typed, withNulls } from './define.ts';

/** https://learn.microsoft.com/kusto/query/scalar-functions#conversion-functions */

function to(type: ScalarType): ScalarFunction {
  return typed('any', type, ([from = 'dynamic']) => {
    const convert = converter(type);
    return (cell) => convert(cell as Cell, from);
  });
}

/** Text is read as JSON; everything else stays. */
const parseJson = typed('any', 'dynamic', ([from = 'dynamic']) => {
  const convert = converter('dynamic');
  return (cell) => (from === 'string' ? jsonOf(cell as string) : convert(cell as Cell, from));
});

const isEmpty =
  (type: ScalarType) =>
  (cell: Cell | undefined): boolean =>
    type === 'dynamic' ? toText(cell ?? null, 'dynamic') === '' : cell === null || cell === '';

/** The first argument that is neither null nor, of text, empty. https://learn.microsoft.com/kusto/query/coalesce-function */
const coalesce = typed(
  'any any*',
  (args) => commonType(args.map(({ type }) => type)),
  (types) => {
    const target = commonType(types);
    const convert = converter(target);
    return (...cells) => {
      const at = cells.findIndex((cell, index) => cell !== null && !(types[index] === 'string' && cell === ''));
      if (at < 0) return emptyOf(target);
      const type = types[at] as ScalarType;
      return type === target ? (cells[at] as Cell) : convert(cells[at] as Cell, type);
    };
  },
);

/** https://learn.microsoft.com/kusto/query/gettype-function */
function typeName(cell: Cell, type: ScalarType): string {
  if (type !== 'dynamic') return type;
  if (cell === null) return 'null';
  if (isList(cell)) return 'array';
  if (isBag(cell)) return 'dictionary';
  if (cell instanceof Tagged) return cell.type === 'real' ? 'double' : cell.type;
  if (typeof cell === 'number') return Number.isInteger(cell) ? 'long' : 'double';
  return typeof cell === 'boolean' ? 'bool' : typeof cell === 'bigint' ? 'long' : 'string';
}

export const CONVERSION: Functions = {
  tostring: to('string'),
  tolong: to('long'),
  toint: to('int'),
  toreal: to('real'),
  todouble: to('real'),
  tobool: to('bool'),
  toboolean: to('bool'),
  todatetime: to('datetime'),
  totimespan: to('timespan'),
  totime: to('timespan'),
  toguid: to('guid'),
  todynamic: parseJson,
  toobject: parseJson,
  parse_json: parseJson,
  parsejson: parseJson,
  tohex: fn('long long?', 'string', (value, length) =>
    BigInt.asUintN(64, BigInt(value as number | bigint))
      .toString(16)
      .padStart(Number(length ?? 0), '0'),
  ),
  isnull: withNulls('any', 'bool', (cell) => cell === null),
  isnotnull: withNulls('any', 'bool', (cell) => cell !== null),
  notnull: withNulls('any', 'bool', (cell) => cell !== null),
  isempty: typed('any', 'bool', ([type = 'dynamic']) => isEmpty(type)),
  isnotempty: typed(
    'any',
    'bool',
    ([type = 'dynamic']) =>
      (cell) =>
        !isEmpty(type)(cell),
  ),
  notempty: typed(
    'any',
    'bool',
    ([type = 'dynamic']) =>
      (cell) =>
        !isEmpty(type)(cell),
  ),
  not: fn('bool', 'bool', (value) => !value),
  coalesce,
  gettype: typed(
    'any',
    'string',
    ([type = 'dynamic']) =>
      (cell) =>
        typeName(cell as Cell, type),
  ),
  isnan: fn('real', 'bool', (value) => Number.isNaN(value)),
  isinf: fn('real', 'bool', (value) => Math.abs(value as number) === Number.POSITIVE_INFINITY),
  isfinite: fn('real', 'bool', (value) => Number.isFinite(value)),
  format_bytes: fn('real long? string?', 'string', (value, precision, units) =>
    formatBytes(value as number, Number(precision ?? 0), (units ?? '') as string),
  ),
};

const BYTES = ['Bytes', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB'];

/** https://learn.microsoft.com/kusto/query/format-bytes-function */
function formatBytes(value: number, precision: number, wanted: string): string {
  const fixed = BYTES.indexOf(wanted);
  let at = Math.max(fixed, 0);
  if (fixed < 0) while (at < BYTES.length - 1 && Math.abs(value) >= 1024 ** (at + 1)) at++;
  const scaled = value / 1024 ** at;
  const rounded = Number(scaled.toFixed(precision));
  return `${Number.isInteger(rounded) ? rounded : formatReal(rounded)} ${BYTES[at]}`;
}
