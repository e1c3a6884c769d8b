import { ALWAYS, allOf, anyOf, type Formula, never, open } from '../../../prove/solve/formula.ts';
import { alike, type HoldsOptions, isTrue } from '../../../prove/solve/holds.ts';
import {
  about,
  type Case,
  combined,
  foldedTerm,
  NOTHING,
  type Term,
  truth,
  unknownTerm,
} from '../../../prove/solve/term.ts';
import { opposite, type Sought, type Test, test } from '../../../prove/solve/test.ts';
import { type Expression, fieldsOf } from '../../run/expression/ast.ts';
import { compileExpression } from '../../run/expression/compile.ts';
import { newFields, valuesOf } from '../../run/value.ts';
import { asks, type Flow, get, type Sketcher } from './flow.ts';
import { short } from './search.ts';

const ORDERS: Readonly<Record<string, Test['what']>> = { '<': 'below', '<=': 'atMost', '>': 'above', '>=': 'atLeast' };
const MIRRORED: Readonly<Record<string, Test['what']>> = {
  below: 'above',
  atMost: 'atLeast',
  above: 'below',
  atLeast: 'atMost',
};

/** Functions whose value is much the same as their first argument's. */
const ABOUT = new Set(
  'tostring tonumber trim ltrim rtrim replace mvdedup mvsort mvfilter mvindex mvjoin round floor ceiling strftime strptime urldecode split exact max min'.split(
    ' ',
  ),
);

export interface EvalScope {
  readonly flow: Flow;
  readonly sketcher: Sketcher;
  readonly stage: string;
}

/** The value of an expression that reads no field. */
function constantOf(expression: Expression, { sketcher }: EvalScope): Sought | null | undefined {
  if (fieldsOf(expression).size > 0) return undefined;
  try {
    const result = compileExpression(expression)(newFields(), sketcher.run);
    if (typeof result === 'boolean') return result;
    return valuesOf(result)[0] ?? null;
  } catch {
    return undefined;
  }
}

/** What an expression gives. */
export function termOf(expression: Expression, scope: EvalScope): Term {
  if (expression.kind === 'field') return get(scope.flow, expression.name);
  const constant = constantOf(expression, scope);
  const fixed = expression.kind === 'string' || expression.kind === 'number';
  if (constant !== undefined) return { kind: 'value', value: constant, fixed };
  if (isCondition(expression)) {
    return truth(conditionOf(expression, scope, true), conditionOf(expression, scope, false));
  }
  if (expression.kind === 'call') return callTerm(expression.name, expression.args, scope);
  if (expression.kind === 'binary' && expression.operator === '+') {
    const parts = [termOf(expression.left, scope), termOf(expression.right, scope)];
    return combined('sum', parts);
  }
  if (expression.kind === 'binary' && expression.operator === '.') {
    const parts = [termOf(expression.left, scope), termOf(expression.right, scope)];
    const missing = parts.find(({ kind }) => kind === 'none');
    if (missing) return missing;
    return combined('joined', parts);
  }
  return unknownTerm('a computed value');
}

function callTerm(name: string, args: readonly Expression[], scope: EvalScope): Term {
  const term = (at: number): Term => (args[at] ? termOf(args[at] as Expression, scope) : NOTHING);
  switch (name) {
    case 'lower':
    case 'upper':
      return foldedTerm(term(0), name);
    case 'if':
      return choice([[args[0], args[1]]], term(2), scope);
    case 'case': {
      const pairs = Array.from(
        { length: Math.floor(args.length / 2) },
        (_, at) => [args[at * 2], args[at * 2 + 1]] as const,
      );
      return choice(pairs, NOTHING, scope);
    }
    case 'coalesce': {
      const terms = args.map((_, at) => term(at));
      return about(terms.find(({ kind }) => kind !== 'none') ?? terms[0] ?? NOTHING);
    }
    case 'mvcount':
      return { kind: 'size', of: term(0) };
    case 'mvappend':
      return { kind: 'several', of: term(0) };
    default:
      return ABOUT.has(name) ? about(term(0)) : unknownTerm(`${name}()`);
  }
}

function choice(
  pairs: readonly (readonly [Expression | undefined, Expression | undefined])[],
  otherwise: Term,
  scope: EvalScope,
): Term {
  const cases = pairs.flatMap(([when, gives]): Case[] =>
    when && gives ? [{ when: conditionOf(when, scope, true), gives: termOf(gives, scope) }] : [],
  );
  const [only] = pairs;
  const other = pairs.length === 1 && only?.[0] ? conditionOf(only[0], scope, false) : ALWAYS;
  return { kind: 'choice', cases: [...cases, { when: other, gives: otherwise }], otherwise: NOTHING };
}

