import type { IndicatorType } from '../briefing/article.ts';

/** A value of the form of a hash that identifies no file: of a client's TLS, a server, a program's imports, a certificate. */
export interface FingerprintHit {
  readonly type: IndicatorType &
    ('ja3' | 'ja3s' | 'ja4' | 'jarm' | 'imphash' | 'certificate_serial' | 'certificate_hash');
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

type PrintType = FingerprintHit['type'];

/** How far before a value, on its line, the word that tells what it is may stand. */
const REACH = 80;
/** How far above it, where it stands in a list. */
const ABOVE = 400;
/** `t13d1516h2_8daaf6152771_b186095e22b6` (https://github.com/FoxIO-LLC/ja4). */
const JA4 = /(?<![\w-])[tqd]\d{2}[di]\d{4}[0-9a-z]{2}_[0-9a-f]{12}_[0-9a-f]{12}(?![\w-])/g;
const HEX = /(?<![0-9A-Za-z_-])(?:[0-9a-f]{64}|[0-9a-f]{62}|[0-9a-f]{40}|[0-9a-f]{32})(?![0-9A-Za-z_])/gi;
const COLONS = /(?<![0-9A-Za-z:])(?:[0-9a-f]{2}:){15,31}[0-9a-f]{2}(?![0-9A-Za-z:])/gi;
const SERIAL =
  /\bserials?(?:\s+(?:numbers?|no\.?|nr\.?|#))?["'`*]{0,3}(?:\s+(?:of|is|was|the))*\s*[:=|]?\s*["'`*(]{0,3}(?:0x)?((?:[0-9a-f]{2}[: ]){3,19}[0-9a-f]{2}|[0-9a-f]{6,40})(?![0-9A-Za-z])/gi;

/** The last of these words before a value says what it is. */
const WORDS: readonly (readonly [RegExp, PrintType | null])[] = [
  [/\bja3s\b/gi, 'ja3s'],
  [/\bja3\b(?!s)/gi, 'ja3'],
  [/\bja3(?:_|\s)?(?:hash|digest|fingerprint)/gi, 'ja3'],
  [/\bjarm\b/gi, 'jarm'],
  [/\bimphash(?:es)?\b|\bimport hash(?:es)?\b/gi, 'imphash'],
  [
    /\bthumbprints?\b|\b(?:certificates?|certs?|TLS|SSL|X\.?509)\b[^\n]{0,40}?\b(?:fingerprints?|hash(?:es)?|sha-?1|sha-?256|md5)\b/gi,
    'certificate_hash',
  ],
  // A file's hash again.
  [/\b(?:md5|sha-?1|sha-?256|file|sample|payload|dropper|loader|hash(?:es)?)\b/gi, null],
];
const LENGTHS: Readonly<Record<PrintType, readonly number[]>> = {
  ja3: [32],
  ja3s: [32],
  ja4: [],
  jarm: [62],
  imphash: [32],
  certificate_serial: [],
  certificate_hash: [32, 40, 64],
};

/** The fingerprints of a text, by what is said before each on its line or above the list in which it stands. */
export function findFingerprints(text: string): FingerprintHit[] {
  if (!/ja[34]|[tqd]\d\d[di]\d{4}|jarm|imphash|import hash|thumbprint|certificate|cert\b|TLS|SSL|X\.?509/i.test(text))
    return [];
  const hits: FingerprintHit[] = [];
  for (const match of text.matchAll(JA4)) hits.push(hitOf('ja4', match[0], match.index));
  for (const match of text.matchAll(HEX)) {
    const type = typeAt(text, match.index, match.index + match[0].length);
    if (type && LENGTHS[type].includes(match[0].length)) hits.push(hitOf(type, match[0], match.index));
  }
  for (const match of text.matchAll(COLONS)) {
    if (typeAt(text, match.index, match.index + match[0].length) === 'certificate_hash')
      hits.push(hitOf('certificate_hash', match[0], match.index));
  }
  for (const match of text.matchAll(SERIAL)) {
    const [all, value = ''] = match;
    const line = lineBefore(text, match.index, 250);
    const after = text.slice(match.index + all.length, match.index + all.length + 60);
    if (!/\bcertificate|\bcert\b|\bTLS\b|\bSSL\b|X\.?509|code[- ]sign|signed/i.test(`${line} ${after.split('\n')[0]}`))
      continue;
    if (!/\d/.test(value)) continue;
    hits.push(hitOf('certificate_serial', value, match.index + all.length - value.length));
  }
  return hits.filter(({ value }) => new Set(value).size > 3);
}

function hitOf(type: PrintType, raw: string, start: number): FingerprintHit {
  return { type, value: raw.replace(/[: ]/g, '').toLowerCase(), start, end: start + raw.length };
}

function lineBefore(text: string, at: number, reach: number): string {
  const before = text.slice(Math.max(0, at - reach), at);
  return before.slice(before.lastIndexOf('\n') + 1);
}

function typeAt(text: string, start: number, end: number): PrintType | null {
  const before = lineBefore(text, start, REACH);
  const told = lastWord(before);
  if (told !== undefined) return told;
  const after = /^["'`)\]|\s]{0,3}\(?\s?(ja3s?|jarm|imphash)\b/i.exec(text.slice(end, end + 16))?.[1]?.toLowerCase();
  if (after) return after as PrintType;
  // A value at the beginning of its line: what heads the list says it.
  return /^[\s*•|"'`-]*$/.test(before) ? (lastWord(headAbove(text, start - before.length)) ?? null) : null;
}

/** Undefined where nothing is said; null where it is the hash of a file. */
function lastWord(text: string): PrintType | null | undefined {
  let last = -1;
  let said: PrintType | null | undefined;
  for (const [pattern, type] of WORDS) {
    for (const match of text.matchAll(pattern)) {
      const at = match.index + match[0].length;
      // "JA3 hash", "imphash": the longer name wins over the word in it.
      if (at > last && !(type === null && said && at - last <= 12 && /^[\s_-]*$/.test(text.slice(last, match.index)))) {
        last = at;
        said = type;
      }
    }
  }
  return said;
}

/** The nearest line above that holds no value. */
function headAbove(text: string, lineStart: number): string {
  const lines = text
    .slice(Math.max(0, lineStart - ABOVE), Math.max(0, lineStart - 1))
    .split('\n')
    .reverse();
  const head = lines.find((line) => line.trim() !== '' && !/[0-9a-f]{32}/i.test(line)) ?? '';
  return head.length < 100 ? head : '';
}
