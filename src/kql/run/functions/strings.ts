import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { type Cell, isList, type ScalarType } from '../cells.ts';
import { converter, toText } from '../convert.ts';
import { NotEvaluated, QueryFailure } from '../errors.ts';
import type { Compiler, Scalar } from '../plan.ts';
import { allMatches, firstMatch, regexOf, replaceRegex } from '../regex.ts';
import { apply, as, literal } from '../scalars.ts';
import { type Functions, fn, type ScalarFunction, typed, withNulls } from './define.ts';

/** https://learn.microsoft.com/kusto/query/scalar-functions#string-functions */

/** No row of ours needs a longer text. */
const MAX_TEXT = 1_000_000;

/** Text is counted in Unicode code points where Kusto counts characters; surrogates are rare, so the quick way first. */
function charactersOf(text: string): readonly string[] | string {
  return /[\ud800-\udfff]/.test(text) ? Array.from(text) : text;
}

/** From 0; a negative start counts from the end, and gives nothing where it leads before the start. */
function slice(text: string, start: number, length: number): string {
  const characters = charactersOf(text);
  const from = start < 0 ? characters.length + start : start;
  if (from < 0 || length <= 0) return '';
  const part = characters.slice(from, from + length);
  return typeof part === 'string' ? part : part.join('');
}

/** https://learn.microsoft.com/kusto/query/indexof-function */
function indexOf(text: string, sought: string, start: number, length: number, occurrence: number): number | null {
  if (occurrence < 1) return null;
  const from = start < 0 ? Math.max(0, text.length + start) : start;
  const end = length < 0 ? text.length : Math.min(text.length, from + length);
  let at = from - 1;
  for (let found = 0; found < occurrence; found++) {
    at = text.indexOf(sought, at + 1);
    if (at < 0 || at + sought.length > end) return -1;
  }
  return at;
}

/** https://learn.microsoft.com/kusto/query/split-function */
function split(text: string, delimiter: string, index: Cell | undefined): Cell {
  if (delimiter === '') throw new NotEvaluated('split() by an empty text');
  const parts = text.split(delimiter);
  if (index === undefined || index === null) return parts;
  const part = parts[Number(index)];
  return part === undefined ? null : [part];
}

/** Overlapping occurrences count for plain text, not for a regular expression. https://learn.microsoft.com/kusto/query/countof-function */
function countOf(text: string, sought: string, kind: string): number {
  if (kind === 'regex') return allMatches(text, sought).length;
  if (sought === '') return 0;
  let count = 0;
  for (let at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + 1)) count++;
  return count;
}

/** One match at each end goes. https://learn.microsoft.com/kusto/query/trim-function */
const TRIMS = {
  start: (pattern: string) => `^(?:${pattern})`,
  end: (pattern: string) => `(?:${pattern})$`,
  both: (pattern: string) => `^(?:${pattern})|(?:${pattern})$`,
} as const;

/** Two arguments: each match's groups (or its only one); three: the groups named. https://learn.microsoft.com/kusto/query/extract-all-function */
function extractAll(pattern: string, groups: Cell | null, text: string): Cell {
  const matches = allMatches(text, pattern);
  if (matches.length === 0) return null;
  const count = regexOf(pattern).groupCount();
  if (count === 0) throw new QueryFailure('extract_all(): the regular expression has no capturing group');
  const all = Array.from({ length: count }, (_, index) => index + 1);
  const named = isList(groups) ? groups : [];
  if (named.some((group) => typeof group === 'string')) throw new NotEvaluated('extract_all() of groups by name');
  const chosen = named.map(Number).filter((group) => all.includes(group));
  const wanted = chosen.length > 0 ? chosen : all;
  return matches.map((match) =>
    wanted.length === 1 ? (match[wanted[0] as number] ?? '') : wanted.map((group) => match[group] ?? ''),
  );
}

/** `extract(pattern, group, text[, typeof(T)])`. https://learn.microsoft.com/kusto/query/extract-function */
function extract(type: ScalarType): (pattern: Cell, group: Cell, text: Cell) => Cell {
  const convert = converter(type);
  return (pattern, group, text) => {
    const found = firstMatch(text as string, pattern as string)?.[Number(group)];
    return found === undefined ? (type === 'string' ? '' : null) : convert(found, 'string');
  };
}

function decodeBase64(text: string): string {
  const compact = text.trim();
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(compact) || compact.length % 4 !== 0) return '';
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(compact, 'base64'));
  } catch {
    return '';
  }
}

function decodeUrl(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replace(/(?:%[0-9a-f]{2})+/gi, (codes) => Buffer.from(codes.replace(/%/g, ''), 'hex').toString('utf8'));
  }
}

function repeated(text: string, count: number, delimiter: string): string {
  if ((text.length + delimiter.length) * count > MAX_TEXT)
    throw new QueryFailure('strrep(): the text would be too long');
  return Array.from({ length: Math.max(0, count) }, () => text).join(delimiter);
}

/** Of the text form; of the empty text it is empty. https://learn.microsoft.com/kusto/query/hash-sha256-function */
const hash = (algorithm: string): ScalarFunction =>
  typed('any', 'string', ([type = 'string']) => (cell) => {
    const text = toText(cell as Cell, type);
    return text === '' ? '' : createHash(algorithm).update(text).digest('hex');
  });

/** Texts of any arguments, joined. */
const strcat = typed(
  'any any*',
  'string',
  (types) =>
    (...cells) =>
      cells.map((cell, at) => toText(cell, types[at] as ScalarType)).join(''),
);

