import { PHASES, type Phase } from '../../knowledge/vocabulary.ts';
import { compilePhrases, findPhrases, type Phrases, wordsOf } from '../../knowledge/words.ts';
import { sentenceAt } from './evidence.ts';
import { meantIn } from './meant.ts';
import { IMPLIED_BY, PHASE_WORDS } from './phase-words.ts';

/** A phase of the kill chain that a text tells. */
export interface InferredPhase {
  readonly phase: Phase;
  readonly evidence: string;
}

let compiled: readonly { readonly phase: Phase; readonly phrases: Phrases }[] | undefined;

/** The phases that the text's own words tell, in the order of the kill chain, each with the first sentence that does. */
export function inferPhases(text: string): InferredPhase[] {
  compiled ??= PHASES.map((phase) => ({ phase, phrases: compilePhrases(PHASE_WORDS[phase]) }));
  const words = wordsOf(text);
  const isMeant = meantIn(words);
  return compiled.flatMap(({ phase, phrases }) => {
    const hits = [...findPhrases(words, phrases).values()].flatMap((list) => list.find(isMeant) ?? []);
    const first = hits.sort((a, b) => a.first - b.first)[0];
    if (!first) return [];
    return [{ phase, evidence: sentenceAt(text, words[first.first]?.start ?? 0, words[first.last]?.end ?? 0) }];
  });
}

/** The phases that must lie beside the told ones, without these: an attack that is delivered also exploits. No evidence but that. */
export function impliedPhases(told: readonly Phase[]): Phase[] {
  const implied = new Set(told.flatMap((phase) => IMPLIED_BY[phase] ?? []));
  return PHASES.filter((phase) => implied.has(phase) && !told.includes(phase));
}
