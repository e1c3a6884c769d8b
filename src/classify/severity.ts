import type { Indicator } from '../briefing/article.ts';
import type { Severity } from '../knowledge/vocabulary.ts';
import { compilePhrases, type Phrases } from '../knowledge/words.ts';
import { firstMeant, type Reading } from './reading.ts';
import { ACTOR_WORDS, URGENT_WORDS } from './severity-words.ts';

/** What a severity is judged by. */
export interface SeverityFacts {
  readonly title: string;
  /** Title and text. */
  readonly reading: Reading;
  readonly publisher: string;
  readonly indicators: readonly Indicator[];
  /** How many use cases fired. */
  readonly useCases: number;
  /** How many hunts the article got of its own. */
  readonly specificHunts: number;
  /** How many techniques the text tells. */
  readonly techniques: number;
}

export interface JudgedSeverity {
  readonly severity: Severity;
  /** One short phrase a reason, with its points: `CVE present (+2)`. */
  readonly reasons: readonly string[];
}

/** A publisher's own verdict outranks the score. */
const DECLARED = /^\s*(?:\[ghsa \/ critical\]|cisa kev:)/i;
const ACTOR_PATTERN =
  /(?<![A-Za-z0-9])(?:APT[- ]?(?:C-)?\d{1,3}|APT|APTs|FIN\d{1,2}|UNC\d{3,5}|TA\d{3,4}|Storm-\d{4})(?![A-Za-z0-9])/;

let compiled: Phrases | undefined;

/**
 * The severity of an article by a score: a CVE 2, urgent words 3, a named actor 2, use cases 1 each and hunts or indicators of its own 1, up to 3;
 * techniques 1 for each three up to 2. CRIT from 9, HIGH from 6, MED from 3. Known-exploited and critical advisories are CRIT.
 */
export function scoreSeverity(facts: SeverityFacts): JudgedSeverity {
  const declared = DECLARED.exec(facts.title)?.[0].trim() ?? (facts.publisher === 'CISA KEV' ? 'CISA KEV' : null);
  const points = pointsOf(facts);
  const score = points.reduce((sum, [value]) => sum + value, 0);
  const reasons = points.map(([value, reason]) => `${reason} (+${value})`);
  if (declared !== null) {
    return { severity: 'CRIT', reasons: [`published as ${declared.replace(/[[\]:]/g, '')}`, ...reasons] };
  }
  const severity = score >= 9 ? 'CRIT' : score >= 6 ? 'HIGH' : score >= 3 ? 'MED' : 'LOW';
  return { severity, reasons };
}

function pointsOf({ reading, indicators, useCases, specificHunts, techniques }: SeverityFacts): [number, string][] {
  compiled ??= compilePhrases([...URGENT_WORDS, ...ACTOR_WORDS]);
  const said = firstMeant(reading, compiled).map(({ phrase }) => phrase);
  const points: [number, string][] = [];

  if (indicators.some(({ type }) => type === 'cve')) points.push([2, 'CVE present']);
  const alarm = said.find((phrase) => URGENT_WORDS.includes(phrase));
  if (alarm) points.push([3, `tells of ${alarm}`]);
  const actor = said.find((phrase) => ACTOR_WORDS.includes(phrase)) ?? ACTOR_PATTERN.exec(reading.text)?.[0];
  if (actor) points.push([2, `names ${actor}`]);

  const found = indicators.some(({ type }) => type !== 'cve');
  const calls = [
    useCases > 0 ? `${useCases} use case(s) fired` : '',
    specificHunts > 0 ? 'article-specific hunts' : '',
    found ? 'IOCs present' : '',
  ].filter((call) => call !== '');
  const hunts = Math.min(useCases + (specificHunts > 0 || found ? 1 : 0), 3);
  if (hunts > 0) points.push([hunts, calls.join(', ')]);
  const breadth = Math.min(Math.floor(techniques / 3), 2);
  if (breadth > 0) points.push([breadth, `${techniques} technique(s) inferred`]);
  return points;
}
