import { z } from 'zod';
import { EVENT_KINDS, type EventKind, eventFields } from '../quoting/events/index.ts';
import type { QueryLanguage } from '../quoting/languages.ts';
import type { Sample, SampleEvent, SampleFields, SampleRow, SampleValue } from './samples.ts';

const text = z.string().trim().min(1);

const value: z.ZodType<SampleValue> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(value), z.record(z.string(), value)]),
);
const fields = z.record(z.string(), value);

const timed = {
  minutesAgo: z
    .number()
    .min(0)
    .max(90 * 24 * 60)
    .default(60)
    .describe('Minutes before the hunt runs; the first occurrence of one that is repeated.'),
  repeat: z
    .strictObject({
      times: z.int().min(2).max(5000),
      everyMinutes: z.number().min(0).default(0).describe('From one occurrence to the next, towards now.'),
      jitter: z.number().min(0).max(0.5).default(0).describe('Early or late by this share of everyMinutes.'),
    })
    .optional()
    .describe('It happens so often; {n} in a text is the number of the occurrence, from 1.'),
};

/** Several samples; the languages' ids are keys in them. */
function sampleList(languages: readonly QueryLanguage[]) {
  const ids = languages.map(({ id }) => id);
  const byLanguage = <T extends z.ZodType>(schema: T) =>
    z.strictObject(Object.fromEntries(ids.map((id) => [id, schema.optional()] as const)));

  const native = byLanguage(fields).default({}).describe("Fields in a language's own names, beside the neutral ones.");
  const event = z
    .discriminatedUnion(
      'event',
      EVENT_KINDS.map((kind) => eventOf(kind, native)) as unknown as [ReturnType<typeof eventOf>],
    )
    .transform(
      ({ event: kind, minutesAgo, repeat, native: own, ...rest }): SampleEvent => ({
        kind: kind as EventKind,
        minutesAgo,
        repeat,
        native: present(own),
        fields: present(rest as Record<string, SampleValue | undefined>),
      }),
    );
  const row = z.strictObject({ table: text, row: fields, ...timed });
  const sample = z
    .strictObject({
      name: text.max(100),
      atomic: text
        .max(200)
        .regex(/^T\d{4}(?:\.\d{3})? \S/, 'must be a technique and the name of a test')
        .optional()
        .describe(
          'The test of Atomic Red Team that it stands for: its technique there, and its name (numbers change).',
        ),
      events: z.array(event).default([]),
      rows: byLanguage(z.array(row).min(1)).default({}).describe("Rows in a language's own names."),
      lookups: byLanguage(z.record(text, z.array(fields)))
        .default({})
        .describe('Rows of lookups and watchlists, by their names.'),
    })
    .refine(({ events, rows }) => events.length > 0 || Object.keys(rows).length > 0, 'needs events or rows')
    .transform(
      ({ name, atomic, events, rows, lookups }): Sample => ({
        name,
        ...(atomic === undefined ? {} : { atomic }),
        events,
        rows: present<readonly SampleRow[]>(rows),
        lookups: present<Sample['lookups'][string]>(lookups),
      }),
    );
  return z
    .array(sample)
    .default([])
    .refine((samples) => new Set(samples.map(({ name }) => name)).size === samples.length, 'two have one name');
}

/** A file that tells what happened somewhere, sample by sample. */
export function storyFile(languages: readonly QueryLanguage[]) {
  return z.strictObject({ samples: sampleList(languages) });
}

/** A file of samples by use case. */
export function samplesFile(languages: readonly QueryLanguage[]) {
  const list = sampleList(languages);
  const useCase = z.strictObject({
    fires: list.describe('Things that it must find.'),
    quiet: list.describe('Things that look like them, which it must not find.'),
    reportsOverDays: z
      .number()
      .positive()
      .optional()
      .describe('How old what a hit tells of may be, where the query reads further back to compare.'),
  });
  return z.strictObject({ useCases: z.record(z.string(), useCase).describe('By the id of the use case.') });
}

function eventOf(kind: EventKind, native: z.ZodType<Readonly<Record<string, SampleFields | undefined>>>) {
  const own = Object.fromEntries(eventFields(kind).map((name) => [name, value.optional()]));
  return z.strictObject({ event: z.literal(kind), ...timed, native, ...own });
}

function present<T>(record: Readonly<Record<string, T | undefined>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter((entry): entry is [string, T] => entry[1] !== undefined));
}
