import { z } from 'zod';

/** How articles of feeds are classified, beside our own rules. */

const limits = {
  /** The longest that one answer may take. */
  timeoutSeconds: z.number().int().min(1).max(600).default(30),
  /** Questions at a time. */
  concurrency: z.number().int().min(1).max(32).default(4),
  /** Questions of one run, those that are answered from the cache not counted; what is beyond stays as it is. */
  maxAsks: z.number().int().min(1).max(100_000).default(200),
  /** The longest that all questions of one run may take. */
  budgetSeconds: z.number().int().min(1).max(86_400).default(300),
};

const byCommand = z.strictObject({
  /** A program and its arguments; it is started without a shell, and gets the question on stdin. */
  command: z.array(z.string().min(1)).min(1),
  /** Names of environment variables that it gets beside PATH, HOME, LANG and the folder for temporary files. */
  env: z.array(z.string().regex(/^[A-Za-z_]\w*$/, 'must be the name of an environment variable')).default([]),
  ...limits,
});

const byEndpoint = z
  .strictObject({
    /** A chat completions endpoint of your own, in OpenAI's form: https://platform.openai.com/docs/api-reference/chat/create. */
    url: z
      .url({ protocol: /^https?$/, error: 'must be an http(s):// URL' })
      .refine((text) => !URL.canParse(text) || new URL(text).username === '', 'may not hold a user name or password'),
    model: z.string().min(1),
    apiKey: z.string().min(1).optional(),
    ...limits,
  })
  .refine(
    ({ url, apiKey }) => apiKey === undefined || keepsSecret(url),
    'an apiKey needs https://, or this machine itself',
  );

export const classifySettings = z.strictObject({
  /** May veto that a use case fires, and nothing else; off where it is not given. */
  verifier: z.union([byCommand, byEndpoint]).optional(),
});

export type ClassifyConfig = z.output<typeof classifySettings>;
export type VerifierConfig = NonNullable<ClassifyConfig['verifier']>;
export type VerifierCommand = z.output<typeof byCommand>;
export type VerifierEndpoint = z.output<typeof byEndpoint>;

function keepsSecret(url: string): boolean {
  if (!URL.canParse(url)) return true;
  const { protocol, hostname } = new URL(url);
  return (
    protocol === 'https:' || hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname)
  );
}
