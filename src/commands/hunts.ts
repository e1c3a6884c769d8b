import { counted } from '../core/counted.ts';
import { EXIT } from '../core/errors.ts';
import { jsonText } from '../core/json.ts';
import { oneLine, truncate } from '../core/text.ts';
import { besideText } from '../core/wrap.ts';
import { huntToJson } from '../report/hunt-json.ts';
import { type CheckedQuery, queriesFor } from '../sync/query.ts';
import type { Command } from './context.ts';
import { logProblems } from './log-problems.ts';
import { readCheckedHunts } from './read.ts';

export interface HuntsOptions {
  readonly paths: readonly string[];
  readonly config?: string;
  readonly jsonl?: boolean;
  readonly json?: boolean;
}

/** The distinct hunts of some briefings, each with the queries that the platforms would get. */
export const hunts: Command<HuntsOptions> = async ({ paths, config, jsonl, json }, context) => {
  const { checked: found, siems, problems, complete } = await readCheckedHunts(paths, config, context);
  if (json) context.print(jsonText(found.map((entry) => huntToJson(entry, siems))));
  for (const checked of json ? [] : found) {
    const { hunt } = checked;
    const count = hunt.articles.length;
    const languages = siems.map(({ kind, language }) => mark(language.title, queriesFor(checked, kind))).join(' ');
    context.print(
      jsonl
        ? jsonText(huntToJson(checked, siems))
        : besideText(
            `${hunt.severity.padEnd(4)} ${languages} ${String(count).padStart(4)} ${count === 1 ? 'article ' : 'articles'}  `,
            truncate(oneLine(hunt.title), 110),
            context.columns,
          ),
    );
  }
  logProblems(problems, context.log);
  context.log.info(`${counted(found.length, 'distinct hunt')}.`);
  return complete ? EXIT.ok : EXIT.failed;
};

/** The language, in lower case with a bang where any of its queries is rejected. */
function mark(language: string, queries: readonly CheckedQuery[]): string {
  if (queries.length === 0) return ' '.repeat(language.length + 1);
  return queries.some(({ verdict }) => verdict === 'rejected') ? `${language.toLowerCase()}!` : `${language} `;
}
