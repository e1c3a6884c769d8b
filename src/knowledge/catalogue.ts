import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { ConfigError, messageOf } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';
import type { UseCase } from './use-case.ts';
import { PHASES } from './vocabulary.ts';
import { phraseProblem } from './words.ts';

const text = z.string().trim().min(1);

const phrase = text.superRefine((value, context) => {
  const problem = phraseProblem(value);
  if (problem) context.addIssue({ code: 'custom', message: problem });
});

const wording = z.union([
  phrase.describe('Words as an article writes them; word* takes any ending, # any number, and a hyphen is a space.'),
  z.strictObject({
    near: z.array(phrase).min(2).max(5).describe('Phrases that must stand together in one sentence, in any order.'),
    words: z.int().min(2).max(40).describe('Within so many words, the phrases themselves counted.'),
  }),
]);

const useCase = z
  .strictObject({
    id: z.string().regex(/^UC_[A-Z0-9]+(?:_[A-Z0-9]+)*$/, 'must look like UC_LATERAL_PSEXEC'),
    title: text.max(100),
    phase: z.enum(PHASES).describe('Kill-chain phase.'),
    confidence: z.enum(['High', 'Medium', 'Low']).describe('That a hit is what the title says.'),
    techniques: z
      .array(z.string().regex(/^T\d{4}(?:\.\d{3})?$/, 'must be an ATT&CK id'))
      .min(1)
      .describe('ATT&CK ids, current ones.'),
    dataNeeds: z
      .strictObject({ splunk: z.array(text).default([]), sentinel: z.array(text).default([]) })
      .describe('CIM datasets (Endpoint.Processes) and workspace tables (DeviceProcessEvents) that must be filled.'),
    falsePositives: z.array(text).min(1).describe('What else looks like it, and how to tell.'),
    references: z.array(z.url({ protocol: /^https$/, error: 'must be an https:// URL' })).min(1),
    triggers: z
      .strictObject({
        all: z.array(wording).min(1).optional().describe('Each of these must occur.'),
        any: z.array(wording).min(1).optional().describe('At least one of these must occur.'),
        none: z.array(wording).min(1).optional().describe('A sentence with one of these does not count.'),
      })
      .refine(({ all, any }) => all !== undefined || any !== undefined, 'needs all or any'),
    spl: text.nullable().default(null).describe('Splunk search over CIM data models.'),
    kql: text.nullable().default(null).describe('Query for a Log Analytics workspace: TimeGenerated, not Timestamp.'),
    tests: z
      .strictObject({
        fires: z.array(text).min(1).describe('Sentences that must fire it.'),
        quiet: z.array(text).min(1).describe('Sentences that must not.'),
      })
      .describe('At least three in all.'),
  })
  .refine(({ spl, kql }) => spl !== null || kql !== null, 'needs spl or kql')
  .refine(({ tests }) => tests.fires.length + tests.quiet.length >= 3, {
    error: 'needs at least three',
    path: ['tests'],
  })
  .transform(
    ({ tests, ...rest }): UseCase => ({
      ...rest,
      tests: [
        ...tests.fires.map((sentence) => ({ text: sentence, fires: true })),
        ...tests.quiet.map((sentence) => ({ text: sentence, fires: false })),
      ],
    }),
  );

const file = z.strictObject({ useCases: z.array(useCase).min(1) });

/** The JSON Schema (2020-12) of a catalogue file, for editors: config/catalogue.schema.json. */
export function catalogueJsonSchema(): object {
  return { title: 'A file of huntsync use cases', ...z.toJSONSchema(file, { io: 'input' }) };
}

const cache = new Map<string, readonly UseCase[]>();

/** Where our own use cases are; the same path from src/knowledge and from dist/knowledge. */
export const CATALOGUE_FOLDER = new URL('../../config/catalogue/', import.meta.url);

/**
 * The use cases of a folder's *.yaml files, in the order of the file names; read once a process.
 * @throws ConfigError that lists every problem of every file with its line and key.
 */
export function loadCatalogue(folder: URL | string = CATALOGUE_FOLDER): readonly UseCase[] {
  const path = typeof folder === 'string' ? folder : fileURLToPath(folder);
  const known = cache.get(path);
  if (known) return known;
  const { useCases, problems } = readCatalogue(path);
  if (problems.length > 0) {
    const count = `${problems.length} problem${problems.length === 1 ? '' : 's'}`;
    throw new ConfigError(
      `The catalogue ${path} has ${count}.`,
      problems,
      'The keys are described in config/catalogue.schema.json.',
    );
  }
  cache.set(path, useCases);
  return useCases;
}

function readCatalogue(folder: string): { useCases: UseCase[]; problems: Problem[] } {
  let names: string[];
  try {
    names = readdirSync(folder)
      .filter((name) => /\.ya?ml$/.test(name))
      .sort();
  } catch (error) {
    return { useCases: [], problems: [{ code: 'catalogue', message: messageOf(error), path: folder }] };
  }
  const useCases: UseCase[] = [];
  const problems: Problem[] = [];
  if (names.length === 0) problems.push({ code: 'catalogue', message: 'there is no *.yaml file in it', path: folder });
  const paths = new Map<string, string>();
  for (const name of names) {
    const path = join(folder, name);
    const parsed = parseUseCases(readFileSync(path, 'utf8'), path, paths);
    useCases.push(...parsed.useCases);
    problems.push(...parsed.problems);
  }
  return { useCases, problems };
}

/** One catalogue file's text. `path` is for the problems; `paths` has the ids of the files before it, and gets this one's. */
export function parseUseCases(
  source: string,
  path: string,
  paths = new Map<string, string>(),
): { useCases: readonly UseCase[]; problems: readonly Problem[] } {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines });
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ message, code, pos }) => {
      const { line, col } = lines.linePos(pos[0]);
      return { code: 'yaml', message: message.split('\n')[0] ?? code, path, line, column: col };
    });
    return { useCases: [], problems };
  }
  const result = file.safeParse(document.toJS());
  if (result.success) {
    const problems = result.data.useCases.flatMap(({ id }, index) => {
      const first = paths.get(id);
      paths.set(id, first ?? path);
      const key = ['useCases', index, 'id'];
      return first === undefined ? [] : [problem(key, `${key.join('.')}: ${id} is in ${first} already`)];
    });
    return { useCases: result.data.useCases, problems };
  }
  const problems = result.error.issues.map((issue) => {
    const id = document.getIn([...issue.path.slice(0, 2), 'id']);
    const key = issue.path.join('.') || '(top level)';
    return problem(issue.path, `${key}${typeof id === 'string' ? ` (${id})` : ''}: ${issue.message}`);
  });
  return { useCases: [], problems };

  function problem(keys: readonly PropertyKey[], message: string): Problem {
    return { code: 'catalogue', message, path, ...place(keys) };
  }

  /** Where the deepest existing node on a key path stands. */
  function place(keys: readonly PropertyKey[]): { line?: number; column?: number } {
    for (let length = keys.length; length >= 0; length -= 1) {
      const node = document.getIn(keys.slice(0, length), true) as { range?: number[] } | undefined;
      const offset = node?.range?.[0];
      if (offset === undefined) continue;
      const { line, col } = lines.linePos(offset);
      return { line, column: col };
    }
    return {};
  }
}
