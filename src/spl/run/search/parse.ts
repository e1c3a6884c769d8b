import { type Token, unquote } from '../../lexer.ts';
import type { SplPipeline } from '../../parse.ts';
import { NotEvaluated, Refused } from '../outcome.ts';
import type { SearchNode, SearchOperator, TimeName } from './ast.ts';

/** A token, or a pipeline in brackets. */
export type SearchItem = Token | { readonly kind: 'nested'; readonly start: number; readonly pipeline: SplPipeline };

/** A command's tokens and the pipelines among them, in the order of the text. */
export function itemsOf(args: readonly Token[], nested: readonly SplPipeline[]): SearchItem[] {
  const pipelines = nested.map((pipeline): SearchItem => ({ kind: 'nested', start: pipeline.start, pipeline }));
  return [...args, ...pipelines].sort((a, b) => a.start - b.start);
}

interface Reader {
  readonly items: readonly SearchItem[];
  at: number;
  depth: number;
}

const TIMES: ReadonlySet<string> = new Set(['earliest', 'latest', '_index_earliest', '_index_latest']);
/** Other modifiers of time and of what is searched. */
const OTHER_MODIFIERS: ReadonlySet<string> = new Set([
  'starttime',
  'endtime',
  'starttimeu',
  'endtimeu',
  'startdaysago',
  'enddaysago',
  'starthoursago',
  'endhoursago',
  'startminutesago',
  'endminutesago',
  'timeformat',
  'eventtypetag',
  'hosttag',
  'sourcetypetag',
  'savedsearch',
  'savedsplunk',
  'splunk_server_group',
]);

/**
 * Parses a search expression. OR binds tighter than AND, which is implied between terms:
 * https://docs.splunk.com/Documentation/Splunk/latest/Search/Booleanexpressions
 */
export function parseSearch(items: readonly SearchItem[]): SearchNode {
  const reader: Reader = { items, at: 0, depth: 0 };
  const node = readAll(reader);
  if (reader.at < items.length) throw new Refused('Unable to parse the search: unbalanced parentheses.');
  return node;
}

function readAll(reader: Reader): SearchNode {
  reader.depth += 1;
  if (reader.depth > 200) throw new NotEvaluated('a search expression nested more than 200 deep');
  const items: SearchNode[] = [];
  for (let item = reader.items[reader.at]; item && item.kind !== 'rparen'; item = reader.items[reader.at]) {
    if (isWord(item, 'AND')) {
      reader.at += 1;
      const next = reader.items[reader.at];
      if (items.length === 0 || !next || next.kind === 'rparen') throw malformed('AND');
    } else items.push(readOr(reader));
  }
  reader.depth -= 1;
  return items.length === 1 ? (items[0] as SearchNode) : { kind: 'and', items };
}

function readOr(reader: Reader): SearchNode {
  const items = [readNot(reader)];
  while (isWord(reader.items[reader.at], 'OR')) {
    reader.at += 1;
    items.push(readNot(reader));
  }
  return items.length === 1 ? (items[0] as SearchNode) : { kind: 'or', items };
}

function readNot(reader: Reader): SearchNode {
  let negations = 0;
  while (isWord(reader.items[reader.at], 'NOT')) {
    reader.at += 1;
    negations += 1;
  }
  const item = readItem(reader);
  return negations % 2 === 1 ? { kind: 'not', item } : item;
}

function isWord(item: SearchItem | undefined, text: string): boolean {
  return item?.kind === 'word' && item.text === text;
}

function malformed(near: string): Refused {
  return new Refused(`Unable to parse the search: unexpected ${JSON.stringify(near)}.`);
}

