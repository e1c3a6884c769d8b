import type { Indicator, IndicatorType } from './article.ts';
import type { Report } from './lines.ts';
import type { Section } from './sections.ts';

/** What stands in front of a value of each type, without a note such as `(defanged)`. */
export const INDICATOR_LABELS: Readonly<Record<IndicatorType, string>> = {
  cve: 'CVE',
  ipv4: 'IPv4',
  ipv6: 'IPv6',
  domain: 'Domain',
  url: 'URL',
  sha256: 'SHA256',
  sha1: 'SHA1',
  md5: 'MD5',
  email: 'Email',
  sha512: 'SHA512',
  imphash: 'Imphash',
  ja3: 'JA3',
  ja3s: 'JA3S',
  ja4: 'JA4',
  jarm: 'JARM',
  certificate_serial: 'Certificate serial',
  certificate_hash: 'Certificate hash',
  wallet: 'Wallet',
};

const TYPES = new Map(
  (Object.entries(INDICATOR_LABELS) as [IndicatorType, string][]).map(([type, label]) => [label, type]),
);
const TYPED = new RegExp(`^- \\*\\*(${[...TYPES.keys()].join('|')})(?: \\(defanged\\))?:\\*\\* (.+)$`, 's');
const QUOTED_LIST = /^`[^`]+`(?:, ?`[^`]+`)*\s*$/;
/** `- CVE-…`, `` - `CVE-…` `` or `- **CVE-…**`, whatever note follows. */
const LEADING_CVES = /^[`*]*CVE-\d{4}-\d{4,}[`*]*(?:(?:,| and| \/) [`*]*CVE-\d{4}-\d{4,}[`*]*)*(?![\w-])/i;

/** The form of each type; deviations are only reported, since a value is kept as in the article. */
export const SHAPES: Readonly<Record<IndicatorType, RegExp>> = {
  cve: /^CVE-\d{4}-\d{4,}$/i,
  ipv4: /^(?:\d{1,3}\.){3}\d{1,3}$/,
  ipv6: /^[0-9a-f:.]*:[0-9a-f:.]*$/i,
  domain: /^[^\s/:@]+\.[^\s/:@.]+$/,
  url: /^[a-z][a-z0-9+.-]*:\/\/\S+$/i,
  email: /^[^\s@]+@[^\s@]+$/,
  sha256: /^[0-9a-f]{64}$/i,
  sha1: /^[0-9a-f]{40}$/i,
  md5: /^[0-9a-f]{32}$/i,
  sha512: /^[0-9a-f]{128}$/i,
  imphash: /^[0-9a-f]{32}$/i,
  ja3: /^[0-9a-f]{32}$/i,
  ja3s: /^[0-9a-f]{32}$/i,
  ja4: /^[tqd][0-9a-z]{9}_[0-9a-f]{12}_[0-9a-f]{12}$/i,
  jarm: /^[0-9a-f]{62}$/i,
  certificate_serial: /^[0-9a-f]{6,40}$/i,
  certificate_hash: /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i,
  wallet: /^[0-9A-Za-z]{25,110}$/,
};

/**
 * Reads the typed bullets (``- **IPv4 (defanged):** `v` ``) and the bullets that begin with CVE ids. Values in prose are ignored,
 * because prose also names what must not be blocked. Outside curated prose, a bullet that is neither is reported.
 */
export function readIndicators(
  lines: readonly string[],
  section: Section,
  curated: boolean,
  report: Report,
): Indicator[] {
  const found: Indicator[] = [];
  for (let index = section.start + 1; index < section.end; index += 1) {
    const line = lines[index] ?? '';
    const indicators = parseIndicators(line);
    for (const { type, value } of indicators) {
      if (!SHAPES[type].test(value)) report(index, 'odd-indicator', `This value does not look like a ${type}.`);
    }
    found.push(...indicators);
    if (indicators.length === 0 && !curated && /^- (?!_)/.test(line)) {
      report(index, 'unread-indicator', 'This bullet is no indicator of a known form, like "- **CVE:** `CVE-…`".');
    }
  }
  return found;
}

/** Whether a line says nothing but typed values: no note on one, no prose. */
export function isBareIndicator(line: string): boolean {
  const [, , rest = ''] = TYPED.exec(line) ?? [];
  return QUOTED_LIST.test(rest) && parseIndicators(line).length > 0;
}

function parseIndicators(line: string): Indicator[] {
  const [, label, rest = ''] = TYPED.exec(line) ?? [];
  const type = TYPES.get(label ?? '');
  if (type !== undefined && type !== 'cve') {
    if (!QUOTED_LIST.test(rest)) return [];
    return [...rest.matchAll(/`([^`]+)`/g)].map(([, value = '']) => ({ type, value: refang(value) }));
  }
  if (!line.startsWith('- ')) return [];
  const cves = LEADING_CVES.exec(type === 'cve' ? rest : line.slice(2))?.[0] ?? '';
  return [...cves.matchAll(/CVE-\d{4}-\d{4,}/gi)].map(([value]) => ({ type: 'cve', value }));
}

/** Values stand refanged in the files, whatever the label says; one that does not would never match anything. */
export function refang(value: string): string {
  return value.replace(/\[(\.|:|@|:\/\/)\]/g, '$1').replace(/^hxxp(?=s?:)/i, 'http');
}
