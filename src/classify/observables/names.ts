/** What stands between quotes, or a word with the characters of names. */
const ONE = String.raw`(?:"[^"\n]{2,120}"|'[^'\n]{2,120}'|\x60[^\x60\n]{2,120}\x60|[\p{L}\p{N}_.$@{}\\/+-]{2,120})`;
const LIST = new RegExp(String.raw`^${ONE}(?:(?:\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+)${ONE}){0,9}`, 'u');
const EACH = new RegExp(ONE, 'gu');

/** A name that an article gives. */
export interface GivenName {
  readonly value: string;
  /** It stands in quotes, or where a command has nothing else. */
  readonly quoted: boolean;
}

/** The names that begin right at an offset: one, or a list with commas and "and" of which all but the first look like names too. */
export function namesAt(text: string, at: number): GivenName[] {
  const list = LIST.exec(text.slice(at, at + 800))?.[0] ?? '';
  const names: GivenName[] = [];
  for (const [raw] of list.matchAll(EACH)) {
    const quoted = /^["'`]/.test(raw);
    const value = quoted ? raw.slice(1, -1).trim() : raw.replace(/[.,;:!?]+$/, '');
    if (names.length > 0 && (value === 'and' || value === 'or')) continue;
    if (names.length > 0 && !quoted && !isParticularWord(value)) break;
    names.push({ value, quoted });
  }
  return names;
}

/** Not a word of a sentence: a digit, an underscore, a capital inside, a dot or hyphen between parts. */
export function isParticularWord(word: string): boolean {
  return /[\p{N}_$]|\p{Ll}\p{Lu}|\p{Lu}{2}\p{Ll}|[\p{L}\p{N}][.-][\p{L}\p{N}]/u.test(word);
}
