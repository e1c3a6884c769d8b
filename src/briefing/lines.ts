import type { Problem } from '../core/problem.ts';
import type { BriefingCode } from './codes.ts';

/**
 * The lines of a briefing without their ends: LF or CRLF, and lone CR where the text has no LF at all.
 * A byte order mark is dropped. Never empty: an empty text is one empty line. A line may hold U+2028 or a lone CR, which `.`
 * matches only under the `s` flag: patterns over lines carry it.
 */
export function splitLines(text: string): string[] {
  const body = text.startsWith('\ufeff') ? text.slice(1) : text;
  return body.split(body.includes('\n') ? /\r?\n/ : '\r');
}

/** Records a problem; `index` is the 0-based index of the line. */
export type Report = (index: number, code: BriefingCode, message: string) => void;

/** A `Report` that appends to `problems`, with the path and 1-based lines. */
export function createReport(path: string, problems: Problem[]): Report {
  return (index, code, message) => problems.push({ code, message, path, line: index + 1 });
}
