import type { Indicator } from '../briefing/article.ts';
import { type ExploitScores, highestScore, LIKELY, scoreText } from '../knowledge/exploit-scores.ts';
import { IN_KEV } from '../knowledge/kev.ts';
import type { Severity } from '../knowledge/vocabulary.ts';
import type { ReadSentence } from './mentions/mentions.ts';
import type { NamedThreat } from './named.ts';
import {
  CRITICAL,
  EXPLOITED,
  EXPLOITED_TOO,
  FIRST_HAND,
  GAINS,
  ONGOING,
  PROOF,
  REACHES,
  STATE,
  STOLEN_IN_BULK,
  STOPPED,
  VULNERABLE,
} from './severity-words.ts';

/** What a severity is judged by. */
export interface SeverityFacts {
  readonly title: string;
  readonly sentences: readonly ReadSentence[];
  readonly publisher: string;
  /** `YYYY-MM-DD`, or null. */
  readonly published: string | null;
  readonly indicators: readonly Indicator[];
  readonly named: readonly NamedThreat[];
  /** New malware that it is about. */
  readonly coined?: readonly string[];
  /** What it tells of, by ATT&CK id. */
  readonly techniques?: readonly string[];
  /** How many hunts it got for what it names of an attacker's beside indicators: files, keys, commands, packages. */
  readonly traces?: number;
  readonly scores?: ExploitScores | undefined;
}

export interface JudgedSeverity {
  readonly severity: Severity;
  /** One short phrase a reason, with its points: `exploited in the wild (+4)`. */
  readonly reasons: readonly string[];
}

type Points = readonly [points: number, reason: string];

/** An entry of CISA's catalogue of what is exploited, or of GitHub's of advisories. */
const CATALOGUED = /^\s*(?:cisa kev:|\[ghsa(?: \/ \w+)?\])/i;

/** A sentence that tells of an attack, by the model or by its deeds. */
const SURE = 0.4;
/** In a text of so few sentences that tell of an attack, none is in passing. */
const SHORT = 12;
/** The title and the sentences behind it that say what an article is about. */
const OPENING = 3;
/** The share of the sentences that tell of an attack from which on an article is about what they tell. */
const SUBJECT = 0.05;

export function isAdvisory({ title, publisher }: Pick<SeverityFacts, 'title' | 'publisher'>): boolean {
  return CATALOGUED.test(title) || publisher === 'CISA KEV';
}

/**
 * The severity of an article: is it exploited or likely to be, what does the attacker gain, how far did he come, whom and how many does it
 * meet, does it go on, how easy and how new is it, who is behind it. CRIT from 7 points where it happens, HIGH from 5, MED from 3. What is
 * only denied, advised or sold counts for nothing, and how many hunts an article calls for neither.
 */
export function scoreSeverity(facts: SeverityFacts): JudgedSeverity {
  const known = exploited(facts);
  const gained = gain(facts);
  const points = [
    known,
    known === null ? unexploited(facts) : null,
    predicted(facts, known !== null),
    known === null ? proved(facts) : null,
    ...vector(facts),
    gained,
    depth(facts),
    // How much was stolen is no measure of how many it may meet.
    gained?.[1] === STOLEN_IN_BULK ? null : reach(facts),
    critical(facts),
    ongoing(facts, known !== null),
    ...fresh(facts, known !== null),
    behind(facts),
    stopped(facts),
    ...seen(facts),
  ].filter((one) => one !== null);
  const score = points.reduce((sum, [value]) => sum + value, 0);
  return {
    severity:
      score >= 7 && isHappening(facts, known !== null) ? 'CRIT' : score >= 5 ? 'HIGH' : score >= 3 ? 'MED' : 'LOW',
    reasons: points.map(([value, reason]) => `${reason} (${value < 0 ? '' : '+'}${value})`),
  };
}

/** Said of a vulnerability in the same sentence, or of one in the sentence before, not of some threat in the world. */
function exploited({ title, publisher, sentences }: SeverityFacts): Points | null {
  if (IN_KEV.test(title) || publisher === 'CISA KEV') return [4, 'known to be exploited (CISA KEV)'];
  const told = tellings(sentences);
  const said = told.some(
    ({ text }, n) =>
      (EXPLOITED.test(text) && VULNERABLE.test(text)) ||
      (EXPLOITED_TOO.test(text) && VULNERABLE.test(told[n - 1]?.text ?? '')),
  );
  return said ? [4, 'exploited in the wild'] : null;
}

