import { z } from 'zod';
import { OUTCOMES } from '../../sync/run/outcome.ts';
import { count, type JsonOf, text, texts } from './parts.ts';

const time = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/)
  .nullable()
  .describe('By the minute, in the time zone of the platform; null where no column tells.');

const outcome = z
  .enum(OUTCOMES)
  .describe(
    'hit: it found something; noisy: more than policy.noisyAbove rows; quiet: nothing in data that is there; blind: what it reads holds no data; slow: the limit of time ended it; failing: the platform refused it.',
  );

const run = z.strictObject({
  key: text.describe("The hunt's key, with #n from the second statement on."),
  name: text,
  outcome,
  hits: count.describe('Rows that came back.'),
  truncated: z.boolean().describe('There are more rows than were asked for.'),
  hosts: texts,
  users: texts,
  firstHit: time,
  lastHit: time,
  earliest: text.nullable().describe('Begin of the window; null where the query itself tells.'),
  latest: text.nullable(),
  ranAt: text.describe('ISO 8601.'),
  durationMs: count,
  missing: texts.describe('Tables, data models or datasets that it reads and that held no data in the window.'),
  error: text.optional().describe("The platform's words, where it did not run to its end."),
  rows: z.array(z.record(text, z.unknown())).optional().describe('The first rows, where --evidence asked for them.'),
});

/** What came of running the hunts of one platform. */
export const platformRuns = z.strictObject({
  name: text.describe('As the configuration names the platform.'),
  kind: text.describe('The kind of SIEM.'),
  ...(Object.fromEntries(OUTCOMES.map((one) => [one, count])) as Record<(typeof OUTCOMES)[number], typeof count>),
  requests: count.describe('Requests sent, retries included.'),
  recorded: count.describe('Outcomes that were written to the records; 0 where the platform keeps none.'),
  error: text.optional().describe('Why the platform could not be read, or the records could not be written.'),
  runs: z.array(run),
});

export const huntRunsJson = z.strictObject({ platforms: z.array(platformRuns), durationMs: count });
export type HuntRunsJson = JsonOf<typeof huntRunsJson>;
