import type { Indicator } from '../briefing/article.ts';
import { oneLine, truncate } from '../core/text.ts';
import { correctionIn } from './correction.ts';
import { type ReadSentence, tellsOfEvents } from './mentions/mentions.ts';
import type { NamedThreat } from './named.ts';

/** What tells whether an article reports a threat. */
export interface ThreatFacts {
  /** The title first. */
  readonly sentences: readonly ReadSentence[];
  readonly indicators: readonly Indicator[];
  /** Actors, malware and campaigns that it names. */
  readonly named: readonly NamedThreat[];
  /** How many use cases its text fires. */
  readonly useCases: number;
  /** How many hunts it got for what it names of an attacker's: files, keys, commands, packages. */
  readonly traces: number;
  /** It is an entry of a catalogue of vulnerabilities. */
  readonly isAdvisory: boolean;
}

/** Why an article tells of no threat, in words; null where it does. */
export type NoThreat = string | null;

type Evidence = readonly [points: number, why: string];

/** A sentence that surely tells of an attack. */
const SURE = 0.5;

/** What happened, as a headline says it. */
const EVENT =
  /\b(?:attack(?:s|ed|ers?|ing)?|exploit(?:s|ed|ing|ation)?|hack(?:s|ed|ers?|ing)?|breach(?:es|ed)?|compromis\w+|malware|ransomware|backdoor\w*|trojan\w*|stealers?|infostealers?|botnets?|worms?|rootkits?|wipers?|loaders?|spyware|phish\w*|smishing|campaigns?|espionage|intrusions?|malicious|backdoored|hijack\w*|target(?:s|ed|ing)|steal(?:s|ing)?|stole|leak(?:s|ed)|infect\w*|wip(?:es|ed)|delet(?:es|ed)|destroy(?:s|ed)|sabotag\w+|insiders?|vulnerabilit(?:y|ies)|zero[- ]days?|0-?days?|rce|flaws?|cve-\d{4}-\d+|apt\d*|threat actors?|intruders?|c2|implants?|dropp(?:er|ed|ing)|deliver(?:s|ed|ing)|weaponi[sz]\w+|abus(?:es|ed|ing))\b/i;

/** An author who gives an opinion, and says so. */
const OPINION =
  /\bI (?:also |still |firmly |strongly )?(?:believe|think|prefer|argue|would argue|am convinced|fear|propose|hope|wonder|have (?:long )?(?:worked|argued|written))\b|\bin my (?:view|opinion|experience)\b|\b(?:views|opinions) (?:expressed|are)\b/i;
/** One such sentence is a turn of phrase. */
const OPINIONS = 2;
const MOST_OPINIONS = 4;

/** Stands before a name that is one of many: "crews such as LockBit". */
const EXAMPLE = /\b(?:such as|like|including|e\.g\.|for example)\s[^.;:]*$/i;

