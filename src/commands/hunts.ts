import { EXIT } from '../core/errors.ts';
import { oneLine, truncate } from '../core/text.ts';
import { checkHunts } from '../queries/check.ts';
import { huntToJson } from '../report/hunt-json.ts';
import { problemsToText } from '../report/text.ts';
import type { Command } from './context.ts';
import { readPaths } from './read.ts';

export interface HuntsOptions {
  readonly paths: readonly string[];
  readonly config?: string;
  readonly jsonl?: boolean;
}

/** The distinct hunts of some briefings, each with the queries that the platforms would get. */
export const hunts: Command<HuntsOptions> = async ({ paths, jsonl }, context) => {
  const { hunts: found, problems, complete } = await readPaths(paths, context);
  for (const checked of await checkHunts(found)) {
    const { hunt, splunk, sentinel } = checked;
    const languages = [splunk.length ? 'SPL' : '   ', sentinel.length ? 'KQL' : '   '].join(' ');
    context.print(
      jsonl
        ? JSON.stringify(huntToJson(checked))
        : `${hunt.severity.padEnd(4)} ${languages} ${String(hunt.articles.length).padStart(4)} articles  ` +
            truncate(oneLine(hunt.title), 110),
    );
  }
  const text = problemsToText(problems);
  if (text) context.log.info(text);
  context.log.info(`${found.length} distinct hunts.`);
  return complete ? EXIT.ok : EXIT.failed;
};
