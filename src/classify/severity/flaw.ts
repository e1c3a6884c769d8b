import type { Indicator } from '../../briefing/article.ts';
import { highestScore, LIKELY, scoreText } from '../../knowledge/exploit-scores.ts';
import { IN_KEV } from '../../knowledge/kev.ts';
import type { ReadSentence } from '../mentions/mentions.ts';
import { type Points, type SeverityFacts, tellings } from './facts.ts';
import { EXPLOITED, EXPLOITED_TOO, PROOF, VULNERABLE } from './words.ts';

/** Said of a vulnerability in the same sentence, or of one in the sentence before, not of some threat in the world. */
export function exploited({ title, publisher, sentences }: SeverityFacts): Points | null {
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
export function unexploited({ sentences, indicators }: SeverityFacts): Points | null {
  if (indicators.length === 0 || indicators.some(({ type }) => type !== 'cve')) return null;
  const said = sentences.some(({ text, aside }) => aside === 'denied' && EXPLOITED.test(text));
  return said ? [-1, 'said not to be exploited'] : null;
}

/**
 * What a model expects of its vulnerabilities. Where one is known to be exploited, that supersedes the estimate
 * (https://www.first.org/epss/faq): it is told, and counts for nothing.
 */
export function predicted({ indicators, scores }: SeverityFacts, isExploited: boolean): Points | null {
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
export function* vector({ title, sentences }: SeverityFacts): Generator<Points> {
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

/** Anybody can try it: who waits for the patch has days. */
export function proved({ sentences, indicators }: SeverityFacts): Points | null {
  if (cvesOf(indicators).length === 0) return null;
  return tellings(sentences).some(({ text }) => PROOF.test(text)) ? [1, 'what exploits it is public'] : null;
}

/**
 * A vulnerability of the year, or one that has been known for long. What is told of an intrusion matters for the intrusion, however old the
 * hole: there its age only takes from it that it is exploited, which is no news.
 */
export function* fresh(facts: SeverityFacts, isExploited: boolean): Generator<Points> {
  const { indicators, published, sentences } = facts;
  const year = Number(published?.slice(0, 4));
  const years = cvesHere(cvesOf(indicators), sentences).map((cve) => Number(cve.slice(4, 8)));
  if (!year || years.length === 0) return;
  const age = year - Math.max(...years);
  if (age <= 1) yield [1, 'a vulnerability of the year'];
  else if (age >= 4 && (isExploited || !isIntrusion(facts))) yield [-2, `its newest vulnerability is ${age} years old`];
}

/** A vulnerability that nobody is known to exploit can wait for the day's work, whatever it would allow. */
export function isHappening(facts: SeverityFacts, isExploited: boolean): boolean {
  return isExploited || cvesOf(facts.indicators).length === 0 || isIntrusion(facts);
}

function isIntrusion({ indicators, named, traces = 0 }: SeverityFacts): boolean {
  return traces > 0 || named.length > 0 || indicators.some(({ type }) => type !== 'cve');
}
