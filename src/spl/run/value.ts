import { compareText } from '../../core/compare.ts';
import type { Row, Value } from '../../prove/language.ts';

/** A field's single value. Numbers come from rows that have them and from calculation; events' own fields are text. */
export type Single = string | number;

/** What a field holds: nothing, one value, or several (a multivalue field). */
export type Cell = undefined | null | Single | readonly Single[];

/** What an eval expression gives: a cell, or a boolean, which no field can hold. */
export type Result = Cell | boolean;

/** A result or event on its way through the pipeline. It belongs to one pipeline and is changed in place. */
export type EventFields = Record<string, Cell>;

/** Without a prototype, so that a field called `constructor` is one like any other; as a class, so that access stays fast. */
const Bare = function Bare() {} as unknown as new () => EventFields;
Bare.prototype = Object.create(null);

export function newFields(): EventFields {
  return new Bare();
}

export function copyFields(fields: EventFields): EventFields {
  return Object.assign(new Bare(), fields);
}

const NUMERIC = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

/** The number that a value is or looks like; null where it is none. Splunk gives field values no types: `"404"` is a number. */
export function numberOf(value: Result): number | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !NUMERIC.test(value)) return null;
  return Number(value);
}

export function isMultivalue(value: Result): value is readonly Single[] {
  return typeof value === 'object' && value !== null;
}

/** A single value as text. */
export function textOf(value: Single): string {
  return typeof value === 'string' ? value : numberText(value);
}

function numberText(value: number): string {
  const text = String(value);
  if (!text.includes('e')) return text;
  return Math.abs(value) >= 1 ? BigInt(Math.trunc(value)).toString() : text;
}

/** All values of a field: none, one or several. */
export function valuesOf(cell: Cell): readonly Single[] {
  if (cell === null || cell === undefined) return [];
  return isMultivalue(cell) ? cell : [cell];
}

/** Several values as a cell: nothing for none, a single value for one. */
export function cellOf(values: readonly Single[]): Cell {
  return values.length > 1 ? values : (values[0] ?? null);
}

/** Numbers before text; numbers by size, text by code points. */
export function compareSingle(a: Single, b: Single): number {
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== null && y !== null) return x - y || compareText(textOf(a), textOf(b));
  if (x !== null) return -1;
  return y !== null ? 1 : compareText(textOf(a), textOf(b));
}

/** A row's value as a field's: true and false as text, objects as JSON text, `_time` as epoch seconds. */
export function readRow(row: Row): EventFields {
  const fields = newFields();
  for (const name of Object.keys(row)) readValue(fields, name, row[name] as Value);
  if (typeof fields['_time'] === 'string') fields['_time'] = epochOf(fields['_time']);
  return fields;
}

/** An object becomes fields with dotted names and a list of objects fields with `{}`, as Splunk names what it finds in JSON events. */
function readValue(fields: EventFields, name: string, value: Value): void {
  if (value === null) return;
  if (typeof value === 'string' || typeof value === 'number') fields[name] = value;
  else if (typeof value === 'boolean') fields[name] = String(value);
  else if (Array.isArray(value)) readList(fields, name, value);
  else {
    for (const [key, inner] of Object.entries(value as { readonly [name: string]: Value })) {
      readValue(fields, `${name}.${key}`, inner);
    }
  }
}

function readList(fields: EventFields, name: string, values: readonly Value[]): void {
  const singles: Single[] = [];
  for (const value of values) {
    if (value === null) continue;
    if (typeof value === 'string' || typeof value === 'number') singles.push(value);
    else singles.push(typeof value === 'boolean' ? String(value) : JSON.stringify(value));
  }
  const cell = cellOf(singles);
  if (cell !== null) fields[name] = cell;
}

/** ISO 8601 text as epoch seconds; null where it is no time. */
export function epochOf(text: string): number | null {
  if (NUMERIC.test(text)) return Number(text);
  const ms = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/i.test(text) || !text.includes('T') ? text : `${text}Z`);
  return Number.isNaN(ms) ? null : ms / 1000;
}

/** A row as it leaves the evaluator: `_time` as ISO text, the rest as it is. */
export function writeRow(fields: EventFields, columns: readonly string[]): Row {
  return Object.fromEntries(
    columns.map((name) => {
      const cell = fields[name];
      const value: Value = cell === undefined ? null : cell;
      return [name, name === '_time' && typeof value === 'number' ? isoOf(value) : value];
    }),
  );
}

function isoOf(epoch: number): Value {
  const date = new Date(epoch * 1000);
  return Number.isNaN(date.getTime()) ? epoch : date.toISOString();
}
