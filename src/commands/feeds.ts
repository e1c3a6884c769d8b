import { readFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { EXIT, messageOf, UsageError } from '../core/errors.ts';
import { jsonText } from '../core/json.ts';
import type { FeedsJson } from '../report/schemas/files.ts';
import { parseOpml } from '../sources/opml.ts';
import type { Command } from './context.ts';
import { logProblems } from './log-problems.ts';

export interface FeedsOptions {
  readonly file: string;
  readonly json?: boolean;
}

/** The subscriptions of a feed reader (OPML) as the list that a source of kind `feeds` reads. */
export const feeds: Command<FeedsOptions> = async ({ file, json }, context) => {
  const { feeds: found, problems } = parseOpml(readText(file), file);
  const report: FeedsJson = { feeds: found, problems };
  context.print(json ? jsonText(report) : stringify({ feeds: found }).trimEnd());
  logProblems(problems, context.log);
  return found.length > 0 ? EXIT.ok : EXIT.failed;
};

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(
      `${file} cannot be read: ${messageOf(error)}`,
      'Name an OPML file, as feed readers export it.',
    );
  }
}
