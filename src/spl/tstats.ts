import { type Token, unquote } from './lexer.ts';
import type { SplCommand } from './parse.ts';

/** A field as a tstats search names it. */
export interface FieldReference {
  readonly name: string;
  readonly token: Token;
  readonly clause: 'function' | 'where' | 'by';
  /** Of the where clause: every event has to pass the comparison. */
  readonly needed?: true;
}

/** What a tstats command reads and which fields it names. */
export interface TstatsReading {
  /** `Model` or `Model.Dataset` as written, quotes removed; null where the search reads no data model. */
  readonly source: { readonly text: string; readonly token: Token } | null;
  readonly fields: readonly FieldReference[];
  /** What only eval knows, in the where clause: `like(field, …)`, `field LIKE …`. */
  readonly calls: readonly Token[];
  /** Dataset names given as `nodename=`. */
  readonly nodes: readonly Token[];
  /** `span=` that has no `_time` before it. */
  readonly straySpans: readonly Token[];
  /** What is neither a function, nor its name after AS, nor an option that tstats has. */
  readonly strays: readonly Token[];
  /** `sid=` (the results of another search job), or the namespace that a tscollect wrote. */
  readonly elsewhere: readonly Token[];
}

const EVAL_OPERATORS: ReadonlySet<string> = new Set(['like', 'matches', 'contains', 'regexp']);
/** Words of the where clause that open parentheses without being functions. */
const NOT_FUNCTIONS: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in', 'where', 'term', 'prefix', 'case']);
/**
 * Options of tstats (https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Tstats, 10.2). They may stand anywhere
 * before the where clause.
 */
const OPTIONS: ReadonlySet<string> = new Set([
  'prestats',
  'local',
  'append',
  'summariesonly',
  'include_reduced_buckets',
  'allow_old_summaries',
  'chunk_size',
  'fillnull_value',
]);
const TIME_FIELDS: ReadonlySet<string> = new Set(['earliest', 'latest', '_index_earliest', '_index_latest']);

type Clause = 'function' | 'from' | 'where' | 'by';

interface Draft {
  source: TstatsReading['source'];
  clause: Clause;
  /** `_time` has been named in the by clause. */
  timed: boolean;
  readonly fields: FieldReference[];
  readonly calls: Token[];
  readonly nodes: Token[];
  readonly straySpans: Token[];
  readonly strays: Token[];
  readonly elsewhere: Token[];
}

/** Reads on from a token, and gives the index of the last token that it took. */
type Reader = (args: readonly Token[], at: number, draft: Draft) => number;

const READERS: Readonly<Record<Clause, Reader>> = {
  function: readFunction,
  from: readFrom,
  where: readWhere,
  by: readBy,
};

/**
 * Reads the arguments of tstats: `functions FROM datamodel=… WHERE … BY …`
 * (https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Tstats). It does not validate: it reads what it
 * understands and skips the rest.
 */
export function readTstats(command: SplCommand): TstatsReading {
  const { args } = command;
  const draft: Draft = {
    source: null,
    clause: 'function',
    timed: false,
    fields: [],
    calls: [],
    nodes: [],
    straySpans: [],
    strays: [],
    elsewhere: [],
  };
  for (let at = 0; at < args.length; at += 1) {
    const next = nextClause(wordOf(args[at]), draft.clause);
    if (next) draft.clause = next;
    else at = READERS[draft.clause](args, at, draft);
  }
  return { ...draft, fields: draft.fields.filter(({ name }) => !name.includes('*')) };
}

function nextClause(word: string, clause: Clause): Clause | null {
  if (clause === 'by') return null;
  if (word === 'from') return clause === 'function' ? 'from' : null;
  if (word === 'where') return 'where';
  return word === 'by' || word === 'groupby' ? 'by' : null;
}

/** `values(Processes.user) AS users`, `count`, an option, or (FROM forgotten) the data model. */
function readFunction(args: readonly Token[], at: number, draft: Draft): number {
  const token = args[at] as Token;
  const inner = args[at + 1];
  const word = wordOf(token);
  if (token.kind === 'lparen') {
    if (inner && isName(inner) && args[at + 2]?.kind !== 'lparen') {
      draft.fields.push({ name: unquote(inner), token: inner, clause: 'function' });
    }
    return endOfCall(args, at);
  }
  // What follows AS is a name of the search's own.
  if (word === 'as' && inner && isName(inner)) return at + 1;
  if (!isName(token) || word === 'count' || word === 'c' || inner?.kind === 'lparen') return at;
  return readSetting(args, at, draft) ?? stray(args, at, draft.strays);
}

function readFrom(args: readonly Token[], at: number, draft: Draft): number {
  if (!isName(args[at] as Token)) return at;
  const end = readSetting(args, at, draft);
  if (end !== null) return end;
  if (draft.source) return stray(args, at, draft.strays);
  return draft.elsewhere.length > 0 ? at : stray(args, at, draft.elsewhere);
}

