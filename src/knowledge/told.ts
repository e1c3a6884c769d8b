import type { PhraseHit, Word } from './words.ts';

/** A sentence of a text as firing looks at it. */
export interface ToldSentence {
  /** As written. */
  readonly text: string;
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
  /** From 0 to 1: how surely it speaks of what an attacker or malware does. */
  readonly attack: number;
  /** Why it does not count whatever it speaks of (a denial, advice, an advertisement); null where it does. */
  readonly aside: string | null;
  /** That it tells of what attackers do in general, could do, or did elsewhere; absent or null where of what they did here. */
  readonly unspecific?: 'general' | 'possible' | 'elsewhere' | null;
}

/** A text, read for firing. Words and sentences are in its order. */
export interface ToldText {
  readonly words: readonly Word[];
  readonly sentences: readonly ToldSentence[];
  /** Whether words stand for themselves: not denied. */
  isMeant(hit: PhraseHit): boolean;
}
