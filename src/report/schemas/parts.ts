import { z } from 'zod';
import type { CodeArea } from '../../core/codes.ts';
import { PHASES, SEVERITIES } from '../../knowledge/vocabulary.ts';

/** Forms that several outputs share. Only types of these files are used at run time: the schemas are for readers of the outputs. */

export const text = z.string();
export const texts = z.array(text);
export const count = z.int().min(0);

export const severity = z.enum(SEVERITIES).describe('How much it matters.');
export const phase = z.enum(PHASES).describe('A stage of the Cyber Kill Chain.');
export const confidence = z.enum(['High', 'Medium', 'Low']).describe('How surely a hit is what the title says.');
export const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .describe('YYYY-MM-DD.');
export const techniqueIds = z.array(z.string().regex(/^T\d{4}(?:\.\d{3})?$/)).describe('ATT&CK ids.');

const line = z.int().min(1).describe('Counted from 1.');
const column = z.int().min(1).describe('Counted from 1, in UTF-16 units.');
const code = text.describe('`huntsync explain CODE` says what it means.');
const level = z.enum(['error', 'warning']).describe('Only an error rejects.');

/** What is wrong with an input, or with a query of it. */
export const problem = z.strictObject({
  code,
  message: text,
  path: text.optional().describe('File, feed or object.'),
  line: line.optional(),
  column: column.optional(),
  severity: level.optional().describe('Only of a query.'),
});

/** What is wrong with a query, placed in its source text. */
export const queryProblem = z.strictObject({ code, message: text, line, column, severity: level });

export const verdict = z.enum(['ready', 'repaired', 'rejected']).describe('What the check makes of the query.');

export const proofVerdict = z
  .enum(['proved', 'unproved', 'not-evaluated', 'dead'])
  .describe('proved: some row makes it hit; dead: no row can, and it is rejected.');

/** Any of the codes of an area. */
export function codeOf<C extends string>({ codes, title }: CodeArea<C>) {
  return z.enum(Object.keys(codes) as C[]).describe(`${title}; \`huntsync explain\` tells of each.`);
}

type DeepReadonly<T> = T extends (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;

/** What has the form of a schema, as the code that makes it has it: nothing in it may be changed. */
export type JsonOf<S extends z.ZodType> = DeepReadonly<z.output<S>>;

/** What a campaign says of itself wherever one is shown. */
export const campaignKeys = {
  id: text.describe('Id of its first article.'),
  name: text.describe('A name that several of its articles use, else the title of the first.'),
  firstSeen: day.nullable().describe('Day of its oldest article.'),
  lastSeen: day.nullable().describe('Day of its newest article.'),
};
