import { z } from 'zod';
import { count, type JsonOf, text } from './parts.ts';

export const keptRunsJson = z.strictObject({
  runs: z
    .array(
      z.strictObject({
        id: text.describe('What `huntsync undo` takes.'),
        at: text.describe('When it ended, ISO 8601.'),
        platforms: z
          .array(z.strictObject({ name: text, create: count, update: count, retire: count, prune: count }))
          .describe('What it wrote.'),
        undone: z
          .array(z.strictObject({ at: text, platforms: z.array(text) }))
          .optional()
          .describe('When it was undone, ISO 8601, and on which platforms; absent where it was not.'),
      }),
    )
    .describe('The newest first.'),
});
export type KeptRunsJson = JsonOf<typeof keptRunsJson>;
