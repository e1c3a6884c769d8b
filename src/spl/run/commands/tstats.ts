import { type Token, unquote } from '../../lexer.ts';
import { compileMeasure, groupRows } from '../aggregate/group.ts';
import { type Aggregation, parseAggregations, readNames, wordOf } from '../aggregate/parse.ts';
import type { CommandCompiler } from '../compiler.ts';
import { STATS_FUNCTIONS } from '../facts/stats-functions.ts';
import { NotEvaluated, Refused } from '../outcome.ts';
import type { Run } from '../run.ts';
import type { SearchNode } from '../search/ast.ts';
import { compileSearch } from '../search/compile.ts';
import { itemsOf, parseSearch, type SearchItem } from '../search/parse.ts';
import { inWindow, takeTimes } from '../search/window.ts';
import { modelSource } from '../source/datamodel.ts';
import { latestFirst, sourceRows } from '../source/rows.ts';
import { bucketOfTime, readSpan, type Span } from '../time/span.ts';
import { type Cell, type EventFields, numberOf } from '../value.ts';
import { subsearchOf } from './search.ts';

/** What a tstats command is made of. */
export interface Clauses {
  readonly functions: readonly Token[];
  readonly options: ReadonlyMap<string, string>;
  readonly model: string | null;
  readonly where: readonly SearchItem[];
  readonly by: readonly Token[];
}

/**
 * `tstats` over a data model, or over the indexed fields of events. A group whose field an event lacks does not have that event,
 * unless `fillnull_value` puts something in its place.
 * https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Tstats
 */
export const tstats: CommandCompiler = (command, compiler, first) => {
  if (!first) throw new NotEvaluated('tstats append');
  const clauses = clausesOf(itemsOf(command.args, command.nested));
  const source = clauses.model === null ? indexed() : modelSource(clauses.model, compiler.environment.dataModels);
  const { rest, times } = takeTimes(parseWhere(clauses.where));
  const { rest: other, nodes } = takeNodes(rest);
  const tests = nodes.map((name) => source.node(name));
  const scope = {
    field: source.field,
    text: clauses.model === null ? 'events' : 'none',
    subsearch: subsearchOf(compiler),
  } as const;
  const filter = compileSearch(other, scope);
  const aggregations = parseAggregations(clauses.functions, compiler.source).aggregations.map(checked);
  if (aggregations.length === 0) throw new Refused("Error in 'TsidxStats': a function was expected.");
  const measures = aggregations.map((aggregation) => compileMeasure(aggregation, source.field));
  const by = groupFields(clauses, source.field);
  const columns = [...by.map(({ name }) => name), ...measures.map(({ alias }) => alias)];
  return (_, run) => {
    const inside = inWindow(times, run);
    const rows = source
      .rows(run)
      .filter((fields) => inside(fields) && tests.every((test) => test(fields)) && filter(fields, run));
    return { rows: groupRows(latestFirst(rows), { by, measures }, run), columns };
  };
};

const OPTIONS: ReadonlySet<string> = new Set([
  'summariesonly',
  'allow_old_summaries',
  'local',
  'chunk_size',
  'include_reduced_buckets',
  'fillnull_value',
  'prestats',
  'append',
]);

/** Cuts the arguments at FROM, WHERE and BY; options may stand in front of each. */
export function clausesOf(items: readonly SearchItem[]): Clauses {
  const functions: Token[] = [];
  const where: SearchItem[] = [];
  const by: Token[] = [];
  const options = new Map<string, string>();
  let model: string | null = null;
  let clause: 'function' | 'from' | 'where' | 'by' = 'function';
  for (let at = 0; at < items.length; at += 1) {
    const item = items[at] as SearchItem;
    const word = item.kind === 'word' ? wordOf(item) : '';
    const assigned = items[at + 1]?.kind === 'operator';
    if (clause !== 'by' && !assigned) {
      if (word === 'from' && clause === 'function') {
        clause = 'from';
        continue;
      }
      if (word === 'where' || word === 'by' || word === 'groupby') {
        clause = word === 'where' ? 'where' : 'by';
        continue;
      }
    }
    if (assigned && OPTIONS.has(word)) {
      const value = items[at + 2];
      if (!value || value.kind === 'nested') throw new Refused(`The option ${word} has no value.`);
      options.set(word, unquote(value));
      at += 2;
    } else if (clause === 'where') where.push(item);
    else if (item.kind === 'nested') throw new NotEvaluated('a subsearch in tstats outside its where clause');
    else if (clause === 'by') by.push(item);
    else if (assigned && word === 'datamodel') {
      const name = dotted(items, at + 2);
      model = name.text;
      at = name.last;
    } else if (clause === 'from') throw new NotEvaluated(`tstats from ${item.text}`);
    else functions.push(item);
  }
  for (const name of ['prestats', 'append']) {
    if (/^(?:t|true|1)$/i.test(options.get(name) ?? '')) throw new NotEvaluated(`tstats ${name}`);
  }
  return { functions, options, model, where, by };
}

