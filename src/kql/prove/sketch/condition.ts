import { ALWAYS, allOf, anyOf, type Formula, never, open } from '../../../prove/solve/formula.ts';
import { alike, type HoldsOptions, holds, isTrue } from '../../../prove/solve/holds.ts';
import type { Term } from '../../../prove/solve/term.ts';
import { opposite, type Sought, type Test, test, type What } from '../../../prove/solve/test.ts';
import { argumentsOf, calledName } from '../../run/calls.ts';
import { items, kindName, part, type Syntax, unparenthesized } from '../../run/syntax.ts';
import { constantOf, constantsOf } from './constant.ts';
import type { Rel, Sketcher } from './relation.ts';
import { termOf } from './scalar.ts';

const ORDERS: Readonly<Record<string, What>> = {
  LessThanExpression: 'below',
  LessThanOrEqualExpression: 'atMost',
  GreaterThanExpression: 'above',
  GreaterThanOrEqualExpression: 'atLeast',
};
const MIRRORED: Readonly<Record<string, What>> = {
  below: 'above',
  atMost: 'atLeast',
  above: 'below',
  atLeast: 'atMost',
};

/** Comparisons of texts; `Cs` behind the name: with letter case. */
const TEXTS: Readonly<Record<string, What>> = {
  Has: 'term',
  HasPrefix: 'termStart',
  HasSuffix: 'termEnd',
  Contains: 'contains',
  StartsWith: 'starts',
  EndsWith: 'ends',
};
const CALLS = new Set(
  'not isempty isnotempty isnull isnotnull notempty notnull ipv4_is_private ipv4_is_in_range ipv4_is_in_any_range set_has_element'.split(
    ' ',
  ),
);

export function isCondition(node: Syntax): boolean {
  const kind = kindName(node);
  if (kind === 'FunctionCallExpression') return CALLS.has(calledName(node));
  return (
    /^(?:And|Or|Equal|NotEqual|EqualTilde|BangTilde|MatchesRegex|(?:Not)?InCs?|(?:Not)?In|HasAny|HasAll|(?:Not)?Between|BooleanLiteral)Expression$/.test(
      kind,
    ) ||
    kind in ORDERS ||
    textWhat(kind) !== null
  );
}

interface TextKind {
  readonly what: What;
  readonly negated: boolean;
  readonly ignoreCase: boolean;
}

function textWhat(kind: string): TextKind | null {
  const [, not, name = '', exact] = /^(Not)?([A-Z]\w*?)(Cs)?Expression$/.exec(kind) ?? [];
  const what = Object.hasOwn(TEXTS, name) ? TEXTS[name] : undefined;
  return what ? { what, negated: not !== undefined, ignoreCase: exact === undefined } : null;
}

