import { z } from 'zod';
import { count, type JsonOf, problem, proofVerdict, text, texts } from './parts.ts';

/** The verdict on a hunt. */
export const proof = z.strictObject({
  verdict: proofVerdict,
  message: text.optional().describe('Why it is not proved.'),
});
export type ProofJson = JsonOf<typeof proof>;

/** How many queries have each verdict. */
export const proofCounts = z.strictObject({ proved: count, unproved: count, notEvaluated: count, dead: count });

const huntProof = z.strictObject({
  key: text,
  title: text,
  proof: z.record(text, proof.nullable()).describe('By kind of SIEM; null: nothing was run.'),
});
export type HuntProofJson = JsonOf<typeof huntProof>;

const share = z.strictObject({ found: count, total: count });

const outcome = z.strictObject({
  sample: text,
  variant: text.nullable().describe('The kind of a made variant; null: the sample as it is written.'),
  atomic: text.optional().describe('The test of Atomic Red Team that the sample stands for.'),
  expected: z.enum(['found', 'quiet']),
  status: z.enum(['found', 'quiet', 'sometimes', 'not-evaluated', 'failed']).describe('In all runs, none, or some.'),
  found: count.describe('Runs in which it was found.'),
  runs: count,
  message: text.optional(),
  uncovered: text.optional().describe('Why the use case does not find it, where it says so.'),
});

const useCaseProof = z.strictObject({
  id: text,
  title: text,
  languages: z.array(
    z.strictObject({
      kind: text.describe('The kind of SIEM.'),
      language: text.describe('Id of the query language.'),
      verdict: z.enum(['proved', 'failed', 'not-evaluated', 'none']),
      samples: share.describe('Things that it must find.'),
      variants: share.describe('Variants made of those that it finds.'),
      quiet: share.describe('Things that it must not find, and those of them that it does.'),
      atomic: share.describe('Tests of Atomic Red Team that samples stand for, and those of them that it finds.'),
      uncovered: count.describe('Samples that it says it does not find.'),
      problems: texts,
      outcomes: z.array(outcome),
    }),
  ),
});
export type UseCaseProofJson = JsonOf<typeof useCaseProof>;

/** `prove --json`: use cases or hunts, whichever were named. */
export const proveJson = z.strictObject({
  useCases: z.array(useCaseProof),
  hunts: z.array(huntProof),
  proof: z.record(text, proofCounts).describe('Of the queries of hunts, by kind of SIEM.'),
  problems: z.array(problem),
});
