import { HuntsyncError, messageOf } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';
import { isSevereEnough } from '../knowledge/vocabulary.ts';
import type { LanguageOptions } from '../quoting/languages.ts';
import type { ItemDocument, SourceDocument, SourceReading } from '../sources/source.ts';
import type { Article } from './article.ts';
import { parseBriefing } from './parse.ts';

/** Makes articles of a feed's item. */
export type ClassifyDocument = (item: ItemDocument, origin: string) => readonly Article[];

/** What one document holds: its articles, or why it is no briefing. */
export interface DocumentRead {
  readonly articles: readonly Article[];
  readonly problem?: Problem;
}

/**
 * Parses a document. `classify` makes articles of a feed's item, which is left out without it. A file that shows no sign of a briefing
 * (a README) is skipped and named.
 */
export function readDocument(
  document: SourceDocument,
  origin: string,
  classify?: ClassifyDocument,
  options: LanguageOptions = {},
): DocumentRead {
  const { path } = document;
  try {
    if (document.kind === 'item') return { articles: classify?.(document, origin) ?? [] };
    const article = parseBriefing(document, origin, options);
    return isBriefing(article) ? { articles: [article] } : { articles: [], problem: notABriefing(path) };
  } catch (error) {
    // A configuration or a catalogue that cannot be used concerns all of them.
    if (error instanceof HuntsyncError) throw error;
    // Any text is accepted; should one fail nevertheless, only this document is lost.
    const problem =
      document.kind === 'item'
        ? { code: 'unclassified', message: `This article cannot be classified: ${messageOf(error)}`, path }
        : { code: 'unparsable', message: `This file could not be parsed: ${messageOf(error)}.`, path };
    return { articles: [], problem };
  }
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
