import { compareText } from '../../../core/compare.ts';
import type { SplPipeline } from '../../parse.ts';
import { NotEvaluated } from '../outcome.ts';
import type { Run } from '../run.ts';
import { type Cell, type EventFields, isMultivalue, numberOf, type Single, textOf, valuesOf } from '../value.ts';
import type { SearchNode, SearchOperator } from './ast.ts';
import { cidrContains, readCidr } from './cidr.ts';
import { termTest } from './terms.ts';
import { wildcardTest } from './wildcard.ts';

export type Filter = (fields: EventFields, run: Run) => boolean;

/** Where an expression's names lead. */
export interface SearchScope {
  /** Reads a field as the expression names it. */
  field(name: string): (fields: EventFields) => Cell;
  /** `events`: words are looked for in `_raw`, which every event has; `results`: a result without `_raw` has no words; `none`: no text at all. */
  readonly text: 'events' | 'results' | 'none';
  /** What a subsearch stands for; it is not allowed where this is missing. */
  readonly subsearch?: (pipeline: SplPipeline) => (run: Run, scope: SearchScope) => Filter;
}

/** Fields as they are called. */
export const PLAIN_FIELD =
  (name: string): ((fields: EventFields) => Cell) =>
  (fields) =>
    fields[name];

/** Compiles a search expression. Times have been taken out of it before. */
export function compileSearch(node: SearchNode, scope: SearchScope): Filter {
  switch (node.kind) {
    case 'and': {
      const items = node.items.map((item) => compileSearch(item, scope));
      return (fields, run) => items.every((item) => item(fields, run));
    }
    case 'or': {
      const items = node.items.map((item) => compileSearch(item, scope));
      return (fields, run) => items.some((item) => item(fields, run));
    }
    case 'not': {
      const item = compileSearch(node.item, scope);
      return (fields, run) => !item(fields, run);
    }
    case 'compare':
      return compareFilter(scope.field(node.field), node.operator, node.value);
    case 'in': {
      const read = scope.field(node.field);
      const test = anyEqual(node.values);
      return (fields) => some(read(fields), test);
    }
    case 'term':
      return termFilter(node, scope);
    case 'time':
      throw new NotEvaluated(`${node.name} inside OR, NOT or a later search`);
    case 'subsearch': {
      const make = scope.subsearch?.(node.pipeline);
      if (!make) throw new NotEvaluated('a subsearch in this place');
      return (fields, run) => {
        const filter = (run.cache.get(node) as Filter | undefined) ?? make(run, scope);
        run.cache.set(node, filter);
        return filter(fields, run);
      };
    }
  }
}

function termFilter({ text, exact, sensitive }: Extract<SearchNode, { kind: 'term' }>, scope: SearchScope): Filter {
  if (scope.text === 'none') throw new NotEvaluated(`the word ${JSON.stringify(text)} in a search of a data model`);
  const test = termTest(text, exact, sensitive);
  if (text === '*') return () => true;
  return (fields) => {
    const raw = fields['_raw'];
    if (raw === undefined && scope.text === 'events')
      throw new NotEvaluated(`the word ${JSON.stringify(text)} on an event without _raw`);
    return some(raw, (_, value) => test(textOf(value)));
  };
}

/** A test of one value, given in lower case as well. */
type ValueTest = (lower: string, value: Single) => boolean;

function some(cell: Cell, test: ValueTest): boolean {
  if (cell === null || cell === undefined) return false;
  if (!isMultivalue(cell)) return test(textOf(cell).toLowerCase(), cell);
  return cell.some((value) => test(textOf(value).toLowerCase(), value));
}

/**
 * `=` and `!=` take wildcards and ignore case; both want the field to be there. Of a multivalue field any value will do.
 * https://docs.splunk.com/Documentation/Splunk/latest/Search/NOTexpressions and …/SearchReference/Search
 */
function compareFilter(read: (fields: EventFields) => Cell, operator: SearchOperator, value: string): Filter {
  if (operator === '=') {
    const test = equalTo(value);
    return (fields) => some(read(fields), test);
  }
  if (operator === '!=') {
    const test = equalTo(value);
    return (fields) => some(read(fields), (lower, single) => !test(lower, single));
  }
  const test = sizeTest(operator, value);
  return (fields) => some(read(fields), test);
}

/** One value of a comparison: `*`, wildcards, a range of addresses, a number, or text. */
export function equalTo(value: string): ValueTest {
  if (value === '*') return () => true;
  const lower = value.toLowerCase();
  if (value.includes('*')) return wildcardTest(lower);
  const range = value.includes('/') ? readCidr(value) : null;
  if (range) return (text) => text === lower || cidrContains(range, text);
  const number = numberOf(value);
  if (number !== null) return (text, single) => text === lower || numberOf(single) === number;
  return (text) => text === lower;
}

/** Plain values are looked up at once; the others are tried one by one. */
function anyEqual(values: readonly string[]): ValueTest {
  const plain = new Set<string>();
  const others: ValueTest[] = [];
  for (const value of values) {
    const simple = !value.includes('*') && !value.includes('/') && numberOf(value) === null;
    if (simple) plain.add(value.toLowerCase());
    else others.push(equalTo(value));
  }
  return (lower, single) => plain.has(lower) || others.some((test) => test(lower, single));
}

function sizeTest(operator: Exclude<SearchOperator, '=' | '!='>, value: string): ValueTest {
  const number = numberOf(value);
  const holds = (order: number) =>
    operator === '<' ? order < 0 : operator === '>' ? order > 0 : operator === '<=' ? order <= 0 : order >= 0;
  return (_, single) => {
    const own = numberOf(single);
    return holds(own !== null && number !== null ? own - number : compareText(textOf(single), value));
  };
}

/** All fields of a result that a subsearch hands over. */
export function handedOver(fields: EventFields): [string, readonly Single[]][] {
  return Object.keys(fields)
    .filter((name) => !name.startsWith('_'))
    .map((name): [string, readonly Single[]] => [name, valuesOf(fields[name])])
    .filter(([, values]) => values.length > 0);
}
