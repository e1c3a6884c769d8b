import { ALWAYS, type Formula } from '../../../prove/solve/formula.ts';
import { about, aggregated, type Term, unknownTerm } from '../../../prove/solve/term.ts';
import { opposite, test } from '../../../prove/solve/test.ts';
import { type Aggregation, parseAggregations } from '../../run/aggregate/parse.ts';
import { conditionOf, termOf } from './expression.ts';
import { asks, closed, type Flow, filtered, get, type Sketcher, withFields } from './flow.ts';
import { must, type Step } from './step.ts';

export const NOT_EMPTY = opposite(test('empty', []));

export function grouped(
  flow: Flow,
  aggregations: readonly Aggregation[],
  by: readonly string[],
  field: (name: string) => Term,
  stage: string,
  sketcher: Sketcher,
): Flow {
  const fields = by.map((name): [string, Term] => [name, name === '_time' ? about(field(name)) : single(field(name))]);
  // A result that lacks a field of the group is in no group.
  const kept = by
    .filter((name) => name !== '_time')
    .map((name) => asks(field(name), NOT_EMPTY, { stage, strict: true }));
  const measures = aggregations.map((each): [string, Term] => [
    each.alias,
    measure(each, flow, field, stage, sketcher),
  ]);
  return closed(filtered(flow, ...kept), [...fields, ...measures], stage);
}

/** A group has one value of each of its fields. */
function single(term: Term): Term {
  return term.kind === 'slot' ? { ...term, certain: true } : term;
}

function measure(
  { name, of }: Aggregation,
  flow: Flow,
  field: (name: string) => Term,
  stage: string,
  sketcher: Sketcher,
): Term {
  const scope = { flow, sketcher, stage };
  if (name === 'count' || name === 'c') {
    let when: Formula = ALWAYS;
    if (typeof of === 'string') when = asks(field(of), NOT_EMPTY, { stage, strict: true });
    else if (of) when = conditionOf(of, scope, true);
    return { kind: 'count', sources: flow.readings, when, distinct: null };
  }
  const term = typeof of === 'string' ? field(of) : of ? termOf(of, scope) : unknownTerm(name);
  if (name === 'dc' || name === 'distinct_count' || name === 'estdc') {
    const inner = term.kind === 'several' ? term.of : term;
    if (inner.kind === 'none') return aggregated(inner, flow.alone);
    const distinct = inner.kind === 'slot' ? inner.slot : null;
    return { kind: 'count', sources: flow.readings, when: ALWAYS, distinct };
  }
  if (name === 'values' || name === 'list') {
    const values = term.kind === 'several' ? term.of : term;
    return values.kind === 'none' ? aggregated(values, flow.alone) : { kind: 'several', of: values };
  }
  if (/^(?:stdev|var|range|rate|estdc_error|sparkline)/.test(name)) return unknownTerm(`${name}()`);
  // Sums of counts are counts.
  return aggregated(term, flow.alone);
}

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Stats */
export const stats: Step = (command, flow, sketcher, stage) => {
  const { aggregations, by } = parseAggregations(command.args, sketcher.source);
  const known = must(flow);
  return [grouped(known, aggregations, by, (name) => get(known, name), stage, sketcher)];
};

/** What adds fields of groups to each result. */
export const eventstats: Step = (command, flow, sketcher, stage) => {
  const { aggregations } = parseAggregations(command.args, sketcher.source);
  const known = must(flow);
  const field = (name: string) => get(known, name);
  return [
    withFields(
      known,
      aggregations.map((each) => [each.alias, measure(each, known, field, stage, sketcher)] as const),
    ),
  ];
};