/** `datamodel=…` or an option of tstats; null where it is neither. */
function readSetting(args: readonly Token[], at: number, draft: Draft): number | null {
  const word = wordOf(args[at]);
  if (args[at + 1]?.kind !== 'operator') return null;
  if (OPTIONS.has(word)) return at + 2;
  if (word !== 'datamodel' || draft.source) return null;
  const value = joined(args, at + 2);
  if (value) draft.source = { text: value.text, token: args[at + 2] as Token };
  return value?.end ?? at + 1;
}

/** Reads an argument that belongs nowhere, with its value if it has one. */
function stray(args: readonly Token[], at: number, into: Token[]): number {
  into.push(args[at] as Token);
  return args[at + 1]?.kind === 'operator' ? at + 2 : at;
}

function readWhere(args: readonly Token[], at: number, draft: Draft): number {
  const token = args[at] as Token;
  const following = args[at + 1];
  const word = wordOf(token);
  if (word === 'nodename' && following?.kind === 'operator') {
    const node = args[at + 2];
    if (node) draft.nodes.push(node);
    return at + 2;
  }
  if (isName(token) && (following?.kind === 'operator' || wordOf(following) === 'in')) {
    const needed = isNeeded(args, at) ? { needed: true as const } : {};
    if (!TIME_FIELDS.has(word)) draft.fields.push({ name: unquote(token), token, clause: 'where', ...needed });
    return endOfComparison(args, at + 1);
  }
  if (word && following?.kind === 'lparen' && adjacent(token, following) && !NOT_FUNCTIONS.has(word)) {
    draft.calls.push(token);
  }
  if (EVAL_OPERATORS.has(word) && following?.kind === 'string') draft.calls.push(token);
  return at;
}

/** Neither one side of an OR nor behind a NOT, in a clause without any OR; `!=` may hold of what is not there. */
function isNeeded(args: readonly Token[], at: number): boolean {
  if (args[at + 1]?.text === '!=' || isNegated(args, at)) return false;
  return !clauseOf(args, at).some((token) => wordOf(token) === 'or');
}

function isNegated(args: readonly Token[], at: number): boolean {
  if (wordOf(args[at - 1]) === 'not') return true;
  let closed = 0;
  for (let before = at - 1; before > 0 && wordOf(args[before]) !== 'where'; before -= 1) {
    const kind = args[before]?.kind;
    if (kind === 'rparen') closed += 1;
    if (kind !== 'lparen') continue;
    if (closed > 0) closed -= 1;
    else if (wordOf(args[before - 1]) === 'not') return true;
  }
  return false;
}

/** The where clause round a token. */
function clauseOf(args: readonly Token[], at: number): readonly Token[] {
  const start = args.slice(0, at).findLastIndex((token) => wordOf(token) === 'where');
  const end = args.findIndex((token, index) => index > at && /^(?:by|groupby)$/.test(wordOf(token)));
  return args.slice(start + 1, end < 0 ? args.length : end);
}

function readBy(args: readonly Token[], at: number, draft: Draft): number {
  const token = args[at] as Token;
  const word = wordOf(token);
  const assigned = args[at + 1]?.kind === 'operator';
  if (word === 'span' && assigned && !draft.timed) draft.straySpans.push(token);
  // An option such as `fillnull_value=x` after the fields is no field.
  if (assigned) return at + 2;
  if (word === 'prefix' && args[at + 1]?.kind === 'lparen') return at + 3;
  if (!isName(token)) return at;
  draft.timed ||= word === '_time';
  draft.fields.push({ name: unquote(token), token, clause: 'by' });
  return at;
}

/** Lower case; empty for what is no word. */
function wordOf(token: Token | undefined): string {
  return token?.kind === 'word' ? token.text.toLowerCase() : '';
}

function isName(token: Token): boolean {
  return token.kind === 'word' || token.kind === 'string' || token.kind === 'field';
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

/** The index of the parenthesis that closes the one at `from`. */
function endOfCall(args: readonly Token[], from: number): number {
  let depth = 0;
  const length = args.slice(from).findIndex(({ kind }) => {
    if (kind === 'lparen') depth += 1;
    if (kind === 'rparen') depth -= 1;
    return depth === 0;
  });
  return length < 0 ? args.length : from + length;
}

/** The index of the last token of `= value` or `IN (value, …)`, given the index of the operator. */
function endOfComparison(args: readonly Token[], operator: number): number {
  if (wordOf(args[operator]) !== 'in' || args[operator + 1]?.kind !== 'lparen') return operator + 1;
  let at = operator + 1;
  while (at < args.length && args[at]?.kind !== 'rparen') at += 1;
  return at;
}

/** The functions of tstats, and its groups. */
export function tstatsParts(args: readonly Token[]): {
  readonly functions: readonly Token[];
  readonly by: readonly Token[];
} {
  let end = args.length;
  let from = args.length;
  let clause = 'function';
  args.forEach((token, at) => {
    const word = args[at + 1]?.kind === 'operator' ? '' : wordOf(token);
    if (clause === 'function' && /^(?:from|where|by|groupby)$/.test(word)) end = Math.min(end, at);
    if (clause !== 'by' && /^(?:from|where|by|groupby)$/.test(word)) clause = word === 'groupby' ? 'by' : word;
    if (clause === 'by' && from === args.length) from = at + 1;
  });
  return { functions: args.slice(0, end), by: args.slice(from) };
}
