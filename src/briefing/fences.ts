import { headingKind } from './headings.ts';
import { isMeta } from './meta.ts';

export type QueryLanguage = 'spl' | 'kql';

/** A fenced query. */
export interface Fence {
  readonly language: QueryLanguage;
  /** The lines between the fences. */
  readonly text: string;
  /** Index of the first line after it. */
  readonly end: number;
  /** `open`: the closing fence is missing, the text ends where the next part begins. `cut`: so does the file. */
  readonly state: 'closed' | 'open' | 'cut';
}

const OPENING = /^```(spl|kql)\s*$/;
const LABEL = /^\*\*(?:Splunk SPL|Defender KQL)\b[^*]*:\*\*\s*$/;

/** Does this line open a query? */
export function isOpening(line: string): boolean {
  return OPENING.test(line);
}

/** Lines that only the writer emits, never a query: meeting one means that the closing fence is missing. */
function isStructure(line: string): boolean {
  return OPENING.test(line) || LABEL.test(line) || isMeta(line);
}

function isBoundary(line: string): boolean {
  return line.startsWith('### ') || headingKind(line) !== undefined;
}

/**
 * Reads the query that opens at `start`. Its closing fence is a line of exactly three backticks: Splunk's comments
 * (```` ``` text ``` ````) hold backticks too, and a query may hold lines that look like headings.
 */
export function readFence(lines: readonly string[], start: number): Fence {
  const language = OPENING.exec(lines[start] ?? '')?.[1] === 'kql' ? 'kql' : 'spl';
  let stop = start + 1;
  while (stop < lines.length && !isStructure(lines[stop] ?? '')) {
    if (lines[stop] === '```') {
      return { language, text: lines.slice(start + 1, stop).join('\n'), end: stop + 1, state: 'closed' };
    }
    stop += 1;
  }
  let end = start + 1;
  while (end < stop && !isBoundary(lines[end] ?? '')) end += 1;
  const text = lines
    .slice(start + 1, end)
    .join('\n')
    .trimEnd();
  return { language, text, end, state: end === lines.length ? 'cut' : 'open' };
}
