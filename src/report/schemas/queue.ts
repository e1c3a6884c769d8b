import { z } from 'zod';
import { OUTCOMES } from '../../sync/run/outcome.ts';
import { count, day, type JsonOf, proofVerdict, severity, techniqueIds, text, texts } from './parts.ts';

const entry = z.strictObject({
  key: text.describe("The hunt's key."),
  title: text,
  score: z.number().min(0).describe('Higher comes first; 1000 and more: it has new hits.'),
  reasons: texts.describe('Why it stands where it does, in words.'),
  severity,
  techniques: techniqueIds,
  published: day.nullable(),
  article: z.strictObject({ title: text, url: text }).describe('The newest that calls for it; empty where not known.'),
  proof: proofVerdict.nullable(),
  edited: z
    .boolean()
    .describe('Its query was edited on the platform and the edit kept: the proof is of the query as it was written.'),
  outcome: z.enum(OUTCOMES).nullable().describe('Of its last run; null where it never ran.'),
  hits: count.nullable(),
  newHits: z.boolean().describe('The last run found what the one before had not.'),
  ranAt: text.nullable().describe('ISO 8601.'),
});

export const queueJson = z.strictObject({
  platforms: z.array(
    z.strictObject({
      name: text.describe('As the configuration names the platform.'),
      kind: text.describe('The kind of SIEM.'),
      error: text.optional().describe('Why it could not be read.'),
      queue: z.array(entry).describe('What to hunt first comes first.'),
    }),
  ),
});
export type QueueJson = JsonOf<typeof queueJson>;
