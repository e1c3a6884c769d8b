export type TokenKind =
  | 'space'
  | 'comment'
  | 'string'
  | 'field'
  | 'macro'
  | 'pipe'
  | 'open'
  | 'close'
  | 'lparen'
  | 'rparen'
  | 'comma'
  | 'operator'
  | 'word'
  /** A character that SPL has no use for outside strings: controls, typographic quotes and dashes, no-break and zero-width spaces. */
  | 'odd';

/** A piece of the source, its own text included: the texts of all tokens in a row are the source. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Offset in the source, in UTF-16 units. */
  readonly start: number;
  /** False where a string, field, macro or comment runs to the end of the source without its closing quote. */
  readonly closed: boolean;
}

const SINGLE: Readonly<Record<string, TokenKind>> = {
  '|': 'pipe',
  '[': 'open',
  ']': 'close',
  '(': 'lparen',
  ')': 'rparen',
  ',': 'comma',
};

const SPACE = /[ \t\r\n]+/y;
const OPERATOR = /[=!<>]=|[=<>]|!/y;
// Signs that look like SPL's own: bars, brackets, commas, comparisons, quotes, asterisks (Unicode's confusables, UTS 39).
const LOOK_ALIKE =
  '\\u00a6\\u00b4\\u01c0\\u02b9-\\u02bc\\u02c2\\u02c3\\u02cb\\u05c0\\u2032-\\u2037\\u2039\\u203a\\u204e\\u2217\\u2223\\u2260\\u2264\\u2265\\u2266\\u2267\\u2a7d\\u2a7e\\u2225\\u23d0\\u2502\\u2503\\u2758-\\u275e\\u2768-\\u2775' +
  '\\u276e-\\u2771\\u3001\\u3008-\\u3011\\u3014\\u3015\\ua78a\\ufe31\\ufe33\\ufe4d-\\ufe5e\\ufe63-\\ufe66\\uff01-\\uff0f\\uff1a-\\uff20\\uff3b-\\uff40\\uff5b-\\uff65\\uffe4\\uffe8';
// White space of other kinds, C0 and C1 controls, zero-width and bidirectional characters, variation selectors, curly quotes, en and em dashes.
const ODD_CLASS =
  '\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180e' +
  '\\u2000-\\u200f\\u2010-\\u2016\\u2018-\\u201f\\u2028-\\u202f\\u205f-\\u206f\\u2212\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff9-\\ufffb' +
  LOOK_ALIKE;
const ODD = new RegExp(`[${ODD_CLASS}]`, 'y');
const WORD = new RegExp(`[^ \\t\\r\\n"|\\[\\](),=<>!\`${ODD_CLASS}]+`, 'y');

/**
 * Splits SPL into tokens. Any string has tokens: nothing throws, nothing is lost, and the time is linear in the length.
 *
 * Follows https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/UnderstandingSPLsyntax: `\"` stays inside a string;
 * macros stand between backticks and are not looked for inside double quotes; a comment is between triple backticks, on one line
 * or several.
 */
export function lex(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const token = next(source, at);
    tokens.push(token);
    at += token.text.length;
  }
  return tokens;
}

function next(source: string, start: number): Token {
  const char = source[start] as string;
  const single = SINGLE[char];
  if (single) return { kind: single, text: char, start, closed: true };
  switch (char) {
    case ' ':
    case '\t':
    case '\r':
    case '\n':
      return { kind: 'space', text: match(SPACE, source, start)?.[0] ?? char, start, closed: true };
    case '"':
      return quoted('string', source, start, endOfString(source, start));
    case '`':
      return source.startsWith('```', start)
        ? quoted('comment', source, start, endAfter('```', source, start + 3))
        : quoted('macro', source, start, endAfter('`', source, start + 1));
    case "'": {
      // An apostrophe without a partner on its line is no more than that: the rest of the source must not hide behind it.
      const end = endAfter("'", source, start + 1);
      if (end < 0 || source.slice(start, end).includes('\n'))
        return { kind: 'field', text: char, start, closed: false };
      return quoted('field', source, start, end);
    }
    case '=':
    case '<':
    case '>':
    case '!':
      return { kind: 'operator', text: match(OPERATOR, source, start)?.[0] ?? char, start, closed: true };
    default: {
      const odd = match(ODD, source, start);
      if (odd) return { kind: 'odd', text: odd[0], start, closed: true };
      return { kind: 'word', text: match(WORD, source, start)?.[0] ?? char, start, closed: true };
    }
  }
}

/** A token up to `end`, or, where there is no end, to the end of the source. */
function quoted(kind: TokenKind, source: string, start: number, end: number): Token {
  const closed = end >= 0;
  return { kind, text: closed ? source.slice(start, end) : source.slice(start), start, closed };
}

function endAfter(mark: string, source: string, from: number): number {
  const at = source.indexOf(mark, from);
  return at < 0 ? -1 : at + mark.length;
}

function endOfString(source: string, start: number): number {
  for (let at = start + 1; at < source.length; at += 1) {
    if (source[at] === '\\') at += 1;
    else if (source[at] === '"') return at + 1;
  }
  return -1;
}

function match(pattern: RegExp, source: string, start: number): RegExpExecArray | null {
  pattern.lastIndex = start;
  return pattern.exec(source);
}

/** Whether a token carries meaning: everything but white space and comments. */
export function isSignificant(token: Token): boolean {
  return token.kind !== 'space' && token.kind !== 'comment';
}

/** A string's content, its escapes undone, or a token's own text; what `"Processes.user"`, `'Processes.user'` and `Processes.user` share. */
export function unquote(token: Token): string {
  if (token.kind === 'string') return token.text.replace(/^"|"$/g, '').replace(/\\(["\\])/g, '$1');
  if (token.kind === 'field') return token.text.slice(1, -1);
  return token.text;
}
