import { fillInOf } from '../quoting/fill-in.ts';
import type { Finding } from './finding.ts';
import { type Token, unquote } from './lexer.ts';
import type { SplTree } from './parse.ts';

/** Values that stand for "nothing was found" in templates of the feed. A dash alone is one only where a list was to be filled in. */
const EMPTY_VALUES: ReadonlySet<string> = new Set([
  '0.0.0.0',
  'tbd',
  'todo',
  'changeme',
  'change_me',
  'replace_me',
  'replaceme',
  'placeholder',
]);
const EMPTY_IN_LIST: ReadonlySet<string> = new Set([...EMPTY_VALUES, '-', '', 'n/a']);
/** `example.invalid` or a host under it, wherever it stands in a value. */
const EXAMPLE_HOST = /(?:^|[^\w-])example\.invalid(?![\w-])/i;
/** What foreach puts the name of a field into. */
const FOREACH = /<<(?:FIELD|MATCHSTR|MATCHSEG\d|ITEM|ITER)>>/g;
const ASKS =
  /\b(?:replace|fill in|adapt|change|adjust|substitute)\b[^.]{0,40}\b(?:list|your|values?|indicators?|iocs?|placeholders?|with)\b/i;

/** Comparisons with what a template left open: pushing them would look like coverage and find nothing, or everything. */
export function checkPlaceholders(tree: SplTree): Finding[] {
  const significant = tree.tokens.filter(({ kind }) => kind !== 'space' && kind !== 'comment');
  const inList = new Set(listsOf(significant).flatMap(({ values }) => values));
  return [
    ...lists(significant),
    ...equalities(significant),
    ...significant.flatMap((token, at) => fillIns(token, significant[at - 1], inList.has(token))),
    ...fillInWords(tree),
    ...notes(tree),
  ];
}

function placeholder(token: Token, shown: string): Finding {
  return { code: 'spl-placeholder', message: `${shown} is a placeholder`, start: token.start };
}

/** `IN ()`, or an IN whose values are all placeholders. A list that a macro or a subsearch fills is not looked into. */
function lists(tokens: readonly Token[]): Finding[] {
  return listsOf(tokens)
    .filter(({ values }) => values.every((value) => EMPTY_IN_LIST.has(unquote(value).toLowerCase())))
    .map(({ token, values }) =>
      placeholder(token, values.length === 0 ? 'an empty list' : `IN (${values.map(({ text }) => text).join(',')})`),
    );
}

interface List {
  /** The word IN. */
  readonly token: Token;
  readonly values: readonly Token[];
}

function listsOf(tokens: readonly Token[]): List[] {
  return tokens.flatMap((token, at) => {
    if (token.kind !== 'word' || token.text.toLowerCase() !== 'in' || tokens[at + 1]?.kind !== 'lparen') return [];
    const values: Token[] = [];
    let next = at + 2;
    for (; tokens[next] && LIST_KINDS.has(tokens[next]?.kind as Token['kind']); next += 1) {
      if (tokens[next]?.kind !== 'comma') values.push(tokens[next] as Token);
    }
    return tokens[next]?.kind === 'rparen' ? [{ token, values }] : [];
  });
}

const LIST_KINDS: ReadonlySet<Token['kind']> = new Set(['string', 'word', 'comma']);

function equalities(tokens: readonly Token[]): Finding[] {
  return tokens.flatMap((token, at) => {
    const operator = tokens[at - 1]?.text;
    const isValue = token.kind === 'string' || token.kind === 'word';
    if (!isValue || (operator !== '=' && operator !== '==') || !EMPTY_VALUES.has(unquote(token).toLowerCase()))
      return [];
    return [placeholder(token, token.text)];
  });
}

function fillIns(token: Token, before: Token | undefined, inList: boolean): Finding[] {
  if (token.kind !== 'string' && token.kind !== 'word' && token.kind !== 'macro') return [];
  const host = EXAMPLE_HOST.exec(token.text);
  if (host) return [placeholder(token, 'example.invalid')];
  const text = unquote(token).replace(FOREACH, '');
  // A word alone is looked for; behind an operator or in a list it is what a field is compared with.
  const whole = token.kind === 'string' || (token.kind === 'word' && (inList || before?.kind === 'operator'));
  const found = fillInOf(text, whole);
  // What stands between two dollar signs has a code of its own.
  return found === null || /^\$\w/.test(found) ? [] : [placeholder(token, found)];
}

/** Outside quotes, `<your index>` is several tokens. */
function fillInWords(tree: SplTree): Finding[] {
  return tree.tokens.flatMap((token, at) => {
    if (token.text !== '<' || tree.tokens[at - 1]?.text === '<') return [];
    const close = tree.tokens.slice(at + 1, at + 10).findIndex(({ text }) => text === '>');
    const inside = close < 0 ? [] : tree.tokens.slice(at + 1, at + 1 + close);
    if (inside.length === 0 || inside.some(({ kind }) => kind !== 'word' && kind !== 'space')) return [];
    const written = `<${inside.map(({ text }) => text).join('')}>`;
    return fillInOf(written) ? [placeholder(token, written)] : [];
  });
}

function notes(tree: SplTree): Finding[] {
  return tree.tokens
    .filter(
      ({ kind, text }) => (kind === 'comment' || (kind === 'macro' && text.startsWith('`comment('))) && ASKS.test(text),
    )
    .map(({ start }) => ({ code: 'spl-template-note', message: 'this comment asks to adapt the search', start }));
}
