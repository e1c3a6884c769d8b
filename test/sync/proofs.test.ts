import { describe, expect, it } from 'vitest';
import type { QueryProof } from '../../src/prove/query.ts';
import { countProofs, proofOf } from '../../src/sync/proofs.ts';
import type { CheckedQuery } from '../../src/sync/query.ts';

const PROVED: QueryProof = { verdict: 'proved' };
const UNPROVED: QueryProof = { verdict: 'unproved', reason: 'r' };
const UNKNOWN: QueryProof = { verdict: 'not-evaluated', reason: 'r' };
const DEAD: QueryProof = { verdict: 'dead', stage: 's', reason: 'r' };

function queries(...proofs: readonly (QueryProof | undefined)[]): CheckedQuery[] {
  const plain = { text: 'q', verdict: 'ready', repairs: [], problems: [], lookbackSeconds: null } as const;
  return proofs.map((proof) => ({ ...plain, ...(proof ? { proof } : {}) }));
}

describe('a hunt of several queries', () => {
  it.each<[string, (QueryProof | undefined)[], QueryProof | null]>([
    ['proved, if all are', [PROVED, PROVED], PROVED],
    ['unproved, if one is', [PROVED, UNPROVED], UNPROVED],
    ['not evaluated, if one is', [UNPROVED, UNKNOWN, PROVED], UNKNOWN],
    ['dead, if one is', [PROVED, DEAD, UNKNOWN], DEAD],
    ['as those that were run', [undefined, PROVED], PROVED],
    ['nothing, if none was run', [undefined], null],
  ])('is %s', (_, proofs, expected) => {
    expect(proofOf(queries(...proofs))).toEqual(expected);
  });

  it('is counted by its queries', () => {
    expect(countProofs(queries(PROVED, PROVED, UNPROVED, UNKNOWN, DEAD, undefined))).toEqual({
      proved: 2,
      unproved: 1,
      notEvaluated: 1,
      dead: 1,
    });
  });
});
