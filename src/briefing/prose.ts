import { oneLine, stripUnsafe, truncate, truncateWords } from '../core/text.ts';

/** An excerpt is cut here, in UTF-16 units; an ellipsis follows. */
const EXCERPT = 500;
/** Begins a heading, fence, quote, table, underline, emphasis or tag; and list items that imitate the briefing's own bullets. */
const STRUCTURE = /^(?=[#>`~=|<*_+]|-(?![ ]?[\p{L}\p{N}])|\[[^\]]*\]:)/u;

/**
 * Untrusted text as markdown without structure: no heading, fence, tag, image, link or imitated bullet of a briefing. At most 500
 * characters and an ellipsis.
 */
export function excerpt(text: string): string {
  const lines = stripUnsafe(text.replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n'))
    .split('\n')
    .map((line) => inert(line.replace(/\s+/g, ' ').trim()));
  const cut = truncate(
    lines
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
    EXCERPT + 1,
  );
  return cut.replace(/\\*\s*…$/, '…');
}

/** The same for one line of our own prose that quotes an article: at most `max` characters before its escapes. */
export function inlineProse(text: string, max = 240): string {
  return inert(truncateWords(oneLine(text), max)).replace(/[`*]/g, '\\$&');
}

/** Lines kept of one text, and characters of a line: more than any real briefing has. */
const MAX_LINES = 400;
const MAX_LINE = 2000;

/**
 * Lines of a briefing as safe text, without empty ones.
 *
 * @param escaped `excerpt` and `inlineProse` wrote them, whose escapes are undone; in the text of others a backslash is part of a path.
 */
export function safeLines(lines: readonly string[], escaped = false): string[] {
  return lines
    .slice(0, MAX_LINES)
    .map((line) => oneLine(line))
    .map((line) => truncate(escaped ? line.replace(/\\([#>`~=|<*_+([-])/g, '$1') : line, MAX_LINE))
    .filter((line) => line !== '');
}

function inert(line: string): string {
  return line
    .replace(/<(?=[A-Za-z/!?])/g, '\\<')
    .replaceAll('](', ']\\(')
    .replace(STRUCTURE, '\\');
}
