import { RE2JS } from 're2js';

/** What a value has to be like. */

/** A number, a text, a time (epoch milliseconds in UTC), or true and false. */
export type Sought = string | number | boolean | Date;

export type What =
  /** One of the values. */
  | 'is'
  /** Holds one of the texts, holds it as a word of its own, or as the start or the end of one. */
  | 'contains'
  | 'term'
  | 'termStart'
  | 'termEnd'
  | 'starts'
  | 'ends'
  /** Fits one of the patterns: regular expressions (RE2), or texts in which `*` stands for anything. */
  | 'regex'
  | 'glob'
  /** Comparisons with the first value. */
  | 'below'
  | 'atMost'
  | 'above'
  | 'atLeast'
  /** Nothing there. */
  | 'empty';

export interface Test {
  readonly what: What;
  /** Any of them will do; of a negated test, none may. */
  readonly values: readonly Sought[];
  readonly negated: boolean;
  readonly ignoreCase: boolean;
  /** The value is looked at in lower or upper case. */
  readonly fold?: 'lower' | 'upper' | undefined;
}

export function test(what: What, values: readonly Sought[], options: Partial<Test> = {}): Test {
  return { what, values, negated: false, ignoreCase: false, ...options };
}

export function opposite(given: Test): Test {
  return { ...given, negated: !given.negated };
}

const COMPARISONS: ReadonlySet<What> = new Set(['below', 'atMost', 'above', 'atLeast']);

export function isComparison({ what }: Test): boolean {
  return COMPARISONS.has(what);
}

/** Whether a value passes; undefined where that cannot be told, because a pattern is of another dialect. */
export function accepts(given: Test, value: Sought): boolean | undefined {
  const found = positive(given, folded(value, given.fold));
  return found === undefined || !given.negated ? found : !found;
}

function folded(value: Sought, fold: Test['fold']): Sought {
  if (typeof value !== 'string' || !fold) return value;
  return fold === 'lower' ? value.toLowerCase() : value.toUpperCase();
}

function positive(given: Test, value: Sought): boolean | undefined {
  const { what, values } = given;
  if (what === 'empty') return value === '';
  if (COMPARISONS.has(what)) return values[0] === undefined ? undefined : compared(what, order(value, values[0]));
  if (what === 'is') return values.some((one) => equal(value, one, given.ignoreCase));
  const text = cased(plainText(value), given.ignoreCase);
  const results = values.map((one) => fits(what, text, plainText(one), given.ignoreCase));
  if (results.includes(true)) return true;
  return results.includes(undefined) ? undefined : false;
}

function equal(value: Sought, other: Sought, ignoreCase: boolean): boolean {
  const [a, b] = [numericValue(value), numericValue(other)];
  if (a !== null && b !== null) return a === b;
  return cased(plainText(value), ignoreCase) === cased(plainText(other), ignoreCase);
}

function cased(text: string, ignoreCase: boolean): string {
  return ignoreCase ? text.toLowerCase() : text;
}

export function plainText(value: Sought): string {
  return value instanceof Date ? value.toISOString() : String(value);
}

/** The number that a value is or, as text, looks like. */
export function numericValue(value: Sought): number | null {
  if (typeof value === 'number') return value;
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'boolean') return value ? 1 : 0;
  return /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : null;
}

function order(value: Sought, other: Sought): number {
  const [a, b] = [numericValue(value), numericValue(other)];
  if (a !== null && b !== null) return a - b;
  const [x, y] = [plainText(value), plainText(other)];
  return x < y ? -1 : x > y ? 1 : 0;
}

function compared(what: What, by: number): boolean {
  if (what === 'below') return by < 0;
  if (what === 'atMost') return by <= 0;
  return what === 'above' ? by > 0 : by >= 0;
}

function fits(what: What, text: string, sought: string, ignoreCase: boolean): boolean | undefined {
  const part = cased(sought, ignoreCase);
  switch (what) {
    case 'contains':
      return text.includes(part);
    case 'starts':
      return text.startsWith(part);
    case 'ends':
      return text.endsWith(part);
    case 'term':
      return hasWord(text, part, true, true);
    case 'termStart':
      return hasWord(text, part, true, false);
    case 'termEnd':
      return hasWord(text, part, false, true);
    case 'glob':
      return fitsGlob(text, part);
    default:
      return patternOf(sought, ignoreCase)?.matcher(text).find();
  }
}

/** Words are of letters and digits, of any script. https://learn.microsoft.com/kusto/query/datatypes-string-operators#what-is-a-term */
function hasWord(text: string, part: string, begins: boolean, ends: boolean): boolean {
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    const [before, after] = [text[at - 1], text[at + part.length]];
    if ((!begins || !isLetter(before) || !isLetter(part[0])) && (!ends || !isLetter(after) || !isLetter(part.at(-1)))) {
      return true;
    }
  }
  return false;
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}

/** `*` stands for anything, in a pattern of the whole value. In time that grows with the text alone, whatever the pattern. */
export function fitsGlob(text: string, glob: string): boolean {
  const parts = glob.split('*');
  const [first = '', last = ''] = [parts[0], parts.at(-1)];
  if (parts.length === 1) return text === first;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let at = first.length;
  const end = text.length - last.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

const patterns = new Map<string, RE2JS | null>();
const MAX_KEPT = 2000;

/** A pattern of RE2, which most of PCRE's are too; null where it is none. Its matches never take long. */
function patternOf(pattern: string, ignoreCase: boolean): RE2JS | null {
  const key = `${ignoreCase ? 'i' : 's'}${pattern}`;
  let known = patterns.get(key);
  if (known === undefined) {
    try {
      known = RE2JS.compile(pattern, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
    } catch {
      known = null;
    }
    if (patterns.size >= MAX_KEPT) patterns.clear();
    patterns.set(key, known);
  }
  return known;
}
