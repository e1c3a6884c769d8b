import { z } from 'zod';

/** Values that several parts of the configuration have. */

export const severity = z.enum(['CRIT', 'HIGH', 'MED', 'LOW']);
export const httpsUrl = z
  .url({ protocol: /^https$/, error: 'must be an https:// URL' })
  .refine((text) => !URL.canParse(text) || new URL(text).username === '', 'may not hold a user name or password');
export const name = z.string().regex(/^[\w.-]{1,64}$/, 'may hold letters, digits, ".", "_" and "-" only (at most 64)');

/** Longest time of one operation on a platform, in seconds: every try, the waits between them, and the whole of each answer. */
export const deadlineSeconds = z.number().positive().max(86_400).default(300);

/** A key that is accepted unchecked, and dropped. */
export const unseen = z
  .unknown()
  .optional()
  .transform(() => undefined);

/** A key that is accepted unchecked, and replaced by this value. */
export function standIn(value: string) {
  return z
    .unknown()
    .optional()
    .transform(() => value);
}
