/**
 * Characters that no generated query may hold: controls, format characters (zero-width, bidirectional, tags), line and paragraph
 * separators, lone surrogates, and letters and marks that are invisible. A reviewer could not see them.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** True where every character of the text can be seen (or is a space): only such text is quoted. */
export function isPrintable(text: string): boolean {
  return !UNPRINTABLE.test(text);
}

/** Text for a comment: one line, unprintable characters as spaces, at most 160 characters. */
export function commentText(text: string): string {
  const plain = text.replace(new RegExp(UNPRINTABLE, 'gu'), ' ').replace(/\s+/gu, ' ').trim();
  return [...plain].slice(0, 160).join('').trimEnd();
}
