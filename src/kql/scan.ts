/**
 * A lexer that is as exact as splitting and string repairs need. Unlike Kusto's own it recovers from a broken string, guessing
 * where it was meant to end. (Literals: https://learn.microsoft.com/kusto/query/scalar-data-types/string)
 */
export interface Token {
  readonly kind: 'word' | 'string' | 'comment' | 'punct';
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Only token of its line so far. */
  readonly first: boolean;
  /** For strings that Kusto would read otherwise than meant: the corrected text. */
  readonly mended?: string;
}

const ESCAPE = /\\(?:['"\\abfnrtv]|[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})/y;
const PREFIX = /(?:[hH]@?|@[hH]?)?(?=["'])/y;
const WORD = /[\p{L}\p{N}_]+/uy;
/** What may follow a string: anything else after a quote means that the string goes on. */
const AFTER_STRING = /^\s*(?:[,)\];|\]}:=!<>+]|$|\/\/|\.\.|(?:and|or|in|has\w*|with|by|on|asc|desc)\b)/;

interface StringEnd {
  /** Behind the closing quote, or the end of the line. */
  readonly end: number;
  readonly ok: boolean;
}

/** Reads the string whose quote is at `quote` as Kusto does. */
function strictEnd(text: string, quote: number, verbatim: boolean): StringEnd {
  const mark = text[quote];
  let ok = true;
  for (let at = quote + 1; at < text.length; at++) {
    const char = text[at];
    if (char === '\n') return { end: at, ok: false };
    if (char === mark) {
      if (!verbatim || text[at + 1] !== mark) return { end: at + 1, ok };
      at++;
    } else if (char === '\\' && !verbatim) {
      ESCAPE.lastIndex = at;
      const found = ESCAPE.exec(text);
      if (found) at += found[0].length - 1;
      else ok = false;
    }
  }
  return { end: text.length, ok: false };
}

/** The quote that ends a string whose backslashes were meant literally; -1 if the line has none. */
function literalEnd(text: string, quote: number): number {
  const line = text.indexOf('\n', quote);
  const end = text.indexOf(text[quote] as string, quote + 1);
  return end === -1 || (line !== -1 && end > line) ? -1 : end;
}

function restOfLine(text: string, at: number): string {
  const line = text.indexOf('\n', at);
  return text.slice(at, line === -1 ? undefined : line);
}

/** A string on a line that Kusto cannot read: where it ends if its author took backslashes literally. */
function lenientString(text: string, start: number, quote: number): { end: number; mended?: string } {
  const verbatim = text.slice(start, quote).includes('@');
  const strict = strictEnd(text, quote, verbatim);
  const hidden = /[hH]/.test(text.slice(start, quote)) ? 'h' : '';
  const mark = text[quote] as string;
  if (verbatim) {
    if (strict.ok && AFTER_STRING.test(restOfLine(text, strict.end))) return { end: strict.end };
    // @"a\"b": in a verbatim string only "" is a quote.
    for (let at = quote + 1; at < text.length && text[at] !== '\n'; at++) {
      if (text[at] !== mark) continue;
      if (text[at + 1] === mark) at++;
      else if (text[at - 1] !== '\\' || AFTER_STRING.test(restOfLine(text, at + 1))) {
        const body = text.slice(quote + 1, at).replace(new RegExp(`\\\\${mark}(?!${mark})`, 'g'), mark + mark);
        return { end: at + 1, mended: `${hidden}@${mark}${body}${mark}` };
      }
    }
    return { end: strict.end };
  }
  const close = literalEnd(text, quote);
  if (close === -1) return { end: strict.end };
  const body = text.slice(quote + 1, close);
  const readable = strictEnd(text, quote, false);
  const endsEarly = body.endsWith('\\') && !body.endsWith('\\\\') && AFTER_STRING.test(restOfLine(text, close + 1));
  if (readable.ok && !endsEarly) return { end: readable.end };
  if (!endsEarly && body.endsWith('\\') && !body.endsWith('\\\\')) return { end: readable.end };
  return { end: close + 1, mended: mend(body, mark, hidden) };
}

