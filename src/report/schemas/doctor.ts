import { z } from 'zod';
import { type JsonOf, text } from './parts.ts';

const finding = z.strictObject({
  check: text.describe('What was checked, in a word or two.'),
  status: z.enum(['ok', 'warning', 'failed', 'skipped']),
  message: text,
  remedy: text.optional().describe('What to do about it.'),
});

export const doctorJson = z.strictObject({
  subjects: z.array(
    z.strictObject({
      name: text.describe('`this machine`, or as the configuration names the platform.'),
      findings: z.array(finding),
    }),
  ),
});
export type DoctorJson = JsonOf<typeof doctorJson>;
