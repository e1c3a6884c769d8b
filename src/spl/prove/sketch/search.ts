import { ALWAYS, allOf, anyOf, type Formula, open } from '../../../prove/solve/formula.ts';
import { opposite, type Test, test } from '../../../prove/solve/test.ts';
import type { SearchNode, SearchOperator } from '../../run/search/ast.ts';
import type { OwnTimes } from '../../run/search/window.ts';
import { searchTime } from '../../run/time/relative.ts';
import { asks, type Flow, get, loose, type Sketcher } from './flow.ts';

const ORDERS: Partial<Record<SearchOperator, Test['what']>> = {
  '<': 'below',
  '<=': 'atMost',
  '>': 'above',
  '>=': 'atLeast',
};

export interface SearchScope {
  /** The term that a field as it is written stands for. */
  readonly field: (name: string) => ReturnType<typeof get>;
  /** Where bare words are looked for: null where nowhere. */
  readonly text: string | null;
}

export function scopeOf(flow: Flow, text: string | null = '_raw'): SearchScope {
  return { field: (name) => get(flow, name), text };
}

/** When a search expression holds of a result; times in it are left to `timesOf`. */
export function searchFormula(given: SearchNode, scope: SearchScope, wanted = true): Formula {
  switch (given.kind) {
    case 'and':
    case 'or': {
      const parts = given.items.map((item) => searchFormula(item, scope, wanted));
      return (given.kind === 'and') === wanted ? allOf(...parts) : anyOf(...parts);
    }
    case 'not':
      return searchFormula(given.item, scope, !wanted);
    case 'compare':
      return compared(given, scope, wanted);
    case 'in':
      return ask(given.field, matching(given.values), `${given.field} IN (${given.values.join(', ')})`, scope, wanted);
    case 'term': {
      if (scope.text === null) return open('a word in the events of a data model');
      const found = test('glob', [`*${given.text}*`], { ignoreCase: !given.sensitive });
      return asks(loose(scope.field(scope.text)), wanted ? found : opposite(found), {
        stage: given.text,
        strict: false,
      });
    }
    case 'time':
      return ALWAYS;
    default:
      return open('a subsearch');
  }
}

function matching(values: readonly string[]): Test {
  const wild = values.some((value) => value.includes('*'));
  return test(wild ? 'glob' : 'is', values, { ignoreCase: true });
}

function compared(
  { field, operator, value }: Extract<SearchNode, { kind: 'compare' }>,
  scope: SearchScope,
  wanted: boolean,
) {
  const stage = `${field}${operator}${value}`;
  const order = ORDERS[operator];
  if (order) return ask(field, test(order, [/^-?[\d.]+$/.test(value) ? Number(value) : value]), stage, scope, wanted);
  // A field that is not there differs from nothing, but NOT takes it.
  if (operator === '!=') {
    const differs = ask(field, opposite(matching([value])), stage, scope, wanted);
    return wanted ? allOf(differs, present(field, scope, stage)) : differs;
  }
  if (value === '*')
    return wanted
      ? present(field, scope, stage)
      : asks(scope.field(field), test('empty', []), { stage, strict: false });
  return ask(field, matching([value]), stage, scope, wanted);
}

function ask(field: string, given: Test, stage: string, scope: SearchScope, wanted: boolean): Formula {
  return asks(loose(scope.field(field)), wanted ? given : opposite(given), { stage: short(stage), strict: false });
}

function present(field: string, scope: SearchScope, stage: string): Formula {
  return asks(loose(scope.field(field)), test('empty', [], { negated: true }), { stage: short(stage), strict: true });
}

const LONGEST = 80;

export function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

/** When an event is in the time range that the search names, or else in the one that it is dispatched over. */
export function inRange({ earliest, latest }: OwnTimes, field: ReturnType<typeof get>, { run }: Sketcher): Formula {
  const own = earliest !== undefined || latest !== undefined;
  const from = own ? (earliest === undefined ? null : searchTime(run.now, earliest)) : run.earliest;
  const to = own ? (latest === undefined ? null : searchTime(run.now, latest)) : run.latest;
  const options = { stage: `the time range ${earliest ?? ''} to ${latest ?? 'now'}`, strict: true };
  return allOf(
    ...(from === null ? [] : [asks(field, test('atLeast', [from]), options)]),
    ...(to === null ? [] : [asks(field, test('below', [to]), options)]),
  );
}
