import { INDICATOR_TYPES, type Indicator } from '../briefing/article.ts';
import { findCves } from './cves.ts';
import { sentenceAt } from './evidence.ts';
import { findFingerprints } from './fingerprints.ts';
import { genuineSpans } from './genuine.ts';
import { findHashes } from './hashes.ts';
import { registrable } from './hosts.ts';
import { addressSpans, joined } from './lists.ts';
import { findNetworkIndicators, memberOf } from './network.ts';
import { listedSpans } from './sections.ts';
import { findWallets } from './wallets.ts';

/** An indicator with the sentence or line that gives it. */
export interface FoundIndicator {
  readonly indicator: Indicator;
  readonly evidence: string;
}

export interface IndicatorOptions {
  /** Address of the article: its publisher's own domain is never an indicator. */
  readonly url?: string;
  /** The last year that a CVE can be of. */
  readonly newestYear?: number;
}

/**
 * The indicators of an article, high fidelity only: CVE ids, hash values, and addresses that the author defanged or lists as
 * indicators, without those that it calls genuine, imitated, targets or victims. Refanged, in normal form (lower case; CVE ids upper),
 * in the order of the text, each once. Linear in the text's length.
 */
export function extractIndicators(title: string, text: string, options: IndicatorOptions = {}): FoundIndicator[] {
  const whole = `${title}\n\n${text}`;
  const offset = title.length + 2;
  const listed = joined([...listedSpans(text), ...addressSpans(text)]).map(({ start, end }) => ({
    start: start + offset,
    end: end + offset,
  }));
  const isGenuine = memberOf(joined(genuineSpans(text)));
  const cves = findCves(whole, options.newestYear ?? 2099).map((hit) => ({ type: 'cve' as const, ...hit }));
  const publisher = options.url ? registrable(options.url) : null;
  const prints = findFingerprints(whole);
  const hashes = findHashes(whole).filter(({ start }) => !prints.some((hit) => hit.start <= start && start < hit.end));
  const hits = [
    ...cves,
    ...prints,
    ...hashes,
    ...findWallets(whole),
    ...findNetworkIndicators(whole, listed, publisher).filter(({ start }) => !isGenuine(start - offset)),
  ];
  hits.sort((a, b) => a.start - b.start || INDICATOR_TYPES.indexOf(a.type) - INDICATOR_TYPES.indexOf(b.type));

  const found = new Map<string, FoundIndicator>();
  for (const { type, value, start, end } of hits) {
    const key = `${type} ${value}`;
    if (!found.has(key)) found.set(key, { indicator: { type, value }, evidence: sentenceAt(whole, start, end) });
  }
  return [...found.values()];
}
