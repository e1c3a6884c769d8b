import { spend } from './effort.ts';
import { ALWAYS, allOf, anyOf, elsewhere, type Formula, never, open, softened } from './formula.ts';
import { about, type Case, type Term } from './term.ts';
import { accepts, isComparison, numericValue, opposite, type Sought, type Test } from './test.ts';

export interface HoldsOptions {
  /** Where in the query it is asked, for people. */
  readonly stage: string;
  /** Of a missing field nothing is true: not even that it differs. */
  readonly strict: boolean;
}

/** When a test of a term holds. */
export function holds(term: Term, given: Test, options: HoldsOptions): Formula {
  spend();
  switch (term.kind) {
    case 'slot': {
      const fold = given.fold ?? term.fold;
      const asked = fold === undefined ? given : { ...given, fold };
      return { kind: 'test', slot: term.slot, test: asked, stage: options.stage, certain: term.certain };
    }
    case 'value':
      return ofValue(term, given, options);
    case 'choice':
      return ofChoice(term.cases, term.otherwise, given, options);
    case 'count':
      return ofCount(term, given);
    case 'sum':
      return ofSum(term.of, given, options);
    case 'joined':
      return ofJoined(term.of, given, options);
    case 'several':
      return given.negated ? ALWAYS : ofSeveral(term.of, given, options);
    case 'size':
      return ofSize(term.of, given);
    case 'none': {
      const passes = given.what === 'empty' ? !given.negated : given.negated && !options.strict;
      return passes ? ALWAYS : never(options.stage, term.because);
    }
    default:
      return open(term.what);
  }
}

function ofValue({ value, fixed }: Extract<Term, { kind: 'value' }>, given: Test, { stage }: HoldsOptions): Formula {
  const fails = fixed ? never(stage, 'it can never be true') : open(stage);
  const empty = value === null || value === '';
  if (given.what === 'empty') return empty === !given.negated ? ALWAYS : fails;
  if (value === null) return given.negated ? ALWAYS : fails;
  const result = accepts(given, value);
  if (result === undefined) return open(stage);
  return result ? ALWAYS : fails;
}

/** A later case counts only where those before it do not hold, which is left to the run. */
function ofChoice(cases: readonly Case[], otherwise: Term, given: Test, options: HoldsOptions): Formula {
  const ways = cases.map(({ when, gives }) => allOf(when, holds(gives, given, options)));
  return anyOf(...ways, holds(otherwise, given, options));
}

function ofCount({ sources, when, distinct }: Extract<Term, { kind: 'count' }>, given: Test): Formula {
  const bound = given.values[0] === undefined ? null : numericValue(given.values[0]);
  if (bound === null) return open('a count');
  const least = leastOf(given, bound);
  if (least === null) return distinct ? ALWAYS : open('a count that is small');
  if (least <= 0) return ALWAYS;
  const conditional = when.kind !== 'all' || when.of.length > 0;
  if (conditional && !distinct) return elsewhere(when, least);
  return allOf(softened(when), ...(least === 1 ? [] : [{ kind: 'many' as const, sources, least, distinct }]));
}

/** So many at least; null where few are asked for. */
function leastOf({ what, negated }: Test, bound: number): number | null {
  if (what === 'is') return negated ? (bound === 0 ? 1 : null) : bound;
  if (what === 'above') return negated ? null : Math.floor(bound) + 1;
  if (what === 'atLeast') return negated ? null : Math.ceil(bound);
  if (what === 'below') return negated ? Math.ceil(bound) : null;
  if (what === 'atMost') return negated ? Math.floor(bound) + 1 : null;
  return null;
}

