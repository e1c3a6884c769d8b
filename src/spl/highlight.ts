import type { QuerySpan } from '../sync/siem.ts';
import { lex, type Token } from './lexer.ts';

/** Words that join what stands beside them, in any command. */
const JOINING = /^(?:and|or|not|in|by|as|over|where|from|output|outputnew|groupby|xor|like)$/i;
const NUMBER = /^-?\d+(?:\.\d+)?[a-z%]*$/i;

const KINDS: Readonly<Partial<Record<Token['kind'], QuerySpan['kind']>>> = {
  comment: 'comment',
  string: 'string',
  macro: 'macro',
  pipe: 'operator',
  operator: 'operator',
};

/** The pieces of an SPL search: commands, words that join, functions, values. Any text has pieces. */
export function highlightSpl(search: string): QuerySpan[] {
  const tokens = lex(search);
  let isCommand = true;
  return tokens.map((token, at) => {
    const { kind, text } = token;
    const isFirst = isCommand && kind === 'word';
    if (kind === 'pipe' || kind === 'open') isCommand = true;
    else if (kind !== 'space' && kind !== 'comment') isCommand = false;
    if (kind !== 'word') return { kind: KINDS[kind] ?? 'text', text };
    // A search may begin with its terms: the first word is a command behind a pipe, or where a bracket opens.
    const isBare = isFirst && tokens.slice(0, at).every((one) => one.kind === 'space' || one.kind === 'comment');
    if (isFirst && !(isBare && tokens[at + 1]?.kind === 'operator')) return { kind: 'keyword', text };
    if (JOINING.test(text)) return { kind: 'keyword', text };
    if (tokens[at + 1]?.kind === 'lparen') return { kind: 'function', text };
    return { kind: NUMBER.test(text) ? 'number' : 'text', text };
  });
}
