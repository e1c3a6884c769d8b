import { z } from 'zod';
import { LEFT_OUT_REASONS } from '../../sync/codes.ts';
import { codeOf, count, type JsonOf, problem, text, texts } from './parts.ts';

export const collectJson = z.strictObject({
  feeds: z.array(
    z.strictObject({
      name: text,
      url: text,
      status: z.enum(['ok', 'notModified', 'failed']),
      articles: count.describe('Articles read.'),
      written: count,
      unchanged: count,
    }),
  ),
  written: texts.describe('Paths of the briefings that are new or changed.'),
  problems: z.array(
    z.strictObject({
      source: text.describe('Name of the feed.'),
      item: text.optional().describe('The item of the feed; absent where it is about the feed as a whole.'),
      code: text.describe('`huntsync explain CODE` says what it means.'),
      message: text,
    }),
  ),
});
export type CollectJson = JsonOf<typeof collectJson>;

export const exportJson = z.strictObject({
  complete: z.boolean(),
  export: text.describe('What was exported: a kind of SIEM, navigator or stix.'),
  folder: text,
  hunts: count.describe('Hunts that are in it, in whole or in part.'),
  without: count.describe('Hunts that have nothing for this kind.'),
  counts: z.record(text, count).describe('What is in it, by what it is called.'),
  files: z.array(
    z.strictObject({ path: text.describe('Below the folder.'), outcome: z.enum(['written', 'unchanged', 'failed']) }),
  ),
  stale: texts.describe('Files of earlier exports, which stay where they are.'),
  leftOut: z.array(
    z.strictObject({
      key: text,
      name: text,
      reason: codeOf(LEFT_OUT_REASONS),
      problems: z.array(problem),
    }),
  ),
  unpublished: z
    .array(z.strictObject({ type: text, value: text }))
    .optional()
    .describe('Indicators that are published as no threat; only of an export that has indicators.'),
  problems: z.array(problem),
});
export type ExportJson = JsonOf<typeof exportJson>;

export const feedsJson = z.strictObject({
  feeds: z.array(z.strictObject({ name: text, url: text })).describe('As config/feeds.yaml lists them.'),
  problems: z.array(problem),
});
export type FeedsJson = JsonOf<typeof feedsJson>;

export const sandboxJson = z.strictObject({
  page: text.describe('Address of the web page.'),
  raw: text.describe('Address of the page that shows what the stand-ins hold, as they store it.'),
  env: z.record(text, text).describe('Environment variables that config/sandbox.yaml reads.'),
});
export type SandboxJson = JsonOf<typeof sandboxJson>;
