import { unquote } from '../../lexer.ts';
import type { CommandCompiler } from '../compiler.ts';
import { type Json, jsonAt, jsonSingle, parseJson } from '../functions/json.ts';
import { boundRows, NotEvaluated, Refused } from '../outcome.ts';
import { compileRegex } from '../regex/regex.ts';
import { cellOf, copyFields, type EventFields, isMultivalue, type Single, textOf, valuesOf } from '../value.ts';
import { booleanOption, isName, readArguments, wantNames, wholeOption } from './arguments.ts';

/** Splits a field into several values: https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Makemv */
export const makemv: CommandCompiler = (command) => {
  const { options, rest } = readArguments(command.args, ['delim', 'tokenizer', 'allowempty', 'setsv']);
  if (booleanOption(options, 'setsv', false)) throw new NotEvaluated('makemv with setsv');
  const [name] = wantNames(rest, 'makemv') as [string];
  const empty = booleanOption(options, 'allowempty', false);
  const tokenizer = options.get('tokenizer');
  const regex = tokenizer === undefined ? null : compileRegex(tokenizer);
  const delimiter = options.get('delim') ?? ' ';
  return (table) => {
    for (const fields of table.rows) {
      const cell = fields[name];
      if (cell === undefined || cell === null || isMultivalue(cell)) continue;
      const text = textOf(cell);
      const values = regex ? tokens(text, regex) : text.split(delimiter);
      fields[name] = cellOf(empty ? values : values.filter((value) => value !== ''));
    }
    return table;
  };
};

function tokens(text: string, regex: ReturnType<typeof compileRegex>): string[] {
  const out: string[] = [];
  for (let at = 0; at <= text.length; ) {
    const match = regex.exec(text, at);
    if (!match) break;
    out.push(match[regex.groupIndex[1] ?? 0] ?? '');
    at = match.index + Math.max(match[0].length, 1);
  }
  return out;
}

/** One result for each value: https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Mvexpand */
export const mvexpand: CommandCompiler = (command) => {
  const { options, rest } = readArguments(command.args, ['limit']);
  const [name, ...more] = wantNames(rest, 'mvexpand') as [string, ...string[]];
  if (more.length > 0) throw new Refused("Error in 'mvexpand' command: one field was expected.");
  const limit = wholeOption(options, 'limit', 0) || Number.POSITIVE_INFINITY;
  return ({ rows, columns }) => {
    const out: EventFields[] = [];
    for (const fields of rows) {
      const cell = fields[name];
      if (!isMultivalue(cell)) out.push(fields);
      else for (const value of cell.slice(0, limit)) out.push(Object.assign(copyFields(fields), { [name]: value }));
      boundRows(out.length);
    }
    return { rows: out, columns };
  };
};

/** Several values as one, a line each: https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Nomv */
export const nomv: CommandCompiler = (command) => {
  const [name] = wantNames(command.args, 'nomv') as [string];
  return (table) => {
    for (const fields of table.rows) {
      const cell = fields[name];
      if (isMultivalue(cell)) fields[name] = cell.map(textOf).join('\n');
    }
    return table;
  };
};

/** Takes fields out of JSON: https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Spath */
export const spath: CommandCompiler = (command) => {
  const { options, rest } = readArguments(command.args, ['input', 'output', 'path']);
  const [word, ...more] = rest;
  if (more.length > 0 || (word && !isName(word))) throw new Refused("Error in 'spath' command: one path was expected.");
  const path = options.get('path') ?? (word ? unquote(word) : undefined);
  const output = options.get('output') ?? path;
  const input = options.get('input') ?? '_raw';
  return (table) => {
    for (const fields of table.rows) {
      const [text] = valuesOf(fields[input]);
      const root = text === undefined ? undefined : parseJson(textOf(text));
      if (root === undefined) {
        if (text !== undefined && textOf(text).trimStart().startsWith('<')) throw new NotEvaluated('spath of XML');
        continue;
      }
      if (path === undefined) extractAll(root, fields);
      else {
        const cell = cellOf(jsonAt(root, path).flatMap((value) => jsonSingle(value) ?? []));
        if (cell !== null) fields[output as string] = cell;
      }
    }
    if (path === undefined || table.columns.length === 0) return table;
    return { rows: table.rows, columns: [...new Set([...table.columns, output as string])] };
  };
};

/** Every leaf under its path: `a.b`, and `a{}` or `a{}.b` for what is in a list. Beyond these sizes Splunk stops as well. */
function extractAll(root: Json, fields: EventFields): void {
  const found = new Map<string, Single[]>();
  collect(root, '', found, 0);
  for (const [name, values] of found) fields[name] = cellOf(values);
}

function collect(value: Json, path: string, found: Map<string, Single[]>, depth: number): void {
  if (depth > 100) throw new NotEvaluated('JSON nested more than 100 deep');
  if (Array.isArray(value)) {
    for (const item of value as readonly Json[]) collect(item, `${path}{}`, found, depth + 1);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value))
      collect(inner, path === '' ? name : `${path}.${name}`, found, depth + 1);
  } else {
    const single = value === null ? 'null' : jsonSingle(value);
    if (path === '' || single === null) return;
    const known = found.get(path);
    if (known) known.push(single);
    else found.set(path, [single]);
  }
}
