import { ALWAYS, type Formula } from '../../../prove/solve/formula.ts';
import {
  about,
  aggregated,
  type Case,
  combined,
  foldedTerm,
  NOTHING,
  type Term,
  truth,
  unknownTerm,
  within,
} from '../../../prove/solve/term.ts';
import { argumentsOf, calledName } from '../../run/calls.ts';
import { kindName, nameOf, part, type Syntax, unparenthesized } from '../../run/syntax.ts';
import { conditionOf, isCondition } from './condition.ts';
import { constantOf } from './constant.ts';
import type { Rel, Sketcher } from './relation.ts';

/** Functions whose value is much the same as their first argument's. */
const ABOUT = new Set(
  (
    'tostring toint tolong todouble toreal todecimal todatetime totimespan toguid todynamic parse_json trim trim_start trim_end ' +
    'url_decode bin floor round startofday startofhour startofweek startofmonth format_datetime toscalar materialize base64_decode_tostring ' +
    'abs ceiling strcat_array array_sort_asc make_string dynamic_to_json'
  ).split(' '),
);
const SEVERAL = new Set(
  'make_set make_list make_set_if make_list_if set_union array_concat pack_array make_bag'.split(' '),
);
const AGGREGATES = new Set(
  'take_any anyOf take_anyif max min maxif minif avg avgif sum sumif percentile arg_max arg_min'.split(' '),
);
const SIZES = new Set(['array_length']);

/** What an expression gives. */
export function termOf(given: Syntax, rel: Rel, sketcher: Sketcher): Term {
  const node = unparenthesized(given);
  const kind = kindName(node);
  if (kind === 'BooleanLiteralExpression') return constantTerm(node, sketcher) ?? unknownTerm(sketcher.excerpt(node));
  switch (kind) {
    case 'SimpleNamedExpression':
    case 'OrderedExpression':
    case 'CompoundNamedExpression':
      return termOf(part(node, 'Expression'), rel, sketcher);
    case 'NameReference': {
      const column = rel.get(nameOf(node));
      if (column) return column;
      break;
    }
    case 'PathExpression':
      return pathTerm(node, nameOf(part(node, 'Selector')), rel, sketcher);
    case 'ElementExpression': {
      const selector = part(node, 'Selector');
      const inner = kindName(selector) === 'BracketedExpression' ? part(selector, 'Expression') : selector;
      const key = constantOf(inner, sketcher);
      return pathTerm(node, typeof key === 'string' ? key : 0, rel, sketcher);
    }
    case 'FunctionCallExpression':
      return constantTerm(node, sketcher) ?? callTerm(node, rel, sketcher);
    case 'AddExpression': {
      const whole = constantTerm(node, sketcher);
      if (whole) return whole;
      const parts = [part(node, 'Left'), part(node, 'Right')].map((side) => termOf(side, rel, sketcher));
      return combined('sum', parts);
    }
    default:
      break;
  }
  if (isCondition(node)) return truth(conditionOf(node, rel, sketcher, true), conditionOf(node, rel, sketcher, false));
  return constantTerm(node, sketcher) ?? unknownTerm(sketcher.excerpt(node));
}

function constantTerm(node: Syntax, sketcher: Sketcher): Term | null {
  const value = constantOf(node, sketcher);
  const fixed = /^(?:String|Long|Int|Real|Boolean)LiteralExpression$/.test(kindName(node));
  return value === undefined ? null : { kind: 'value', value, fixed };
}

function pathTerm(node: Syntax, key: string | 0, rel: Rel, sketcher: Sketcher): Term {
  return within(termOf(part(node, 'Expression'), rel, sketcher), key);
}

function callTerm(node: Syntax, rel: Rel, sketcher: Sketcher): Term {
  const name = calledName(node);
  const args = argumentsOf(node);
  const [first] = args;
  const term = (at: number): Term => (args[at] ? termOf(args[at] as Syntax, rel, sketcher) : NOTHING);
  if (name === 'tolower' || name === 'toupper') return foldedTerm(term(0), name === 'tolower' ? 'lower' : 'upper');
  if (name === 'iff' || name === 'iif') return choice([[args[0], args[1]]], args[2], rel, sketcher);
  if (name === 'case') {
    const pairs = Array.from(
      { length: Math.floor(args.length / 2) },
      (_, at) => [args[at * 2], args[at * 2 + 1]] as const,
    );
    return choice(pairs, args.at(-1), rel, sketcher);
  }
  if (name === 'coalesce') {
    const terms = args.map((_, at) => term(at));
    const unlike = terms.find((each) => each.kind !== 'value');
    return about(terms.find((each) => each.kind === 'slot') ?? unlike ?? terms[0] ?? NOTHING);
  }
  if (name === 'column_ifexists' || name === 'columnifexists') {
    const column = first && typeof first.LiteralValue === 'string' ? rel.get(first.LiteralValue) : undefined;
    return column ?? term(1);
  }
  if (COUNTS.has(name)) return countTerm(name, args, rel, sketcher);
  if (SIZES.has(name)) return { kind: 'size', of: term(0) };
  if (name === 'strcat' || name === 'strcat_delim') return { kind: 'joined', of: args.map((_, at) => term(at)) };
  if (/^make_(?:set|list)_?if$/.test(name) && args[1]) {
    return { kind: 'several', of: term(0), when: conditionOf(args[1], rel, sketcher, true) };
  }
  if (SEVERAL.has(name)) return { kind: 'several', of: unwrapped(term(0)) };
  if (AGGREGATES.has(name)) return aggregated(term(0), rel.alone);
  if (ABOUT.has(name)) return about(term(0));
  if (isCondition(node)) return truth(conditionOf(node, rel, sketcher, true), conditionOf(node, rel, sketcher, false));
  return unknownTerm(sketcher.excerpt(node));
}

function unwrapped(term: Term): Term {
  return term.kind === 'several' ? term.of : term;
}

function choice(
  pairs: readonly (readonly [Syntax | undefined, Syntax | undefined])[],
  last: Syntax | undefined,
  rel: Rel,
  sketcher: Sketcher,
): Term {
  const cases = pairs.flatMap(([when, gives]): Case[] =>
    when && gives ? [{ when: conditionOf(when, rel, sketcher, true), gives: termOf(gives, rel, sketcher) }] : [],
  );
  const [only] = pairs;
  // Of one condition the other half is known, too.
  const other: Formula = pairs.length === 1 && only?.[0] ? conditionOf(only[0], rel, sketcher, false) : ALWAYS;
  const otherwise = last ? termOf(last, rel, sketcher) : NOTHING;
  return {
    kind: 'choice',
    cases: [...cases, { when: other, gives: otherwise }],
    otherwise: NOTHING,
  };
}

const COUNTS = new Set('count countif dcount dcountif count_distinct count_distinctif'.split(' '));

function countTerm(name: string, args: readonly Syntax[], rel: Rel, sketcher: Sketcher): Term {
  const conditional = name.endsWith('if');
  const distinct = name.includes('distinct') || name.startsWith('dcount');
  const condition = conditional ? args[distinct ? 1 : 0] : undefined;
  const when = condition ? conditionOf(condition, rel, sketcher, true) : ALWAYS;
  const of = distinct && args[0] ? termOf(args[0], rel, sketcher) : null;
  return { kind: 'count', sources: rel.readings, when, distinct: of?.kind === 'slot' ? of.slot : null };
}
