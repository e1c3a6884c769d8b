/** C0 and C1 controls, characters that reorder or hide text, and line separators: a terminal or a log would act on them. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** JSON text that prints safely: what a terminal would act on is escaped, which is the same JSON (https://www.rfc-editor.org/rfc/rfc8259#section-7). */
export function jsonText(value: unknown, indent?: number): string {
  return printable(JSON.stringify(value, null, indent));
}

/** Lists in lists and objects as deep as this are told apart; what lies deeper is one piece. */
const DEPTH = 5;
/** In UTF-16 units: a piece is longer only where one value is. */
const PIECE = 64 * 1024;

/**
 * `jsonText` of plain data in pieces, none of which ends within a text: a report of many changes need never stand in memory as a whole. A list
 * may be anything that can be walked through, so that its items need not be there at once either.
 */
export function* jsonPieces(value: unknown): Generator<string> {
  let piece = '';
  for (const part of partsOf(value, DEPTH)) {
    piece += part;
    if (piece.length < PIECE) continue;
    yield printable(piece);
    piece = '';
  }
  if (piece !== '') yield printable(piece);
}

function* partsOf(value: unknown, depth: number): Generator<string> {
  if (depth === 0 || typeof value !== 'object' || value === null || 'toJSON' in value) {
    yield JSON.stringify(value) ?? 'null';
    return;
  }
  let before = '';
  if (Symbol.iterator in value) {
    yield '[';
    for (const item of value as Iterable<unknown>) {
      yield before;
      yield* partsOf(item, depth - 1);
      before = ',';
    }
    yield ']';
    return;
  }
  yield '{';
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined || typeof item === 'function' || typeof item === 'symbol') continue;
    yield `${before}${JSON.stringify(key)}:`;
    yield* partsOf(item, depth - 1);
    before = ',';
  }
  yield '}';
}

function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => (character === '\n' ? character : escapeCharacters(character)));
}

function escapeCharacters(character: string): string {
  return Array.from({ length: character.length }, (_, at) => {
    return `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`;
  }).join('');
}
