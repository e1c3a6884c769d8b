import { createHash } from 'node:crypto';

/**
 * Chance that depends on what it decides and not on the order of the questions: requests under way together come in any order, and
 * a round is to be repeatable all the same.
 */
export interface Chance {
  /** From 0 up to 1, the same for the same parts. */
  of(...parts: readonly (string | number)[]): number;
  /** One of a list that is not empty. */
  pick<T>(list: readonly T[], ...parts: readonly (string | number)[]): T;
  /** From `least` to `most`, both possible. */
  between(least: number, most: number, ...parts: readonly (string | number)[]): number;
}

export function createChance(seed: string): Chance {
  const of: Chance['of'] = (...parts) =>
    createHash('sha256')
      .update([seed, ...parts].join('\n'))
      .digest()
      .readUInt32BE(0) /
    2 ** 32;
  return {
    of,
    pick: (list, ...parts) => list[Math.floor(of('pick', ...parts) * list.length)] as (typeof list)[number],
    between: (least, most, ...parts) => least + Math.floor(of('between', ...parts) * (most - least + 1)),
  };
}
