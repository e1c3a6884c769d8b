import { type Token, unquote } from '../../lexer.ts';
import type { CommandCompiler } from '../compiler.ts';
import { compileCondition } from '../expression/compile.ts';
import { parseExpression } from '../expression/parse.ts';
import { boundRows, NotEvaluated, Refused } from '../outcome.ts';
import { cellOf, copyFields, type EventFields, isMultivalue, type Single, textOf, valuesOf } from '../value.ts';
import { booleanOption, isName, readArguments, wholeOption, wordOf } from './arguments.ts';
import { lookupRows } from './datamodel.ts';

interface FieldPair {
  /** The field's name in the lookup. */
  readonly lookup: string;
  /** Its name in the results. */
  readonly own: string;
}

/**
 * What a lookup gives at most for one result (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Transformsconf,
 * max_matches).
 */
const MAX_MATCHES = 100;

/**
 * Adds fields from a table, whole values with their case: other kinds of match are a lookup's own settings.
 * https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Lookup
 */
export const lookup: CommandCompiler = (command) => {
  const { rest } = readArguments(command.args, ['local', 'update', 'event_time_field']);
  const [name, ...tokens] = rest;
  if (!isName(name)) throw new Refused("Error in 'lookup' command: Must specify one or more lookup fields.");
  const at = tokens.findIndex((token) => wordOf(token) === 'output' || wordOf(token) === 'outputnew');
  const inputs = readPairs(at < 0 ? tokens : tokens.slice(0, at));
  const outputs = at < 0 ? null : readPairs(tokens.slice(at + 1));
  const onlyNew = wordOf(tokens[at]) === 'outputnew';
  if (inputs.length === 0) throw new Refused("Error in 'lookup' command: Must specify one or more lookup fields.");
  return (table, run) => {
    const rows = lookupRows(run, unquote(name));
    const known = new Set(rows.flatMap((row) => Object.keys(row)));
    const missing = inputs.find((pair) => rows.length > 0 && !known.has(pair.lookup));
    if (missing)
      throw new Refused(
        `Error in 'lookup' command: Could not find all of the specified lookup fields in the lookup table: ${missing.lookup}.`,
      );
    const wanted =
      outputs ??
      [...known]
        .filter((field) => !inputs.some((pair) => pair.lookup === field))
        .map((field) => ({ lookup: field, own: field }));
    for (const fields of table.rows) addOutputs(fields, matching(fields, inputs, rows), wanted, onlyNew);
    return {
      rows: table.rows,
      columns: table.columns.length > 0 ? [...new Set([...table.columns, ...wanted.map(({ own }) => own)])] : [],
    };
  };
};

function readPairs(tokens: readonly Token[]): FieldPair[] {
  const pairs: FieldPair[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token?.kind === 'comma') continue;
    if (!isName(token)) throw new Refused(`Error in 'lookup' command: unexpected ${JSON.stringify(token?.text)}.`);
    const alias = tokens[at + 2];
    if (wordOf(tokens[at + 1]) === 'as' && isName(alias)) {
      pairs.push({ lookup: unquote(token), own: unquote(alias) });
      at += 2;
    } else pairs.push({ lookup: unquote(token), own: unquote(token) });
  }
  return pairs;
}

function matching(
  fields: EventFields,
  inputs: readonly FieldPair[],
  rows: readonly EventFields[],
): readonly EventFields[] {
  const wanted: string[] = [];
  for (const { own } of inputs) {
    const cell = fields[own];
    if (cell === undefined || cell === null) return [];
    if (isMultivalue(cell)) throw new NotEvaluated('lookup of a multivalue field');
    wanted.push(textOf(cell));
  }
  const fits = (row: EventFields) =>
    inputs.every((pair, at) => valuesOf(row[pair.lookup]).some((value) => textOf(value) === wanted[at]));
  return rows.filter(fits).slice(0, MAX_MATCHES);
}

function addOutputs(
  fields: EventFields,
  matches: readonly EventFields[],
  outputs: readonly FieldPair[],
  onlyNew: boolean,
): void {
  if (matches.length === 0) return;
  if (onlyNew && outputs.some(({ own }) => fields[own] !== undefined && fields[own] !== null)) return;
  for (const { lookup: name, own } of outputs) {
    const values = matches.flatMap((row): readonly Single[] => valuesOf(row[name]));
    const cell = cellOf(values);
    if (cell === null) delete fields[own];
    else fields[own] = cell;
  }
}

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Inputlookup */
export const inputlookup: CommandCompiler = (command, compiler, first) => {
  const at = command.args.findIndex((token) => wordOf(token) === 'where');
  const { options, rest } = readArguments(at < 0 ? command.args : command.args.slice(0, at), [
    'append',
    'start',
    'max',
    'strict',
  ]);
  const [name, ...more] = rest;
  if (!isName(name) || more.length > 0) throw new Refused("Error in 'inputlookup' command: a lookup was expected.");
  const condition =
    at < 0
      ? null
      : compileCondition(parseExpression(command.args.slice(at + 1), compiler.end(command)), 'inputlookup where');
  const appends = booleanOption(options, 'append', false);
  if (!first && !appends)
    throw new Refused("Error in 'inputlookup' command: This command must be the first command of a search.");
  const start = wholeOption(options, 'start', 0);
  const max = wholeOption(options, 'max', 1_000_000_000);
  return (table, run) => {
    const rows = lookupRows(run, unquote(name))
      .slice(start, start + max)
      .map(copyFields);
    const found = condition ? rows.filter((fields) => condition(fields, run)) : rows;
    const all = appends ? [...table.rows, ...found] : found;
    boundRows(all.length);
    return {
      rows: all,
      columns:
        appends && table.columns.length > 0
          ? [...new Set([...table.columns, ...found.flatMap((row) => Object.keys(row))])]
          : [],
    };
  };
};
