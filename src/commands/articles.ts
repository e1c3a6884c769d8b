import type { Article } from '../briefing/article.ts';
import { toArticleJson } from '../briefing/json.ts';
import { counted } from '../core/counted.ts';
import { EXIT } from '../core/errors.ts';
import { jsonText } from '../core/json.ts';
import { oneLine, truncate } from '../core/text.ts';
import { besideText } from '../core/wrap.ts';
import { languagesOf } from '../sync/siem.ts';
import type { Command } from './context.ts';
import { logProblems } from './log-problems.ts';
import { readPaths } from './read.ts';

export interface ArticlesOptions {
  readonly paths: readonly string[];
  /** Accepted because every command that reads briefings takes one; reading them depends on nothing in it. */
  readonly config?: string;
  readonly jsonl?: boolean;
  readonly json?: boolean;
}

export const articles: Command<ArticlesOptions> = async ({ paths, jsonl, json }, context) => {
  const languages = languagesOf(context.siems);
  const toJson = (article: Article) => toArticleJson(article, { languages });
  const { articles: found, problems, complete } = await readPaths(paths, context);
  if (json) context.print(jsonText(found.map(toJson)));
  for (const article of json ? [] : found) {
    const { severity, published, hunts, indicators, title } = article;
    context.print(
      jsonl
        ? jsonText(toJson(article))
        : besideText(
            `${severity.padEnd(4)} ${published ?? 'undated   '} ${String(hunts.length).padStart(3)} hunts ` +
              `${String(indicators.length).padStart(3)} indicators  `,
            truncate(oneLine(title), 100),
            context.columns,
          ),
    );
  }
  logProblems(problems, context.log);
  context.log.info(`${counted(found.length, 'article')}.`);
  return complete ? EXIT.ok : EXIT.failed;
};
