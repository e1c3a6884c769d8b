import { NotEvaluated } from '../outcome.ts';
import { type Cell, cellOf, type Result, type Single, textOf, valuesOf } from '../value.ts';
import { type Make, one, strict } from './make.ts';

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Parses JSON; undefined where the text is none. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** One value as a field holds it: objects and lists as JSON text, true and false as text. */
export function jsonSingle(value: Json): Single | null {
  if (value === null) return null;
  if (typeof value === 'string' || typeof value === 'number') return value;
  return typeof value === 'boolean' ? String(value) : JSON.stringify(value);
}

const STEP = /^\.?([^.{}]+)|^\{(-?\d*)\}/;

/**
 * Values at a path such as `a.b{}.c` or `a{0}`: `{}` is every item of a list, a number one of them.
 * https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Spath
 */
export function jsonAt(root: Json, path: string): Json[] {
  let found: Json[] = [root];
  let rest = path;
  while (rest !== '') {
    const match = STEP.exec(rest);
    if (!match) throw new NotEvaluated(`the JSON path ${path}`);
    rest = rest.slice(match[0].length);
    const [, name, index] = match;
    found = found.flatMap((value) => (name === undefined ? items(value, index as string) : member(value, name)));
  }
  return found;
}

function member(value: Json, name: string): Json[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name)) return [];
  return [(value as { readonly [name: string]: Json })[name] as Json];
}

function items(value: Json, index: string): Json[] {
  if (!Array.isArray(value)) return [];
  if (index === '') return [...(value as readonly Json[])];
  const item = (value as readonly Json[]).at(Number(index));
  return item === undefined ? [] : [item];
}

function cellAt(root: Json, path: string): Cell {
  return cellOf(jsonAt(root, path).flatMap((value) => jsonSingle(value) ?? []));
}

function parsed(value: Result, name: string): Json | undefined {
  const text = one(value, name);
  return text === null ? undefined : parseJson(textOf(text));
}

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/JSONFunctions */
export const JSON_FUNCTIONS: Readonly<Record<string, Make>> = {
  json_valid: strict((value) => parsed(value, 'json_valid') !== undefined),
  json_extract: strict((value, ...paths) => {
    const root = parsed(value, 'json_extract');
    if (root === undefined) return null;
    if (paths.length === 0) return jsonSingle(root);
    const found = paths.map((path) => jsonAt(root, textOf(one(path, 'json_extract') ?? '')));
    if (paths.length > 1) throw new NotEvaluated('json_extract with several paths');
    const [values = []] = found;
    if (values.length > 1) return JSON.stringify(values);
    return values[0] === undefined ? null : jsonSingle(values[0]);
  }),
  json_keys: strict((value) => {
    const root = parsed(value, 'json_keys');
    return typeof root === 'object' && root !== null && !Array.isArray(root) ? JSON.stringify(Object.keys(root)) : null;
  }),
  json_array_to_mv: strict((value, quoted) => {
    if (quoted !== undefined) throw new NotEvaluated('json_array_to_mv with two arguments');
    const root = parsed(value, 'json_array_to_mv');
    if (!Array.isArray(root)) return null;
    return cellOf((root as readonly Json[]).flatMap((item) => jsonSingle(item) ?? []));
  }),
  mv_to_json_array: strict((value, inferTypes) => {
    if (inferTypes !== undefined) throw new NotEvaluated('mv_to_json_array with two arguments');
    return JSON.stringify(valuesOf(value as Cell).map(textOf));
  }),
  spath: strict((value, path) => {
    const root = parsed(value, 'spath');
    return root === undefined ? null : cellAt(root, textOf(one(path as Result, 'spath') ?? ''));
  }),
};
