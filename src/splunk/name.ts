import { sha256 } from '../core/hash.ts';
import { oneLine, shorten } from '../core/text.ts';
import { transliterated } from '../core/transliterate.ts';

/**
 * Longest name of a saved search. Splunk's core documents no limit; Enterprise Security refuses names of 100 characters ("Search
 * name is too long", https://github.com/splunk/security_content/issues/1899,
 * https://github.com/splunk/security_content/issues/2070).
 */
export const MAX_NAME = 99;

/**
 * What a name may hold. Left out: `[` and `]` (stanza headers), `/` and `\` (proxies refuse %2F), `"` (breaks
 * `| savedsearch "…"`), and `% ? # | * $` and backtick, which some part of Splunk reads as syntax.
 */
const SAFE_NAME = /^[A-Za-z0-9 ._()+:,&'-]+$/;

const READABLE: [string, string][] = [
  ['[', '('],
  [']', ')'],
  ['{', '('],
  ['}', ')'],
  ['/', '-'],
  ['\\', '-'],
  ['"', "'"],
  ['`', "'"],
  ['\u2018', "'"],
  ['\u2019', "'"],
  ['\u201c', "'"],
  ['\u201d', "'"],
  ['\u2192', ' to '],
];

/** The end of every name that huntsync makes: a short hash of the hunt key, so that equal titles do not clash. */
export function nameSuffix(key: string): string {
  return ` (${sha256(key, 12)})`;
}

/** The saved search's name for a new object: readable ASCII out of the title, at most `max` characters, deterministic. */
export function splunkName(title: string, key: string, max = MAX_NAME): string {
  const suffix = nameSuffix(key);
  const ascii = transliterated(oneLine(title.normalize('NFC')), { customReplacements: READABLE });
  const readable = ascii
    .replace(/(?<=\d) ?%/g, ' percent')
    .replace(/#(?=\d)/g, 'no. ')
    .replace(/[^A-Za-z0-9 ._()+:,&'-]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  return `${cutAtWords(readable, max - suffix.length) || 'Hunt'}${suffix}`;
}

/** Without the sign that something is left out, which may not stand in a name. */
function cutAtWords(text: string, max: number): string {
  if (text.length <= max) return text;
  const [kept = ''] = shorten(`${text} `, max + 1).split('…');
  return kept.replace(/[ ,:(&+-]+$/, '');
}

/** Why splunkd, Enterprise Security or a proxy could not handle a name; undefined if it is fine. */
export function nameFault(name: string): string | undefined {
  if (name.length > MAX_NAME) return `has ${name.length} characters, and ${MAX_NAME} are allowed`;
  if (!SAFE_NAME.test(name)) return 'holds a character that is not safe in names of saved searches';
  if (name !== name.trim() || name.includes('  ')) return 'has a leading, trailing or double space';
  if (/^(default|\.+)$/i.test(name)) return 'is reserved';
  return undefined;
}
