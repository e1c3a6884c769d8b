import { z } from 'zod';
import { type JsonOf, text } from './parts.ts';
import { hold } from './run.ts';

export const quarantineJson = z.strictObject({
  platforms: z.array(
    z.strictObject({
      name: text.describe('As the configuration names the platform.'),
      kind: text.describe('The kind of SIEM.'),
      error: text.optional().describe('Why the platform could not be read.'),
      holds: z.array(hold),
    }),
  ),
});
export type QuarantineJson = JsonOf<typeof quarantineJson>;
