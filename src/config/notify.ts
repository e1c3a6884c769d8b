import { z } from 'zod';

/** What a notice may tell of. */
export const NOTICE_SUBJECTS = ['newHits', 'newCritical', 'rejected', 'drift', 'failures'] as const;
export type NoticeSubject = (typeof NOTICE_SUBJECTS)[number];

/** The address of a webhook is a secret itself: whoever has it can post. */
const webhookUrl = z
  .url({ protocol: /^https?$/, error: 'must be a URL' })
  .refine(
    (text) => /^https:/.test(text) || /^http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost)[:/]/.test(text),
    'must be an https:// URL; http:// is for this machine only',
  );

/** One message a run, where there is something to tell (config/huntsync.example.yaml explains it). */
export const notify = z
  .array(
    z.strictObject({
      /** What its receiver takes; `json`: `{"text", "subjects"}`. */
      format: z.enum(['slack', 'teams', 'json']),
      webhook: webhookUrl,
      on: z
        .array(z.enum(NOTICE_SUBJECTS))
        .min(1)
        .default([...NOTICE_SUBJECTS]),
    }),
  )
  .default([]);

export type NotifyConfig = z.output<typeof notify>[number];
