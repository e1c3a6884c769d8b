/** A stretch of a text, in UTF-16 units. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

const ADVERSARY =
  'malicious|attackers?|attacker-controlled|threat actor|adversary|c2|c&c|cnc|command[- ]and[- ]control|payload|phishing|exfiltration|staging|malware|suspicious|rogue';
const THINGS =
  'servers?|domains?|domain names?|hosts?|hostnames?|ips?|ip addresses|addresses|urls?|uris?|infrastructure|endpoints?|nodes?|panels?|hashes|samples?|files?|emails?|e-?mail addresses';

/** Says that indicators follow. */
const STRONG = new RegExp(
  `(?<![a-z])(?:indicators? of (?:compromises?|attacks?)|io[ca]s?|(?:network|host|host-based|file|atomic|technical|threat|compromise) indicators?|(?:${ADVERSARY}) (?:${THINGS})|(?:file|malware|sample|payload)? ?hash(?:es| values)|(?:sha-?256|sha-?1|md5)(?: hash(?:es)?)?)(?![a-z])`,
);

/** A heading below one that says so, which says only what kind. Outside, the same word can head anything. */
const KIND = new RegExp(
  String.raw`^(?:(?:related|associated|known|observed|additional|other|${ADVERSARY}|download|delivery|network|host|file|file-based|host-based) )*(?:${THINGS}|ipv4s?|ipv6s?|network|hosts?|artifacts?|artefacts?|file ?names?|registry(?: keys?)?|mutex(?:es)?|packages?|stage \w+|loaders?|droppers?|backdoors?|implants?)(?: \(.*\))?$`,
);

/** Opens what is no list of indicators any more. */
const OTHER =
  /^(?:(?:our|the|key|final|security|additional|further|suggested|general) )*(?:recommend|mitigat|remediat|conclu|summary|references?|acknowledg|about|related|detect|hunting|yara|sigma|snort|suricata|timeline|what (?:to|you|we|is|are|can)|how (?:to|we|you|can)|why|faqs?|frequently|share|subscribe|tags?|comments?|next steps|learn more|read more|more from|further reading|see also|appendix|protect|coverage|resources?|credits?|contact|takeaways?|mitre|att&?ck|tactics|ttps?|defen[cs]e|guidance|disclosure|thoughts|looking ahead|outlook|sources?|links?|disclaimer|legitimate|benign|allow|victim|victims|affected|impact|analysis|technical|attribution|overview|background|introduction|patch|fix|workaround|best practices|response|incident response|footnotes?|notes?|authors?|newsletter|sign up|get started|products?|customers?)/;

/** Says of its own line that the values on it are not meant. */
const SPARED =
  /\b(?:do not|don['’]t|never|should not|must not) block|\blegitimate\b|\bbenign\b|\bfalse[- ]positives?\b|\ballow-?list|\bwhite-?list|\bvictims?\b|\bnot malicious\b/i;

/** Where a table gives its columns. */
const TABLE_HEAD =
  /^(?:indicators?(?: of compromise)?|iocs?|ioc value|indicator value|(?:malicious|c2) (?:domains?|ips?|urls?|servers?))$/;

/** Words in a line before it counts as prose, which names bystanders too. */
const PROSE_WORDS = 12;

/**
 * Where a text lists indicators as such, so that plain values count: below a heading such as "Indicators of compromise", on a
 * line such as "C2 servers: …", in a table with such a column. Ends with the next heading of another subject or with prose.
 */
export function listedSpans(text: string): TextSpan[] {
  const spans: TextSpan[] = [];
  let section: { readonly level: number } | null = null;
  let table = false;
  let prose = 0;
  for (const { start, line } of linesOf(text)) {
    const heading = headingOf(line);
    const cells = line.length < 400 ? line.split(/\s*[|\t]\s*/).filter((cell) => cell !== '') : [];
    if (cells.length > 1 && cells.some((cell) => TABLE_HEAD.test(plain(cell)))) table = true;
    else if (line.trim() !== '' && !/[|\t]/.test(line)) table = false;

    if (heading?.says === 'indicators') {
      section = { level: section ? Math.min(section.level, heading.level) : heading.level };
      prose = 0;
    } else if (section && heading && endsSection(heading, section.level)) section = null;

    if (isProse(line)) {
      prose += 1;
      if (prose >= 3) section = null;
      continue;
    }
    if (line.trim() !== '') prose = 0;
    if (SPARED.test(line.slice(0, 400))) continue;
    if (section || table || opensList(line)) spans.push({ start, end: start + line.length });
  }
  return spans;
}

/** The lines of a text with their offsets. */
export function* linesOf(text: string): Generator<{ readonly start: number; readonly line: string }> {
  let start = 0;
  while (start <= text.length) {
    const next = text.indexOf('\n', start);
    const end = next < 0 ? text.length : next;
    yield { start, line: text.slice(start, end) };
    start = end + 1;
  }
}

interface Heading {
  /** Number of `#`; 0 for a line of its own without any. */
  readonly level: number;
  readonly says: 'indicators' | 'kind' | 'other' | 'nothing known';
}

function headingOf(line: string): Heading | null {
  if (line.length > 120) return null;
  const level = /^\s{0,3}(#{1,6})(?=\s)/.exec(line)?.[1]?.length ?? 0;
  const words = plain(line);
  if (words === '' || words.split(' ').length > 10 || /[.;,!]$/.test(words) || /^\s*[|\t]/.test(line)) return null;
  const strong = STRONG.exec(words);
  if (strong && words.length - strong[0].length < 45 && !hasValue(words)) return { level, says: 'indicators' };
  if (KIND.test(words)) return { level, says: 'kind' };
  if (hasValue(words) || /: \S/.test(words)) return null;
  if (OTHER.test(words)) return { level, says: 'other' };
  return level > 0 ? { level, says: 'nothing known' } : null;
}

function endsSection({ level, says }: Heading, opened: number): boolean {
  if (says === 'kind') return false;
  if (says === 'other') return true;
  return level > 0 && (opened === 0 || level <= opened);
}

/** A label and its values on one line: `IOCs: a, b`. */
function opensList(line: string): boolean {
  const label = /^([^:\n]{2,60})[:：]\s*\S/.exec(line)?.[1];
  if (label === undefined) return false;
  const words = plain(label);
  const strong = STRONG.exec(words);
  return strong !== null && words.length - strong[0].length < 16;
}

/** Lower case, without the marks of headings and lists. */
function plain(line: string): string {
  return line
    .slice(0, 160)
    .toLowerCase()
    .replace(/^[\s#>*_•·–—-]+|^\(?[\divx]{1,4}[.)]\s+|[*_`]/g, '')
    .replace(/[\s:#–—-]+$/, '')
    .replace(/\s+/g, ' ');
}

function hasValue(words: string): boolean {
  return /\d+\.\d+\.\d+|[a-z0-9-]+\[?\.\]?[a-z]{2,}|[0-9a-f]{32}/.test(words);
}

/** A line of whole sentences, not an entry of a list. */
export function isProse(line: string): boolean {
  if (line.length < 60 || /^\s*[|\t]/.test(line)) return false;
  const words = line.slice(0, 1000).match(/(?<![^\s("“])[A-Za-z][a-z'’]{0,20}(?=[\s,.;:)!?"”]|$)/g) ?? [];
  return words.length >= PROSE_WORDS;
}
