import { createHash } from 'node:crypto';
import type { Mutant } from './mutant.ts';

/** Operators that say little by themselves: a text for people that nobody compares. They may be so much of a room's share. */
const STRINGS_SHARE = 0.15;

/**
 * A room's share of the mutants: drawn by a hash of the seed and of what the mutant is, so that the same tree gives the same draw,
 * and an edit elsewhere changes little of it.
 */
export function draw(all: readonly Mutant[], size: number, seed: string): Mutant[] {
  const seen = new Map<string, number>();
  const rank = (mutant: Mutant) => {
    const { file, operator, context, from, to } = mutant;
    const what = [seed, file, operator, context, from, to].join('\n');
    const nth = seen.get(what) ?? 0;
    seen.set(what, nth + 1);
    return createHash('sha256').update(`${what}\n${nth}`).digest('hex');
  };
  const shuffled = [...all]
    .sort((a, b) => (a.file === b.file ? a.start - b.start : a.file < b.file ? -1 : 1))
    .map((mutant) => ({ mutant, rank: rank(mutant) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ mutant }) => mutant);
  const strings = shuffled.filter(({ operator }) => operator === 'string').slice(0, Math.floor(size * STRINGS_SHARE));
  const others = shuffled.filter(({ operator }) => operator !== 'string').slice(0, size - strings.length);
  return [...others, ...strings].sort((a, b) => (a.file === b.file ? a.start - b.start : a.file < b.file ? -1 : 1));
}
