import { closing, isName, touches, wordOf } from '../aggregates.ts';
import type { Finding } from '../finding.ts';
import { type Token, unquote } from '../lexer.ts';
import type { SplCommand } from '../parse.ts';
import { EVAL_FUNCTIONS } from '../run/facts/eval-functions.ts';

/** What search and the where clause of tstats have that looks like a call. */
const DIRECTIVES: ReadonlySet<string> = new Set(['term', 'case', 'prefix', 'not', 'and', 'or', 'in']);
/** Comparisons of other languages; between a field and a text they are words to search for. */
const FOREIGN: ReadonlySet<string> = new Set([
  'like',
  'between',
  'contains',
  'matches',
  'startswith',
  'endswith',
  'regexp',
  'has',
  'is',
]);

/**
 * The terms of search: no functions of eval, no comparisons of other languages, which Splunk takes for words to look for.
 * https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Search
 */
export function checkSearchTerms(command: SplCommand): Finding[] {
  if (command.name !== 'search') return [];
  const { args } = command;
  return args.flatMap((token, at): Finding[] => {
    if (token.kind !== 'word') return [];
    const word = wordOf(token);
    const next = args[at + 1];
    if (next?.kind === 'lparen' && touches(token, next) && isCall(word, args, at)) {
      const message = `${word}() is a function of eval; search looks for it as a word. Use | where`;
      return [{ code: 'spl-search-function', message, start: token.start }];
    }
    const before = args[at - 1];
    if (FOREIGN.has(word) && isField(before) && isOperand(next, word)) {
      return [{ code: 'spl-search-function', message: `search knows no ${token.text}`, start: token.start }];
    }
    return [];
  });
}

/** A word in front of a bracket without a gap is a call where its name is one of eval's and its arguments are a call's. */
function isCall(word: string, args: readonly Token[], at: number): boolean {
  if (DIRECTIVES.has(word) || !EVAL_FUNCTIONS.has(word)) return false;
  const inner = args.slice(at + 2, closing(args, at + 1));
  return inner.some(({ kind }) => kind === 'comma') || inner.length <= 1;
}

function isField(token: Token | undefined): boolean {
  return isName(token) && token.kind !== 'string' && /^[A-Za-z_][\w.{}:]*$/.test(unquote(token)) && !isLogic(token);
}

function isLogic(token: Token): boolean {
  return /^(?:AND|OR|NOT|IN)$/.test(token.text);
}

function isOperand(token: Token | undefined, word: string): boolean {
  if (word === 'is') return /^(?:not|null)$/i.test(token?.text ?? '');
  return token?.kind === 'string' || (word === 'between' && token?.kind === 'word' && /^\d/.test(token.text));
}
