/*
 * What templates leave to be filled in: `<your_cidr>`, `{{domain}}`, `[REPLACE]`, `%YOUR_DOMAIN%`, `YOUR_INDEX`. Markup
 * (`<script>`), environment variables (`%APPDATA%`), .NET types (`[Convert]`) and regular expressions are written with the
 * same brackets; so what stands between them has to say that it is to be replaced, or be a name of what is.
 */

/** Says that somebody else has to put something here. */
const ASKS =
  /(?:^|[\W_])(?:your?|insert|replace|enter|change|placeholder|todo|tbd|fixme|fill|redacted|customi[sz]e)(?:$|[\W_]|(?<=your)[a-z])|^(?:your|my)[-_ ]?(?:index|domain|org|tenant|company)/i;
/** What is put there. */
const THINGS = new Set(
  `ip ips ipv4 ipv6 cidr cidrs subnet subnets range ranges domain domains fqdn host hosts hostname hostnames index indexes
   user users username usernames account accounts hash hashes sha256 sha1 md5 url urls uri list lists value values ioc iocs
   indicator indicators tenant tenantid org organization organisation company corp egress ingress allowlist whitelist
   blocklist watchlist sender recipient sourcetype lookup c2 attacker victim address addresses email emails cve cves
   extension extensions port ports name names file files filename path paths process server servers id ids`.split(
    /\s+/,
  ),
);
/** Of those, what no markup and no template language is known to write alone in small letters. */
const ALONE = new Set(
  `ip ips ipv4 cidr cidrs subnet subnets domain domains fqdn hosts hostname hostnames index users username usernames hash hashes
   sha256 sha1 md5 list ioc iocs indicator indicators tenant company organization allowlist whitelist value values`.split(
    /\s+/,
  ),
);
/** `{{StartTimeISO}}` is what the hunting blade puts its time range into. */
const FILLED_BY_OTHERS = /^(?:StartTimeISO|EndTimeISO|config|self|request|settings|constructor|this)$/;

/** Variables of the environment that are called like things. */
const VARIABLES = /^(?:PATH|USERNAME|USERDOMAIN|HOSTNAME|HOMEPATH|LOGONSERVER|CLIENTNAME|USERPROFILE)$/;

interface Bracket {
  readonly pattern: RegExp;
  /** Whether what stands in it is to be filled in, as far as this bracket is used for it. */
  asks(inner: string): boolean;
}

