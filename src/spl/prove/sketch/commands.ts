import { ALWAYS, all, type Formula, open } from '../../../prove/solve/formula.ts';
import { about, aggregated, alike, type Term, unknown } from '../../../prove/solve/term.ts';
import { opposite, test } from '../../../prove/solve/test.ts';
import { cim } from '../../cim.ts';
import { unquote } from '../../lexer.ts';
import type { SplCommand } from '../../parse.ts';
import { type Aggregation, parseAggregations, readNames, wordOf } from '../../run/aggregate/parse.ts';
import { readArguments } from '../../run/commands/arguments.ts';
import { readRenamings } from '../../run/commands/fields.ts';
import { clausesOf } from '../../run/commands/tstats.ts';
import { parseAssignments, parseExpression } from '../../run/expression/parse.ts';
import { itemsOf, parseSearch } from '../../run/search/parse.ts';
import { nameMatcher } from '../../run/search/wildcard.ts';
import { conditionOf, termOf } from './expression.ts';
import {
  asks,
  closed,
  type Flow,
  fieldOf,
  filtered,
  get,
  goneWith,
  loose,
  read,
  type Sketcher,
  weakened,
  withFields,
} from './flow.ts';
import { inRange, scopeOf, searchFormula, timesOf } from './search.ts';

/** What a command makes of results; none for those that a pipeline begins with. */
export type Step = (command: SplCommand, flow: Flow | null, sketcher: Sketcher, stage: string) => Flow[];

const EMPTY: Flow = { own: new Map(), rest: () => unknown('a field'), readings: [], formula: ALWAYS, alone: true };

function must(flow: Flow | null): Flow {
  return flow ?? EMPTY;
}

const same: Step = (_, flow) => [must(flow)];

