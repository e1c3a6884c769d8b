import { counted } from '../core/counted.ts';
import { type ExploitScores, highestScore, LIKELY, scoreText } from '../knowledge/exploit-scores.ts';
import { IN_KEV } from '../knowledge/kev.ts';
import type { Severity } from '../knowledge/vocabulary.ts';
import type { QueryProof } from '../prove/query.ts';
import type { Detection } from './platform.ts';
import { daysBetween } from './retire.ts';
import type { Outcome } from './run/outcome.ts';

/** What is known of a hunt that is in use on a platform, or is run there. */
export interface QueueItem {
  readonly key: string;
  readonly title: string;
  readonly severity: Severity;
  /** ATT&CK ids that it looks for. */
  readonly techniques: readonly string[];
  /** `YYYY-MM-DD` of the newest article that calls for it, or null. */
  readonly published: string | null;
  readonly articleTitle: string;
  readonly articleUrl: string;
  /** Vulnerabilities that its title, its query or its newest article's title names. */
  readonly cves?: readonly string[];
  /** One of the articles that call for it says that it is exploited in the wild. */
  readonly exploited?: boolean;
  readonly proof: QueryProof['verdict'] | '';
  /** It can only be run, and is not kept on the platform. */
  readonly runOnly?: true;
  /** Its query was edited on the platform, and the edit kept: the proof is of the query as it was written. */
  readonly edited?: true;
  /** Its last run; null where it never ran. */
  readonly run: {
    readonly outcome: Outcome;
    readonly hits: number;
    readonly newHits: boolean;
    /** ISO 8601. */
    readonly ranAt: string;
    readonly missing: readonly string[];
  } | null;
}

export interface QueueEntry extends QueueItem {
  /** Higher comes first. */
  readonly score: number;
  /** In words, the weightiest first. */
  readonly reasons: readonly string[];
}

/** The queue of one platform. */
export interface PlatformQueue {
  /** As the configuration names the platform. */
  readonly name: string;
  readonly kind: string;
  readonly entries: readonly QueueEntry[];
  /** Why it could not be read. */
  readonly error?: string;
}

/** Hits that nobody has looked at yet come before anything else. */
const NEW_HITS = 1000;
const SEVERITY: Readonly<Record<Severity, number>> = { CRIT: 100, HIGH: 60, MED: 30, LOW: 10 };
/** How much an article of at most so many days counts. */
const FRESH: readonly (readonly [days: number, factor: number])[] = [
  [7, 1],
  [30, 0.8],
  [90, 0.5],
  [365, 0.3],
];
const OLD = 0.2;
const PROOF: Readonly<Record<QueueItem['proof'], number>> = {
  proved: 1,
  'not-evaluated': 0.9,
  '': 0.9,
  unproved: 0.7,
  dead: 0,
};
const OUTCOME: Readonly<Record<Outcome, number>> = {
  hit: 1.5,
  noisy: 0.6,
  quiet: 0.3,
  blind: 0.05,
  slow: 0.5,
  failing: 0.2,
};
/** Never run: what it would find is not known. */
const NEVER = 1;
/** Something else on the platform looks for all of its techniques. */
const COVERED = 0.6;
const EXPLOITED_FACTOR = 1.5;
/** Of one that is not known to be exploited, by what a model expects. */
const EXPECTED = { likely: 1.3, possible: 1.1 } as const;

/**
 * What to hunt first: new hits, then severity × freshness × exploited or expected to be × has data × proved × not covered by what the platform
 * already has. Pure; equal scores are in the order of their keys.
 *
 * @param others what else looks for attacks there; null where that is not known.
 * @param scores how likely vulnerabilities are to be exploited, where that is known.
 */
export function queueOf(
  items: readonly QueueItem[],
  others: readonly Detection[] | null,
  today: string,
  scores?: ExploitScores,
): QueueEntry[] {
  return items
    .map((item) => scored(item, others, today, scores))
    .sort((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1));
}

function scored(
  item: QueueItem,
  others: readonly Detection[] | null,
  today: string,
  scores: ExploitScores | undefined,
): QueueEntry {
  const { severity, published, proof, run, articleTitle } = item;
  const reasons: string[] = [];
  if (run?.newHits) reasons.push(counted(run.hits, 'new hit'));
  reasons.push(severity);

  const age = published === null ? null : Math.max(0, daysBetween(published, today));
  const fresh = age === null ? OLD : (FRESH.find(([days]) => age <= days)?.[1] ?? OLD);
  if (age !== null) reasons.push(age === 0 ? 'article of today' : `article ${age} d old`);
  const isKnown = IN_KEV.test(articleTitle);
  const isExploited = isKnown || item.exploited === true;
  if (isExploited) reasons.push(isKnown ? 'exploited (CISA KEV)' : 'exploited in the wild');
  const expected = highestScore(scores, item.cves ?? []);
  if (scores && expected) reasons.push(scoreText(expected, scores.date));

  reasons.push(run === null ? 'never run' : outcomeText(run));
  if (item.runOnly) reasons.push('run only');
  if (proof !== '') reasons.push(proofText(proof, item.edited === true));
  const covering = coveringOf(item, others);
  if (covering.length > 0) reasons.push(`also covered by ${covering[0]}${more(covering.length - 1)}`);
  else if (others !== null && item.techniques.length > 0) reasons.push('nothing else covers it');

  const factor =
    fresh *
    (isExploited ? EXPLOITED_FACTOR : expectedFactor(expected)) *
    (run === null ? NEVER : OUTCOME[run.outcome]) *
    (item.edited ? PROOF[''] : PROOF[proof]) *
    (covering.length > 0 ? COVERED : 1);
  const score = (run?.newHits ? NEW_HITS : 0) + SEVERITY[severity] * factor;
  return { ...item, score: Math.round(score * 10) / 10, reasons };
}

function proofText(proof: QueryProof['verdict'], isEdited: boolean): string {
  const told = proof === 'proved' ? 'proved' : `${proof} on samples`;
  return isEdited ? `${told} as written, edited since` : told;
}

function expectedFactor(score: ReturnType<typeof highestScore>): number {
  if (score === null) return 1;
  return score.probability >= LIKELY ? EXPECTED.likely : EXPECTED.possible;
}

function outcomeText({ outcome, hits, ranAt, missing }: NonNullable<QueueItem['run']>): string {
  const when = ranAt.slice(0, 10);
  switch (outcome) {
    case 'hit':
      return `${counted(hits, 'hit')} on ${when}`;
    case 'noisy':
      return `noisy: ${counted(hits, 'row')} on ${when}`;
    case 'blind':
      return `blind: no data in ${missing.join(', ')}`;
    default:
      return `${outcome} on ${when}`;
  }
}

/** Names of what else looks for every technique of a hunt, or for the technique above it. */
function coveringOf({ techniques }: QueueItem, others: readonly Detection[] | null): readonly string[] {
  if (others === null || techniques.length === 0) return [];
  const naming = techniques.map((id) => others.filter((other) => other.techniques.some((one) => covers(one, id))));
  return naming.every((found) => found.length > 0)
    ? [...new Set(naming.flatMap((found) => found.map(({ name }) => name)))]
    : [];
}

function covers(theirs: string, ours: string): boolean {
  return theirs === ours || ours.startsWith(`${theirs}.`);
}

function more(count: number): string {
  return count > 0 ? ` and ${count} more` : '';
}
