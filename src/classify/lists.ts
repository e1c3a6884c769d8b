import { linesOf, type TextSpan } from './sections.ts';

/** What heads a list of attackers' addresses, in a heading, a label or the end of a sentence. */
const SAYS =
  /\b(?:io[ca]s?|indicators?|c2s?|c&cs?|cncs?|command[- ]and[- ]control|domains?|domain names?|hosts?|hostnames?|ips?|ipv4s?|ipv6s?|ip addresses|addresses|servers?|infrastructure|nodes?|proxies|hashes|malicious|payloads?|phishing)\b/;

/**
 * What heads lists of something else: of whom the attackers go after, imitate or shut out, of what is honest, of further reading. Also
 * of what a reader should allow or check.
 */
const OTHERS =
  /\b(?:victims?|target\w*|affected|impersonat\w*|imitat\w*|spoof\w*|mimic\w*|legitimate|benign|honest|genuine|trusted|allow\w*|whitelist\w*|exclu\w*|avoid\w*|ignor\w*|block(?:s|ed|ing)?|terminat\w*|prevent\w*|connectivity|reachab\w*|look(?:s|ed)? ?up|own (?:public )?(?:ip|address)|redirect\w*|decoys?|brands?|banks?|exchanges?|wallets?|injects?|web ?injects?|steal\w*|credentials?|harvest\w*|monitor\w*|vendors?|customers?|partners?|compan(?:y|ies)|organi[sz]ations|references?|sources?|links?|blogs?|reports?|read|reading|articles?|resources?|tools?|our|sinkhole\w*|researchers?|scann\w*|crawlers?|update servers?|mirrors?|registrars?|name ?servers?|resolvers?|dns servers?|public dns|whois|supported|ranges?|documentation|examples?|sample (?:config|output))\b/;

/** The column of a table that holds attackers' addresses. */
const COLUMN =
  /^(?:(?:malicious|c2|c&c|attacker|phishing|ioc|network) )?(?:io[ca]s?|indicators?|c2|c&c|c2 servers?|domains?|domain names?|hosts?|hostnames?|ips?|ip addresses|ip address|ipv4|ipv4 address|addresses|urls?|hash(?:es)?|domains?\/ips?|ips?\/domains?|ip or domain)$/;

/** A value and nothing else: an address with or without a port, a name, a hash. */
const ADDRESS = String.raw`(?:\d{1,3}(?:(?:\.|\[\.\]|\\\.)\d{1,3}){3}|[0-9a-fA-F:]{6,39}|(?:[\p{L}\d_-]{1,63}(?:\.|\[\.\]|\\\.)){1,8}[\p{L}-]{2,24})(?::\d{1,5})?`;
const HASH = '[0-9a-fA-F]{32,128}';
const VALUE = String.raw`["'\x60(*]{0,2}(?:${ADDRESS}|${HASH})["'\x60)*]{0,2}`;
const MARK = String.raw`\s*(?:[-*•·–—▪o]\s+|\(?\d{1,3}[.)]\s+)?`;
const BETWEEN = String.raw`(?:\s*[,;|/]\s*|\s+(?:and|or|&)\s+|\s+)`;
const VALUES = String.raw`${VALUE}(?:${BETWEEN}${VALUE}){0,60}\s*[.,;]?\s*`;
const PURE = new RegExp(`^${MARK}${VALUES}$`, 'u');
const LABELLED = new RegExp(`^${MARK}([\\p{L}][\\p{L}\\d &/()-]{1,40})\\s*[:：=]\\s*${VALUES}$`, 'u');
const MAX_LINE = 2000;
/** Words before a list, the heading or the sentence that leads to it. */
const MAX_LEAD = 240;

/**
 * Where a text lists plain addresses and nothing else: one or several a line below a line that says what they are, behind a label
 * (`C2: a, b`), or in the column of a table whose head says so. What heads a list of victims, brands or references opens none.
 */
export function addressSpans(text: string): TextSpan[] {
  const spans: TextSpan[] = [];
  let lead = '';
  let columns: readonly number[] | null = null;
  let width = 0;
  for (const { start, line } of linesOf(text)) {
    if (line.trim() === '') continue;
    if (line.length > MAX_LINE) {
      lead = '';
      columns = null;
      continue;
    }
    const cells = cellsOf(line);
    if (cells.length > 1) {
      const heads = cells.map(({ text: cell }) => plain(cell));
      const found = heads.flatMap((head, n) => (COLUMN.test(head) ? [n] : []));
      const header = found.length > 0 && !cells.some(({ text: cell }) => /\d\.\d|\w\.\w{2}/.test(cell));
      if (header) {
        columns = heads.some((head) => OTHERS.test(head)) || OTHERS.test(lead) ? null : found;
        width = cells.length;
        continue;
      }
      if (columns !== null) {
        const wanted = cells.length === width ? columns.flatMap((n) => cells[n] ?? []) : [];
        for (const cell of wanted)
          if (PURE.test(cell.text.replace(/\s+/g, ' ')))
            spans.push({ start: start + cell.at, end: start + cell.at + cell.text.length });
        continue;
      }
    } else columns = null;
    const bare = line.trim().replace(/\s+/g, ' ');
    const label = LABELLED.exec(bare)?.[1];
    if (label !== undefined) {
      if (opens(label)) spans.push({ start, end: start + line.length });
      continue;
    }
    if (PURE.test(bare)) {
      if (lead !== '' && opens(lead)) spans.push({ start, end: start + line.length });
      continue;
    }
    lead = leadOf(line);
  }
  return spans;
}

function opens(words: string): boolean {
  const lower = words.toLowerCase();
  return SAYS.test(lower) && !OTHERS.test(lower);
}

/** The last sentence of a line, where the line is a heading or ends with a colon: what stands below is what it speaks of. */
function leadOf(line: string): string {
  const words = line.trim();
  const last =
    words
      .slice(-MAX_LEAD)
      .split(/(?<=[.!?])\s+/)
      .at(-1) ?? '';
  if (/[:：]$/.test(words)) return last;
  return words.length <= 80 && !/[.!?;,]$/.test(words) && words.split(/\s+/).length <= 8 ? words : '';
}

function cellsOf(line: string): { readonly text: string; readonly at: number }[] {
  if (!/[|\t]/.test(line)) return [];
  return [...line.matchAll(/[^|\t]+/g)].flatMap(({ 0: cell, index }) => {
    const text = cell.trim();
    return text === '' ? [] : [{ text, at: index + cell.indexOf(text) }];
  });
}

function plain(cell: string): string {
  return cell
    .toLowerCase()
    .replace(/[*_`#]|\s*\(.*\)$/g, '')
    .replace(/[\s:]+$/, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Spans in order, those that touch or overlap as one. */
export function joined(spans: readonly TextSpan[]): TextSpan[] {
  const out: { start: number; end: number }[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const last = out.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else out.push({ start, end });
  }
  return out;
}
