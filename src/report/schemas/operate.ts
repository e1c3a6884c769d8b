import { z } from 'zod';
import { count, type JsonOf, text } from './parts.ts';
import { appliedChange } from './run.ts';

export const operationJson = z.strictObject({
  platforms: z.array(
    z.strictObject({
      name: text.describe('As the configuration names the platform.'),
      kind: text.describe('The kind of SIEM.'),
      create: count,
      update: count,
      retire: count,
      prune: count,
      failed: count.describe('Writes that did not happen though the plan has them.'),
      requests: count.describe('Requests sent, retries included.'),
      error: text.optional().describe('Why the platform could not be read.'),
      changes: z.array(appliedChange),
      left: z.array(z.strictObject({ key: text, reason: text })).describe('(undo) What cannot be undone, and why.'),
    }),
  ),
});
export type OperationJson = JsonOf<typeof operationJson>;
