import type { ThreatLabel } from '../briefing/article.ts';
import { threatNames } from '../knowledge/named-threats.ts';
import { stem } from './mentions/features.ts';
import type { ReadSentence } from './mentions/mentions.ts';
import { loadMentionModel } from './mentions/model.ts';

const MALWARE =
  'malware|ransomware|backdoor|trojan|rat|loader|downloader|dropper|stealer|infostealer|botnet|worm|wiper|implant|rootkit|spyware|webshell|web shell|banker|miner|rogue package';
const CALLED = '(?:,|\\s*(?:,\\s*)?(?:called|named|known as|dubbed|tracked as|that (?:it|they|we) (?:calls?|named?)))?';
/** Capitals only, or a capital in the middle: `GLASSNET`, `DarkLoader`. A word of another form may be any. */
const NAME = String.raw`(?:\p{Lu}[\p{Lu}\d]{4,23}|\p{Lu}\p{Ll}+(?:\p{Lu}[\p{Ll}\d]+){1,3})`;
/** Where case does not count, a name is any word; a longer one is none. */
const WORD = String.raw`\p{L}[\p{L}\d]{3,47}`;
const BEFORE = new RegExp(`\\b(?:${MALWARE})s?${CALLED}\\s+["“'‘(]?(${WORD})(?![\\p{L}\\d-])`, 'giu');
const BEHIND = new RegExp(
  `(?<![\\p{L}\\d-])(${WORD})["”'’)]?\\s+(?:(?:banking|android|mobile|modular|remote access)\\s+)?(?:${MALWARE})\\b`,
  'giu',
);
const ANY_TRACKER = /\b(?:track|call|name|dub|follow)/;
/** A group that gets its name here. */
const GROUP =
  /\b(?:groups?|actors?|clusters?|crews?|gangs?|collective|intruders|attackers|people)\b[^.]{0,80}\b(?:we|researchers|analysts|that|which) (?:track|call|name|dub|follow)(?:s|ed|bed)?(?: (?:it|them|as))* ["“'‘]?(\p{Lu}[\p{L}\d]{3,23}(?: \p{Lu}\p{Ll}{2,15})?)/gu;
/** Ways to say that a word is a name of malware, whatever its form: it has to be said twice. */
const KIND = `(?:[\\p{L}-]+ ){0,3}(?:${MALWARE}|phishing kit|phishing[- ]as[- ]a[- ]service|malware[- ]as[- ]a[- ]service|toolkit|framework|exploit kit|trojan horse)s?\\b`;
const PLAIN = String.raw`(\p{Lu}\p{Ll}{4,23})(?![\p{L}\d-])`;
const INTRODUCED: readonly RegExp[] = [
  new RegExp(`(?<![\\p{L}\\d-])${PLAIN}["”'’]?(?:,|:| is| was) (?:an?|the|its) ${KIND}`, 'gu'),
  new RegExp(
    `(?<![\\p{L}\\d-])${PLAIN}["”'’]?,? (?:(?:banking|modular|new|custom|mobile|remote access) )?(?:${MALWARE})s?\\b`,
    'gu',
  ),
  new RegExp(
    `\\b(?:${MALWARE}|kit|offer|service|family|strain|threat|tools?|tool ?set|framework|it)s?\\b[^.]{0,40}\\b(?:calls?|called|named|dubbed|known as|tracked as|christened|goes by|advertised as)(?: it)? ["“'‘]?${PLAIN}`,
    'gu',
  ),
  new RegExp(
    `\\b(?:[Oo]perators|[Dd]evelopers?|[Aa]uthors?|[Aa]ffiliates|[Cc]ustomers|[Ss]amples|[Vv]ariants?|[Vv]ictims|[Ss]ervers|[Bb]uilds|[Vv]ersions?) of (?:the )?["“'‘]?${PLAIN}`,
    'gu',
  ),
];
const OPERATION =
  /\bOperation\s+["“'‘]?(\p{Lu}[\p{L}\d]+(?: \p{Lu}[\p{L}\d]+)?)|\bcampaign,?\s+(?:called|named|dubbed|tracked as)\s+["“'‘]?(\p{Lu}[\p{L}\d]+(?: \p{Lu}[\p{L}\d]+)?)/gu;
const WHOLE_NAME = new RegExp(`^${NAME}$`, 'u');
/** Sentences without one, most of them, are done with this. */
const ANY_NAME = /\p{Lu}[\p{Lu}\d]{4}|\p{Lu}\p{Ll}+\p{Lu}/u;
const ANY_WORD = new RegExp(`\\b(?:${MALWARE})s?\\b`, 'i');
/** `UNC1234` is no malware, and of the form of those who track it. */
const TRACKED = /^(?:APT|FIN|UNC|TAG?|DEV|UAC)\d+$/;

/** Products, platforms and words in capitals that stand beside "malware" as often as names of malware do. */
const NO_NAMES: ReadonlySet<string> = new Set(
  `android anydesk applescript autohotkey autoit bitcoin chatgpt chromeos cisco cloudflare confluence crowdstrike
  cve deepseek discord docker dotnet exchange excel facebook fortigate fortinet fortios github gitlab google hackers html https
  icloud iphone ipados javascript jenkins kubernetes latest linkedin linux macos microsoft mongodb mysql nodejs onedrive openai
  opensource openssh outlook paypal phpmyadmin postgresql powerpoint powershell python quickbooks remote research russian
  salesforce sharepoint snowflake solarwinds sonicwall teamviewer telegram tiktok typescript ukraine ubuntu unix urgent virustotal
  vmware whatsapp windows winrar wordpress youtube zeroday advanced banking mobile chinese iranian korean north novel modular
  multi stage second first third dll exe usb vpn api sms ios pdf rtf xll msi iso lnk vba dns http smtp ssh rdp smb ttps iocs
  breaking update warning alert exclusive analysis report deepdive openclaw asyncrat
  fireeye etpro wildfire sentinelone withsecure trendmicro eclecticiq reversinglabs malwarebytes bitdefender bleepingcomputer
  ahnlab threatlabz socradar secureworks clamav virusbulletin hybridanalysis anyrun malwarebazaar threatfox urlhaus vmray
  intezer fortiguard proofpoint paloalto checkpoint snort suricata sigma cyberark cyberint zerofox riskiq domaintools`
    .split(/\s+/)
    .map((word) => word.toLowerCase()),
);
/** What ATT&CK adds to a name that reports leave out: `LockBit 3.0`, `RedLine Stealer`. */
const VERSION = /\s+(?:v?\d[\d.]*|stealer|ransomware|rat|loader|backdoor|malware|bot|trojan)$/i;
let known: ReadonlySet<string> | undefined;
/** Said once, a word in capitals may be anything. */
const TIMES = 2;
const MAX = 10;

/**
 * Names of malware and campaigns that ATT&CK has not, as an article coins or repeats them: a name of an odd form beside a word that says
 * what it is, at least twice in the text. In the order of the text.
 */
export function coinedNames(sentences: readonly Pick<ReadSentence, 'text' | 'aside'>[]): ThreatLabel[] {
  const told = sentences.filter(({ aside }) => aside === null).map(({ text }) => text);
  known ??= new Set(
    threatNames()
      .flatMap(({ name }) => [name, name.replace(VERSION, '')])
      .map((name) => name.toLowerCase()),
  );
  const found = new Map<string, ThreatLabel>();
  const seen = new Set<string>();
  const add = (name: string | undefined, kind: ThreatLabel['kind']): void => {
    const lower = name?.toLowerCase() ?? '';
    if (!name || seen.has(name) || found.has(lower)) return;
    seen.add(name);
    if (known?.has(lower) || NO_NAMES.has(lower) || TRACKED.test(name)) return;
    if (countOf(name, told) >= TIMES) found.set(lower, { name, kind, coined: true });
  };
  for (const text of told) {
    const odd = ANY_NAME.test(text) && ANY_WORD.test(text);
    for (const [, name] of odd ? [...text.matchAll(BEFORE), ...text.matchAll(BEHIND)] : []) {
      // The words around it count in any case, the name does not.
      if (name !== undefined && WHOLE_NAME.test(name)) add(name, 'malware');
    }
    for (const [, operation, campaign] of text.matchAll(OPERATION)) add(operation ?? campaign, 'campaign');
  }
  for (const text of told)
    for (const [, name] of ANY_TRACKER.test(text) ? text.matchAll(GROUP) : []) add(name, 'group');
  for (const name of introduced(told)) add(name, 'malware');
  return [...found.values()].slice(0, MAX);
}

/** Sentences without one, most of them, introduce nothing. */
const ANY_INTRODUCTION = new RegExp(
  `\\b(?:${MALWARE}|trojan horse|toolkit|framework|kit|as[- ]a[- ]service|calls?|called|named|dubbed|known as|tracked|christened|goes by|advertised|operators|developers?|authors?|affiliates|customers|samples|variants?|victims|servers|builds|versions?)s?\\b`,
  'i',
);
/** Place in INTRODUCED of the way that says who calls it so. */
const COINING = 2;

/** A nationality is no name, nor is a word that descriptions of attacks use. */
const ADJECTIVE = /(?:ian|ese|ish|ean|ic|ical|able|ous|ive|ed|ing|ware|bot)$/i;

/** Words of an ordinary form that two or more places of a text introduce as malware, and that it never writes in lower case. */
function introduced(told: readonly string[]): string[] {
  const places = new Map<string, Set<string>>();
  for (const [index, text] of told.entries()) {
    if (!ANY_INTRODUCTION.test(text)) continue;
    for (const [way, pattern] of INTRODUCED.entries())
      for (const [, name] of text.matchAll(pattern))
        if (name !== undefined) {
          const ways = (places.get(name) ?? new Set()).add(`${index} ${way}`);
          // The title, or who gives the name.
          places.set(name, index === 0 || way === COINING ? ways.add('surely') : ways);
        }
  }
  return [...places].flatMap(([name, ways]) => {
    const lower = name.toLowerCase();
    const ordinary = ADJECTIVE.test(name) || loadMentionModel().knows(stem(lower));
    const plain = new RegExp(`(?<![\\p{L}\\d])${lower}(?![\\p{L}\\d])`, 'u');
    return ways.size < TIMES || countOf(name, told) < TIMES || ordinary || told.some((text) => plain.test(text))
      ? []
      : [name];
  });
}

function countOf(name: string, sentences: readonly string[]): number {
  return sentences.reduce((count, text) => count + text.split(name).length - 1, 0);
}
