/** A word of a text: a run of Latin letters and digits, or of letters of another script. */
export interface Word {
  /** NFKC, lower case, without a possessive 's and without characters that cannot be seen. */
  readonly form: string;
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
  /** Number of the sentence that it stands in, from 0. */
  readonly sentence: number;
}

/** Where a phrase stands in a text: its first and last word's index. */
export interface PhraseHit {
  readonly first: number;
  readonly last: number;
  readonly sentence: number;
}

/** Phrases compiled for searching any number of texts. */
export interface Phrases {
  /** By the forms that a phrase's first word may have. */
  readonly byWord: ReadonlyMap<string, readonly CompiledPhrase[]>;
  /** Phrases that open with `word*`, by that word's first three characters. */
  readonly byPrefix: ReadonlyMap<string, readonly CompiledPhrase[]>;
}

interface CompiledPhrase {
  readonly phrase: string;
  readonly words: readonly Matcher[];
}

type Matcher =
  | { readonly kind: 'forms'; readonly forms: readonly string[] }
  | { readonly kind: 'prefix'; readonly prefix: string }
  | { readonly kind: 'number' };

// Soft hyphens and zero-width characters inside a word are not seen by whoever reads it. Latin runs end where another
// script begins: Japanese and Chinese write "PowerShell" without spaces around it.
const WORD =
  /\be-mails?\b|[\p{Script=Latin}\p{Nd}\p{M}\u00ad\u200b-\u200d\u2060\ufeff]+(?:['’]s(?![\p{L}\p{Nd}]))?|\p{L}(?:(?!\p{Script=Latin})[\p{L}\p{M}])*/giu;
const HIDDEN = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;
const SENTENCE_END = /[.!?…][)"'”’\]]*\s|[。！？]|\n[^\S\n]*\n|[\u2028\u2029]/;
const PREFIX_KEY = 3;

/** The words of a text, in order. Linear in the text's length. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let sentence = 0;
  let end = 0;
  for (const match of text.matchAll(WORD)) {
    const start = match.index;
    if (start - end > 1 && SENTENCE_END.test(text.slice(end, start))) sentence += 1;
    end = start + match[0].length;
    const form = formOf(match[0]);
    if (form !== '') words.push({ form, start, end, sentence });
  }
  return words;
}

function formOf(written: string): string {
  if (/^\w*$/.test(written)) return written.toLowerCase();
  const seen = written
    .replace(HIDDEN, '')
    .replace(/['’]s$/i, '')
    .normalize('NFKC')
    .toLowerCase();
  return seen.replace(/^e-mail/, 'email');
}

/**
 * Compiles phrases. Any separator stands for any other (`supply chain` finds `supply-chain`), a word finds its plural too,
 * `word*` finds any ending, and `#` finds any number (`CVE-#`).
 */
export function compilePhrases(phrases: Iterable<string>): Phrases {
  const byWord = new Map<string, CompiledPhrase[]>();
  const byPrefix = new Map<string, CompiledPhrase[]>();
  for (const phrase of new Set(phrases)) {
    const words = patternWords(phrase).map(matcher);
    const [first] = words;
    if (first?.kind === 'forms') for (const form of first.forms) add(byWord, form, { phrase, words });
    if (first?.kind === 'prefix') add(byPrefix, first.prefix.slice(0, PREFIX_KEY), { phrase, words });
  }
  return { byWord, byPrefix };
}

/** What is wrong with a phrase, in words; null if it can be searched for. */
export function phraseProblem(phrase: string): string | null {
  const words = patternWords(phrase);
  const first = words[0];
  if (first === undefined) return `“${phrase}” has no word in it`;
  if (first === '#') return `“${phrase}” opens with a number sign: put a word before it`;
  const short = words.find((word) => word.endsWith('*') && word.length <= PREFIX_KEY);
  if (short !== undefined)
    return `“${short}” is too short: an open ending needs at least ${PREFIX_KEY} letters before it`;
  if (/\*[\p{L}\p{Nd}*]|(?<![\p{L}\p{Nd}])\*/u.test(phrase)) return `“${phrase}”: * may only end a word`;
  return null;
}

/** Where each of the phrases stands in the words: never across the end of a sentence. Phrases that do not occur are left out. */
export function findPhrases(words: readonly Word[], phrases: Phrases): Map<string, PhraseHit[]> {
  const found = new Map<string, PhraseHit[]>();
  for (const [at, { form, sentence }] of words.entries()) {
    for (const candidates of [phrases.byWord.get(form), phrases.byPrefix.get(form.slice(0, PREFIX_KEY))]) {
      for (const candidate of candidates ?? []) {
        const last = at + candidate.words.length - 1;
        if (words[last]?.sentence !== sentence || !matchesAt(words, at, candidate.words)) continue;
        add(found, candidate.phrase, { first: at, last, sentence });
      }
    }
  }
  return found;
}

function matchesAt(words: readonly Word[], at: number, matchers: readonly Matcher[]): boolean {
  return matchers.every((one, index) => {
    const form = words[at + index]?.form ?? '';
    if (one.kind === 'forms') return one.forms.includes(form);
    return one.kind === 'prefix' ? form.startsWith(one.prefix) : /^\d+$/.test(form);
  });
}

/** The words of a phrase, with the `*` and `#` that only phrases have. */
function patternWords(phrase: string): string[] {
  return [
    ...phrase
      .normalize('NFKC')
      .toLowerCase()
      .matchAll(/[\p{L}\p{Nd}\p{M}]+\*?|#/gu),
  ].map(([word]) => word);
}

function matcher(word: string): Matcher {
  if (word === '#') return { kind: 'number' };
  if (word.endsWith('*')) return { kind: 'prefix', prefix: word.slice(0, -1) };
  return { kind: 'forms', forms: formsOf(word) };
}

function formsOf(word: string): string[] {
  if (!/^[a-z]+\d?[a-z]*$/.test(word) || word.length < 2) return [word];
  if (/[^aeiou]y$/.test(word)) return [word, `${word.slice(0, -1)}ies`];
  return /(?:s|x|z|ch|sh)$/.test(word) ? [word, `${word}es`] : [word, `${word}s`];
}

function add<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
