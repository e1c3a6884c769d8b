import { type Token, unquote } from '../../lexer.ts';
import type { Expression } from '../expression/ast.ts';
import { parseExpression } from '../expression/parse.ts';
import { isStatsFunction } from '../facts/stats-functions.ts';
import { NotEvaluated, Refused } from '../outcome.ts';

/** `values(process) as commands`, as written. */
export interface Aggregation {
  /** Lower case. */
  readonly name: string;
  /** A field, `eval(…)`, or null for count of all. */
  readonly of: string | Expression | null;
  readonly alias: string;
  /** Whether AS gave the alias. */
  readonly named: boolean;
}

/** What stats and its kin are asked for. */
export interface AggregationClause {
  readonly aggregations: readonly Aggregation[];
  readonly by: readonly string[];
  /** `window=5`, `current=f` and the like, by lower-case name. */
  readonly options: ReadonlyMap<string, string>;
}

/** Reads `functions [by fields]` and options before them: https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Stats */
export function parseAggregations(args: readonly Token[], source: string): AggregationClause {
  const aggregations: Aggregation[] = [];
  const options = new Map<string, string>();
  let at = 0;
  for (let token = args[at]; token; token = args[at]) {
    const word = wordOf(token);
    if (word === 'by' || word === 'groupby' || word === 'over') break;
    if (token.kind === 'comma') at += 1;
    else if (args[at + 1]?.kind === 'operator') at = readOption(args, at, options);
    else {
      const read = readAggregation(args, at, source);
      aggregations.push(read.aggregation);
      at = read.next;
    }
  }
  if (wordOf(args[at]) === 'over') throw new NotEvaluated('over');
  const by = at < args.length ? readNames(args.slice(at + 1), options) : [];
  if (at < args.length && by.length === 0) throw new Refused(`The argument 'by' is invalid: it names no field.`);
  return { aggregations, by, options };
}

export function wordOf(token: Token | undefined): string {
  return token?.kind === 'word' ? token.text.toLowerCase() : '';
}

function readOption(args: readonly Token[], at: number, options: Map<string, string>): number {
  const value = args[at + 2];
  if (!value) throw new Refused(`The option ${args[at]?.text} has no value.`);
  options.set(wordOf(args[at]), unquote(value));
  return at + 3;
}

/** Fields between commas or spaces; what stands without a gap is one name. */
export function readNames(args: readonly Token[], options?: Map<string, string>): string[] {
  const names: string[] = [];
  for (let at = 0; at < args.length; ) {
    const token = args[at] as Token;
    if (token.kind === 'comma') at += 1;
    else if (options && args[at + 1]?.kind === 'operator') at = readOption(args, at, options);
    else if (isName(token)) {
      const { text, next } = joinedName(args, at);
      names.push(text);
      at = next;
    } else if (token.kind === 'macro') throw new NotEvaluated(`macro ${token.text.slice(1, -1)}`);
    else throw new Refused(`A field name was expected, not ${JSON.stringify(token.text)}.`);
  }
  return names;
}

/** A token that can be a field's name. */
export function isName(token: Token | undefined): token is Token & { readonly kind: 'word' | 'string' | 'field' } {
  return token?.kind === 'word' || token?.kind === 'string' || token?.kind === 'field';
}

function joinedName(args: readonly Token[], from: number): { readonly text: string; readonly next: number } {
  const first = args[from] as Token;
  let text = unquote(first);
  let end = first.start + first.text.length;
  let next = from + 1;
  for (let token = args[next]; isName(token) && token.start === end; token = args[next]) {
    text += unquote(token);
    end += token.text.length;
    next += 1;
  }
  return { text, next };
}

function readAggregation(
  args: readonly Token[],
  at: number,
  source: string,
): { aggregation: Aggregation; next: number } {
  const token = args[at] as Token;
  if (token.kind === 'macro') throw new NotEvaluated(`macro ${token.text.slice(1, -1)}`);
  const name = wordOf(token);
  if (name === 'sparkline') throw new NotEvaluated('function sparkline');
  if (!isStatsFunction(name)) throw new Refused(`The argument '${token.text}' is invalid: stats has no such function.`);
  const { of, next, written } = readArgument(args, at, name, source);
  const alias = readAlias(args, next);
  return {
    aggregation: { name, of, alias: alias?.name ?? written, named: alias !== null },
    next: alias ? alias.next : next,
  };
}

function readArgument(
  args: readonly Token[],
  at: number,
  name: string,
  source: string,
): { of: Aggregation['of']; next: number; written: string } {
  const token = args[at] as Token;
  const bare = name === 'count' || name === 'c';
  if (args[at + 1]?.kind !== 'lparen') {
    if (!bare) throw new Refused(`The argument '${token.text}' is invalid: the function wants a field.`);
    return { of: null, next: at + 1, written: token.text };
  }
  const close = closing(args, at + 1);
  const inner = args.slice(at + 2, close);
  const end = args[close] as Token;
  const written = source.slice(token.start, end.start + 1);
  if (inner.length === 0) {
    if (!bare) throw new Refused(`The argument '${written}' is invalid: the function wants a field.`);
    return { of: null, next: close + 1, written: token.text };
  }
  if (wordOf(inner[0]) === 'eval' && inner[1]?.kind === 'lparen') {
    if (closing(inner, 1) !== inner.length - 1) throw new Refused(`The argument '${written}' is invalid.`);
    return { of: parseExpression(inner.slice(2, -1), end.start), next: close + 1, written };
  }
  const { text, next } = isName(inner[0]) ? joinedName(inner, 0) : { text: '', next: -1 };
  if (next !== inner.length) throw new Refused(`The argument '${written}' is invalid: the function wants a field.`);
  return { of: text, next: close + 1, written: isQuoted(inner) ? `${token.text}(${text})` : written };
}

function isQuoted(inner: readonly Token[]): boolean {
  return inner.some(({ kind }) => kind !== 'word');
}

function closing(args: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < args.length; at += 1) {
    if (args[at]?.kind === 'lparen') depth += 1;
    if (args[at]?.kind === 'rparen') depth -= 1;
    if (depth === 0) return at;
  }
  throw new Refused('A parenthesis has no partner.');
}

function readAlias(args: readonly Token[], at: number): { name: string; next: number } | null {
  if (wordOf(args[at]) !== 'as') return null;
  if (!isName(args[at + 1])) throw new Refused('A name was expected after AS.');
  const { text, next } = joinedName(args, at + 1);
  return { name: text, next };
}
