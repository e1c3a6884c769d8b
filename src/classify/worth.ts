import { namedThreat } from '../knowledge/named-threats.ts';
import type { FiredUseCase } from '../knowledge/use-case.ts';
import type { Confidence, Phase } from '../knowledge/vocabulary.ts';
import { isStockFile } from './stock.ts';

const CONFIDENCES: readonly Confidence[] = ['High', 'Medium', 'Low'];
/** What an article tells of several times and surely is what it is about. */
const SUBJECT = 1.4;
/** So many of one phase come before the first of the next round. */
const ROUND = 2;
/** So far apart, two parts of a sentence tell two things. In words. */
const APART = 4;

/** What is known of an article's hunts before its use cases are chosen. */
export interface Chosen {
  /** Sub-techniques and techniques that hunts of its own look for. */
  readonly techniques: readonly string[];
}

/**
 * The use cases that an article is worth most for, best first, at most `max`: those for what its text quotes (a command, a file) and is about,
 * then those for either, then those for what it tells (of a program by name first), then those for what only a heading or a list names; the
 * generic ones last. One that looks for nothing beyond those before it, or fires by their words alone, is worth less; one that shows theirs
 * waits. Of equal ones the phases spread, and that with fewer false positives comes first. Where all fit, they stay in the catalogue's order.
 */
export function bestUseCases(
  fired: readonly FiredUseCase[],
  max: number,
  { techniques }: Chosen = { techniques: [] },
): readonly FiredUseCase[] {
  if (fired.length <= max) return fired;
  const covered = new Set(techniques);
  const main = new Set(techniques);
  const shown: FiredUseCase[] = [];
  const phases = new Map<Phase, number>();
  const left = [...fired];
  const chosen: FiredUseCase[] = [];
  while (chosen.length < max && left.length > 0) {
    const keys = new Map(left.map((one) => [one, keyOf(one, { covered, main, shown, phases })] as const));
    const best = left.reduce((first, one) => (compare(keys.get(one) ?? [], keys.get(first) ?? []) < 0 ? one : first));
    chosen.push(best);
    left.splice(left.indexOf(best), 1);
    for (const [n, id] of best.useCase.techniques.entries()) {
      covered.add(id);
      if (n === 0) main.add(id);
    }
    shown.push(best);
    phases.set(best.useCase.phase, (phases.get(best.useCase.phase) ?? 0) + 1);
  }
  return chosen;
}

interface SoFar {
  readonly covered: ReadonlySet<string>;
  /** The first technique of each: what it is for. */
  readonly main: ReadonlySet<string>;
  readonly shown: readonly FiredUseCase[];
  readonly phases: ReadonlyMap<Phase, number>;
}

/** Compared number by number, less is better. */
function keyOf(fired: FiredUseCase, { covered, main, shown, phases }: SoFar): readonly number[] {
  const { useCase, weight, others } = fired;
  const { techniques } = useCase;
  const repeats = main.has(techniques[0] ?? '') && techniques.every((id) => covered.has(id)) ? 1 : 0;
  const shares = shown.some((one) => isSame(one, fired)) ? 1 : 0;
  // Half as good as evidence: more than a label all the same.
  const adds = shares === 0 || others.some((one) => !shown.some(({ sentence }) => sentence === one));
  return [
    useCase.generic ? 1 : 0,
    repeats - evidence(fired) * (adds ? 1 : 0.5),
    shares,
    Math.floor((phases.get(useCase.phase) ?? 0) / ROUND),
    CONFIDENCES.indexOf(useCase.confidence),
    -weight,
  ];
}

/** Whether two are shown by the same words, or by words so near that they tell one thing. */
function isSame(one: FiredUseCase, other: FiredUseCase): boolean {
  if (one.sentence !== other.sentence) return false;
  const [a, b] = [one.words, other.words];
  return !a || !b || (a.first <= b.last + APART && b.first <= a.last + APART);
}

const STRENGTH = { quoted: 2, told: 1, label: 0 } as const;

/** How good the evidence is, from 0 to 3. */
function evidence({ by, weight, wordings }: FiredUseCase): number {
  const named = by === 'told' && wordings.some((one) => typeof one === 'string' && isProgram(one));
  return STRENGTH[by] + (weight >= SUBJECT ? 1 : named ? 0.5 : 0);
}

/** Whether words are the name of a program: one that Windows brings, a tool, malware. */
function isProgram(words: string): boolean {
  return isStockFile(`${words}.exe`) || namedThreat(words, ['tool', 'malware']) !== undefined;
}

function compare(a: readonly number[], b: readonly number[]): number {
  return a.map((value, n) => value - (b[n] ?? 0)).find((difference) => difference !== 0) ?? 0;
}
