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
      }),
    )
    .describe('The newest first.'),
});
export type KeptRunsJson = JsonOf<typeof keptRunsJson>;