const CONDITIONS = new Set(
  'match like isnull isnotnull isstr isnum in cidrmatch searchmatch true false validate'.split(' '),
);

function isCondition(expression: Expression): boolean {
  if (expression.kind === 'call') return CONDITIONS.has(expression.name);
  if (expression.kind === 'unary') return expression.operator === 'NOT';
  return expression.kind === 'binary' && /^(?:AND|OR|XOR|!?=|[<>]=?|LIKE)$/.test(expression.operator);
}

/** When a condition of eval is true, or where `wanted` says so false, of a result. */
export function conditionOf(expression: Expression, scope: EvalScope, wanted: boolean): Formula {
  const options: HoldsOptions = { stage: scope.stage, strict: true };
  if (expression.kind === 'unary' && expression.operator === 'NOT')
    return conditionOf(expression.operand, scope, !wanted);
  if (expression.kind === 'binary') {
    const { operator, left, right } = expression;
    if (operator === 'AND' || operator === 'OR') {
      const sides = [left, right].map((side) => conditionOf(side, scope, wanted));
      return (operator === 'AND') === wanted ? allOf(...sides) : anyOf(...sides);
    }
    if (operator === 'LIKE') return likes(left, right, scope, wanted, options);
    return compared(operator, termOf(left, scope), termOf(right, scope), wanted, options);
  }
  if (expression.kind !== 'call') return isTrue(termOf(expression, scope), wanted, options);
  const [first, second] = expression.args;
  const negated = { negated: !wanted };
  switch (expression.name) {
    case 'true':
    case 'false':
      return (expression.name === 'true') === wanted ? ALWAYS : never(options.stage, `it is never ${wanted}`);
    case 'isnull':
    case 'isnotnull': {
      const empty = (expression.name === 'isnull') === wanted;
      return first
        ? asks(termOf(first, scope), test('empty', [], { negated: !empty }), { ...options, strict: false })
        : open(options.stage);
    }
    case 'like':
      return first && second ? likes(first, second, scope, wanted, options) : open(options.stage);
    case 'match': {
      const pattern = second ? constantOf(second, scope) : undefined;
      return first && typeof pattern === 'string'
        ? asks(termOf(first, scope), test('regex', [pattern], negated), options)
        : open(options.stage);
    }
    case 'in': {
      const values = expression.args.slice(1).map((each) => constantOf(each, scope));
      if (!first || values.some((value) => value === undefined || value === null)) return open(options.stage);
      return asks(termOf(first, scope), test('is', values as Sought[], negated), options);
    }
    case 'cidrmatch': {
      const range = first ? constantOf(first, scope) : undefined;
      if (!second || typeof range !== 'string') return open(options.stage);
      const inside = range.replace(/\/.*$/, '').replace(/\.0$/, '.9');
      return asks(about(termOf(second, scope)), test('is', wanted ? [inside] : ['203.0.113.9', '8.8.8.8']), options);
    }
    default:
      return CONDITIONS.has(expression.name)
        ? open(`${expression.name}()`)
        : isTrue(termOf(expression, scope), wanted, options);
  }
}

/** `%` stands for anything. */
function likes(left: Expression, right: Expression, scope: EvalScope, wanted: boolean, options: HoldsOptions): Formula {
  const pattern = constantOf(right, scope);
  if (typeof pattern !== 'string') return open(options.stage);
  return asks(termOf(left, scope), test('glob', [pattern.replaceAll('%', '*')], { negated: !wanted }), options);
}

function compared(operator: string, left: Term, right: Term, wanted: boolean, options: HoldsOptions): Formula {
  if (operator === '=' || operator === '!=') {
    const negated = (operator === '!=') === wanted;
    for (const [one, other] of [
      [left, right],
      [right, left],
    ] as const) {
      if (other.kind !== 'value' || other.value === null) continue;
      if (typeof other.value === 'boolean') return isTrue(one, other.value !== negated, options);
      return asks(one, test('is', [other.value], { negated }), options);
    }
    return alike(left, right, negated, options);
  }
  const what = ORDERS[operator];
  if (!what) return open(options.stage);
  const turned = left.kind === 'value';
  const [term, bound] = turned ? [right, left] : [left, right];
  if (bound.kind !== 'value' || bound.value === null) {
    for (const one of [left, right]) if (one.kind === 'none') return asks(one, test('is', ['']), options);
    return open(options.stage);
  }
  const asked = test(turned ? (MIRRORED[what] as Test['what']) : what, [bound.value]);
  return asks(term, wanted ? asked : opposite(asked), options);
}

export function stageOf(source: string, from: number, to: number): string {
  return short(source.slice(from, to));
}
