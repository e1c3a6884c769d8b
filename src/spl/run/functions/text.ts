import { createHash } from 'node:crypto';
import { boundText, NotEvaluated } from '../outcome.ts';
import { compileRegex, type Regex } from '../regex/regex.ts';
import { numberOf, textOf } from '../value.ts';
import { isNull, literalText, type Make, ofText, one, strict } from './make.ts';

const DEFAULT_TRIM = ' \t';

/** Characters of a text, not UTF-16 units. */
function characters(text: string): readonly string[] {
  return /^[\0-\uD7FF\uE000-\uFFFF]*$/.test(text) ? text.split('') : Array.from(text);
}

function trimmer(name: string, left: boolean, right: boolean): Make {
  return ofText(name, (text, strip = DEFAULT_TRIM) => {
    let [from, to] = [0, text.length];
    while (left && from < to && strip.includes(text[from] as string)) from += 1;
    while (right && to > from && strip.includes(text[to - 1] as string)) to -= 1;
    return text.slice(from, to);
  });
}

/** What a replacement text means by `\1`; `\0` is the whole match. */
export function expandReplacement(replacement: string, match: RegExpExecArray, regex: Regex): string {
  return replacement.replace(/\\(\d)/g, (_, digit: string) => match[regex.groupIndex[Number(digit)] ?? -1] ?? '');
}

/** Every match of a pattern replaced; `limit` counts them. */
export function replaceAll(text: string, regex: Regex, replacement: string, limit = Number.POSITIVE_INFINITY): string {
  let [out, at] = ['', 0];
  for (let count = 0; count < limit && at <= text.length; count += 1) {
    const match = regex.exec(text, at);
    if (!match) break;
    out += text.slice(at, match.index) + expandReplacement(replacement, match, regex);
    at = match.index + match[0].length;
    boundText(out);
    if (match[0] === '') {
      out += text.slice(at, at + 1);
      at += 1;
    }
  }
  return out + text.slice(at);
}

function substr(text: string, start: number, length?: number): string {
  const chars = characters(text);
  const from = start < 0 ? Math.max(chars.length + start, 0) : Math.max(start - 1, 0);
  return chars.slice(from, length === undefined ? undefined : from + Math.max(length, 0)).join('');
}

function urldecode(text: string): string {
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => Buffer.from(run.replace(/%/g, ''), 'hex').toString('utf8'));
}

function hash(algorithm: string): Make {
  return ofText(algorithm, (text) => createHash(algorithm).update(text, 'utf8').digest('hex'));
}

function padded(number: number): string {
  return String(number).padStart(2, '0');
}

function duration(seconds: number): string {
  const whole = Math.floor(seconds);
  const days = Math.floor(whole / 86_400);
  const clock = [Math.floor(whole / 3600) % 24, Math.floor(whole / 60) % 60, whole % 60].map(padded).join(':');
  return days > 0 ? `${days}+${clock}` : clock;
}

function commas(number: number): string {
  const [whole, fraction] = (Number.isInteger(number) ? String(number) : number.toFixed(2)).split('.') as [
    string,
    string?,
  ];
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/TextFunctions and …/CryptographicFunctions */
export const TEXT: Readonly<Record<string, Make>> = {
  len: ofText('len', (text) => characters(text).length),
  lower: ofText('lower', (text) => text.toLowerCase()),
  upper: ofText('upper', (text) => text.toUpperCase()),
  trim: trimmer('trim', true, true),
  ltrim: trimmer('ltrim', true, false),
  rtrim: trimmer('rtrim', false, true),
  urldecode: ofText('urldecode', urldecode),
  substr: strict((value, start, length) => {
    const text = one(value, 'substr');
    const [from, count] = [numberOf(start as never), length === undefined ? undefined : numberOf(length)];
    if (text === null || from === null || count === null) return null;
    return substr(textOf(text), from, count);
  }),
  replace: (args, compile) => {
    const [value, pattern, replacement] = args.map(compile);
    const literal = literalText(args[1]);
    const known = literal === null ? null : compileRegex(literal);
    return (fields, run) => {
      const text = one(value?.(fields, run), 'replace');
      const written = one(pattern?.(fields, run), 'replace');
      const put = one(replacement?.(fields, run), 'replace');
      if (text === null || written === null || put === null) return null;
      return replaceAll(textOf(text), known ?? compileRegex(textOf(written)), textOf(put));
    };
  },
  md5: hash('md5'),
  sha1: hash('sha1'),
  sha256: hash('sha256'),
  sha512: hash('sha512'),
};

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/ConversionFunctions */
export const CONVERSION: Readonly<Record<string, Make>> = {
  tonumber: strict((value, base) => {
    const text = one(value, 'tonumber');
    if (text === null) return null;
    const radix = base === undefined ? 10 : numberOf(base);
    if (radix === null || radix < 2 || radix > 36) throw new NotEvaluated('tonumber with a base that is none');
    return radix === 10 ? numberOf(text) : parseWhole(textOf(text).trim().toLowerCase(), radix);
  }),
  tostring: (args, compile) => {
    const [value, format] = args.map(compile);
    return (fields, run) => {
      const given = value?.(fields, run);
      if (typeof given === 'boolean') return given ? 'True' : 'False';
      if (isNull(given)) return null;
      const text = one(given, 'tostring');
      const kind = format ? one(format(fields, run), 'tostring') : null;
      if (text === null) return null;
      if (kind === null) return textOf(text);
      const number = numberOf(text);
      if (number === null) return textOf(text);
      return inFormat(number, textOf(kind));
    };
  },
};

function parseWhole(text: string, radix: number): number | null {
  const digits = radix === 16 ? text.replace(/^0x/, '') : text;
  const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz'.slice(0, radix);
  return digits !== '' && [...digits].every((digit) => alphabet.includes(digit))
    ? Number.parseInt(digits, radix)
    : null;
}

function inFormat(number: number, format: string): string {
  if (format === 'hex') return `0x${Math.trunc(number).toString(16).toUpperCase()}`;
  if (format === 'binary') return Math.trunc(number).toString(2);
  if (format === 'commas') return commas(number);
  if (format === 'duration') return duration(number);
  throw new NotEvaluated(`tostring in the format ${format}`);
}