/** What is about vulnerabilities alone, and denies that anybody exploits them. */
function unexploited({ sentences, indicators }: SeverityFacts): Points | null {
  if (indicators.length === 0 || indicators.some(({ type }) => type !== 'cve')) return null;
  const said = sentences.some(({ text, aside }) => aside === 'denied' && EXPLOITED.test(text));
  return said ? [-1, 'said not to be exploited'] : null;
}

/**
 * What a model expects of its vulnerabilities. Where one is known to be exploited, that supersedes the estimate
 * (https://www.first.org/epss/faq): it is told, and counts for nothing.
 */
function predicted({ indicators, scores }: SeverityFacts, isExploited: boolean): Points | null {
  const score = highestScore(scores, cvesOf(indicators));
  if (!scores || !score) return null;
  const points = isExploited ? 0 : score.probability >= LIKELY ? 2 : 1;
  return [points, scoreText(score, scores.date)];
}

function cvesOf(indicators: readonly Indicator[]): string[] {
  return indicators.flatMap(({ type, value }) => (type === 'cve' ? [value] : []));
}

/** Without those that only a denial or a story of elsewhere names. */
function cvesHere(cves: readonly string[], sentences: readonly ReadSentence[]): readonly string[] {
  const elsewhere = sentences.filter(({ aside, unspecific }) => aside === 'denied' || unspecific === 'elsewhere');
  const others = sentences.filter((one) => !elsewhere.includes(one));
  const named = (some: readonly ReadSentence[], cve: string) =>
    some.some(({ text }) => text.toUpperCase().includes(cve));
  return cves.filter((cve) => !named(elsewhere, cve) || named(others, cve));
}

const RATINGS: Readonly<Record<string, number>> = { CRITICAL: 3, HIGH: 2, MODERATE: 1, MEDIUM: 1 };

/** How an advisory rates it: in its title, by CVSS's vector, by its score. (FIRST, CVSS v3.1 and v4.0 specifications.) */
function* vector({ title, sentences }: SeverityFacts): Generator<Points> {
  const rating = /^\s*\[ghsa \/ (\w+)\]/i.exec(title)?.[1]?.toUpperCase() ?? '';
  const rated = RATINGS[rating];
  if (rated) yield [rated, `rated ${rating.toLowerCase()} by the advisory`];
  const text = sentences.map((sentence) => sentence.text).join('\n');
  const given = /CVSS:[34]\.\d\/[A-Z:/]+/.exec(text)?.[0];
  if (given && /\/AV:N\b/.test(given) && /\/PR:N\b/.test(given) && /\/UI:N\b/.test(given)) {
    yield [2, 'open to anybody on the network, without a login or a user'];
  }
  const score = Number(/\bCVSS\b[^\n\d]{0,40}(?:v?[34]\.[01]\b[^\n\d]{0,20})?(10(?:\.0)?|\d\.\d)\b/i.exec(text)?.[1]);
  if (rated) return;
  if (score >= 9) yield [2, `CVSS ${score}`];
  else if (score >= 7) yield [1, `CVSS ${score}`];
}

/** The most that an attacker gains by it: as it is said, or as his commands show it. */
function gain({ sentences, techniques = [] }: SeverityFacts): Points | null {
  const said = best(tellings(sentences), GAINS);
  const shown = SHOWN.find(([, ids]) => techniques.some((id) => ids.test(id)));
  return shown && (said?.[0] ?? 0) < shown[0] ? [shown[0], shown[2]] : said;
}

/** What techniques show without a word for it. Only what no text mentions in passing. */
const SHOWN: readonly (readonly [number, RegExp, string])[] = [
  [
    2,
    /^T1(?:003(?:\.00\d)?|555(?:\.00\d)?|539|558(?:\.00\d)?|114(?:\.00[12])?|530|537|213(?:\.00\d)?|552\.00[1457]|056\.00[123])$/,
    'data or credentials are stolen',
  ],
  [
    1,
    /^T1(?:505\.003|543(?:\.00\d)?|053(?:\.00\d)?|547(?:\.0\d\d)?|219|572|105|136(?:\.00\d)?|134(?:\.00\d)?|068|055(?:\.0\d\d)?)$/,
    'malware or a foothold',
  ],
];

/** How many it may meet. */
function reach({ sentences }: SeverityFacts): Points | null {
  return best(tellings(sentences), REACHES);
}

/** Anybody can try it: who waits for the patch has days. */
function proved({ sentences, indicators }: SeverityFacts): Points | null {
  if (cvesOf(indicators).length === 0) return null;
  return tellings(sentences).some(({ text }) => PROOF.test(text)) ? [1, 'what exploits it is public'] : null;
}