/** `Model.Dataset`, `"Model"."Dataset"`: all that stands without a gap. */
function dotted(items: readonly SearchItem[], from: number): { readonly text: string; readonly last: number } {
  let text = '';
  let last = from - 1;
  let end = -1;
  for (let item = items[from]; item; item = items[last + 1]) {
    if (item.kind !== 'word' && item.kind !== 'string' && item.kind !== 'field') break;
    if (end >= 0 && item.start !== end) break;
    text += unquote(item);
    end = item.start + item.text.length;
    last += 1;
  }
  if (text === '') throw new Refused("Error in 'TsidxStats': a data model was expected.");
  return { text, last };
}

/** A second WHERE, as in `from datamodel=X where nodename=Y where …`, adds to the first. */
function parseWhere(items: readonly SearchItem[]): SearchNode {
  return parseSearch(items);
}

/** Takes `nodename=` out of the top of the where clause. */
function takeNodes(node: SearchNode): { readonly rest: SearchNode; readonly nodes: readonly string[] } {
  const items = node.kind === 'and' ? node.items : [node];
  const nodes: string[] = [];
  const rest = items.filter((item) => {
    if (item.kind !== 'compare' || item.field.toLowerCase() !== 'nodename' || item.operator !== '=') return true;
    nodes.push(item.value);
    return false;
  });
  return { rest: { kind: 'and', items: rest }, nodes };
}

function checked(aggregation: Aggregation): Aggregation {
  if (typeof aggregation.of === 'string' && aggregation.of.includes('*')) {
    throw new Refused("Error in 'TsidxStats': wildcards are not allowed in the fields of functions.");
  }
  if (aggregation.of !== null && typeof aggregation.of !== 'string') {
    throw new Refused("Error in 'TsidxStats': eval is not allowed in functions.");
  }
  if (STATS_FUNCTIONS.get(aggregation.name)?.tstats === false) {
    throw new Refused(`Error in 'TsidxStats': '${aggregation.name}' is no function of tstats.`);
  }
  return aggregation;
}

function groupFields(
  { by, options }: Clauses,
  field: (name: string) => (fields: EventFields) => Cell,
): { readonly name: string; readonly read: (fields: EventFields) => Cell }[] {
  if (by.some((token, at) => wordOf(token) === 'prefix' && by[at + 1]?.kind === 'lparen'))
    throw new NotEvaluated('PREFIX()');
  const settings = new Map<string, string>(options);
  const names = readNames(by, settings);
  const written = settings.get('span');
  const span = written === undefined ? null : readSpan(written);
  if (written !== undefined && !span) throw new Refused(`Invalid value ${JSON.stringify(written)} for the span.`);
  const fill = settings.get('fillnull_value');
  return names.map((name) => {
    if (name === '_time') return { name, read: timeBucket(span) };
    const read = field(name);
    return { name, read: fill === undefined ? read : (fields: EventFields) => read(fields) ?? fill };
  });
}

function timeBucket(span: Span | null): (fields: EventFields) => Cell {
  if (!span) throw new NotEvaluated('tstats by _time without a span');
  return (fields) => {
    const time = numberOf(fields['_time']);
    return time === null ? null : bucketOfTime(time, span);
  };
}

const INDEXED: ReadonlySet<string> = new Set([
  '_time',
  '_indextime',
  '_raw',
  'index',
  'host',
  'source',
  'sourcetype',
  'splunk_server',
  'linecount',
  'punct',
]);

/** Without a data model tstats sees what is in the index files: the default fields, and words of the text. */
function indexed() {
  return {
    rows: (run: Run) => sourceRows(run, 'events'),
    field: (name: string) => {
      if (!INDEXED.has(name)) throw new NotEvaluated(`whether ${name} is an indexed field`);
      return (fields: EventFields): Cell => fields[name];
    },
    node: (): never => {
      throw new Refused('nodename needs a data model.');
    },
  };
}
