import type { IndicatorType } from '../briefing/article.ts';
import { isAddressCut, isCut, isMailboxCut } from './cut-names.ts';
import { indicatorDomain, normalDomain } from './hosts.ts';
import { isPlatformDomain, isReservedDomain, publicAddress } from './platforms.ts';
import { DOT, isMarked, markDefanged, refang, SLASH } from './refang.ts';
import { linesOf, type TextSpan } from './sections.ts';
import { findUrls, type UrlHit } from './urls.ts';

/** An address in a text, with its place there. */
export interface NetworkHit extends TextSpan {
  readonly type: IndicatorType & ('ipv4' | 'ipv6' | 'domain' | 'url' | 'email');
  readonly value: string;
}

/** What surrounds a run of name characters in the marked text. */
interface Run {
  readonly raw: string;
  readonly before: string;
  readonly after: string;
  /** The end of the line above, the beginning of the one below. */
  readonly above: string;
  readonly below: string;
  readonly listed: boolean;
}

/** How much is looked at around a name, in UTF-16 units. */
const REACH = 80;

const NAME = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\d_.\-\uE000]+/gu;
const IPV6 = /(?<![\p{L}\d_:.\uE001-])[0-9A-Fa-f]{1,4}[:\uE001][0-9A-Fa-f:.\uE000\uE001]{4,60}(?![\p{L}\d_-])/gu;

/** Mailboxes that anyone writes to: a publisher's, not an attacker's. */
const ROLE =
  /^(?:git|info|press|media|security|support|contact|abuse|ioc|iocs|intel|research|threatintel|sales|help|admin|webmaster|privacy|legal|cert|soc|hello|team)$/;

/** URLs, names, addresses and mailboxes that are defanged anywhere, or plain inside `listed`. */
export function findNetworkIndicators(
  text: string,
  listed: readonly TextSpan[],
  publisher: string | null,
): NetworkHit[] {
  const marked = markDefanged(text);
  const isListed = memberOf(listed);
  const hits: NetworkHit[] = [];
  const add = (found: Omit<NetworkHit, keyof TextSpan> | null, start: number, end: number) => {
    if (found) hits.push({ ...found, start: marked.originalOffset(start), end: marked.originalOffset(end) });
  };

  const urls = findUrls(marked.text);
  for (const url of urls) {
    const trusted = url.defanged || url.pathDefanged || isListed(marked.originalOffset(url.start));
    const cut = isAddressCut(marked.text.slice(url.start, url.stop), marked.text.slice(url.stop, url.stop + 4));
    for (const one of trusted ? ofUrl(cut ? { ...url, path: '', port: '' } : url, publisher) : [])
      if (!cut || url.path !== '') add(one, url.start, url.end);
  }
  const rest = blank(marked.text, urls);
  for (const { start, line } of linesOf(rest)) {
    // Most lines have neither, and need not be looked at letter by letter.
    const from = marked.originalOffset(start);
    if (!isMarked(line) && !reaches(listed, from, marked.originalOffset(start + line.length))) continue;
    // Once a line: a line may be endless.
    const lines = { above: lineAbove(rest, start), below: lineBelow(rest, start + line.length) };
    for (const match of line.matchAll(IPV6))
      if (isMarked(match[0]) || isListed(marked.originalOffset(start + match.index)))
        add(ofIpv6(match[0]), start + match.index, start + match.index + match[0].length);
    for (const match of line.matchAll(NAME)) {
      if (match[0].length < 4 || match[0].length > 300) continue;
      const end = match.index + match[0].length;
      const run: Run = {
        raw: match[0],
        before: line.slice(Math.max(0, match.index - REACH), match.index),
        after: line.slice(end, end + REACH),
        ...lines,
        listed: isListed(marked.originalOffset(start + match.index)),
      };
      if (run.listed || isMarked(run.raw) || isMarked(run.before.slice(-1)) || run.after.startsWith(SLASH)) {
        add(ofRun(run, publisher), start + match.index, start + end);
      }
    }
  }
  return hits;
}

/** What a URL gives: itself and the name or address in it; nothing of a platform's front page. */
export function ofUrl(url: UrlHit, publisher: string | null): Omit<NetworkHit, keyof TextSpan>[] {
  const address = publicAddress(url.host);
  const written = { defanged: url.defanged, inUrl: true, publisher };
  const domain = address ? null : indicatorDomain(url.host, written);
  const found: Omit<NetworkHit, keyof TextSpan>[] = [];
  // A page on a platform is an indicator where the author took the trouble to defang it; the platform never is.
  const name = domain ?? (url.defanged && !address ? normalDomain(url.host, true) : null);
  const onPlatform = name !== null && isPlatformDomain(name) && url.path.length > 1;
  const says = url.path.length > 1 || url.port !== '';
  const host = address ? (address.type === 'ipv6' ? `[${address.value}]` : address.value) : name;
  if (host !== null && says && (address || domain || onPlatform)) {
    found.push({ type: 'url', value: `${url.scheme}://${host}${url.port}${url.path}` });
  }
  if (address) found.push(address);
  if (domain) found.push({ type: 'domain', value: domain });
  return found;
}

function ofIpv6(raw: string): Omit<NetworkHit, keyof TextSpan> | null {
  const address = publicAddress(refang(raw).replace(/[.:]+$/, ''));
  // Global unicast starts with 2 or 3 (IANA); shorter runs are times, code (`ad::add`) and ratios.
  return address && (address.type === 'ipv4' || /^[23][0-9a-f]{3}:/.test(address.value)) ? address : null;
}

