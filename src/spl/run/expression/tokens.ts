import { type Token, unquote } from '../../lexer.ts';
import { NotEvaluated, Refused } from '../outcome.ts';

/** A token of an eval expression, which splits at signs that are part of words elsewhere in SPL. */
export interface ExpressionToken {
  readonly kind: 'number' | 'string' | 'field' | 'name' | 'operator' | 'lparen' | 'rparen' | 'comma' | 'end';
  /** A string's content, a field's or function's name, an operator in capital letters. */
  readonly text: string;
  readonly start: number;
}

const PIECE = /(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w])|\.\d+(?![\w.]))|([A-Za-z_][\w]*)|([-+*/%.])|([\s\S])/gu;
const KEYWORDS: ReadonlySet<string> = new Set(['AND', 'OR', 'XOR', 'NOT', 'LIKE', 'IN']);

/** Splits a command's arguments for the expression parser. */
export function expressionTokens(args: readonly Token[], end: number): ExpressionToken[] {
  const out: ExpressionToken[] = [];
  for (const token of args) push(token, out);
  out.push({ kind: 'end', text: '', start: end });
  return out;
}

function push(token: Token, out: ExpressionToken[]): void {
  const { kind, start } = token;
  switch (kind) {
    case 'string':
      out.push({ kind: 'string', text: unquote(token), start });
      break;
    case 'field':
      out.push({ kind: 'field', text: unquote(token), start });
      break;
    case 'lparen':
    case 'rparen':
    case 'comma':
      out.push({ kind, text: token.text, start });
      break;
    case 'operator':
      if (token.text === '!') throw new Refused(`The expression is malformed: unexpected '!'`, start);
      out.push({ kind: 'operator', text: token.text === '==' ? '=' : token.text, start });
      break;
    case 'word':
      pushWord(token, out);
      break;
    case 'macro':
      throw new NotEvaluated(`macro ${token.text.slice(1, -1)}`);
    default:
      throw new Refused(`The expression is malformed: unexpected ${JSON.stringify(token.text)}`, start);
  }
}

function pushWord(token: Token, out: ExpressionToken[]): void {
  for (const match of token.text.matchAll(PIECE)) {
    const [text, number, name, operator] = match;
    const start = token.start + match.index;
    if (number !== undefined) out.push({ kind: 'number', text, start });
    else if (operator !== undefined) out.push({ kind: 'operator', text, start });
    else if (name === undefined) {
      // Names of other characters belong in single quotes; what Splunk makes of one that is not, its pages do not say.
      throw new NotEvaluated(`the character ${text} in an expression, outside quotes`);
    } else {
      const upper = name.toUpperCase();
      out.push(KEYWORDS.has(upper) ? { kind: 'operator', text: upper, start } : { kind: 'name', text: name, start });
    }
  }
}
