/** Controls of C0 and C1, what reorders or hides text, and the line separators: raw, a terminal or a log would act on them. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** JSON text that prints safely: what a terminal would act on is escaped, which is the same JSON (RFC 8259, section 7). */
export function jsonText(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, null, indent);
  return text.replace(UNPRINTABLE, (character) => (character === '\n' ? character : escape(character)));
}

function escape(character: string): string {
  return Array.from({ length: character.length }, (_, at) => {
    return `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`;
  }).join('');
}
