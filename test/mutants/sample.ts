import { createHash } from 'node:crypto';
import type { Mutant } from './mutant.ts';

/** Operators that say little by themselves: a text for people that nobody compares. They may be so much of a room's share. */
const STRINGS_SHARE = 0.15;

/**
 * A room's share of the mutants: drawn by a hash of the seed and of what the mutant is, so that the same tree gives the same draw,
 * and an edit elsewhere changes little of it.
 */
export function draw(all: readonly Mutant[], size: number, seed: string): Mutant[] {
  const rank = (mutant: Mutant) =>
    createHash('sha256').update([seed, mutant.file, mutant.operator, mutant.start, mutant.to].join('\n')).digest('hex');
  const shuffled = all
    .map((mutant) => ({ mutant, rank: rank(mutant) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ mutant }) => mutant);
  const strings = shuffled.filter(({ operator }) => operator === 'string').slice(0, Math.floor(size * STRINGS_SHARE));
  const others = shuffled.filter(({ operator }) => operator !== 'string').slice(0, size - strings.length);
  return [...others, ...strings].sort((a, b) => (a.file === b.file ? a.start - b.start : a.file < b.file ? -1 : 1));
}
