/**
 * What must not reach a terminal, a title or a description from an untrusted article: C0 and C1 controls (tab and newline
 * excepted), zero-width characters, and the bidirectional overrides of "Trojan Source" (https://www.unicode.org/reports/tr36/,
 * CVE-2021-42574).
 */
const UNSAFE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/** Removes what can move a cursor, hide or reorder text; keeps tabs and newlines. */
export function stripUnsafe(text: string): string {
  return text.replace(UNSAFE, '');
}

/** The same characters shown as U+FFFD instead: for a reader who must see that something stood there. */
export function showUnsafe(text: string): string {
  return text.replace(UNSAFE, '\ufffd');
}

/** Nearly every text is one line of plain characters already, which one pass can tell. */
const MAY_CHANGE = /[^\u0020-\u007e]| {2}|^ | $/;

/** One safe line: unsafe characters removed, white space collapsed to single spaces, trimmed. */
export function oneLine(text: string): string {
  if (!MAY_CHANGE.test(text)) return text;
  return (
    stripUnsafe(text.replace(/[\u0085\u2028\u2029]/g, ' '))
      // A single space stays where it is.
      .replace(/[^\S ]\s*| \s+/g, ' ')
      .trim()
  );
}

/** Cuts to at most `max` UTF-16 units with an ellipsis, between words where that loses less than half. */
export function truncateWords(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = truncate(text, max).slice(0, -1);
  const words = cut.replace(/\s+\S*$/, '');
  return `${(words.length * 2 >= max ? words : cut).replace(/[\s,;:([{"'“‘–—-]+$/, '')}…`;
}

/** Cuts to at most `max` UTF-16 units, on a character boundary, with an ellipsis where something was cut. */
export function truncate(text: string, max: number): string {
  if (text.length <= max) return text;
  let end = max - 1;
  const code = text.charCodeAt(end - 1);
  if (code >= 0xd800 && code <= 0xdbff) end -= 1;
  return `${text.slice(0, end)}…`;
}

/**
 * Cuts to at most `max` UTF-16 units at the end of a word, with an ellipsis where something was cut; within a word only where the first one
 * alone is longer, or the last takes up more than half.
 */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  const space = text.lastIndexOf(' ', max - 1);
  return space >= max / 2 ? `${text.slice(0, space).trimEnd()}…` : truncate(text, max);
}

/** Whether this may be offered as a link: a complete http or https URL without characters that could break out of quotes. */
export function isWebUrl(text: string): boolean {
  return !/[\s"<>]/.test(text) && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** The URL if it may be linked to, else an empty string: a truncated one would lead elsewhere. */
export function linkable(url: string, max = 2000): string {
  const text = oneLine(url);
  return text.length <= max && isWebUrl(text) ? text : '';
}
