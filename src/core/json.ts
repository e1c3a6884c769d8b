/** C0 and C1 controls, characters that reorder or hide text, and line separators: a terminal or a log would act on them. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** JSON text that prints safely: what a terminal would act on is escaped, which is the same JSON (https://www.rfc-editor.org/rfc/rfc8259#section-7). */
export function jsonText(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, null, indent);
  return text.replace(UNPRINTABLE, (character) => (character === '\n' ? character : escapeCharacters(character)));
}

function escapeCharacters(character: string): string {
  return Array.from({ length: character.length }, (_, at) => {
    return `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`;
  }).join('');
}