/** When a condition is true, or where `wanted` says so false, of a row. */
export function conditionOf(given: Syntax, rel: Rel, sketcher: Sketcher, wanted: boolean): Formula {
  const node = unparenthesized(given);
  const kind = kindName(node);
  const options: HoldsOptions = { stage: sketcher.excerpt(node), strict: false };
  const term = (name: string): Term => termOf(part(node, name), rel, sketcher);
  const test1 = (left: Term, one: Test): Formula => holds(left, wanted ? one : opposite(one), options);

  if (kind === 'AndExpression' || kind === 'OrExpression') {
    const sides = ['Left', 'Right'].map((name) => conditionOf(part(node, name), rel, sketcher, wanted));
    return (kind === 'AndExpression') === wanted ? allOf(...sides) : anyOf(...sides);
  }
  const text = textWhat(kind);
  if (text) {
    const { what, negated, ignoreCase } = text;
    if (kindName(part(node, 'Left')) === 'StarExpression') return open('a search of allOf columns');
    const value = constantOf(part(node, 'Right'), sketcher);
    if (value === undefined) return open(options.stage);
    return test1(term('Left'), test(what, [value], { negated, ignoreCase }));
  }
  const order = ORDERS[kind];
  if (order) return ordered(node, order, rel, sketcher, wanted, options);

  switch (kind) {
    case 'EqualExpression':
    case 'NotEqualExpression': {
      if (kindName(part(node, 'Left')) === 'StarExpression') return open('a search of allOf columns');
      const negated = (kind === 'NotEqualExpression') === wanted;
      const [left, right] = [term('Left'), term('Right')];
      for (const [one, other] of [
        [left, right],
        [right, left],
      ] as const) {
        if (other.kind === 'value' && typeof other.value === 'boolean')
          return isTrue(one, other.value !== negated, options);
      }
      return alike(left, right, negated, options);
    }
    case 'EqualTildeExpression':
    case 'BangTildeExpression': {
      const value = constantOf(part(node, 'Right'), sketcher);
      const negated = kind === 'BangTildeExpression';
      if (value !== undefined) return test1(term('Left'), test('is', [value], { negated, ignoreCase: true }));
      return alike(term('Left'), term('Right'), negated === wanted, options);
    }
    case 'MatchesRegexExpression': {
      const value = constantOf(part(node, 'Right'), sketcher);
      return value === undefined ? open(options.stage) : test1(term('Left'), test('regex', [value]));
    }
    case 'BetweenExpression':
    case 'NotBetweenExpression':
      return between(node, rel, sketcher, (kind === 'BetweenExpression') === wanted, options);
    case 'BooleanLiteralExpression': {
      const value = constantOf(node, sketcher);
      return value === wanted ? ALWAYS : never(options.stage, `it is never ${wanted}`);
    }
    case 'FunctionCallExpression':
      return calledCondition(node, rel, sketcher, wanted, options);
    default:
      break;
  }
  if (/^(?:Not)?In(?:Cs)?Expression$|^Has(?:Any|All)Expression$/.test(kind))
    return listed(node, rel, sketcher, wanted, options);
  return isTrue(termOf(node, rel, sketcher), wanted, options);
}

function ordered(
  node: Syntax,
  what: What,
  rel: Rel,
  sketcher: Sketcher,
  wanted: boolean,
  options: HoldsOptions,
): Formula {
  const [left, right] = [termOf(part(node, 'Left'), rel, sketcher), termOf(part(node, 'Right'), rel, sketcher)];
  const turned = right.kind !== 'value' && left.kind === 'value';
  const [term, bound] = turned ? [right, left] : [left, right];
  if (bound.kind !== 'value' || bound.value === null) return open(options.stage);
  const asked = test(turned ? (MIRRORED[what] as What) : what, [bound.value]);
  return holds(term, wanted ? asked : opposite(asked), options);
}

function between(node: Syntax, rel: Rel, sketcher: Sketcher, inside: boolean, options: HoldsOptions): Formula {
  const term = termOf(part(node, 'Left'), rel, sketcher);
  const couple = part(node, 'Right');
  const low = constantOf(part(couple, 'First'), sketcher);
  const high = constantOf(part(couple, 'Second'), sketcher);
  // A span as the second end counts from the first, which a text of a timespan does not tell.
  if (low === undefined || high === undefined || (low instanceof Date && !(high instanceof Date))) {
    return low === undefined || !inside ? open(options.stage) : holds(term, test('atLeast', [low]), options);
  }
  const ends = [test('atLeast', [low]), test('atMost', [high])];
  const formulas = ends.map((one) => holds(term, inside ? one : opposite(one), options));
  return inside ? allOf(...formulas) : anyOf(...formulas);
}