/** What an intruder does by hand who goes on from the first machine or the first account. */
const HANDS_ON =
  /^T1(?:021(?:\.00[1246])?|570|550(?:\.00[23])?|003(?:\.00[1-6])?|558(?:\.00[1-4])?|087\.00[24]|069\.00[23]|482|484(?:\.00[12])?|136\.00[23]|098\.00[1367]|685\.002|537|530|580|651|556\.00[69]|649|528)$/;
const FAR = 4;
const SOME_WAY = 2;

/** How far they came. */
function depth({ techniques = [] }: SeverityFacts): Points | null {
  const steps = techniques.filter((id) => HANDS_ON.test(id)).length;
  if (steps >= FAR) return [2, 'intruders move on through network or cloud'];
  return steps >= SOME_WAY ? [1, 'intruders move on from the first machine'] : null;
}

function critical({ sentences }: SeverityFacts): Points | null {
  return best(tellings(sentences), [[1, CRITICAL, 'it meets those on whom others depend']]);
}

/** That a vulnerability is being exploited says so already. */
function ongoing({ sentences }: SeverityFacts, isExploited: boolean): Points | null {
  if (isExploited) return null;
  return tellings(sentences).some(({ text }) => ONGOING.test(text)) ? [1, 'it goes on'] : null;
}

/**
 * A vulnerability of the year, or one that has been known for long. What is told of an intrusion matters for the intrusion, however old the
 * hole: there its age only takes from it that it is exploited, which is no news.
 */
function* fresh(facts: SeverityFacts, isExploited: boolean): Generator<Points> {
  const { indicators, published, sentences } = facts;
  const year = Number(published?.slice(0, 4));
  const years = cvesHere(cvesOf(indicators), sentences).map((cve) => Number(cve.slice(4, 8)));
  if (!year || years.length === 0) return;
  const age = year - Math.max(...years);
  if (age <= 1) yield [1, 'a vulnerability of the year'];
  else if (age >= 4 && (isExploited || !isIntrusion(facts))) yield [-2, `its newest vulnerability is ${age} years old`];
}

/** A vulnerability that nobody is known to exploit can wait for the day's work, whatever it would allow. */
function isHappening(facts: SeverityFacts, isExploited: boolean): boolean {
  return isExploited || cvesOf(facts.indicators).length === 0 || isIntrusion(facts);
}

function isIntrusion({ indicators, named, traces = 0 }: SeverityFacts): boolean {
  return traces > 0 || named.length > 0 || indicators.some(({ type }) => type !== 'cve');
}

function behind({ named, coined = [], sentences }: SeverityFacts): Points | null {
  const actor = named.find(({ kind }) => kind !== 'malware');
  if (actor) return [2, `names ${actor.name}`];
  const state = best(tellings(sentences), [[2, STATE, 'a state stands behind it']]);
  if (state) return state;
  const malware = named[0]?.name ?? coined[0];
  return malware === undefined ? null : [1, `names ${malware}`];
}

/** Those behind it are in custody, or their machines are. */
function stopped({ sentences }: SeverityFacts): Points | null {
  return sentences.slice(0, OPENING).some(({ text }) => STOPPED.test(text))
    ? [-2, 'those behind it were stopped']
    : null;
}

/** It happened: an attacker's own traces, or somebody who looked into it. */
function* seen({ indicators, sentences, traces = 0 }: SeverityFacts): Generator<Points> {
  if (indicators.some(({ type }) => type !== 'cve')) yield [1, 'lists indicators'];
  else if (traces > 0) yield [1, 'names traces on machines'];
  if (tellings(sentences).some(({ text }) => FIRST_HAND.test(text))) yield [1, 'told by those who looked into it'];
}

function tellings(sentences: readonly ReadSentence[]): readonly ReadSentence[] {
  return sentences.filter(
    ({ aside, unspecific }) => aside === null && unspecific !== 'general' && unspecific !== 'elsewhere',
  );
}

/**
 * The first row that the article is about: it fits the title or one of the two sentences behind it, or enough of those that surely
 * tell of an attack. The rows go from most to least.
 */
function best(sentences: readonly ReadSentence[], rows: readonly (readonly [number, RegExp, string])[]): Points | null {
  const opening = sentences.slice(0, OPENING);
  const sure = sentences.filter(({ attack }) => attack >= SURE);
  const enough = Math.max(sure.length > SHORT ? 2 : 1, sure.length * SUBJECT);
  const row = rows.find(
    ([, pattern]) =>
      opening.some(({ text }) => pattern.test(text)) || sure.filter(({ text }) => pattern.test(text)).length >= enough,
  );
  return row ? [row[0], row[2]] : null;
}
