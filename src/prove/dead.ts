import { oneLine } from '../core/text.ts';
import type { QueryProof } from './query.ts';

/** Why a query can never hit, as a problem of it. */
export interface DeadProblem {
  readonly code: 'dead';
  readonly message: string;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  readonly severity: 'error';
}

/** The problem that a dead query has, placed in its source where the stage stands; its start where it stands otherwise there. */
export function deadProblem({ stage, reason }: Extract<QueryProof, { verdict: 'dead' }>, source: string): DeadProblem {
  const offset = placeOf(stage, source);
  const before = source.slice(0, offset).split('\n');
  return {
    code: 'dead',
    message: `No row can make it hit: ${oneLine(reason)}`,
    line: before.length,
    column: (before.at(-1)?.length ?? 0) + 1,
    severity: 'error',
  };
}

/** Words of a stage that tell it from others; it may be broken into lines otherwise in the source. */
const WORDS = 6;

function placeOf(stage: string, source: string): number {
  const words = stage
    .replace(/…$/, '')
    .split(/\s+/)
    .filter((word) => word !== '');
  for (let count = Math.min(WORDS, words.length); count > 0; count -= 1) {
    const pattern = words
      .slice(0, count)
      .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('\\s+');
    const at = source.search(new RegExp(pattern));
    if (at >= 0) return at;
  }
  return 0;
}
