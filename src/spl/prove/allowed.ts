import { type Token, unquote } from '../lexer.ts';
import { parse } from '../parse.ts';

/**
 * Texts that a search forgives: what a NOT stands before (a term, a comparison, a list, all in a bracket), and what a field must not
 * equal.
 */
export function allowedValues(text: string): readonly string[] {
  const found = new Set<string>();
  for (const { commands } of parse(text).pipelines) {
    for (const { args } of commands) {
      args.forEach((token, at) => {
        if (token.kind === 'word' && token.text.toUpperCase() === 'NOT') collect(args, at + 1, found);
        else if (token.kind === 'operator' && token.text === '!=') add(args[at + 1], found);
      });
    }
  }
  return [...found];
}

/** Reads one term: up to the end of its bracket, or of a list or call that follows. */
function collect(args: readonly Token[], start: number, found: Set<string>): void {
  let depth = 0;
  for (let at = start; at < args.length; at += 1) {
    const token = args[at] as Token;
    if (token.kind === 'lparen') depth += 1;
    if (token.kind === 'rparen') depth -= 1;
    if (depth < 0) return;
    const before = args[at - 1];
    if (token.kind === 'string' || before?.kind === 'operator') add(token, found);
    const next = args[at + 1];
    const goesOn =
      next?.kind === 'operator' || token.kind === 'operator' || next?.kind === 'lparen' || isIn(next) || isIn(token);
    if (depth === 0 && !goesOn) return;
  }
}

function isIn(token: Token | undefined): boolean {
  return token?.kind === 'word' && token.text.toUpperCase() === 'IN';
}

function add(token: Token | undefined, found: Set<string>): void {
  const value = token ? unquote(token) : '';
  if (value !== '') found.add(value);
}
