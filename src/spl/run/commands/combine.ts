import type { SplPipeline } from '../../parse.ts';
import { readNames } from '../aggregate/parse.ts';
import type { CommandCompiler, Compiler } from '../compiler.ts';
import { boundRows, NotEvaluated, Refused } from '../outcome.ts';
import { fieldNames, type Run, type Table } from '../run.ts';
import { copyFields, type EventFields, textOf, valuesOf } from '../value.ts';
import { booleanOption, readArguments, wholeOption, wordOf } from './arguments.ts';

/**
 * What a subsearch of join and append gives at most (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Limitsconf, [join]
 * subsearch_maxout and [searchresults] maxresultrows).
 */
const MAX_RESULTS = 50_000;

function onlyPipeline(nested: readonly SplPipeline[], command: string): SplPipeline {
  const [pipeline, ...more] = nested;
  if (!pipeline || more.length > 0)
    throw new Refused(`Error in '${command}' command: a subsearch in brackets was expected.`);
  return pipeline;
}

function joinColumns(a: Table, b: Table): string[] {
  if (a.columns.length === 0 && b.columns.length === 0) return [];
  return [...new Set([...fieldNames(a), ...fieldNames(b)])];
}

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Append */
export const append: CommandCompiler = (command, compiler) => {
  const pipeline = onlyPipeline(command.nested, 'append');
  const { options, rest } = readArguments(command.args, ['maxout', 'maxtime', 'extendtimerange', 'timeout']);
  if (rest.length > 0) throw new Refused("Error in 'append' command: The last argument must be a subsearch.");
  if (booleanOption(options, 'extendtimerange', false)) throw new NotEvaluated('append with extendtimerange');
  const limit = wholeOption(options, 'maxout', MAX_RESULTS) || Number.POSITIVE_INFINITY;
  const subsearch = compiler.subsearch(pipeline);
  return (table, run) => {
    const added = subsearch(run);
    const rows = [...table.rows, ...added.rows.slice(0, limit)];
    boundRows(rows.length);
    return { rows, columns: joinColumns(table, added) };
  };
};

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Appendpipe */
export const appendpipe: CommandCompiler = (command, compiler) => {
  const pipeline = onlyPipeline(command.nested, 'appendpipe');
  if (command.args.length > 0) throw new NotEvaluated('appendpipe with options');
  const body = compiler.body(pipeline);
  return (table, run) => {
    const added = body({ rows: table.rows.map(copyFields), columns: table.columns }, run);
    const rows = [...table.rows, ...added.rows];
    boundRows(rows.length);
    return { rows, columns: joinColumns(table, added) };
  };
};

function merged(compiler: Compiler, nested: readonly SplPipeline[]): (run: Run) => Table {
  const subsearches = nested.map((pipeline) => compiler.subsearch(pipeline));
  return (run) => {
    const tables = subsearches.map((subsearch) => subsearch(run));
    const rows = tables.flatMap((table) => table.rows);
    boundRows(rows.length);
    return {
      rows,
      columns: tables.reduce<string[]>((columns, table) => joinColumns({ rows: [], columns }, table), []),
    };
  };
}

/** Results of several searches one behind the other: https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Union */
export const union: CommandCompiler = (command, compiler, first) => {
  if (command.args.length > 0) throw new NotEvaluated('union of datasets');
  const results = merged(compiler, command.nested);
  return (table, run) => {
    const added = results(run);
    if (first) return added;
    return { rows: [...table.rows, ...added.rows], columns: joinColumns(table, added) };
  };
};

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Multisearch */
export const multisearch: CommandCompiler = (command, compiler) => {
  if (command.nested.length < 2)
    throw new Refused("Error in 'multisearch' command: Multisearch requires at least two searches.");
  const results = merged(compiler, command.nested);
  return (_, run) => results(run);
};

interface JoinOptions {
  readonly inner: boolean;
  readonly overwrite: boolean;
  readonly max: number;
}

/**
 * Joins each result with those of the subsearch that have the same values; fields of the subsearch replace those of the same name.
 * https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Join
 */
export const join: CommandCompiler = (command, compiler) => {
  const pipeline = onlyPipeline(command.nested, 'join');
  const { options, rest } = readArguments(command.args, [
    'type',
    'max',
    'overwrite',
    'usetime',
    'earlier',
    'left',
    'right',
  ]);
  if (options.has('left') || options.has('right') || rest.some((token) => wordOf(token) === 'where'))
    throw new NotEvaluated('join with aliases');
  if (booleanOption(options, 'usetime', false)) throw new NotEvaluated('join with usetime');
  const type = options.get('type')?.toLowerCase() ?? 'inner';
  if (!['inner', 'left', 'outer'].includes(type))
    throw new Refused(`Error in 'join' command: Invalid option value for 'type': ${type}.`);
  const names = readNames(rest);
  const settings: JoinOptions = {
    inner: type === 'inner',
    overwrite: booleanOption(options, 'overwrite', true),
    max: wholeOption(options, 'max', 1),
  };
  const subsearch = compiler.subsearch(pipeline);
  return (table, run) => {
    const right = subsearch(run);
    const keys = names.length > 0 ? names : commonNames(table, right);
    const index = indexBy(right.rows.slice(0, MAX_RESULTS), keys);
    const rows: EventFields[] = [];
    for (const fields of table.rows) {
      rows.push(...joinRow(fields, index.get(keyOf(fields, keys) ?? '') ?? [], settings));
      boundRows(rows.length);
    }
    return { rows, columns: joinColumns(table, right) };
  };
};

function commonNames(a: Table, b: Table): string[] {
  const right = new Set(fieldNames(b));
  return fieldNames(a).filter((name) => right.has(name) && !name.startsWith('_'));
}

/** Null where a field is missing: nothing joins with it. */
function keyOf(fields: EventFields, names: readonly string[]): string | null {
  const values = names.map((name) => valuesOf(fields[name]));
  if (values.some(({ length }) => length === 0)) return null;
  if (values.some(({ length }) => length > 1)) throw new NotEvaluated('join by a multivalue field');
  return JSON.stringify(values.map(([value]) => textOf(value as string | number)));
}

function indexBy(rows: readonly EventFields[], names: readonly string[]): Map<string, EventFields[]> {
  const index = new Map<string, EventFields[]>();
  for (const fields of rows) {
    const key = keyOf(fields, names);
    if (key === null) continue;
    const known = index.get(key);
    if (known) known.push(fields);
    else index.set(key, [fields]);
  }
  return index;
}

function joinRow(
  fields: EventFields,
  matches: readonly EventFields[],
  { inner, overwrite, max }: JoinOptions,
): EventFields[] {
  if (matches.length === 0) return inner ? [] : [fields];
  const taken = max === 0 ? matches : matches.slice(0, max);
  return taken.map((match) =>
    overwrite ? Object.assign(copyFields(fields), match) : Object.assign(copyFields(match), fields),
  );
}
