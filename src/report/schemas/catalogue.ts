import { z } from 'zod';
import type { QueryLanguage } from '../../quoting/languages.ts';
import { confidence, count, phase, techniqueIds, text, texts } from './parts.ts';

const about = { id: text, title: text, phase, confidence, techniques: techniqueIds };

/** `catalogue --json`. */
export const catalogueJson = z.strictObject({
  useCases: z.array(
    z.strictObject({
      ...about,
      tactics: texts.describe('ATT&CK tactics by short name.'),
      languages: texts.describe('Ids of the query languages that it has a query in.'),
    }),
  ),
});

const wordings = z.array(
  z.union([text, z.strictObject({ near: texts, words: count.describe('Within so many words.') })]),
);

const timed = {
  minutesAgo: z.number(),
  repeat: z
    .strictObject({ times: count, everyMinutes: z.number(), jitter: z.number() })
    .optional()
    .describe('It happens so often.'),
};
const fields = z.record(text, z.unknown());
const sample = z.strictObject({
  name: text,
  atomic: text.optional().describe('The test of Atomic Red Team that it stands for.'),
  events: z.array(
    z.strictObject({ kind: text, ...timed, fields, native: z.record(text, fields).describe('By language.') }),
  ),
  rows: z.record(text, z.array(z.strictObject({ table: text, row: fields, ...timed }))).describe('By language.'),
  lookups: z.record(text, z.record(text, z.array(fields))).describe('By language and name.'),
});

/** `catalogue ID --json`: the keys of a catalogue file. */
export function useCaseJson(languages: readonly QueryLanguage[]) {
  const kinds = languages.flatMap(({ siems }) => siems.map(({ kind }) => kind));
  return z.strictObject({
    ...about,
    dataNeeds: z
      .strictObject(Object.fromEntries(kinds.map((kind) => [kind, texts])))
      .describe('What must be collected, by kind of SIEM.'),
    falsePositives: texts,
    triage: texts.optional().describe('What to look at first when it hits, in order.'),
    generic: z.boolean().optional().describe('True: an article gets it after all others.'),
    references: texts,
    triggers: z.strictObject({
      subjects: wordings,
      context: wordings.optional(),
      exclusions: wordings.optional(),
      possible: z.boolean().optional().describe('True: what an attacker could do fires it as well.'),
    }),
    ...Object.fromEntries(languages.map(({ id, title }) => [id, text.nullable().describe(`${title}.`)])),
    tests: z.array(z.strictObject({ text, fires: z.boolean() })).describe('Sentences that must, or must not, fire it.'),
    samples: z
      .strictObject({
        fires: z.array(sample),
        quiet: z.array(sample),
        reportsOverDays: z.number().optional().describe('How old what a hit tells of may be.'),
      })
      .describe('Events that it must, or must not, find.'),
    doesNotCover: z
      .array(z.strictObject({ name: text, reason: text, languages: texts.optional() }))
      .describe('What it does not find, and why.'),
  });
}

/** `catalogue --lint --json`. */
export const catalogueLintJson = z.strictObject({
  useCases: count.describe('Use cases that were checked.'),
  errors: count,
  findings: z.array(
    z.strictObject({
      id: text.describe('Of the use case.'),
      severity: z.enum(['error', 'warning']),
      code: text.describe('`huntsync explain CODE` says what it means.'),
      message: text,
    }),
  ),
});
