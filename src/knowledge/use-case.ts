import type { Queries } from '../quoting/languages.ts';
import type { Confidence, Phase } from './vocabulary.ts';

/** A reusable hunt of our own catalogue, fired by triggers in an article's text. */
export interface UseCase {
  /** `UC_SUPPLY_CHAIN`: the id that briefings use for the same use case. */
  readonly id: string;
  readonly title: string;
  /** Kill-chain phase as briefings abbreviate it. */
  readonly phase: Phase;
  readonly confidence: Confidence;
  /** ATT&CK ids. */
  readonly techniques: readonly string[];
  /** What must be collected for it to find anything, by kind of SIEM: names of data models or tables. */
  readonly dataNeeds: Readonly<Record<string, readonly string[]>>;
  /** What causes false positives. */
  readonly falsePositives: readonly string[];
  /** What to look at first when it hits: three steps, in order. */
  readonly triage?: readonly string[] | undefined;
  /** What it does not find, and knows it; each must be so (`huntsync prove`). */
  readonly doesNotCover: readonly Uncovered[];
  readonly references: readonly string[];
  readonly triggers: Triggers;
  /**
   * It finds what is rare, new or regular in the traffic or the sign-ins of everybody, and nothing that is told of the attack: an article gets it
   * after all others.
   */
  readonly generic?: boolean | undefined;
  /** At least one. */
  readonly queries: Queries;
  /** Sentences that must fire it, and sentences that must not. */
  readonly tests: readonly { readonly text: string; readonly fires: boolean }[];
}

/** Something that a use case does not find. */
export interface Uncovered {
  /** A sample of `fires`, a kind of machine-made variant, one of those of one sample (`letter-case of NAME`), or anything else. */
  readonly name: string;
  readonly reason: string;
  /** Ids of the languages that this holds for; undefined: for all. */
  readonly languages?: readonly string[] | undefined;
}

/** When a text fires a use case: where a sentence tells one of the subjects as done by an attacker. */
export interface Triggers {
  /** What the query looks for, in the words of articles; not what often goes with it. */
  readonly subjects: readonly Wording[];
  /** Where given, one of these must stand in the same sentence or beside it. */
  readonly context?: readonly Wording[];
  /** A sentence with one of these does not count (`supply chain` in one about supply chain finance). */
  readonly exclusions?: readonly Wording[];
  /** A sentence that says what an attacker could do fires it as well: for use cases about vulnerabilities. */
  readonly possible?: boolean | undefined;
}

/**
 * Words as written (`pass the hash`; `src/knowledge/words.ts` tells what `encrypt*` and `CVE-#` find), or words that must stand
 * within so many words of a sentence, in any order.
 */
export type Wording = string | { readonly near: readonly string[]; readonly words: number };

/** A use case that a text fired, with the sentence that did it. */
export interface FiredUseCase {
  readonly useCase: UseCase;
  readonly evidence: string;
  /** The number of that sentence in the text, from 0. */
  readonly sentence: number;
  /** The words of the text that did it, by number; absent where only the sentence is known. */
  readonly words?: { readonly first: number; readonly last: number };
  /** The numbers of the others that tell the same. */
  readonly others: readonly number[];
  /** How much the text is about it: how surely that sentence tells of an attack, and how many others tell the same. From 0 to 2. */
  readonly weight: number;
  /** The wordings that its sentences have. */
  readonly wordings: readonly Wording[];
  /**
   * The most that one of its sentences gives: `quoted`: a command, file, path or registry key beside the words; `told`: what was done; `label`: a
   * heading, a list's item, the title.
   */
  readonly by: 'quoted' | 'told' | 'label';
}
