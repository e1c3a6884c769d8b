import type { Indicator } from '../../briefing/article.ts';
import type { ExploitScores } from '../../knowledge/exploit-scores.ts';
import type { ReadSentence } from '../mentions/mentions.ts';
import type { NamedThreat } from '../named.ts';

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

/** What one reason adds, or takes. */
export type Points = readonly [points: number, reason: string];

/** A sentence that tells of an attack, by the model or by its deeds. */
const SURE = 0.4;
/** In a text of so few sentences that tell of an attack, none is in passing. */
const SHORT = 12;
/** The title and the sentences behind it that say what an article is about. */
export const OPENING = 3;
/** The share of the sentences that tell of an attack from which on an article is about what they tell. */
const SUBJECT = 0.05;

/** The sentences that tell what somebody did here. */
export function tellings(sentences: readonly ReadSentence[]): readonly ReadSentence[] {
  return sentences.filter(
    ({ aside, unspecific }) => aside === null && unspecific !== 'general' && unspecific !== 'elsewhere',
  );
}

/**
 * The first row that the article is about: it fits the title or one of the two sentences behind it, or enough of those that surely
 * tell of an attack. The rows go from most to least.
 */
export function best(
  sentences: readonly ReadSentence[],
  rows: readonly (readonly [number, RegExp, string])[],
): Points | null {
  const opening = sentences.slice(0, OPENING);
  const sure = sentences.filter(({ attack }) => attack >= SURE);
  const enough = Math.max(sure.length > SHORT ? 2 : 1, sure.length * SUBJECT);
  const row = rows.find(
    ([, pattern]) =>
      opening.some(({ text }) => pattern.test(text)) || sure.filter(({ text }) => pattern.test(text)).length >= enough,
  );
  return row ? [row[0], row[2]] : null;
}