const strcatDelim = typed(
  'string any any*',
  'string',
  (types) =>
    (delimiter, ...cells) =>
      cells.map((cell, at) => toText(cell, types[at + 1] as ScalarType)).join(delimiter as string),
);

const trim = (ends: keyof typeof TRIMS): ScalarFunction =>
  fn('string string', 'string', (pattern, text) => replaceRegex(text as string, TRIMS[ends](pattern as string), ''));

export const STRINGS: Functions = {
  strcat,
  strcat_delim: strcatDelim,
  strcat_array: withNulls('dynamic string', 'string', (list, delimiter) =>
    isList(list as Cell)
      ? (list as Cell[]).map((item) => toText(item, 'dynamic')).join(delimiter as string)
      : toText(list as Cell, 'dynamic'),
  ),
  tolower: fn('string', 'string', (text) => (text as string).toLowerCase()),
  toupper: fn('string', 'string', (text) => (text as string).toUpperCase()),
  strlen: fn('string', 'long', (text) => charactersOf(text as string).length),
  string_size: fn('string', 'long', (text) => Buffer.byteLength(text as string)),
  strcmp: fn('string string', 'int', (a, b) => ((a as string) < (b as string) ? -1 : a === b ? 0 : 1)),
  strrep: typed(
    'any long any?',
    'string',
    ([type = 'string', , third]) =>
      (text, count, delimiter) =>
        repeated(toText(text as Cell, type), Number(count ?? 0), third ? toText(delimiter as Cell, third) : ''),
  ),
  reverse: fn('string', 'string', (text) =>
    Array.from(text as string)
      .reverse()
      .join(''),
  ),
  substring: fn('string long long?', 'string', (text, start, length) =>
    slice(text as string, Number(start), length === undefined ? Number.MAX_SAFE_INTEGER : Number(length)),
  ),
  split: fn('string string long?', 'dynamic', (text, delimiter, index) =>
    split(text as string, delimiter as string, index),
  ),
  indexof: fn('string string long? long? long?', 'long', (text, sought, start, length, occurrence) =>
    indexOf(text as string, sought as string, Number(start ?? 0), Number(length ?? -1), Number(occurrence ?? 1)),
  ),
  countof: fn('string string string?', 'long', (text, sought, kind) =>
    countOf(text as string, sought as string, (kind ?? 'normal') as string),
  ),
  trim: trim('both'),
  trim_start: trim('start'),
  trim_end: trim('end'),
  replace_string: fn('string string string', 'string', (text, sought, replacement) =>
    sought === '' ? (text as Cell) : (text as string).replaceAll(sought as string, () => replacement as string),
  ),
  replace_regex: fn('string string string', 'string', (text, pattern, replacement) =>
    replaceRegex(text as string, pattern as string, replacement as string),
  ),
  replace: fn('string string string', 'string', (pattern, replacement, text) =>
    replaceRegex(text as string, pattern as string, replacement as string),
  ),
  translate: fn('string string string', 'string', (from, to, text) =>
    translate(from as string, to as string, text as string),
  ),
  extract: { build: buildExtract },
  extract_all: { build: buildExtractAll },
  extractall: { build: buildExtractAll },
  regex_quote: fn('string', 'string', (text) => (text as string).replace(/[^A-Za-z0-9_]/g, '\\$&')),
  base64_decode_tostring: fn('string', 'string', (text) => decodeBase64(text as string)),
  base64_decodestring: fn('string', 'string', (text) => decodeBase64(text as string)),
  base64_encode_tostring: fn('string', 'string', (text) => Buffer.from(text as string).toString('base64')),
  url_decode: fn('string', 'string', (text) => decodeUrl(text as string)),
  url_encode_component: fn('string', 'string', (text) => encodeURIComponent(text as string)),
  hash_sha256: hash('sha256'),
  hash_sha1: hash('sha1'),
  hash_md5: hash('md5'),
  isascii: fn('string', 'bool', (text) => /^[\u0000-\u007f]*$/.test(text as string)),
  to_utf8: fn('string', 'dynamic', (text) => Array.from(text as string, (each) => each.codePointAt(0) as number)),
  unicode_codepoints_from_string: fn('string', 'dynamic', (text) =>
    Array.from(text as string, (each) => each.codePointAt(0) as number),
  ),
};

/** https://learn.microsoft.com/kusto/query/translate-function */
function translate(from: string, to: string, text: string): string {
  const last = to.at(-1) ?? '';
  return Array.from(text, (each) => {
    const at = from.indexOf(each);
    return at < 0 ? each : (to[at] ?? last);
  }).join('');
}

function buildExtract(args: readonly Scalar[], compiler: Compiler): Scalar {
  const [pattern, group, text, target] = args;
  if (!pattern || !group || !text) {
    compiler.unknown('a call of extract() with too few arguments');
    return literal('string', '');
  }
  // typeof(T) compiles to a null of that type.
  const type = target?.type ?? 'string';
  return apply(type, [as(pattern, 'string'), as(group, 'long'), as(text, 'string')], (a, b, c) =>
    extract(type)(a as Cell, b as Cell, c as Cell),
  );
}

function buildExtractAll(args: readonly Scalar[], compiler: Compiler): Scalar {
  const [pattern, second, third] = args;
  if (!pattern || !second) {
    compiler.unknown('a call of extract_all() with too few arguments');
    return literal('dynamic', null);
  }
  const groups = third ? second : literal('dynamic', null);
  return apply('dynamic', [as(pattern, 'string'), groups, as(third ?? second, 'string')], (a, b, c) =>
    extractAll(a as string, b as Cell, c as string),
  );
}