/** Verbatim where every backslash is single; where some are doubled already, only the others are doubled too. */
function mend(body: string, mark: string, hidden: string): string {
  if (!body.includes('\\\\')) return `${hidden}@${mark}${body}${mark}`;
  let out = '';
  for (let at = 0; at < body.length; at++) {
    ESCAPE.lastIndex = at;
    const found = body[at] === '\\' ? ESCAPE.exec(body) : null;
    out += found ? found[0] : body[at] === '\\' ? '\\\\' : body[at];
    if (found) at += found[0].length - 1;
  }
  return `${hidden}${mark}${out}${mark}`;
}

/** Whether Kusto can read every string of the line that starts at `from`. */
function lineReads(text: string, from: number): boolean {
  for (let at = from; at < text.length && text[at] !== '\n'; at++) {
    if (text.startsWith('//', at) || text.startsWith('```', at) || text.startsWith('~~~', at)) return true;
    if (text[at] !== '"' && text[at] !== "'") continue;
    const { end, ok } = strictEnd(text, at, /@[hH]?$/.test(text.slice(Math.max(from, at - 2), at)));
    if (!ok) return false;
    at = end - 1;
  }
  return true;
}

export function scan(text: string): Token[] {
  const tokens: Token[] = [];
  let first = true;
  let reads = lineReads(text, 0);
  let at = 0;
  function push(kind: Token['kind'], end: number, mended?: string): void {
    tokens.push({
      kind,
      start: at,
      end,
      text: text.slice(at, end),
      first,
      ...(mended === undefined ? {} : { mended }),
    });
    first = false;
    at = end;
  }
  while (at < text.length) {
    const char = text[at] as string;
    if (char === '\n') {
      first = true;
      at++;
      reads = lineReads(text, at);
    } else if (/\s/.test(char)) {
      at++;
    } else if (text.startsWith('//', at)) {
      push('comment', at + restOfLine(text, at).length);
    } else if (text.startsWith('```', at) || text.startsWith('~~~', at)) {
      const close = text.indexOf(text.slice(at, at + 3), at + 3);
      push('string', close === -1 ? text.length : close + 3);
      reads = lineReads(text, at);
    } else {
      PREFIX.lastIndex = at;
      const prefix = PREFIX.exec(text);
      if (prefix) {
        const quote = at + prefix[0].length;
        const read = reads
          ? { end: strictEnd(text, quote, prefix[0].includes('@')).end }
          : lenientString(text, at, quote);
        push('string', Math.max(read.end, quote + 1), 'mended' in read ? read.mended : undefined);
      } else {
        WORD.lastIndex = at;
        const word = WORD.exec(text);
        push(word ? 'word' : 'punct', at + (word ? word[0].length : 1));
      }
    }
  }
  return tokens;
}

/** Tokens without comments. */
export function codeTokens(tokens: readonly Token[]): Token[] {
  return tokens.filter(({ kind }) => kind !== 'comment');
}

const OPEN = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);
const CLOSE = new Set(OPEN.values());

/** Index of the token that closes the bracket at `index`, or -1. */
export function closing(tokens: readonly Token[], index: number): number {
  let depth = 0;
  for (let at = index; at < tokens.length; at++) {
    depth += depthOf(tokens[at]);
    if (depth === 0) return at;
  }
  return -1;
}

/** Index of the token that opens the bracket closed at `index`, or -1. */
export function opening(tokens: readonly Token[], index: number): number {
  let depth = 0;
  for (let at = index; at >= 0; at--) {
    depth -= depthOf(tokens[at]);
    if (depth === 0) return at;
  }
  return -1;
}

/** 1 for an opening bracket, -1 for a closing one, else 0. */
export function depthOf(token: Token | undefined): number {
  if (token?.kind !== 'punct') return 0;
  return OPEN.has(token.text) ? 1 : CLOSE.has(token.text) ? -1 : 0;
}
