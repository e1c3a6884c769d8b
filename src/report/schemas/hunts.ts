import { z } from 'zod';
import { INDICATOR_TYPES, OBSERVABLE_ROLES } from '../../briefing/article.ts';
import type { QueryLanguage } from '../../quoting/languages.ts';
import {
  campaignKeys,
  confidence,
  count,
  day,
  phase,
  problem,
  queryProblem,
  severity,
  techniqueIds,
  text,
  texts,
  verdict,
} from './parts.ts';
import { proof } from './prove.ts';

const id = text.describe("UUIDv5 of the feed's own id for an item of a feed, else of address and title.");

/** A query text by language: the exact text between the fences, null where there is none. */
function queryColumns(languages: readonly QueryLanguage[]) {
  return Object.fromEntries(languages.map((language) => [language.id, text.nullable().describe(`${language.title}.`)]));
}

/** One line of `articles --jsonl`. */
export function articleJson(languages: readonly QueryLanguage[]) {
  return z.strictObject({
    id,
    path: text.describe('File that it was read from.'),
    dialect: z.enum(['auto', 'kev', 'kev-v1', 'curated', 'curated-hybrid']).describe('Form of the briefing.'),
    severity,
    title: text,
    sources: texts.describe('Publishers.'),
    published: day.nullable(),
    url: text,
    techniques: z.array(z.strictObject({ id: text.describe('ATT&CK id.'), name: text })),
    phases: z.array(phase).describe('Sorted.'),
    indicators: z.array(z.strictObject({ type: z.enum(INDICATOR_TYPES), value: text })),
    observables: z
      .array(
        z.strictObject({
          kind: text.describe('scheduledTask, pipe, userAgent, …: docs/observables.md.'),
          value: text,
          role: z.enum(OBSERVABLE_ROLES),
          unhunted: text.optional().describe('Why no hunt looks for it; absent where one does.'),
        }),
      )
      .optional()
      .describe('Only of articles that huntsync classified.'),
    hunts: z.array(
      z.strictObject({
        title: text,
        useCase: text.nullable().describe('As written.'),
        phase: phase.nullable(),
        confidence: confidence.nullable(),
        ...queryColumns(languages),
        why: text.optional().describe('The sentence that called for it.'),
        notes: texts.optional().describe('What the briefing says beside its queries.'),
      }),
    ),
    prose: z
      .strictObject({
        profile: texts.describe("The article's own text, as far as the briefing has it."),
        why: texts.describe('Why it matters.'),
        reasons: texts.describe('What the severity rests on.'),
        evidence: texts.describe('What of the text supports the facts, each with its subject.'),
        actions: texts.describe('What to do, the most urgent first.'),
        notes: texts.describe('Everything else that the briefing says.'),
      })
      .optional()
      .describe('What the briefing says in words, a line each.'),
    problems: z.array(problem),
    threat: z.literal('none').optional().describe('Only where the article tells of no threat: it makes no hunt.'),
    threatReason: text.optional(),
  });
}

/** What each kind of SIEM would get: `Siem.describes` of each, by kind. */
export type NativeForms = Readonly<Record<string, z.ZodRawShape>>;

/** One line of `hunts --jsonl`. */
/** @param shared kinds that share their language with another one: only those that are configured are told of. */
export function huntJson(natives: NativeForms, shared: ReadonlySet<string> = new Set()) {
  const told = <T extends z.ZodType>(kind: string, schema: T) => (shared.has(kind) ? schema.optional() : schema);
  const checked = {
    verdict,
    repairs: texts.describe('Names of the repairs that made it so.'),
    additions: texts.describe('Names of what was added for the pages of the platform.'),
    problems: z.array(queryProblem),
  };
  return z.strictObject({
    key: text,
    title: text,
    severity,
    confidence: confidence.nullable(),
    phase: phase.nullable(),
    techniques: techniqueIds,
    covers: techniqueIds.describe('What its queries look for; the same as `techniques`.'),
    techniquesFrom: z
      .enum(['useCase', 'query', 'article'])
      .nullable()
      .describe('Where its techniques come from; null where it has none.'),
    mentions: techniqueIds.describe('What its articles tell of beside.'),
    tactics: texts.describe('ATT&CK tactics by short name, in the order of the matrix.'),
    articles: z
      .array(
        z.strictObject({
          id,
          title: text,
          url: text,
          published: day.nullable(),
          publishers: texts.optional().describe('Who published it.'),
        }),
      )
      .describe('Every article that calls for it, newest first.'),
    why: text.optional().describe('The sentence of the newest article that says, which called for it.'),
    notes: texts.optional().describe('What briefings say beside its queries.'),
    falsePositives: texts.optional().describe('What else looks like it.'),
    doesNotCover: z
      .array(z.strictObject({ name: text, reason: text, languages: texts.optional() }))
      .optional()
      .describe('What its use case is known not to find, and why; only in some languages where they are named.'),
    triage: texts.optional().describe('What to look at first when it hits, in order.'),
    references: texts.optional(),
    dataNeeds: z
      .record(text, texts)
      .optional()
      .describe('What must be collected for it to find anything, by kind of SIEM.'),
    campaign: z
      .strictObject(campaignKeys)
      .optional()
      .describe('The campaign that its articles tell of; absent where they are of none.'),
    ...Object.fromEntries(
      Object.entries(natives).map(([kind, shape]) => [
        kind,
        told(
          kind,
          z
            .array(z.strictObject({ ...shape, ...checked }))
            .describe(
              `One entry a statement.${shared.has(kind) ? ' Absent where another kind of its language is configured, and this one is not.' : ''}`,
            ),
        ),
      ]),
    ),
    proof: z
      .strictObject(Object.fromEntries(Object.keys(natives).map((kind) => [kind, told(kind, proof.nullable())])))
      .describe(
        'What running it on rows made of its own literals showed, the weakest of its statements; null: not run.',
      ),
  });
}

export function checkJson(natives: NativeForms, shared?: ReadonlySet<string>) {
  return z.strictObject({
    complete: z.boolean(),
    codes: z.record(text, count).describe('How often each code and repair came up.'),
    hunts: z.array(huntJson(natives, shared)),
    problems: z.array(problem),
  });
}
