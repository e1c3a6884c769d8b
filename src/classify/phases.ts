import { PHASES, type Phase } from '../knowledge/vocabulary.ts';
import { compilePhrases, type Phrases } from '../knowledge/words.ts';
import { sentenceAt } from './evidence.ts';
import { IMPLIED_BY, PHASE_WORDS } from './phase-words.ts';
import { firstMeant, readText, type TextReading } from './reading.ts';

/** A phase of the kill chain that a text tells. */
export interface InferredPhase {
  readonly phase: Phase;
  readonly evidence: string;
}

let compiled: { readonly phrases: Phrases; readonly phases: ReadonlyMap<string, readonly Phase[]> } | undefined;

/** The phases that the text's own words tell, in the order of the kill chain, each with the first sentence that does. */
export function inferPhases(source: string | TextReading): InferredPhase[] {
  const reading = typeof source === 'string' ? readText(source) : source;
  compiled ??= compile();
  const found = new Map<Phase, InferredPhase>();
  for (const { phrase, start, end } of firstMeant(reading, compiled.phrases)) {
    for (const phase of compiled.phases.get(phrase) ?? []) {
      if (!found.has(phase)) found.set(phase, { phase, evidence: sentenceAt(reading.text, start, end) });
    }
  }
  return PHASES.flatMap((phase) => found.get(phase) ?? []);
}

function compile() {
  const phases = new Map<string, Phase[]>();
  for (const phase of PHASES) {
    for (const phrase of PHASE_WORDS[phase]) phases.set(phrase, [...(phases.get(phrase) ?? []), phase]);
  }
  return { phrases: compilePhrases(phases.keys()), phases };
}

/** The phases that others imply, without these: an attack that is delivered also exploits. No sentence says so. */
export function impliedPhases(named: readonly Phase[]): Phase[] {
  const implied = new Set(named.flatMap((phase) => IMPLIED_BY[phase] ?? []));
  return PHASES.filter((phase) => implied.has(phase) && !named.includes(phase));
}
