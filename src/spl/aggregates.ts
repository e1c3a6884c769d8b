import { type Expressions, expressionIn } from './expressions.ts';
import { type Token, unquote } from './lexer.ts';
import type { SplCommand } from './parse.ts';

/** A function of stats and its kin, as written. */
export interface Aggregate {
  /** Lower case. */
  readonly name: string;
  readonly start: number;
  /** The field that it works on; null where it has none, or an expression. */
  readonly field: string | null;
  readonly fieldStart: number;
  /** Of `count(eval(…))`; null where the argument is no expression. */
  readonly expression: Expressions | null;
  /** Has parentheses with something in them. */
  readonly argument: boolean;
  /** What AS names it, or what Splunk does: `values(user)`. */
  readonly alias: string;
  readonly named: boolean;
}

/** A field of a by clause. */
export interface GroupField {
  readonly name: string;
  readonly token: Token;
}

/** The arguments of stats, eventstats, streamstats, chart, timechart, and the functions of tstats. */
export interface Aggregates {
  readonly functions: readonly Aggregate[];
  readonly by: readonly GroupField[];
  /** A word where a function was expected. */
  readonly strays: readonly Token[];
  /** A macro stands in it, so that not all of it is known. */
  readonly partial: boolean;
}

interface Draft {
  readonly functions: Aggregate[];
  readonly by: GroupField[];
  readonly strays: Token[];
  partial: boolean;
}

const read = new WeakMap<SplCommand, Aggregates>();

/** Reads `functions BY fields` with options anywhere (`over` counts as BY). A reader, not a judge. Each command is read once. */
export function aggregatesOf(command: SplCommand): Aggregates {
  const known = read.get(command);
  if (known) return known;
  const found = readAggregates(command.args);
  read.set(command, found);
  return found;
}

export function readAggregates(args: readonly Token[]): Aggregates {
  const draft: Draft = { functions: [], by: [], strays: [], partial: false };
  let by = false;
  for (let at = 0; at < args.length; at += 1) {
    const token = args[at] as Token;
    const word = wordOf(token);
    if (token.kind === 'macro') draft.partial = true;
    else if (token.kind === 'comma' || token.kind === 'rparen') continue;
    else if (isClause(word)) by = true;
    // `where count in top5` of chart and timechart: nothing behind it is a field.
    else if (by && word === 'where') break;
    else if (args[at + 1]?.kind === 'operator') at = endOfOption(args, at);
    else if (by) at = readGroup(args, at, draft);
    else at = readFunction(args, at, draft);
  }
  return draft;
}

function isClause(word: string): boolean {
  return word === 'by' || word === 'groupby' || word === 'over';
}

/** The index of the last token of `name=value`, whose value may be made of several that stand without a gap (`-24h@h`). */
export function endOfOption(args: readonly Token[], at: number): number {
  let last = at + 2;
  while (args[last] && args[last + 1] && touches(args[last] as Token, args[last + 1] as Token)) {
    const { kind } = args[last + 1] as Token;
    if (kind !== 'word' && kind !== 'operator') break;
    last += 1;
  }
  return last;
}

function readGroup(args: readonly Token[], at: number, draft: Draft): number {
  const token = args[at] as Token;
  if (!isName(token)) return at;
  const { text, last } = joinedName(args, at);
  draft.by.push({ name: text, token });
  return last;
}

function readFunction(args: readonly Token[], at: number, draft: Draft): number {
  const token = args[at] as Token;
  const opens = args[at + 1]?.kind === 'lparen';
  if (token.kind !== 'word' || (!opens && !/^(?:count|c)$/i.test(token.text))) {
    if (token.kind !== 'lparen') draft.strays.push(token);
    return token.kind === 'lparen' ? closing(args, at) : skipAlias(args, at);
  }
  const close = opens ? closing(args, at + 1) : at;
  const inner = opens ? args.slice(at + 2, close) : [];
  const [first, second] = inner;
  const isEval = wordOf(first) === 'eval' && second?.kind === 'lparen';
  const body = isEval ? inner.slice(2, -1) : [];
  const named = isName(first) && !isEval ? joinedName(inner, 0) : null;
  const plain = named !== null && named.last === inner.length - 1;
  const isPrefix = wordOf(first) === 'prefix' && second?.kind === 'lparen';
  const written = opens ? `${token.text}(${inner.map(({ text }) => text).join('')})` : token.text;
  const alias = wordOf(args[close + 1]) === 'as' && isName(args[close + 2]) ? joinedName(args, close + 2) : null;
  if (inner.some(({ kind }) => kind === 'macro')) draft.partial = true;
  draft.functions.push({
    name: token.text.toLowerCase(),
    start: token.start,
    field: plain ? named.text : isPrefix ? written.slice(token.text.length + 1, -1) : null,
    fieldStart: first?.start ?? token.start,
    expression: isEval ? expressionIn(body, body[0]?.start ?? token.start, args[close]?.start ?? token.start) : null,
    argument: inner.length > 0,
    alias: alias?.text ?? (plain ? `${token.text}(${named.text})` : written),
    named: alias !== null,
  });
  return alias ? alias.last : close;
}

function skipAlias(args: readonly Token[], at: number): number {
  return wordOf(args[at + 1]) === 'as' ? at + 2 : at;
}

/** Lower case; empty for what is no word. */
export function wordOf(token: Token | undefined): string {
  return token?.kind === 'word' ? token.text.toLowerCase() : '';
}

export function isName(token: Token | undefined): token is Token {
  return token?.kind === 'word' || token?.kind === 'string' || token?.kind === 'field';
}

export function touches(left: Token, right: Token): boolean {
  return left.start + left.text.length === right.start;
}

/** A name of one or several tokens that stand without a gap, and the index of the last of them. */
export function joinedName(args: readonly Token[], from: number): { readonly text: string; readonly last: number } {
  let text = unquote(args[from] as Token);
  let last = from;
  while (isName(args[last + 1]) && touches(args[last] as Token, args[last + 1] as Token)) {
    last += 1;
    text += unquote(args[last] as Token);
  }
  return { text, last };
}

/** The index of the parenthesis that closes the one at `open`; the last token's where none does. */
export function closing(args: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < args.length; at += 1) {
    if (args[at]?.kind === 'lparen') depth += 1;
    if (args[at]?.kind === 'rparen') depth -= 1;
    if (depth === 0) return at;
  }
  return args.length - 1;
}