// Runs of what stands before and behind are bounded: each would be tried from each of its places.
const BRACKETS: readonly Bracket[] = [
  { pattern: /\{\{\s{0,20}([\w .:-]{1,60}?)\s{0,20}\}\}/g, asks: (inner) => !FILLED_BY_OTHERS.test(inner) },
  {
    pattern: /<<?\s{0,20}([A-Za-z][\w .:/-]{0,60}?)\s{0,20}>>?/g,
    asks: (inner) => asksFor(inner) || isAlone(inner) || isPlural(inner),
  },
  {
    pattern: /\$?\{\s{0,20}([A-Za-z][\w .-]{1,60}?)\s{0,20}\}/g,
    asks: (inner) => asksFor(inner) || isShouted(inner) || isAlone(inner) || isPlural(inner),
  },
  {
    pattern: /\[{1,8}\s{0,20}([A-Za-z][\w .:-]{1,60}?)\s{0,20}\]{1,8}/g,
    asks: (inner) => asksFor(inner) || isShouted(inner) || isAlone(inner),
  },
  {
    pattern: /%{1,8}([A-Za-z][\w .-]{1,60}?)%{1,8}/g,
    asks: (inner) => asksFor(inner) || (isShouted(inner) && !VARIABLES.test(inner)),
  },
  { pattern: /[#@]\{?([A-Za-z][\w.-]{1,60}?)[@#}]/g, asks: isShouted },
  { pattern: /__([A-Za-z][A-Za-z0-9_-]{1,60}?)__/g, asks: (inner) => asksFor(inner) || isShouted(inner) },
  { pattern: /\$([A-Za-z][\w-]{1,60}?)\$/g, asks: () => true },
  { pattern: /[«‹〈【「]\s{0,20}([^»›〉】」]{1,60}?)\s{0,20}[»›〉】」]/g, asks: () => true },
];

function words(inner: string): string[] {
  return inner
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((word) => (THINGS.has(word) ? word : word.replace(/\d+$/, '')))
    .filter(Boolean);
}

function asksFor(inner: string): boolean {
  return ASKS.test(words(inner).join(' '));
}

/** `<domain>`. */
function isAlone(inner: string): boolean {
  return ALONE.has(inner.toLowerCase()) || ALONE.has(inner.toLowerCase().replace(/\d+$/, ''));
}

/** `<HASH_LIST>`, `<egress cidr>`: several words, one of which is a thing; or one in capital letters. */
function isPlural(inner: string): boolean {
  const parts = words(inner);
  if (/[/:]/.test(inner)) return false;
  return /^[A-Z0-9_ -]+$/.test(inner)
    ? parts.some((part) => THINGS.has(part)) || /_/.test(inner)
    : parts.length > 1 && parts.some((part) => THINGS.has(part));
}

/** `[ATTACKER_IP]`. */
function isShouted(inner: string): boolean {
  return /^[A-Z][A-Z0-9_ -]+$/.test(inner) && words(inner).some((part) => THINGS.has(part));
}

const BARE =
  /^(?:(?:REPLACE|CHANGE|INSERT|YOUR|ENTER)[_-]?(?:ME|THIS|HERE|[A-Z][A-Z0-9_-]*)|PLACEHOLDER|TODO|TBD|FIXME|CHANGE_?ME)$/;
const BARE_HINT = /replace|change|insert|your|enter|placeholder|todo|tbd|fixme|example|x\.x|aaa\./i;
/** An address or range that is only its shape. */
const SHAPE = /^(?:(?:x{1,3}\.){3}x{1,3}|aaa\.bbb\.ccc\.ddd)(?:\/(?:x{1,2}|\d{1,2}))?$/i;
const BARE_SMALL =
  /^(?:your[-_](?:index|domain|org|tenant|company|host|user|subnet|network|ip|lookup|list|value)[\w-]*|(?:your|example)[-_]?(?:domain|company|org|organi[sz]ation|tenant|corp)\.(?:com|net|org|local|tld|onmicrosoft\.com))$/i;

/**
 * The first placeholder in a text, as it stands there; null where there is none. `whole` is for values that stand alone
 * (compared with, listed): there a bracket round the whole value is enough, elsewhere it has to say that it is to be replaced.
 */
export function fillInOf(text: string, whole = true): string | null {
  const bracketed = /[<{[%$@#«‹〈【「]|__/.test(text);
  // Most texts have neither a bracket nor a word that asks: this is called for every text of every query.
  if (!bracketed && !(whole && BARE_HINT.test(text))) return null;
  const value = text.trim().replace(/^[*%]+(?=[<[{$@A-Za-z_«])|(?<=[>\]}$@A-Za-z_»])\*+$/g, '');
  if (
    whole &&
    (SHAPE.test(value) || BARE.test(value.replace(/^\((.*)\)$/, '$1')) || BARE_SMALL.test(value.replace(/^[@.*]+/, '')))
  )
    return value;
  if (!bracketed) return null;
  for (const { pattern, asks } of BRACKETS) {
    pattern.lastIndex = 0;
    for (const match of text.matchAll(pattern)) {
      const inner = (match[1] as string).trim();
      const stands = whole && match[0].length >= value.length - 1;
      if (stands ? asks(inner) : saysSo(match[0], inner, text, match.index)) return match[0];
    }
  }
  return null;
}

/** Inside a longer text: `https://<your-domain>/`; not the name of a group in a regular expression. */
function saysSo(written: string, inner: string, text: string, at: number): boolean {
  if (/^[$%]/.test(written) && !/^\$\{/.test(written)) return /^[A-Z0-9_]+$/.test(inner) && asksFor(inner);
  if (written.startsWith('<') && /[?P]$/.test(text.slice(0, at))) return false;
  return /^[<{$[]/.test(written) && asksFor(inner) && !/\(\?$/.test(text.slice(0, at));
}
