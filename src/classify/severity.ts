import type { Severity } from '../knowledge/vocabulary.ts';
import type { ReadSentence } from './mentions/mentions.ts';
import { best, OPENING, type Points, type SeverityFacts, tellings } from './severity/facts.ts';
import { exploited, fresh, isHappening, predicted, proved, unexploited, vector } from './severity/flaw.ts';
import { BULK_THEFT, CRITICAL, FIRST_HAND, GAINS, ONGOING, REACHES, STATE, STOPPED } from './severity/words.ts';

export interface JudgedSeverity {
  readonly severity: Severity;
  /** One short phrase a reason, with its points: `exploited in the wild (+4)`. */
  readonly reasons: readonly string[];
}

/** An entry of CISA's catalogue of what is exploited, or of GitHub's of advisories. */
const CATALOGUED = /^\s*(?:cisa kev:|\[ghsa(?: \/ \w+)?\])/i;

export function isAdvisory({ title, publisher }: Pick<SeverityFacts, 'title' | 'publisher'>): boolean {
  return CATALOGUED.test(title) || publisher === 'CISA KEV';
}

/**
 * The severity of an article: is it exploited or likely to be, what does the attacker gain, how far do they come, whom and how many does it
 * meet, does it go on, how easy and how new is it, who is behind it. CRIT from 7 points where it happens, HIGH from 5, MED from 3. What is
 * only denied, advised or sold counts for nothing, and how many hunts an article calls for neither.
 */
export function scoreSeverity(facts: SeverityFacts): JudgedSeverity {
  const known = exploited(facts);
  const points = [
    known,
    known === null ? unexploited(facts) : null,
    predicted(facts, known !== null),
    known === null ? proved(facts) : null,
    ...vector(facts),
    gain(facts),
    depth(facts),
    reach(facts),
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

/** The most that an attacker gains by it: as it is said, or as commands show it. */
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

/** How many it may meet. How much was stolen is no measure of that. */
function reach({ sentences }: SeverityFacts): Points | null {
  const told = tellings(sentences);
  return best(told, [BULK_THEFT]) ? null : best(told, REACHES);
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

function behind({ named, coined = [], sentences }: SeverityFacts): Points | null {
  const actors = named.filter(({ kind }) => kind !== 'malware');
  // Other campaigns than its own are hardly named.
  const own = actors.find(({ name, kind }) => kind === 'campaign' || isAbout(name, sentences));
  if (own) return [2, `names ${own.name}`];
  const state = best(tellings(sentences), [[2, STATE, 'a state stands behind it']]);
  if (state) return state;
  if (actors[0]) return [1, `names ${actors[0].name} in passing`];
  const malware = named[0]?.name ?? coined[0];
  return malware === undefined ? null : [1, `names ${malware}`];
}

/** Whether it is told of more than once, or where the article says what it is about. */
function isAbout(name: string, sentences: readonly ReadSentence[]): boolean {
  const pattern = new RegExp(name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i');
  return best(tellings(sentences), [[1, pattern, name]]) !== null;
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
