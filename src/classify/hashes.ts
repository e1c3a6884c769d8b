import type { IndicatorType } from '../briefing/article.ts';

export interface HashHit {
  readonly type: IndicatorType & ('md5' | 'sha1' | 'sha256');
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

const TYPES = new Map<number, HashHit['type']>([
  [32, 'md5'],
  [40, 'sha1'],
  [64, 'sha256'],
]);

/** Hashes of empty input: they match every empty file. */
const OF_NOTHING = new Set([
  'd41d8cd98f00b204e9800998ecf8427e',
  'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
]);

/** How much of the line before a hash is read to tell what it is. */
const CONTEXT = 60;

/** Addresses of samples, whose last part is the sample's hash. */
const SAMPLE_URL =
  /(?:virustotal\.com|bazaar\.abuse\.ch|malwarebazaar|hybrid-analysis\.com|any\.run|tria\.ge|joesandbox\.com|intezer\.com|urlhaus\.abuse\.ch|filescan\.io|vx-underground)[^\s]*[/=]$/i;

/** What names a thing of the same shape that is no file: said right before it. */
const OTHER_THING =
  /(?:^|[^a-z])(?:uuid|guid|tenant(?: ?id)?|(?:client|app|application|object|account|session|request|build|build-|gist|correlation|subscription|device|user|bot|campaign|extension|image|container|trace|project)[ _-]?id|token|secret|password|passwd|api[ _-]?key|(?:aes|xor|rc4|encryption|decryption|private|public|access|master|hmac)[ _-]?key|key|iv|nonce|salt|cookie|etag|signature|ja3s?|ja4\w*|jarm|imphash|rich[ _-]?header(?: hash)?|thumbprint|fingerprint|serial(?: number)?|tx|txid|transaction(?: hash)?|wallet|address|seed|mutex|ntlm|lm|nt)(?: hash| value)?["'`*]{0,3}\s{0,2}(?:is|was|of|[:=|(])?\s{0,2}["'`*(]{0,3}$/i;

/** What says that 40 digits are a git object. */
const GIT =
  /(?:(?:^|[^a-z])(?:commits?|commit[ _-]?(?:id|hash|sha)|revisions?|rev|ref|refs|git|tags?|branch|pinned|pinning|pin|parent|tree|blob|head|checkout|merge|sha pin|digest pin)(?: (?:to|at|is|hash|sha|id|for|of))?["'`*]{0,3}\s{0,2}[:=|(#]?\s{0,2}["'`*(]{0,3}|@)$/i;

/** Hash values by length, and by what the text before them on the line says: no git objects, identifiers, keys or digests of images. */
export function findHashes(text: string): HashHit[] {
  const hits: HashHit[] = [];
  for (const match of text.matchAll(/[0-9A-Za-z_]+/g)) {
    const type = TYPES.get(match[0].length);
    if (!type || !/^[0-9a-fA-F]+$/.test(match[0])) continue;
    const value = match[0].toLowerCase();
    const end = match.index + value.length;
    if (OF_NOTHING.has(value) || !isRandom(value)) continue;
    if (isOtherThing(text, match.index, end, type)) continue;
    hits.push({ type, value, start: match.index, end });
  }
  return hits;
}

/** Real hashes mix letters and digits and use most of the sixteen; placeholders, serials and ASCII art do not. */
function isRandom(value: string): boolean {
  return /\d/.test(value) && /[a-f]/.test(value) && new Set(value).size >= 8;
}

function isOtherThing(text: string, start: number, end: number, type: HashHit['type']): boolean {
  const context = text.slice(Math.max(0, start - CONTEXT), start);
  const before = context.slice(context.lastIndexOf('\n') + 1);
  if (/[/=?&]$/.test(before) && /[/:]/.test(before.slice(0, -1))) {
    const url = before.slice(before.search(/\S*$/));
    return !SAMPLE_URL.test(url);
  }
  // Parts of a UUID, of base64, of an image's digest.
  if (/[-+/.]$|@sha256:$/i.test(before) || /^[-+/]\w|^=/.test(text.slice(end, end + 2))) return true;
  if (OTHER_THING.test(before)) return true;
  return type === 'sha1' && GIT.test(before);
}
