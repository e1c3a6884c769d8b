import { oneLine, truncate } from '../core/text.ts';

/** The longest evidence, in UTF-16 units. */
const MAX = 300;
/** How far a sentence is looked for on each side of a hit: an endless one must not cost more. */
const REACH = 220;

/** The sentence, or the line, that holds `text.slice(start, end)`: one safe line, cut at 300 units. */
export function sentenceAt(text: string, start: number, end: number): string {
  const from = Math.max(0, start - REACH);
  const before = text.slice(from, start);
  const opened = [...before.matchAll(/[.!?…]["'”’)\]]*\s+|\n+/g)].at(-1);
  const sentenceStart = opened ? from + opened.index + opened[0].length : from;
  const after = text.slice(end, end + REACH);
  const closed = /[.!?…]["'”’)\]]*(?=\s|$)|\n/.exec(after);
  const sentenceEnd = closed ? end + closed.index + closed[0].length : end + after.length;
  const cut = !opened && from > 0;
  return truncate(`${cut ? '…' : ''}${oneLine(text.slice(sentenceStart, sentenceEnd))}`, MAX);
}
