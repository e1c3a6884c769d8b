/** The key that a line of YAML begins with, in a list's entry too. */
const KEY = /^\s*(?:- +)*(?:[{[]\s*)?[\w.-]{1,40}(?=\s*:(?:\s|$))/;

/**
 * A line of YAML for showing a place in it, as long as it was: its first key and its marks stay, letters and digits of values, which may
 * be secrets, become points, and tabs arrows.
 */
export function maskedLine(line: string): string {
  const key = KEY.exec(line)?.[0] ?? '';
  return (key + line.slice(key.length).replace(/[\p{L}\p{N}]/gu, (letter) => '·'.repeat(letter.length))).replaceAll(
    '\t',
    '→',
  );
}