/** `in`, `has_any`, `has_all` and their negations, of a list or of a table's first column. */
function listed(node: Syntax, rel: Rel, sketcher: Sketcher, wanted: boolean, options: HoldsOptions): Formula {
  const kind = kindName(node);
  const has = kind.startsWith('Has');
  const negated = kind.startsWith('Not') === wanted;
  const star = kindName(part(node, 'Left')) === 'StarExpression';
  const term: Term = star
    ? { kind: 'unknown', what: 'a search of allOf columns' }
    : termOf(part(node, 'Left'), rel, sketcher);
  const members = items(part(node, 'Right'), 'Expressions').map(unparenthesized);
  const [table] = members;
  if (members.length === 1 && table && sketcher.plan.compiler.isTabular(table, sketcher.plan.scope)) {
    return inTable(term, kind.includes('Cs'), table, sketcher, negated, options);
  }
  const lists = members.map((member) => constantsOf(member, sketcher));
  if (lists.some((list) => list === undefined)) return open(options.stage);
  const values = lists.flatMap((list) => list as readonly Sought[]);
  if (values.length === 0) return negated ? ALWAYS : never(options.stage, 'the list is empty');
  // The language service calls `in~` InCs.
  const ignoreCase = has || kind.includes('Cs');
  const what = has ? 'term' : 'is';
  if (kind === 'HasAllExpression') {
    const each = values.map((value) => holds(term, test(what, [value], { ignoreCase, negated }), options));
    return negated ? anyOf(...each) : allOf(...each);
  }
  return holds(term, test(what, values, { ignoreCase, negated }), options);
}

function inTable(
  term: Term,
  loosely: boolean,
  table: Syntax,
  sketcher: Sketcher,
  negated: boolean,
  options: HoldsOptions,
): Formula {
  if (negated) return ALWAYS;
  const ways = sketcher.relations(table).map((other) => {
    const column = other.first?.();
    // In other letters they are the same as well.
    const met = column && !loosely ? alike(term, column, false, options) : open(options.stage);
    return allOf(other.formula, met);
  });
  return ways.length > 0 ? anyOf(...ways) : open(options.stage);
}

/** Addresses that every network knows as its own, and some that are none's. */
const PRIVATE = ['10.0.0.9', '192.168.1.9'];
const PUBLIC = ['203.0.113.9', '8.8.8.8'];

function calledCondition(node: Syntax, rel: Rel, sketcher: Sketcher, wanted: boolean, options: HoldsOptions): Formula {
  const name = calledName(node);
  const args = argumentsOf(node);
  const [first] = args;
  if (!first) return open(options.stage);
  if (name === 'not') return conditionOf(first, rel, sketcher, !wanted);
  const empty = (negated: boolean): Formula => {
    const term = termOf(first, rel, sketcher);
    return holds(term, test('empty', [], { negated: negated === wanted }), options);
  };
  switch (name) {
    case 'isempty':
    case 'isnull':
      return empty(false);
    case 'isnotempty':
    case 'isnotnull':
    case 'notempty':
    case 'notnull':
      return empty(true);
    case 'ipv4_is_private':
      return loosely(termOf(first, rel, sketcher), wanted ? PRIVATE : PUBLIC, options);
    case 'ipv4_is_in_range':
    case 'ipv4_is_in_any_range': {
      const ranges = args.slice(1).flatMap((each) => constantsOf(each, sketcher) ?? []);
      const inside = ranges.map((range) => String(range).replace(/\/.*$/, '').replace(/\.0$/, '.9'));
      return loosely(termOf(first, rel, sketcher), wanted ? inside : PUBLIC, options);
    }
    case 'set_has_element': {
      const value = args[1] ? constantOf(args[1], sketcher) : undefined;
      return value === undefined || !wanted
        ? open(options.stage)
        : holds(termOf(first, rel, sketcher), test('is', [value]), options);
    }
    default:
      return isTrue(termOf(node, rel, sketcher), wanted, options);
  }
}

/** One of these values will do; others would as well. */
function loosely(term: Term, values: readonly Sought[], options: HoldsOptions): Formula {
  const given = term.kind === 'slot' ? { ...term, certain: false } : term;
  return holds(given, test('is', values), options);
}
