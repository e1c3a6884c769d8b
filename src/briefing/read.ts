import { messageOf } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';
import { isSevereEnough } from '../knowledge/vocabulary.ts';
import type { LanguageOptions } from '../quoting/languages.ts';
import type { ItemDocument, SourceReading } from '../sources/source.ts';
import type { Article } from './article.ts';
import { parseBriefing } from './parse.ts';

/** Everything that the sources delivered. Problems inside an article are with that article. */
export interface ArticlesRead {
  readonly articles: Article[];
  /** Of the readings, and of documents that are no briefings. */
  readonly problems: Problem[];
}

/**
 * Parses every document, in order; `classify` makes articles of a feed's item, which is left out without it, and so are those that are less
 * severe than their source asks for. One that
 * shows no sign of a briefing (a README) is skipped and named.
 */
export function readArticles(
  readings: readonly SourceReading[],
  classify?: (item: ItemDocument, origin: string) => readonly Article[],
  options: LanguageOptions = {},
): ArticlesRead {
  const articles: Article[] = [];
  const problems: Problem[] = [];
  for (const reading of readings) {
    problems.push(...reading.problems);
    for (const document of reading.documents) {
      if (document.kind === 'item') {
        const found = classify?.(document, reading.source) ?? [];
        articles.push(...found.filter((article) => isWanted(article, reading)));
        continue;
      }
      try {
        const article = parseBriefing(document, reading.source, options);
        if (isBriefing(article)) articles.push(article);
        else problems.push(notABriefing(document.path));
      } catch (error) {
        // The parser accepts any text; should it fail nevertheless, only this file is lost.
        problems.push({
          code: 'unparsable',
          message: `This file could not be parsed: ${messageOf(error)}.`,
          path: document.path,
        });
      }
    }
  }
  return { articles, problems };
}

/** A correction is never severe, and wanted by whoever wanted what it takes back. */
export function isWanted(
  { severity, retracts }: Article,
  { minSeverity }: Pick<SourceReading, 'minSeverity'>,
): boolean {
  return retracts !== undefined || isSevereEnough(severity, minSeverity);
}

/**
 * Damaged briefings count: any hunt, indicator or technique, the tagged title line, or two of the three header keys
 * are enough. A text without any of these would make an article of nothing but its file name.
 */
function isBriefing({ hunts, indicators, techniques, problems }: Article): boolean {
  if (hunts.length + indicators.length + techniques.length > 0) return true;
  const codes = new Set(problems.map(({ code }) => code));
  const tagged = !codes.has('missing-title') && !codes.has('missing-severity');
  const missingKeys = ['missing-source', 'missing-published', 'missing-article'].filter((code) => codes.has(code));
  return tagged || missingKeys.length <= 1;
}

function notABriefing(path: string): Problem {
  const message = 'This file is not a briefing: it has no "# [SEVERITY] title" line, no header and no hunts. Skipped.';
  return { code: 'not-a-briefing', message, path };
}
