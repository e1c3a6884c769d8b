import { type ThreatKind, threatNames } from '../knowledge/named-threats.ts';
import type { ReadSentence } from './mentions/mentions.ts';

/** An actor, malware or campaign that an article names. */
export interface NamedThreat {
  /** As ATT&CK writes it; by a tracker's pattern, as the article does. */
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

/** A name that ATT&CK has, and how it counts. */
interface KnownName {
  readonly name: string;
  readonly kind: NamedThreat['kind'];
  readonly ordinary: boolean;
}

/** The names by the word that they begin with, the longest first: an alternation of thousands would be tried at every letter. */
let byFirstWord: ReadonlyMap<string, readonly KnownName[]> | undefined;

const WORD = /(?<![\w-])\w+/g;

/**
 * The actors, malware and campaigns that an article names where it tells of them, each once: ATT&CK's names, and those that follow a
 * tracker's pattern. A name that may be an everyday word counts beside one that says what it is (`Play ransomware`, `the group Play`).
 */
export function namedThreats(sentences: readonly ReadSentence[]): NamedThreat[] {
  const found = new Map<string, NamedThreat>();
  for (const { text, aside, unspecific } of sentences) {
    if (aside !== null || unspecific === 'elsewhere') continue;
    for (const { known, at } of knownNames(text)) {
      const { name, kind, ordinary } = known;
      if (found.has(name) || (ordinary && !hasCompanion(text, at, name, kind))) continue;
      found.set(name, { name, kind, sentence: text });
    }
    for (const [name] of text.matchAll(TRACKED))
      if (!found.has(name)) found.set(name, { name, kind: 'group', sentence: text });
  }
  return [...found.values()];
}

function* knownNames(text: string): Generator<{ readonly known: KnownName; readonly at: number }> {
  byFirstWord ??= indexNames();
  let done = 0;
  for (const { 0: word, index: at } of text.matchAll(WORD)) {
    if (at < done) continue;
    const known = byFirstWord
      .get(word.toLowerCase())
      ?.find(({ name }) => isWritten(name, text.slice(at, at + name.length)) && endsAt(text, at + name.length));
    if (known === undefined) continue;
    done = at + known.name.length;
    yield { known, at };
  }
}

/** As ATT&CK writes it, or with a capital in the middle, as no word of a language has (`BlueNoroff` for `Bluenoroff`). */
function isWritten(name: string, text: string): boolean {
  return text === name || (/\p{Ll}\p{Lu}/u.test(text) && text.toLowerCase() === name.toLowerCase());
}

function endsAt(text: string, end: number): boolean {
  return !/[\w-]/.test(text.charAt(end));
}

function indexNames(): Map<string, KnownName[]> {
  const names = new Map<string, KnownName>();
  for (const { name, kind, ordinary } of threatNames())
    if (kind !== 'tool' && !names.has(name)) names.set(name, { name, kind, ordinary });
  const index = new Map<string, KnownName[]>();
  for (const known of [...names.values()].sort((a, b) => b.name.length - a.name.length)) {
    const word = /^\w+/.exec(known.name)?.[0].toLowerCase();
    if (word !== undefined) index.set(word, [...(index.get(word) ?? []), known]);
  }
  return index;
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
