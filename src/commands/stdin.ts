import { type Fence, readFence } from '../briefing/fences.ts';
import { grammarOf } from '../briefing/grammar.ts';
import { splitLines } from '../briefing/lines.ts';
import { UsageError } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';
import type { QueryLanguage } from '../quoting/languages.ts';
import { MAX_BRIEFING_BYTES } from '../sources/briefings.ts';
import type { SourceCode } from '../sources/codes.ts';
import type { Source } from '../sources/source.ts';
import { languagesOf } from '../sync/siem.ts';
import type { Context } from './context.ts';

/** How a command line names stdin among files. */
export const STDIN = '-';
/** What problems call it. */
const PATH = 'stdin';

/**
 * What stands on stdin: a briefing, or bare queries. Bare is a text that begins with a fence of a query language; with
 * `language`, any text is one query. Throws UsageError where there is no stdin, or no such language.
 */
export function createStdinSource(context: Pick<Context, 'stdin' | 'siems'>, language?: string): Source {
  const languages = languagesOf(context.siems);
  const own = languages.find(({ id }) => id === language);
  if (language !== undefined && !own) throw new UsageError(`There is no query language ${language}.`);
  const { stdin } = context;
  if (!stdin) throw new UsageError('There is nothing on stdin.', 'Name files or folders.');
  return {
    name: PATH,
    async read() {
      const text = await textOfStream(stdin);
      const fault = faultOf(text);
      if (fault) return { source: PATH, authoritative: false, documents: [], problems: [fault], complete: false };
      const document = { kind: 'briefing' as const, path: PATH, text: asBriefing(text, languages, own) };
      return { source: PATH, authoritative: false, documents: [document], problems: [], complete: true };
    },
  };
}

async function textOfStream(stdin: NodeJS.ReadableStream): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of stdin) {
    const bytes = Buffer.from(part);
    parts.push(bytes);
    size += bytes.length;
    if (size > MAX_BRIEFING_BYTES) break;
  }
  return Buffer.concat(parts).toString('utf8');
}

function faultOf(text: string): Problem | undefined {
  const problem = (code: SourceCode, message: string): Problem => ({ code, message, path: PATH });
  if (text.trim() === '') return problem('empty-file', 'There is nothing on stdin.');
  if (Buffer.byteLength(text) <= MAX_BRIEFING_BYTES) return undefined;
  return problem(
    'too-large',
    `There is more on stdin than the ${MAX_BRIEFING_BYTES} bytes that are read of a briefing.`,
  );
}

interface BareQuery {
  readonly language: QueryLanguage;
  readonly text: string;
}

function asBriefing(text: string, languages: readonly QueryLanguage[], own: QueryLanguage | undefined): string {
  const fenced = fencesOf(text, languages);
  if (fenced.length > 0) return briefingOf(fenced);
  return own ? briefingOf([{ language: own, text: text.replace(/\r\n?/g, '\n').replace(/^\n+|\s+$/g, '') }]) : text;
}

/** The queries of a text whose first line that is not blank opens a fence with one; none of another text. */
function fencesOf(text: string, languages: readonly QueryLanguage[]): Fence[] {
  const lines = splitLines(text);
  const grammar = grammarOf(languages);
  const first = lines.findIndex((line) => line.trim() !== '');
  const found: Fence[] = [];
  for (let at = first; at >= 0 && at < lines.length; at += 1) {
    const fence = readFence(lines, at, grammar);
    if (!fence && at === first) return [];
    if (!fence) continue;
    found.push(fence);
    at = fence.end - 1;
  }
  return found;
}

const TITLE = '# [LOW] Queries on stdin';

/** One hunt for each query, in a curated briefing, which has the least around them. */
function briefingOf(queries: readonly BareQuery[]): string {
  const sections = queries.map(({ language, text }, index) => {
    const runs = [...text.matchAll(/`+/g)].map(([run]) => run.length);
    const fence = '`'.repeat(Math.max(3, ...runs.map((length) => length + 1)));
    const title = queries.length === 1 ? 'The query' : `Query ${index + 1}`;
    return `## ${language.headings[0]} — ${title}\n\n${fence}${language.fences[0]}\n${text}\n${fence}\n`;
  });
  const head = '**Source:** stdin\n**Published:** 2000-01-01\n**Article:** https://stdin.invalid/';
  return [
    `<!-- curated:true -->\n${TITLE}\n\n${head}\n`,
    ...sections,
    '## Why this matters\n\nThey were asked about.\n',
  ].join('\n');
}

/** Did this text come as bare queries: has it no lines of its own in what was read? */
export function isBare(text: string): boolean {
  return text.split('\n')[1] === TITLE;
}
