/**
 * Stretches whose white space matters, in whichever language: quoted text (`"…"`, `'…'`, Kusto's `@"…""…"`), what three backticks or
 * tildes enclose (a comment in one language, a string in another), and a comment to the end of its line. Of these, whatever is opened
 * and not closed reaches to the end of the text, and so does what follows a comment with a quotation mark in it: where `//` opens no
 * comment, that mark would open a quotation.
 */
const KEPT = [
  `@"(?:[^"]|"")*(?:"|$)|@'(?:[^']|'')*(?:'|$)`,
  String.raw`"(?:[^"\\]|\\.)*(?:"|\\?$)|'(?:[^'\\]|\\.)*(?:'|\\?$)`,
  '```.*?(?:```|$)|~~~.*?(?:~~~|$)',
  String.raw`//[^\n"'\x60~]*(?:\n\s*|$)|//.*$`,
].join('|');
const EACH = new RegExp(String.raw`(${KEPT})|\s+`, 'gs');

/**
 * A query without what its author's editor did to it: white space between words, and a semicolon at the end. Queries of one form do the
 * same; of two that do the same, the forms may differ. Knows no language: where languages read a text differently, it stays as it is.
 */
export function sameForm(query: string): string {
  const folded = query.replace(/\r\n?/g, '\n').replace(EACH, (_, kept: string | undefined) => {
    if (kept === undefined) return ' ';
    return kept.startsWith('//') ? `${kept.trimEnd()}\n` : kept;
  });
  let end = folded.length;
  while (end > 0 && /[\s;]/.test(folded.charAt(end - 1))) end -= 1;
  return folded.slice(0, end).trim();
}
