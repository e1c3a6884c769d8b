/**
 * Terms of a text: maximal runs of letters and digits. `has` asks for a match that neither begins nor ends inside one;
 * where the text asked for begins or ends with another character, that side may be anywhere.
 * https://learn.microsoft.com/kusto/query/datatypes-string-operators#what-is-a-term
 */

function isTermCharacter(code: number): boolean {
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57);
  return /[\p{L}\p{N}]/u.test(String.fromCharCode(code));
}

/** Which ends of a match must be ends of a term. */
export interface Edges {
  readonly start: boolean;
  readonly end: boolean;
}

export const WHOLE_TERM: Edges = { start: true, end: true };
export const TERM_PREFIX: Edges = { start: true, end: false };
export const TERM_SUFFIX: Edges = { start: false, end: true };

/** Compares as given: for a match whatever the case, give both in lower case. */
export function hasTerm(text: string, sought: string, edges: Edges = WHOLE_TERM): boolean {
  if (sought === '') return true;
  const needsStart = edges.start && isTermCharacter(sought.charCodeAt(0));
  const needsEnd = edges.end && isTermCharacter(sought.charCodeAt(sought.length - 1));
  for (let at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + 1)) {
    const end = at + sought.length;
    const starts = !needsStart || at === 0 || !isTermCharacter(text.charCodeAt(at - 1));
    if (starts && (!needsEnd || end === text.length || !isTermCharacter(text.charCodeAt(end)))) return true;
  }
  return false;
}
