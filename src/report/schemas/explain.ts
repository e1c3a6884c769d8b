import { z } from 'zod';
import { type JsonOf, text } from './parts.ts';

/** `explain --json`: all areas, or one with the one code that was asked for. */
export const explainJson = z.strictObject({
  areas: z.array(
    z.strictObject({
      area: text,
      title: text,
      codes: z.array(
        z.strictObject({
          code: text,
          means: text,
          cause: text.describe('What usually brings it about.'),
          remedy: text.describe('What to do about it.'),
        }),
      ),
    }),
  ),
});
export type ExplainJson = JsonOf<typeof explainJson>;
