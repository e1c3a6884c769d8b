import type { Article } from '../../src/briefing/article.ts';
import { type ClassifyDocument, isWanted, readDocument } from '../../src/briefing/read.ts';
import type { Problem } from '../../src/core/problem.ts';
import type { LanguageOptions } from '../../src/quoting/languages.ts';
import type { SourceReading } from '../../src/sources/source.ts';

/** Everything that the sources delivered. Problems inside an article are with that article. */
export interface ArticlesRead {
  readonly articles: Article[];
  /** Of the readings, and of documents that are no briefings. */
  readonly problems: Problem[];
}

/** What `readDocument` makes of every document of some readings, in order, without those that are less severe than their source asks for. */
export function readArticles(
  readings: readonly SourceReading[],
  classify?: ClassifyDocument,
  options: LanguageOptions = {},
): ArticlesRead {
  const articles: Article[] = [];
  const problems: Problem[] = [];
  for (const reading of readings) {
    problems.push(...reading.problems);
    for (const document of reading.documents) {
      const found = readDocument(document, reading.source, classify, options);
      articles.push(...found.articles.filter((article) => document.kind !== 'item' || isWanted(article, reading)));
      if (found.problem) problems.push(found.problem);
    }
  }
  return { articles, problems };
}
