import { RE2JS } from 're2js';
import type { Node } from '../kusto.ts';
import { type Analysis, childAt, childrenOf, isKind } from '../service.ts';
import type { Fault } from './faults.ts';
import { callOf, constantText, placeInText } from './strings.ts';

/** Functions with a regular expression, and which argument it is. https://learn.microsoft.com/en-us/kusto/query/regex */
const ARGUMENTS: Readonly<Record<string, number>> = {
  extract: 0,
  extract_all: 0,
  extractall: 0,
  replace_regex: 1,
  replace: 0,
  trim: 0,
  trim_start: 0,
  trim_end: 0,
  indexof_regex: 1,
};

/** Regular expressions are ones that RE2 compiles. */
export function regexFaults(analysis: Analysis): Fault[] {
  return [...operands(analysis), ...callArguments(analysis)]
    .flatMap((node) => faultIn(analysis, node))
    .concat(analysis.nodes('ParseOperator', 'ParseWhereOperator').flatMap(parsed));
}

function operands(analysis: Analysis): Node[] {
  return analysis.nodes('MatchesRegexExpression').flatMap((node) => childAt(node, 2) ?? []);
}

function callArguments(analysis: Analysis): Node[] {
  return analysis.nodes('FunctionCallExpression').flatMap((call) => {
    const { name, args } = callOf(call);
    if (name === 'countof') return constantText(args[2]) === 'regex' && args[1] ? [args[1]] : [];
    return args[ARGUMENTS[name] ?? -1] ?? [];
  });
}

function faultIn(analysis: Analysis, node: Node): Fault[] {
  const pattern = constantText(node);
  const wrong = pattern === null ? null : refused(pattern);
  if (wrong === null) return [];
  return [{ code: 'kql-regex', message: wrong.message, start: placeInText(analysis, node, wrong.at) }];
}

/** `parse kind=regex T with "a" x "b"`: the texts are pieces of one regular expression. */
function parsed(node: Node): Fault[] {
  const kind = childAt(node, 1, 0, 2);
  if (kind?.ConstantValue !== 'regex') return [];
  const list = childrenOf(node).findLast((child) => isKind(child, 'List') && child !== childAt(node, 1));
  const pieces = (list ? childrenOf(list) : []).map((child) => ({ child, text: constantText(child) }));
  const wrong = refused(pieces.map(({ text }) => text ?? '(.*?)').join(''));
  if (wrong === null) return [];
  const [first] = pieces.filter(({ text }) => text !== null && refused(text) !== null);
  return [{ code: 'kql-regex', message: wrong.message, start: first?.child.TextStart ?? node.TextStart }];
}

interface Wrong {
  readonly message: string;
  readonly at: number;
}

const judged = new Map<string, Wrong | null>();
const MAX_KEPT = 2_000;

function refused(pattern: string): Wrong | null {
  let known = judged.get(pattern);
  if (known === undefined) {
    known = compile(pattern);
    if (judged.size >= MAX_KEPT) judged.clear();
    judged.set(pattern, known);
  }
  return known;
}

/** Kusto’s documentation has them although RE2 does not: extended patterns, and as many repetitions as one likes. */
const BEYOND_RE2 = /^invalid repeat count/;

function compile(pattern: string): Wrong | null {
  if (/\(\?[a-zA-Z]*x[a-zA-Z-]*[:)]/.test(pattern)) return null;
  try {
    RE2JS.compile(pattern);
    return null;
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).replace(/^error parsing regexp: /, '');
    if (BEYOND_RE2.test(reason)) return null;
    const fragment = /`([\s\S]*)`$/.exec(reason)?.[1];
    const at = fragment === undefined ? 0 : Math.max(0, pattern.indexOf(fragment));
    return { message: `No regular expression of Kusto (RE2): ${reason}.`, at };
  }
}