function ofRun(run: Run, publisher: string | null): Omit<NetworkHit, keyof TextSpan> | null {
  if (isCut(run.raw, run)) return null;
  const name = trimName(run.raw);
  const defanged = name.includes(DOT) || run.after.startsWith(SLASH);
  const plain = refang(name);
  if (/[@\uE002]$/.test(run.before)) return ofMailbox(run, plain);
  if (isPathPart(run)) return null;
  if (!defanged && (!run.listed || /[/\\@=$%]$/.test(run.before) || /^[(\\@]/.test(run.after))) return null;
  if (/^[\d.]+$/.test(plain)) return ofIpv4(plain, defanged, run);
  // The name of a mailbox, not of a host.
  if (/^[@\uE002]/.test(run.after)) return null;
  const inPath = /[^/][/\\]$/.test(run.before);
  const domain = inPath && /\.(?:sh|py|zip|pl|rs|md|ps|so)$/.test(plain) ? null : plain;
  const value = domain && indicatorDomain(domain, { defanged, inUrl: false, publisher });
  return value ? { type: 'domain', value } : null;
}

/**
 * Beside a backslash: part of a path or a registry key. Not the host of `\\host\share`, nor before an escaped line break, quote or
 * slash.
 */
function isPathPart({ before, after }: Run): boolean {
  if (/(?:^|[^\w\\:])\\{2}(?:\\{2})?$/.test(before)) return false;
  return before.endsWith('\\') || /^\\(?!["'/]|[rn](?![a-z]))/.test(after);
}

function ofIpv4(value: string, defanged: boolean, { before, after }: Run): Omit<NetworkHit, keyof TextSpan> | null {
  // A range is not an address, and a plain four-part number may be a version or the network itself.
  const range = /^\/(\d{1,2})(?!\d)/.exec(after);
  if (range && range[1] !== '32') return null;
  if (
    !defanged &&
    (/(?:\bv|\bversions?|\bbuild|\brelease|\bupdate|\bfirmware|\bprior to|\bbefore)[ .:]*$/i.test(before) ||
      /\.0$/.test(value))
  )
    return null;
  return publicAddress(value);
}

function ofMailbox(run: Run, host: string): Omit<NetworkHit, keyof TextSpan> | null {
  const { before, raw, listed } = run;
  const local = refang(/[A-Za-z0-9._%+\-\uE000]{1,64}[@\uE002]$/.exec(before)?.[0].slice(0, -1) ?? '');
  if (isMailboxCut(local, run)) return null;
  const defanged = before.endsWith('\uE002') || raw.includes(DOT) || before.slice(-local.length - 1).includes(DOT);
  if (!isMailbox(local, host, defanged) || (!defanged && (!listed || ROLE.test(local.toLowerCase())))) return null;
  return { type: 'email', value: `${local}@${normalDomain(host, defanged)}`.toLowerCase() };
}

/** True where mail can reach it: the mailbox of nobody's reserved name, and not how git writes its addresses. */
export function isMailbox(local: string, host: string, defanged: boolean): boolean {
  const domain = normalDomain(host, defanged);
  return local !== '' && local !== 'git' && !/^\.|\.$|\.\./.test(local) && !!domain && !isReservedDomain(domain);
}

/** Without the punctuation of the sentence and of wildcards (`*.evil.com`). */
function trimName(raw: string): string {
  // `_dmarc.evil.com` is a name; in `_evil.com_` the marks are the text's.
  if (/^_[a-z]/i.test(raw) && !/_[.\uE000-]*$/.test(raw)) return trimEnd(raw, 0);
  let start = 0;
  while (start < raw.length && '.-_\uE000'.includes(raw[start] ?? '')) start += 1;
  return trimEnd(raw, start);
}

function trimEnd(raw: string, start: number): string {
  let end = raw.length;
  while (end > start && '.-_\uE000'.includes(raw[end - 1] ?? '')) end -= 1;
  return raw.slice(start, end);
}

/** The end of the line above the one that starts here. */
function lineAbove(text: string, start: number): string {
  const end = start - 1;
  return end < 0 ? '' : text.slice(Math.max(text.lastIndexOf('\n', end - 1) + 1, end - REACH), end);
}

/** The beginning of the line below the one that ends here. */
function lineBelow(text: string, end: number): string {
  const next = text.indexOf('\n', end + 1);
  return text.slice(end + 1, Math.min(next < 0 ? text.length : next, end + 1 + REACH));
}

/** The text with spans blanked out, offsets kept. */
function blank(text: string, spans: readonly TextSpan[]): string {
  const parts: string[] = [];
  let done = 0;
  for (const { start, end } of spans) {
    parts.push(text.slice(done, start), ' '.repeat(end - start));
    done = end;
  }
  parts.push(text.slice(done));
  return parts.join('');
}

/** Whether one of the spans, which are in order, has something between two offsets. */
function reaches(spans: readonly TextSpan[], from: number, to: number): boolean {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.end ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return (spans[low]?.start ?? Number.POSITIVE_INFINITY) < to;
}

/** Tells whether an offset lies in one of the spans, which are in order. */
export function memberOf(spans: readonly TextSpan[]): (offset: number) => boolean {
  return (offset) => {
    let low = 0;
    let high = spans.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((spans[middle]?.end ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    const span = spans[low];
    return span !== undefined && span.start <= offset;
  };
}
