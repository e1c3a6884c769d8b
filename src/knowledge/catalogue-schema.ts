import { z } from 'zod';
import { LANGUAGES, type QueryLanguage, queriesOf } from '../quoting/languages.ts';
import { placeholderProblem } from './site.ts';
import type { UseCase } from './use-case.ts';
import { PHASES } from './vocabulary.ts';
import { phraseProblem } from './words.ts';

const text = z.string().trim().min(1);

const phrase = text.superRefine((value, context) => {
  const problem = phraseProblem(value);
  if (problem) context.addIssue({ code: 'custom', message: problem });
});

/** May leave places for the facts of a site. */
const query = text.superRefine((value, context) => {
  const problem = placeholderProblem(value);
  if (problem) context.addIssue({ code: 'custom', message: problem });
});

const wording = z.union([
  phrase.describe('Words as an article writes them; word* takes any ending, # any number, and a hyphen is a space.'),
  z.strictObject({
    near: z.array(phrase).min(2).max(5).describe('Phrases that must stand together in one sentence, in any order.'),
    words: z.int().min(2).max(40).describe('Within so many words, the phrases themselves counted.'),
  }),
]);

const about = {
  id: z.string().regex(/^UC_[A-Z0-9]+(?:_[A-Z0-9]+)*$/, 'must look like UC_LATERAL_PSEXEC'),
  title: text.max(100),
  phase: z.enum(PHASES).describe('Kill-chain phase.'),
  confidence: z.enum(['High', 'Medium', 'Low']).describe('That a hit is what the title says.'),
  techniques: z
    .array(z.string().regex(/^T\d{4}(?:\.\d{3})?$/, 'must be an ATT&CK id'))
    .min(1)
    .describe('ATT&CK ids, current ones.'),
};

/** @param ids of the languages. */
function uncovered(ids: readonly string[]) {
  return z.strictObject({
    name: text.describe('A sample of fires, a kind of variant, KIND of SAMPLE, or what else it does not find.'),
    reason: text,
    languages: z.array(z.enum(ids)).min(1).optional().describe('Where this holds; everywhere if not given.'),
  });
}

const when = {
  falsePositives: z.array(text).min(1).describe('What else looks like it, and how to tell.'),
  triage: z.array(text).length(3).optional().describe('What to look at first when it hits: three steps, in order.'),
  generic: z
    .boolean()
    .optional()
    .describe('True: it finds what is rare, new or regular anywhere; an article gets it after all others.'),
  references: z.array(z.url({ protocol: /^https$/, error: 'must be an https:// URL' })).min(1),
  triggers: z
    .strictObject({
      subjects: z
        .array(wording)
        .min(1)
        .describe('What the query looks for; one of these must be told of as done by an attacker.'),
      context: z
        .array(wording)
        .min(1)
        .optional()
        .describe('One of these must stand in the same sentence or beside it.'),
      exclusions: z.array(wording).min(1).optional().describe('A sentence with one of these does not count.'),
      possible: z
        .boolean()
        .optional()
        .describe('True: a sentence that says what an attacker could do counts, too. For what vulnerabilities give.'),
    })
    .describe('When an article calls for it.'),
};

const examples = {
  tests: z
    .strictObject({
      fires: z.array(text).min(1).describe('Sentences that must fire it.'),
      quiet: z.array(text).min(1).describe('Sentences that must not.'),
    })
    .describe('At least three in total.'),
};

/** A catalogue file: its keys for queries are the languages' ids, those for data needs the kinds of SIEM that run them. */
export function catalogueFile(given: readonly QueryLanguage[]) {
  // The files of our catalogue have queries in all our languages, whichever are asked for.
  const languages = [...new Map([...LANGUAGES, ...given].map((language) => [language.id, language])).values()];
  const kinds = languages.flatMap(({ siems }) => siems.map(({ kind }) => kind));
  const queries = Object.fromEntries(
    languages.map(({ id, description }) => [id, query.nullable().default(null).describe(description)]),
  );
  const useCase = z
    .strictObject({
      ...about,
      dataNeeds: z
        .strictObject(Object.fromEntries(kinds.map((kind) => [kind, z.array(text).default([])])))
        .describe(`${languages.map(({ dataNeeds }) => dataNeeds).join(' and ')} that must be filled.`),
      doesNotCover: z
        .array(uncovered(languages.map(({ id }) => id)))
        .default([])
        .describe('What it does not find, and why.'),
      ...when,
      ...queries,
      ...examples,
    })
    .refine((written) => languages.some(({ id }) => (written as Record<string, unknown>)[id] !== null), {
      error: `needs ${languages.map(({ id }) => id).join(' or ')}`,
    })
    .refine(({ tests }) => tests.fires.length + tests.quiet.length >= 3, {
      error: 'needs at least three',
      path: ['tests'],
    })
    .transform(
      ({ tests, ...written }): UseCase => ({
        ...withoutKeys(written, Object.keys(queries)),
        queries: queriesOf(written, languages),
        tests: [
          ...tests.fires.map((sentence) => ({ text: sentence, fires: true })),
          ...tests.quiet.map((sentence) => ({ text: sentence, fires: false })),
        ],
      }),
    );
  return z.strictObject({ useCases: z.array(useCase).min(1) });
}

function withoutKeys<T extends object>(object: T, keys: readonly string[]): T {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key))) as T;
}
