import { ALWAYS } from '../../../prove/solve/formula.ts';
import { type Term, unknownTerm } from '../../../prove/solve/term.ts';
import { cim } from '../../cim.ts';
import { parseAggregations, readNames } from '../../run/aggregate/parse.ts';
import { clausesOf } from '../../run/commands/tstats.ts';
import { itemsOf, parseSearch } from '../../run/search/parse.ts';
import { takeTimes } from '../../run/search/window.ts';
import { type Flow, fieldOf, filtered, loose, read } from './flow.ts';
import { grouped } from './group.ts';
import { inRange, scopeOf, searchFormula } from './search.ts';
import { opaque, type Step } from './step.ts';

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Search */
export const search: Step = (command, flow, sketcher) => {
  const { rest, times } = takeTimes(parseSearch(itemsOf(command.args, command.nested)));
  if (flow) return [filtered(flow, searchFormula(rest, scopeOf(flow)))];
  const reading = read('events', sketcher);
  const events: Flow = {
    own: new Map(),
    rest: (name) => loose(fieldOf(reading, name)),
    readings: [reading],
    formula: ALWAYS,
    alone: true,
  };
  const range = inRange(times, fieldOf(reading, '_time'), sketcher);
  return [filtered(events, searchFormula(rest, scopeOf(events)), range)];
};

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Tstats */
export const tstats: Step = (command, before, sketcher, stage) => {
  if (before) return opaque(before, stage, sketcher);
  const clauses = clausesOf(itemsOf(command.args, command.nested));
  const by = readNames(clauses.by, new Map());
  const reading = read(clauses.model === null ? 'events' : datasetOf(clauses.model, by), sketcher);
  // What stands before a field is the dataset's name.
  const field = (name: string): Term =>
    fieldOf(reading, clauses.model === null ? name : (name.split('.').at(-1) ?? name));
  const flow: Flow = { own: new Map(), rest: field, readings: [reading], formula: ALWAYS, alone: true };
  const { rest, times } = takeTimes(parseSearch(clauses.where));
  const scope = {
    field: (name: string) => (/^nodename$/i.test(name) ? unknownTerm('nodename') : field(name)),
    text: null,
  };
  const aggregations = parseAggregations(clauses.functions, sketcher.source).aggregations;
  const found = filtered(flow, searchFormula(rest, scope), inRange(times, fieldOf(reading, '_time'), sketcher));
  return [grouped(found, aggregations, by, field, stage, sketcher)];
};

/** `Endpoint.Processes`; of a whole data model, the root dataset whose name its fields have in front. */
function datasetOf(written: string, by: readonly string[]): string {
  if (written.includes('.')) return [written.split('.')[0], written.split('.').at(-1)].join('.');
  const roots =
    cim()
      .models.get(written)
      ?.roots.map(({ name }) => name) ?? [];
  const named = roots.find((root) => by.some((name) => name.startsWith(`${root}.`)));
  return `${written}.${named ?? roots[0] ?? written}`;
}
