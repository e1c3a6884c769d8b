import type { Accumulator } from '../aggregate/accumulators.ts';
import { compileMeasure, expandWildcards, groupKeys, groupRows, keyText, type Measure } from '../aggregate/group.ts';
import type { AggregationClause } from '../aggregate/parse.ts';
import { parseAggregations } from '../aggregate/parse.ts';
import type { CommandCompiler } from '../compiler.ts';
import { NotEvaluated, Refused } from '../outcome.ts';
import { fieldNames, type Table } from '../run.ts';
import type { Cell, EventFields } from '../value.ts';
import { booleanOption } from './arguments.ts';

/** At least one function, and no option beyond the given ones. */
export function wantAggregations(
  clause: AggregationClause,
  command: string,
  options: readonly string[],
): AggregationClause {
  for (const name of clause.options.keys())
    if (!options.includes(name)) throw new NotEvaluated(`${command} with ${name}`);
  if (clause.aggregations.length === 0) throw new Refused(`Error in '${command}' command: a function was expected.`);
  return clause;
}

/** Measures for the fields that a table has; worked out once where no function has a wildcard. */
export function measuresOf({ aggregations, by }: AggregationClause): (table: Table) => Measure[] {
  const wild = aggregations.some(({ of }) => typeof of === 'string' && of.includes('*'));
  if (wild)
    return (table) => expandWildcards(aggregations, by, () => fieldNames(table)).map((one) => compileMeasure(one));
  const measures = aggregations.map((one) => compileMeasure(one));
  return () => measures;
}

/** Reads a field by its name. */
export function plain(name: string): (fields: EventFields) => Cell {
  return (fields) => fields[name];
}

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Stats */
export const stats: CommandCompiler = (command, compiler) => {
  const clause = wantAggregations(parseAggregations(command.args, compiler.source), 'stats', [
    'partitions',
    'delim',
    'allnum',
  ]);
  if (clause.options.get('allnum') && booleanOption(clause.options, 'allnum', false))
    throw new NotEvaluated('stats with allnum');
  const measures = measuresOf(clause);
  const by = clause.by.map((name) => ({ name, read: plain(name) }));
  return (table, run) => {
    const all = measures(table);
    const columns = [...clause.by, ...all.map(({ alias }) => alias)];
    return { rows: groupRows(table.rows, { by, measures: all }, run), columns };
  };
};

/** Adds a group's result to each of its rows: https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Eventstats */
export const eventstats: CommandCompiler = (command, compiler) => {
  const clause = wantAggregations(parseAggregations(command.args, compiler.source), 'eventstats', []);
  const measures = measuresOf(clause);
  const readers = clause.by.map(plain);
  return (table, run) => {
    const all = measures(table);
    const groups = new Map<string, { readonly rows: EventFields[]; readonly accumulators: readonly Accumulator[] }>();
    for (const fields of table.rows) {
      const keys = groupKeys(fields, readers);
      if (keys.length > 1) throw new NotEvaluated('eventstats by a multivalue field');
      for (const key of keys) {
        const text = keyText(key);
        const group = groups.get(text) ?? { rows: [], accumulators: all.map(({ make }) => make()) };
        groups.set(text, group);
        group.rows.push(fields);
        all.forEach(({ read }, at) => {
          group.accumulators[at]?.see(read(fields, run), fields);
        });
      }
    }
    for (const { rows, accumulators } of groups.values()) {
      const cells = accumulators.map((accumulator) => accumulator.result());
      for (const fields of rows) put(fields, all, cells);
    }
    return { rows: table.rows, columns: [...new Set([...table.columns, ...all.map(({ alias }) => alias)])] };
  };
};

/** Puts results into a row; what has no value is taken away. */
export function put(fields: EventFields, measures: readonly Measure[], cells: readonly Cell[]): void {
  measures.forEach(({ alias }, at) => {
    const cell = cells[at];
    if (cell === null || cell === undefined) delete fields[alias];
    else fields[alias] = cell;
  });
}
