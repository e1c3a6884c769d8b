import { type ThreatKind, threatNames } from '../knowledge/named-threats.ts';
import type { ReadSentence } from './mentions/mentions.ts';

/** An actor, malware or campaign that an article names. */
export interface NamedThreat {
  /** As the article writes it. */
  readonly name: string;
  readonly kind: Exclude<ThreatKind, 'tool'>;
  /** The sentence that names it. */
  readonly sentence: string;
}

const COMPANION: Readonly<Record<NamedThreat['kind'], string>> = {
  group: 'group|gang|crew|actors?|apt|operators?|collective|hackers?|affiliates?',
  malware:
    'malware|ransomware|backdoor|trojan|rat|loader|downloader|dropper|stealer|infostealer|botnet|bot|worm|wiper|implant|beacon|rootkit|spyware|samples?|payload|variant|family|c2|operators?|affiliates?|gang',
  campaign: 'campaign|operation|attacks?|intrusions?',
};

/** Names that follow the pattern of those who track them. */
const TRACKED =
  /(?<![A-Za-z0-9])(?:APT[- ]?(?:C-)?\d{1,3}|FIN\d{1,2}|UNC\d{3,5}|TA(?!00)\d{3,4}|TAG-\d{2,3}|DEV-\d{4}|Storm-\d{4}|UAC-\d{4}|CL-(?:STA|CRI|UNK)-\d{4})(?![A-Za-z0-9])/g;

interface Matchers {
  readonly pattern: RegExp;
  readonly kinds: ReadonlyMap<string, { readonly kind: NamedThreat['kind']; readonly ordinary: boolean }>;
}

let matchers: Matchers | undefined;

/**
 * The actors, malware and campaigns that an article names where it tells of them, each once: ATT&CK's names, and those that follow a
 * tracker's pattern. A name that may be an everyday word counts beside one that says what it is (`Play ransomware`, `the group Play`).
 */
export function namedThreats(sentences: readonly ReadSentence[]): NamedThreat[] {
  matchers ??= compile();
  const { pattern, kinds } = matchers;
  const found = new Map<string, NamedThreat>();
  for (const { text, aside } of sentences) {
    if (aside !== null) continue;
    for (const match of text.matchAll(pattern)) {
      const known = kinds.get(match[0]);
      if (!known || found.has(match[0])) continue;
      if (known.ordinary && !hasCompanion(text, match.index, match[0], known.kind)) continue;
      found.set(match[0], { name: match[0], kind: known.kind, sentence: text });
    }
    for (const [name] of text.matchAll(TRACKED))
      if (!found.has(name)) found.set(name, { name, kind: 'group', sentence: text });
  }
  return [...found.values()];
}

function hasCompanion(text: string, at: number, name: string, kind: NamedThreat['kind']): boolean {
  const before = text.slice(Math.max(0, at - 40), at);
  const after = text.slice(at + name.length, at + name.length + 30);
  const words = COMPANION[kind];
  return (
    new RegExp(`\\b(?:${words})(?:\\s+(?:called|named|known as|dubbed))?\\s+["“(]?$`, 'i').test(before) ||
    new RegExp(`^["”)]?(?:['’]s)?[\\s-]+(?:\\w+\\s+)?(?:${words})\\b`, 'i').test(after)
  );
}

function compile(): Matchers {
  const kinds = new Map<string, { kind: NamedThreat['kind']; ordinary: boolean }>();
  for (const { name, kind, ordinary } of threatNames())
    if (kind !== 'tool' && !kinds.has(name)) kinds.set(name, { kind, ordinary });
  const names = [...kinds.keys()]
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return { kinds, pattern: new RegExp(`(?<![\\w-])(?:${names.join('|')})(?![\\w-])`, 'g') };
}