/** Kinds of articles that report no threat, by how their titles and openings are worded. */
const GENRES: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:webinars?|live demo|workshop|summit|conference|keynote|meet us|join us|visit us|visit (?:our )?booth|see us at|(?:at|our) (?:the |our )?(?:\w+ )?booth|register|save the date|podcast|episode|newsletter|e-?book|white ?paper|datasheet|roundtable|breakfast|agenda|(?:my|our) talks?|talk at|slides|call for papers|cfp)\b/i,
    'invites to an event or a publication',
  ],
  [
    /\b(?:awards?|named (?:a|an|to|as|one)|recogni[sz]ed|winners?|we won|magic quadrant|forrester wave|leader in|ranked|best places|proud(?:ly)?|celebrat\w+|anniversary|milestone|series [a-f]\b|funding|raises?|acquir\w+|acquisition|partnership|partners with|appoints?|joins as|arr growth|certifi(?:ed|cation))\b/i,
    'is news about a company',
  ],
  [
    /\b(?:introducing|announc\w+|now available|general(?:ly)? availab\w+|open[- ]sourc(?:e|ing)|new (?:features?|release|integration|version)|product updates?|what['’]s new|release notes|roadmap|our platform|case study|customer story|how .{2,40} (?:stops|blocks|prevents|protects|detects|helps)|protecting .{3,60} (?:with|from)|securing .{3,80} with)\b/i,
    'is news about a product',
  ],
  [
    /\b(?:what (?:is|are)|how to|(?:a|this) guide|(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve) (?:[\w-]+ ){0,2}(?:things|ways|steps|reasons|mistakes|questions|rules|habits|sources|measures|practices)|(?:every|your|any) (?:soc|ciso|team|company|organi[sz]ation|business|admin\w*) (?:should|must|needs)|guide to|beginners?|tutorial|course|training|lesson|exercise|explained|101|primer|checklist|best practices?|tips|cheat ?sheet|walkthrough|getting started|faq|questions? answered|certification|ctf|write-?up|tuning|tune|reduc\w+ (?:alert|noise)|detecting benign)\b/i,
    'teaches',
  ],
  [
    /\b(?:survey|poll|respondents?|per ?cent of|benchmark|state of|year in review|in review|predictions?|forecast|trends|outlook|market|statistics|index report|priorities|(?:threat|security|annual|quarterly|landscape|breach|incident response) (?:landscape |intelligence |trends )?reports?|(?:main|key) findings)\b/i,
    'is a survey or an outlook',
  ],
  [
    /\b(?:(?:we['’]re|we are|now) hiring|hiring:|job (?:opening|offer|advert\w*)|vacanc(?:y|ies)|open positions?|is looking for an? (?:\w+ ){0,3}(?:hunter|analyst|engineer|researcher|developer|consultant)|join our team|internship|apply now)\b/i,
    'offers a job',
  ],
  [
    /\b(?:opinion|essay|lessons?|reflections?|thoughts on|mind the gap|future of|the case for|why (?:we|you|your)|why (?:[\w-]+ ){1,4}(?:needs?|matters?|fails?|works?)|mindset|leadership|culture|career|student|responsibility|strategy|roi|board(?:room)?|ciso)\b/i,
    'is an opinion',
  ],
  [/\b(?:obituary|in memoriam|passed away|died|dies at|remembering|in memory of|tribute)\b/i, 'remembers a person'],
  [
    /\b(?:sentenced|pleads? guilty|pleaded guilty|indicted|convicted|extradit\w+|prosecutors?|trial|verdict|court|lawsuit|settle(?:s|ment)|fined|jail(?:ed)?|prison|arrest(?:ed|s)?)\b/i,
    'reports from a court',
  ],
];

/**
 * Whether an article reports a threat that can be hunted, by its whole text: how much of it tells of attackers, what of theirs it
 * names, how its title and opening are worded, and how much of it denies, advises or sells. `none` needs more against it than for it.
 */
export function judgeThreat(facts: ThreatFacts): NoThreat {
  if (facts.isAdvisory) return null;
  const correction = correctionIn(facts.sentences);
  if (correction !== null) return `it takes back what was reported: ${truncate(oneLine(correction), 200)}`;
  const found = [...evidenceFor(facts), ...evidenceAgainst(facts)];
  const sum = found.reduce((total, [points]) => total + points, 0);
  if (sum > 0) return null;
  const against = found.filter(([points]) => points < 0).map(([, why]) => why);
  return against.join('; ') || 'nothing in it tells of an attack';
}

function* evidenceFor({ sentences, indicators, named, useCases, traces }: ThreatFacts): Generator<Evidence> {
  const [title] = sentences;
  const told = tellingsOf(sentences);
  if (indicators.some(({ type }) => type !== 'cve')) yield [4, 'lists indicators'];
  if (indicators.some(({ type }) => type === 'cve')) yield [3, 'names a vulnerability'];
  if (traces > 0) yield [2, 'names what is on a machine'];
  if (named.some(({ name, sentence }) => !EXAMPLE.test(sentence.slice(0, Math.max(0, sentence.indexOf(name))))))
    yield [2, 'names an attacker or malware'];
  if (title && title.aside === null && title.unspecific !== 'possible' && EVENT.test(title.text))
    yield [2, 'its title tells of an event'];
  const share = told.length / Math.max(1, substanceOf(sentences).length);
  if (share >= 0.25) yield [2, 'much of it tells of attacks'];
  else if (share >= 0.1) yield [1, 'some of it tells of attacks'];
  if (told.length >= 5) yield [1, 'several sentences tell of attacks'];
  if (useCases > 0) yield [1, 'a use case fires'];
}

function* evidenceAgainst({ sentences }: ThreatFacts): Generator<Evidence> {
  const body = substanceOf(sentences);
  const share = (wanted: (sentence: ReadSentence) => boolean) => body.filter(wanted).length / Math.max(1, body.length);
  const opening = sentences.slice(0, 4).map(({ text }) => text);
  const title = opening[0] ?? '';
  const [, genre] = GENRES.find(([pattern]) => pattern.test(title)) ?? [];
  const [, lead] = GENRES.find(([pattern]) => opening.slice(1).some((line) => pattern.test(line))) ?? [];
  if (genre) yield [-3, `its title ${genre}`];
  if (lead) yield [genre ? -1 : -2, `its opening ${lead}`];
  if (share(({ aside }) => aside === 'product') >= 0.15) yield [-2, 'much of it sells or invites'];
  if (share(({ aside }) => aside === 'denied') >= 0.2 || sentences[0]?.aside === 'denied')
    yield [-4, 'it denies an attack'];
  if (share(({ aside }) => aside === 'advice' || aside === 'section') >= 0.5) yield [-2, 'most of it is advice'];
  const opinions = body.filter(({ text }) => OPINION.test(text)).length;
  if (opinions >= OPINIONS) yield [-1 - Math.min(opinions, MOST_OPINIONS), 'its author gives an opinion'];
  if (tellingsOf(sentences).length === 0) yield [-3, 'no sentence of it tells of an attack'];
  else if (!tellsOfEvents(sentences)) yield [-3, 'it tells of attacks in general'];
}

/** Sentences long enough to say something. */
function substanceOf(sentences: readonly ReadSentence[]): readonly ReadSentence[] {
  return sentences.filter(({ text }) => text.length >= 30);
}

function tellingsOf(sentences: readonly ReadSentence[]): readonly ReadSentence[] {
  return substanceOf(sentences).filter(
    ({ aside, attack, unspecific }) => aside === null && attack >= SURE && unspecific !== 'general',
  );
}
