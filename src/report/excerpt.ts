import { stripUnsafe } from '../core/text.ts';

/** The part of a line round a column, and where in it a caret goes. */
export interface Excerpt {
  readonly text: string;
  /** How many characters stand before the caret. */
  readonly caret: number;
}

/**
 * The part of a text's line round a column, at most `width` characters and two ellipses. Tabs count as one space, so that carets fit.
 *
 * @param line 1-based.
 * @param column 1-based, in UTF-16 units.
 */
export function excerptOf(source: string, line: number, column: number, width: number): Excerpt {
  const text = source.split(/\r\n?|\n/)[line - 1] ?? '';
  const at = column - 1;
  const start = Math.max(0, Math.min(at - Math.floor(width / 2), text.length - width));
  const before = stripUnsafe(text.slice(start, at)).replace(/\t/g, ' ');
  const after = stripUnsafe(text.slice(at, start + width)).replace(/\t/g, ' ');
  const cut = start > 0 ? '…' : '';
  return { text: cut + before + after + (start + width < text.length ? '…' : ''), caret: cut.length + before.length };
}