/** Results of which nothing is known. */
export function opaque(flow: Flow | null, stage: string, sketcher: Sketcher): Flow[] {
  sketcher.opens();
  const known = must(flow);
  return [
    { ...known, rest: (name) => known.own.get(name) ?? unknown(stage), formula: all(known.formula, open(stage)) },
  ];
}

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Search */
const search: Step = (command, flow, sketcher) => {
  const { rest, times } = timesOf(parseSearch(itemsOf(command.args, command.nested)));
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
const tstats: Step = (command, before, sketcher, stage) => {
  if (before) return opaque(before, stage, sketcher);
  const clauses = clausesOf(itemsOf(command.args, command.nested));
  const by = readNames(clauses.by, new Map());
  const reading = read(clauses.model === null ? 'events' : datasetOf(clauses.model, by), sketcher);
  // What stands before a field is the dataset's name.
  const field = (name: string): Term =>
    fieldOf(reading, clauses.model === null ? name : (name.split('.').at(-1) ?? name));
  const flow: Flow = { own: new Map(), rest: field, readings: [reading], formula: ALWAYS, alone: true };
  const { rest, times } = timesOf(parseSearch(clauses.where));
  const scope = { field: (name: string) => (/^nodename$/i.test(name) ? unknown('nodename') : field(name)), text: null };
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

const NOT_EMPTY = opposite(test('empty', []));

function grouped(
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
  const term = typeof of === 'string' ? field(of) : of ? termOf(of, scope) : unknown(name);
  if (name === 'dc' || name === 'distinct_count' || name === 'estdc') {
    const inner = term.kind === 'several' ? term.of : term;
    if (inner.kind !== 'slot') return unknown(`${name}() of a computed value`);
    return { kind: 'count', sources: flow.readings, when: ALWAYS, distinct: inner.slot };
  }
  if (name === 'values' || name === 'list') {
    const values = term.kind === 'several' ? term.of : term;
    return values.kind === 'none' ? aggregated(values, flow.alone) : { kind: 'several', of: values };
  }
  if (/^(?:stdev|var|range|rate|estdc_error|sparkline)/.test(name)) return unknown(`${name}()`);
  // Sums of counts are counts.
  return aggregated(term, flow.alone);
}

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Stats */
const stats: Step = (command, flow, sketcher, stage) => {
  const { aggregations, by } = parseAggregations(command.args, sketcher.source);
  const known = must(flow);
  return [grouped(known, aggregations, by, (name) => get(known, name), stage, sketcher)];
};

/** What adds fields of groups to each result. */
const eventstats: Step = (command, flow, sketcher, stage) => {
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

const where: Step = (command, flow, sketcher, stage) => {
  if (command.nested.length > 0) return opaque(flow, stage, sketcher);
  const known = must(flow);
  const expression = parseExpression(command.args, endOf(command));
  return [filtered(known, conditionOf(expression, { flow: known, sketcher, stage }, true))];
};

const evaluate: Step = (command, flow, sketcher, stage) => {
  let known = must(flow);
  for (const { target, value } of parseAssignments(command.args, endOf(command))) {
    known = withFields(known, [[target, termOf(value, { flow: known, sketcher, stage })]]);
  }
  return [known];
};

function endOf({ args, start }: SplCommand): number {
  const last = args.at(-1);
  return last ? last.start + last.text.length : start;
}

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Rename */
const rename: Step = (command, flow, _, stage) => {
  let known = must(flow);
  for (const { from, to } of readRenamings(command.args)) {
    const own = new Map(known.own);
    const { rest } = known;
    const pairs = from.includes('*') ? wildcardPairs(from, to, [...own.keys()]) : [[from, to] as const];
    const moved = pairs.map(([old, name]) => [name, own.get(old) ?? rest(old)] as const);
    for (const [old] of pairs) own.set(old, { kind: 'none', because: `${old} is called otherwise after ${stage}` });
    for (const [name, term] of moved) own.set(name, term);
    known = { ...known, own };
  }
  return [known];
};

function wildcardPairs(from: string, to: string, names: readonly string[]): (readonly [string, string])[] {
  const pattern = new RegExp(
    `^${from
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('(.*)')}$`,
  );
  return names.flatMap((name) => {
    const match = pattern.exec(name);
    if (!match) return [];
    let group = 0;
    return [[name, to.replace(/\*/g, () => match[++group] ?? '')] as const];
  });
}

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Table and Fields */
const table: Step = (command, flow, _, stage) => [kept(must(flow), readNames(command.args), stage, [])];

const fields: Step = (command, flow, _, stage) => {
  const known = must(flow);
  const [head, ...rest] = command.args;
  const sign = head?.kind === 'word' && /^[+-]/.test(head.text) ? (head.text[0] as string) : '';
  const first =
    sign && head
      ? head.text.length > 1
        ? [{ ...head, text: head.text.slice(1), start: head.start + 1 }]
        : []
      : head
        ? [head]
        : [];
  const names = readNames([...first, ...rest]);
  if (sign !== '-') return [kept(known, names, stage, ['_time', '_raw'])];
  const gone = new Set(names);
  const lost = goneWith(stage);
  return [
    {
      ...known,
      own: new Map([...known.own].filter(([name]) => !gone.has(name))),
      rest: (name) => (gone.has(name) ? lost(name) : known.rest(name)),
    },
  ];
};

function kept(flow: Flow, names: readonly string[], stage: string, besides: readonly string[]): Flow {
  const wild = names.filter((name) => name.includes('*')).map((name) => nameMatcher(name));
  const plain = [...names.filter((name) => !name.includes('*')), ...besides].map(
    (name) => [name, get(flow, name)] as const,
  );
  const matched = [...flow.own].filter(([name]) => wild.some((matches) => matches(name)));
  const found = closed(flow, [...matched, ...plain], stage);
  const { rest } = found;
  return wild.length === 0
    ? found
    : { ...found, rest: (name) => (wild.some((matches) => matches(name)) ? flow.rest(name) : rest(name)) };
}

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Append */
const append: Step = (command, flow, sketcher) => [
  must(flow),
  ...command.nested.flatMap((pipeline) => sketcher.flows(pipeline)),
];
const merged: Step = (command, flow, sketcher) => [
  ...(flow ? [flow] : []),
  ...command.nested.flatMap((pipeline) => sketcher.flows(pipeline)),
];
const appendpipe: Step = (command, flow, sketcher) => {
  const known = must(flow);
  return [known, ...command.nested.flatMap((pipeline) => sketcher.onwards(pipeline, known))];
};

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Join: fields of the subsearch replace those of the same name. */
const join: Step = (command, flow, sketcher, stage) => {
  const left = must(flow);
  const { options, rest } = readArguments(command.args, [
    'type',
    'max',
    'overwrite',
    'usetime',
    'earlier',
    'left',
    'right',
  ]);
  if (options.has('left') || options.has('right')) return opaque(flow, stage, sketcher);
  const rights = command.nested.flatMap((pipeline) => sketcher.flows(pipeline));
  const met = rights.map((right): Flow => {
    const names = readNames(rest);
    const keys =
      names.length > 0 ? names : [...left.own.keys()].filter((name) => right.own.has(name) && !name.startsWith('_'));
    const same = keys.flatMap((name) => {
      const terms = [get(left, name), get(right, name)] as const;
      // What one side lacks joins with nothing.
      const there = terms.map((term) => asks(term, NOT_EMPTY, { stage, strict: true }));
      return [...there, alike(terms[0], terms[1], false, { stage, strict: true })];
    });
    return {
      own: new Map([...left.own, ...right.own]),
      rest: (name) => {
        const other = right.rest(name);
        return other.kind === 'none' ? left.rest(name) : other;
      },
      readings: [...left.readings, ...right.readings],
      alone: left.alone && right.alone,
      formula: all(left.formula, right.formula, ...same),
    };
  });
  if (!/^(?:left|outer)$/i.test(options.get('type') ?? '')) return met;
  return [...met, { ...left, alone: false }];
};

/** Fields that a command makes and whose values are not told. */
function made(flow: Flow, names: readonly string[], stage: string): Flow {
  return withFields(
    flow,
    names.map((name) => [name, unknown(stage)] as const),
  );
}

const rex: Step = (command, flow, _, stage) => {
  const known = must(flow);
  const text = command.args.map(({ text: one }) => one).join(' ');
  const groups = [...text.matchAll(/\(\?P?<([A-Za-z_]\w*)>/g)].map(([, name = '']) => name);
  const [, changed] = /\bmode\s*=\s*sed\b/i.test(text) ? (/\bfield\s*=\s*"?([^\s"]+)/.exec(text) ?? []) : [];
  return [made(known, [...groups, ...(changed === undefined ? [] : [changed])], stage)];
};

/** Fields of lookups are not told, whatever they are called, and may stand in the place of others. */
const widened: Step = (_, flow, __, stage) => {
  const known = must(flow);
  const own = [...known.own].map(([name, term]) => [name, weakened(term)] as const);
  return [
    {
      ...known,
      own: new Map(own),
      rest: (name) => weakened(known.rest(name).kind === 'none' ? unknown(stage) : known.rest(name)),
    },
  ];
};

const iplocation: Step = (command, flow, _, stage) => {
  const prefix = readArguments(command.args, ['prefix', 'lang', 'allfields']).options.get('prefix') ?? '';
  return [
    made(
      must(flow),
      ['City', 'Country', 'Region', 'lat', 'lon'].map((name) => prefix + name),
      stage,
    ),
  ];
};

/** Fields that are named are much the same as before. */
const changes: Step = (command, flow) => {
  const known = must(flow);
  const words = command.args
    .filter(({ kind }) => kind === 'word' || kind === 'field' || kind === 'string')
    .map(unquote);
  return [
    withFields(
      known,
      words.filter((name) => known.own.has(name)).map((name) => [name, weakened(get(known, name))] as const),
    ),
  ];
};

/** Times as text are times no more. */
const convert: Step = (command, flow) => {
  const known = must(flow);
  const names = command.args.flatMap((token, at) => (command.args[at - 1]?.kind === 'lparen' ? [unquote(token)] : []));
  return [
    withFields(
      known,
      names.map((name) => [name, about(get(known, name))] as const),
    ),
  ];
};

const fillnull: Step = (command, flow) => {
  const known = must(flow);
  const { options, rest } = readArguments(command.args, ['value']);
  const value = options.get('value') ?? '0';
  const names = readNames(rest);
  const filled = (names.length > 0 ? names : [...known.own.keys()]).map((name): [string, Term] => {
    const term = get(known, name);
    return [name, term.kind === 'none' ? { kind: 'value', value } : weakened(term)];
  });
  return [withFields(known, filled)];
};

const mvexpand: Step = (command, flow) => {
  const known = must(flow);
  const names = readNames(command.args.filter(({ kind }) => kind === 'word' || kind === 'field').slice(0, 1));
  return [
    withFields(
      known,
      names.map((name): [string, Term] => {
        const term = get(known, name);
        return [name, term.kind === 'several' ? loose(term.of) : term];
      }),
    ),
  ];
};

const regex: Step = (command, flow, _, stage) => {
  const known = must(flow);
  const [name, sign, pattern] = command.args.length === 1 ? [undefined, undefined, command.args[0]] : command.args;
  if (!pattern) return [known];
  const asked = test('regex', [unquote(pattern)], { negated: sign?.text === '!=' });
  return [filtered(known, asks(loose(get(known, name ? unquote(name) : '_raw')), asked, { stage, strict: false }))];
};

/** A known field is counted: `top`, `rare`. */
const top: Step = (command, flow, _, stage) => {
  const known = must(flow);
  const names = readNames(
    command.args.filter((token) => token.kind !== 'operator' && wordOf(token) !== 'by' && !/^\d+$/.test(token.text)),
  );
  return [
    closed(
      known,
      [
        ...names.map((name) => [name, get(known, name)] as const),
        ['count', unknown(stage)],
        ['percent', unknown(stage)],
      ],
      stage,
    ),
  ];
};

export const STEPS: Readonly<Record<string, Step | undefined>> = Object.assign(
  Object.create(null) as Record<string, Step>,
  {
    append,
    appendpipe,
    bin: changes,
    bucket: changes,
    convert,
    dedup: same,
    discretize: changes,
    eval: evaluate,
    eventstats,
    fieldformat: widened,
    fields,
    fillnull,
    head: same,
    iplocation,
    join,
    lookup: widened,
    makemv: changes,
    multisearch: merged,
    mvexpand,
    nomv: changes,
    rare: top,
    regex,
    rename,
    reverse: same,
    rex,
    search,
    sort: same,
    spath: widened,
    stats,
    streamstats: eventstats,
    table,
    tail: same,
    top,
    tstats,
    union: merged,
    where,
  },
);
