import { type Token, unquote } from './lexer.ts';
import type { SplCommand } from './parse.ts';

/** A field as a tstats search names it. */
export interface FieldReference {
  readonly name: string;
  readonly token: Token;
  readonly clause: 'function' | 'where' | 'by';
}

/** What a tstats command reads and which fields it names. */
export interface TstatsReading {
  /** `Model` or `Model.Dataset` as written, quotes removed; null where the search reads no data model. */
  readonly source: { readonly text: string; readonly token: Token } | null;
  readonly fields: readonly FieldReference[];
  /** Function calls in the where clause: `like(`. */
  readonly calls: readonly Token[];
  /** Dataset names given as `nodename=`. */
  readonly nodes: readonly Token[];
  /** `span=` that has no `_time` before it. */
  readonly straySpans: readonly Token[];
  /** `sid=` (the results of another search job), or the namespace that a tscollect wrote. */
  readonly elsewhere: readonly Token[];
}

/** Words of the where clause that open parentheses without being functions. */
const NOT_FUNCTIONS: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in', 'where', 'term', 'prefix', 'case']);
const TIME_FIELDS: ReadonlySet<string> = new Set(['earliest', 'latest', '_index_earliest', '_index_latest']);

/**
 * Reads the arguments of tstats: `functions FROM datamodel=… WHERE … BY …` (Splunk's search reference). A reader, not a judge:
 * it takes what it understands and leaves the rest.
 */
export function readTstats(command: SplCommand): TstatsReading {
  const { args } = command;
  const fields: FieldReference[] = [];
  const calls: Token[] = [];
  const nodes: Token[] = [];
  const straySpans: Token[] = [];
  const elsewhere: Token[] = [];
  let source: TstatsReading['source'] = null;
  let clause: 'function' | 'from' | 'where' | 'by' = 'function';
  let timed = false;

  for (let at = 0; at < args.length; at += 1) {
    const token = args[at] as Token;
    const word = token.kind === 'word' ? token.text.toLowerCase() : '';
    const assigned = args[at + 1]?.kind === 'operator';
    if (word === 'from' && clause === 'function') clause = 'from';
    else if (word === 'where' && clause !== 'by') clause = 'where';
    else if ((word === 'by' || word === 'groupby') && clause !== 'by') clause = 'by';
    else if (word === 'datamodel' && assigned && clause === 'from') {
      const value = joined(args, at + 2);
      if (value) source = { text: value.text, token: args[at + 2] as Token };
      at = value?.end ?? at + 1;
    } else if (clause === 'from') {
      if (isName(token) && !source && elsewhere.length === 0) elsewhere.push(token);
    } else if (clause === 'function') {
      // A function's field, `values(Processes.user)`; what follows AS is a name of the search's own.
      const inner = args[at + 1];
      if (token.kind === 'lparen' && inner && isName(inner)) {
        fields.push({ name: unquote(inner), token: inner, clause: 'function' });
        at += 1;
      }
    } else if (clause === 'where') {
      const following = args[at + 1];
      if (word === 'nodename' && assigned) {
        const node = args[at + 2];
        if (node) nodes.push(node);
        at += 2;
      } else if (isName(token) && (assigned || isIn(following))) {
        if (!TIME_FIELDS.has(word)) fields.push({ name: unquote(token), token, clause: 'where' });
        at = endOfComparison(args, at + 1);
      } else if (word && following?.kind === 'lparen' && adjacent(token, following) && !NOT_FUNCTIONS.has(word)) {
        calls.push(token);
      }
    } else if (clause === 'by') {
      if (word === 'span' && assigned) {
        if (!timed) straySpans.push(token);
        at += 2;
      } else if (word === 'prefix' && args[at + 1]?.kind === 'lparen') at += 3;
      else if (isName(token)) {
        timed ||= word === '_time';
        fields.push({ name: unquote(token), token, clause: 'by' });
        // An option such as `fillnull_value=x` after the fields is no field.
        if (assigned) {
          fields.pop();
          at += 2;
        }
      }
    }
  }
  return { source, fields: fields.filter(({ name }) => !name.includes('*')), calls, nodes, straySpans, elsewhere };
}

function isName(token: Token): boolean {
  return token.kind === 'word' || token.kind === 'string' || token.kind === 'field';
}

function isIn(token: Token | undefined): boolean {
  return token?.kind === 'word' && token.text.toLowerCase() === 'in';
}

function adjacent(left: Token, right: Token): boolean {
  return left.start + left.text.length === right.start;
}

/** `Model.Dataset`, `"Model.Dataset"` or `"Model"."Dataset"`: the tokens that stand without a gap, and the index of the last. */
function joined(args: readonly Token[], from: number): { text: string; end: number } | null {
  const first = args[from];
  if (!first || !isName(first)) return null;
  let text = unquote(first);
  let end = from;
  for (let next = args[end + 1]; next && isName(next) && adjacent(args[end] as Token, next); next = args[end + 1]) {
    text += unquote(next);
    end += 1;
  }
  return { text, end };
}

/** The index of the last token of `= value` or `IN (value, …)`, given the index of the operator. */
function endOfComparison(args: readonly Token[], operator: number): number {
  if (!isIn(args[operator]) || args[operator + 1]?.kind !== 'lparen') return operator + 1;
  let at = operator + 1;
  while (at < args.length && args[at]?.kind !== 'rparen') at += 1;
  return at;
}