function readItem(reader: Reader): SearchNode {
  const item = reader.items[reader.at];
  if (!item) throw malformed('end of the search');
  const next = reader.items[reader.at + 1];
  switch (item.kind) {
    case 'nested':
      reader.at += 1;
      return { kind: 'subsearch', pipeline: item.pipeline };
    case 'lparen': {
      reader.at += 1;
      const inner = readAll(reader);
      if (reader.items[reader.at]?.kind !== 'rparen') throw malformed('end of the search');
      reader.at += 1;
      return inner;
    }
    case 'word':
    case 'string':
    case 'field':
      break;
    case 'operator':
      throw new Refused(`Comparator '${item.text}' has an invalid term on the left hand side.`);
    case 'macro':
      throw new NotEvaluated(`macro ${item.text.slice(1, -1)}`);
    case 'comma':
      throw new NotEvaluated('a comma in a search expression');
    default:
      throw malformed(item.text);
  }
  if (isWord(item, 'AND') || isWord(item, 'OR')) throw malformed(item.text);
  if (next?.kind === 'operator') return readComparison(reader, unquote(item));
  if (next && isWord(next, 'IN') && reader.items[reader.at + 2]?.kind === 'lparen')
    return readIn(reader, unquote(item));
  if (next && isWord(next, 'NOT') && isWord(reader.items[reader.at + 2], 'IN'))
    throw new NotEvaluated('NOT IN in a search expression');
  if (item.kind === 'word' && next?.kind === 'lparen' && ends(item) === next.start) return readDirective(reader, item);
  reader.at += 1;
  const indexed = item.kind === 'word' ? /^([A-Za-z_][\w.]*)::(.+)$/.exec(item.text) : null;
  if (indexed) return { kind: 'compare', field: indexed[1] as string, operator: '=', value: indexed[2] as string };
  return {
    kind: 'term',
    text: item.kind === 'string' ? unquote(item) : unescaped(item.text),
    exact: false,
    sensitive: false,
  };
}

function ends(token: Token): number {
  return token.start + token.text.length;
}

function readComparison(reader: Reader, field: string): SearchNode {
  const sign = reader.items[reader.at + 1] as Token;
  reader.at += 2;
  const value = readValue(reader, sign.text);
  const name = field.toLowerCase();
  const operator = (sign.text === '==' ? '=' : sign.text) as SearchOperator;
  if (sign.text === '!') throw malformed('!');
  if (TIMES.has(name)) {
    if (operator !== '=') throw new NotEvaluated(`${name} with ${operator}`);
    return { kind: 'time', name: name as TimeName, value };
  }
  if (OTHER_MODIFIERS.has(name)) throw new NotEvaluated(`the search modifier ${name}`);
  return { kind: 'compare', field, operator, value };
}

/** A value: a quoted text, or all that stands together without a gap. */
function readValue(reader: Reader, sign: string): string {
  const first = reader.items[reader.at];
  if (!first || first.kind === 'rparen' || first.kind === 'pipe') {
    throw new Refused(`Comparator '${sign}' is missing a term on the right hand side.`);
  }
  if (first.kind === 'macro') throw new NotEvaluated(`macro ${first.text.slice(1, -1)}`);
  if (first.kind === 'nested' || first.kind === 'lparen') throw new NotEvaluated(`${sign} before a bracket`);
  reader.at += 1;
  if (first.kind === 'string') return unquote(first);
  let text = first.text;
  let end = ends(first);
  for (let next = reader.items[reader.at]; next && next.start === end; next = reader.items[reader.at]) {
    if (next.kind !== 'word' && next.kind !== 'operator' && next.kind !== 'field') break;
    text += next.text;
    end = ends(next);
    reader.at += 1;
  }
  return unescaped(text);
}

/** Outside quotes a doubled backslash is one, too. */
function unescaped(text: string): string {
  return text.replace(/\\(["\\])/g, '$1');
}

function readIn(reader: Reader, field: string): SearchNode {
  reader.at += 3;
  const values: string[] = [];
  for (;;) {
    const item = reader.items[reader.at];
    if (!item) throw malformed('end of the search');
    if (item.kind === 'rparen') break;
    if (item.kind === 'comma') reader.at += 1;
    else values.push(readValue(reader, 'IN'));
  }
  reader.at += 1;
  if (values.length === 0) throw new Refused('The IN operator is missing its list of values.');
  return { kind: 'in', field, values };
}

/** `TERM(…)` and `CASE(…)`; any other word before a bracket is a word of its own. */
function readDirective(reader: Reader, word: Token): SearchNode {
  if (word.text !== 'TERM' && word.text !== 'CASE') {
    throw new NotEvaluated(`${word.text}( in a search expression`);
  }
  let at = reader.at + 2;
  let text = '';
  for (let item = reader.items[at]; item && item.kind !== 'rparen'; item = reader.items[at]) {
    if (item.kind === 'nested') throw malformed('[');
    text += item.kind === 'string' ? unquote(item) : item.text;
    at += 1;
  }
  reader.at = at + 1;
  return { kind: 'term', text, exact: word.text === 'TERM', sensitive: word.text === 'CASE' };
}
