import type { IndicatorType } from '../briefing/article.ts';

export interface HashHit {
  readonly type: IndicatorType & ('md5' | 'sha1' | 'sha256' | 'sha512');
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

const TYPES = new Map<number, HashHit['type']>([
  [32, 'md5'],
  [40, 'sha1'],
  [64, 'sha256'],
  [128, 'sha512'],
]);

/** Hashes of empty input: they match every empty file. */
const OF_NOTHING = new Set([
  'd41d8cd98f00b204e9800998ecf8427e',
  'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  'cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e',
]);

/** How much of the line before a hash is read to tell what it is. */
const CONTEXT = 80;

/** Addresses of samples, whose last part is the sample's hash. */
const SAMPLE_URL =
  /(?:virustotal\.com|bazaar\.abuse\.ch|malwarebazaar|hybrid-analysis\.com|any\.run|tria\.ge|joesandbox\.com|intezer\.com|urlhaus\.abuse\.ch|filescan\.io|vx-underground)[^\s]*[/=]$/i;

/** What names a thing of the same shape that is no file: said right before it. */
const OTHER_THING =
  /(?:^|[^a-z])(?:uuid|guid|tenant(?: ?id)?|(?:client|app|application|object|account|session|request|build|build-|gist|correlation|subscription|device|user|bot|campaign|extension|image|container|trace|project)[ _-]?id|token|secret|password|passwd|api[ _-]?key|(?:aes|xor|rc4|encryption|decryption|private|public|access|master|hmac)[ _-]?key|key|iv|nonce|salt|cookie|etag|signature|ja3s?|ja4\w*|jarm|imphash|rich[ _-]?header(?: hash)?|thumbprint|fingerprint|serial(?: number)?|tx|txid|transaction(?: hash)?|wallet|address|seed|mutex|ntlm|lm|nt)(?: hash| value)?["'`*]{0,3}\s{0,2}(?:is|was|of|[:=|(])?\s{0,2}["'`*(]{0,3}$/i;

/** Another hash, or the word for it, and one mark: `md5-…`, `…/…`. */
const BESIDE_BEFORE =
  /(?:(?<![0-9A-Za-z])(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})|\b(?:md5|sha-?1|sha-?256|sha-?512|hash|file|sample))[-+/.]$/i;
const BESIDE_AFTER = /^[-+/](?:[0-9a-f]{128}|[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})(?![0-9A-Za-z])/i;

/** What says that 40 digits are a git object. */
const GIT =
  /(?:(?:^|[^a-z])(?:commits?|commit[ _-]?(?:id|hash|sha)|revisions?|rev|ref|refs|git|tags?|branch|pinned|pinning|pin|parent|tree|blob|head|checkout|merge|sha pin|digest pin)(?: (?:to|at|is|hash|sha|id|for|of))?["'`*]{0,3}\s{0,2}[:=|(#]?\s{0,2}["'`*(]{0,3}|@)$/i;

/** An image's digest behind its name: `acme/agent@sha256:…`, `acme/agent:3.2 (sha256:…`. */
const IMAGE_DIGEST = /(?:@|[\w-]\/[\w./-]{1,60}:[\w.-]{1,40}\s{0,2}\(?(?:digest:? ?)?)sha256:$/i;

/** Hash values by length, and by what the text before them on the line says: no git objects, identifiers, keys or digests of images. */
export function findHashes(text: string): HashHit[] {
  const hits: HashHit[] = [];
  for (const match of text.matchAll(/[0-9A-Za-z_]+/g)) {
    const type = TYPES.get(match[0].length);
    if (!type || !/^[0-9a-fA-F]+$/.test(match[0])) continue;
    const value = match[0].toLowerCase();
    const end = match.index + value.length;
    if (OF_NOTHING.has(value) || !isRandom(value)) continue;
    if (isOtherThing(text, match.index, end, type) || isHalf(text, match.index, end)) continue;
    hits.push({ type, value, start: match.index, end });
  }
  return hits;
}

const LENGTHS: Readonly<Record<string, number>> = { '1': 40, '256': 64, '512': 128 };
const LABELLED = /\bsha-?(1|256|512)\b[^0-9A-Za-z\n]{0,12}([0-9a-f]*)(?:[ \t]{0,4}\n[ \t]{0,8})?$/i;

/** One half of a value that a line's end cuts (`SHA256: 9f2c…` and `d41e…`): both halves may have the length of another kind. */
function isHalf(text: string, start: number, end: number): boolean {
  const [, kind = '', first = ''] = LABELLED.exec(text.slice(Math.max(0, start - 200), start)) ?? [];
  const [, second = ''] =
    /^[ \t]{0,4}\n[ \t]{0,8}([0-9a-f]{1,128})(?![0-9A-Za-z])/i.exec(text.slice(end, end + 160)) ?? [];
  const length = end - start;
  return (
    LENGTHS[kind] !== undefined &&
    length + (first === '' ? second : first).length === LENGTHS[kind] &&
    length < LENGTHS[kind]
  );
}

/** Real hashes mix letters and digits and use most of the sixteen; placeholders, serials and ASCII art do not. */
function isRandom(value: string): boolean {
  return /\d/.test(value) && /[a-f]/.test(value) && new Set(value).size >= 8;
}

function isOtherThing(text: string, start: number, end: number, type: HashHit['type']): boolean {
  const context = text.slice(Math.max(0, start - CONTEXT), start);
  const before = context.slice(context.lastIndexOf('\n') + 1);
  if (/[/=?&]$/.test(before) && /[/:]/.test(before.slice(0, -1)) && !BESIDE_BEFORE.test(before)) {
    const url = before.slice(before.search(/\S*$/));
    return !SAMPLE_URL.test(url);
  }
  // Parts of a UUID, of base64, of an image's digest; not a list whose values nothing but a mark parts.
  if (IMAGE_DIGEST.test(before) || (/\w[-+/.]$/.test(before) && !BESIDE_BEFORE.test(before))) return true;
  const after = text.slice(end, end + 140);
  if (/^=(?!\w)/.test(after) || (/^[-+/]\w/.test(after) && !BESIDE_AFTER.test(after))) return true;
  if (OTHER_THING.test(before)) return true;
  return type === 'sha1' && GIT.test(before);
}