/** Each part as large as it can be: scores are added up of conditions. */
function ofSum(parts: readonly Term[], given: Test, options: HoldsOptions): Formula {
  const bound = given.values[0] === undefined ? null : numericValue(given.values[0]);
  if (bound === null || !isComparison(given)) return open('a sum');
  const ways = parts.map((part): { best: number; when: Formula } | null => {
    if (part.kind === 'value') return { best: Number(part.value ?? 0), when: ALWAYS };
    if (part.kind !== 'choice') return null;
    const numbers = part.cases.map(({ when, gives }) => ({
      when,
      best: gives.kind === 'value' ? Number(gives.value) : Number.NaN,
    }));
    return numbers.sort((a, b) => b.best - a.best)[0] ?? null;
  });
  const known = ways.flatMap((way) => (way && !Number.isNaN(way.best) ? [way] : []));
  if (known.length < parts.length) return open('a sum');
  // The fewest conditions that reach it, and all of them.
  const sorted = [...known].sort((a, b) => b.best - a.best);
  const formulas: Formula[] = [];
  for (let count = 1; count <= sorted.length; count += 1) {
    const some = sorted.slice(0, count);
    const total = some.reduce((sum, { best }) => sum + best, 0);
    if (accepts(given, total)) formulas.push(allOf(...some.map(({ when }) => when)));
  }
  return formulas.length > 0 ? anyOf(...formulas) : open(options.stage);
}

/** What the whole must hold, any part may; what it must not, none. */
function ofJoined(parts: readonly Term[], given: Test, options: HoldsOptions): Formula {
  if (given.what === 'is' || isComparison(given)) return open(options.stage);
  const formulas = parts
    .filter(({ kind }) => kind !== 'value')
    .map((part) => softened(holds(about(part), given, options)));
  if (given.negated) return allOf(...formulas);
  const there = parts.some(
    (part) => part.kind === 'value' && part.value !== null && accepts(given, part.value) === true,
  );
  // It may stand across two parts, too.
  return there ? ALWAYS : anyOf(...formulas, open(options.stage));
}

/** Any of the values, so that it may be one of another row. */
function ofSeveral(of: Term, given: Test, options: HoldsOptions): Formula {
  if (of.kind === 'slot' && given.what !== 'empty') {
    const asked = of.fold === undefined ? given : { ...given, fold: of.fold };
    return { kind: 'also', tests: [{ slot: of.slot, test: asked }], times: 1 };
  }
  const formula = holds(about(of), given, options);
  return of.kind === 'none' ? formula : softened(formula);
}

function ofSize(of: Term, given: Test): Formula {
  const term = of.kind === 'several' ? of.of : of;
  if (of.kind === 'several' && of.when) {
    const bound = given.values[0] === undefined ? null : numericValue(given.values[0]);
    return bound !== null && leastOf(given, bound) === 1 ? elsewhere(of.when, 1) : open('a number of some values');
  }
  if (term.kind !== 'slot') return open('a number of values');
  return ofCount({ kind: 'count', sources: [term.slot.source], when: ALWAYS, distinct: term.slot }, given);
}

/** When two terms are, or are not, the same. */
export function alike(a: Term, b: Term, negated: boolean, options: HoldsOptions): Formula {
  const test = (value: Sought): Test => ({ what: 'is', values: [value], negated, ignoreCase: false });
  if (b.kind === 'value' && b.value !== null) return holds(a, test(b.value), options);
  if (a.kind === 'value' && a.value !== null) return holds(b, test(a.value), options);
  for (const one of [a, b]) if (one.kind === 'none') return holds(one, test(''), options);
  if (a.kind === 'slot' && b.kind === 'slot' && !negated) return { kind: 'same', a: a.slot, b: b.slot };
  return open('a comparison of two columns');
}

/** When a value that is true or false is as asked. */
export function isTrue(term: Term, wanted: boolean, options: HoldsOptions): Formula {
  if (term.kind === 'choice') {
    const ways = term.cases.map(({ when, gives }) => allOf(when, isTrue(gives, wanted, options)));
    const rest =
      term.otherwise.kind === 'value' && term.otherwise.value === null ? [] : [isTrue(term.otherwise, wanted, options)];
    return anyOf(...ways, ...rest);
  }
  if (term.kind === 'value' && typeof term.value === 'boolean') {
    if (term.value === wanted) return ALWAYS;
    return term.fixed ? never(options.stage, 'it can never be true') : open(options.stage);
  }
  const asked: Test = { what: 'is', values: [true], negated: false, ignoreCase: true };
  return holds(term, wanted ? asked : opposite(asked), options);
}
