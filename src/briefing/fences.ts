import type { QueryLanguage } from '../quoting/languages.ts';
import type { Grammar } from './grammar.ts';
import { headingKind } from './headings.ts';
import { isMeta } from './meta.ts';

/**
 * A line that may open a fenced code block (CommonMark 0.31.2, section 4.5, https://spec.commonmark.org/0.31.2/#fenced-code-blocks):
 * at most three blanks, three or more backticks or tildes, an info string. Without an info string it may close one, too.
 */
export interface Opening {
  readonly indent: number;
  readonly marker: '`' | '~';
  /** Of the fence, in markers. */
  readonly length: number;
  readonly info: string;
}

/** A fenced query. */
export interface Fence {
  readonly language: QueryLanguage;
  /** The lines between the fences, each without the blanks that the opening fence begins with. */
  readonly text: string;
  /** Index of the first line after it. */
  readonly end: number;
  /** `open`: the closing fence is missing, the text ends where the next part begins. `cut`: so does the file. */
  readonly state: 'closed' | 'open' | 'cut';
}

const OPENING = /^( {0,3})(`{3,}|~{3,})[ \t]*(.*?)[ \t]*$/s;

/** The fence that a line opens or closes, or null. */
export function openingOf(line: string): Opening | null {
  const [, indent = '', fence = '', info = ''] = OPENING.exec(line) ?? [];
  const marker = fence[0] === '~' ? '~' : '`';
  // A code span on one line, such as a comment of a query.
  if (fence === '' || (marker === '`' && info.includes('`'))) return null;
  return { indent: indent.length, marker, length: fence.length, info };
}

/** The language of the query that a line opens, or null. */
export function queryOpening(line: string, grammar: Grammar): QueryLanguage | null {
  const opening = openingOf(line);
  return opening === null ? null : grammar.languageOf(opening.info);
}

/** Lines that only the writer emits, never a query: meeting one means that the closing fence is missing. */
function isStructure(line: string, grammar: Grammar): boolean {
  return queryOpening(line, grammar) !== null || grammar.labelOf(line) !== null || isMeta(line);
}

function isBoundary(line: string, grammar: Grammar): boolean {
  return line.startsWith('### ') || headingKind(line, grammar) !== undefined;
}

function closes(line: string, { marker, length }: Opening): boolean {
  const fence = openingOf(line);
  return fence !== null && fence.info === '' && fence.marker === marker && fence.length >= length;
}

/** The index of the line that closes the fence that opens at `start`, or that of the first line that shows it to be missing. */
function endOf(lines: readonly string[], start: number, opening: Opening, grammar: Grammar): number {
  let at = start + 1;
  while (at < lines.length && !isStructure(lines[at] ?? '', grammar) && !closes(lines[at] ?? '', opening)) at += 1;
  return at;
}

/**
 * The index after a fenced block that is not a query, whose first line is at `start`; `start + 1` where nothing closes it.
 */
export function afterBlock(lines: readonly string[], start: number, grammar: Grammar): number {
  const opening = openingOf(lines[start] ?? '');
  if (!opening) return start + 1;
  const end = endOf(lines, start, opening, grammar);
  return closes(lines[end] ?? '', opening) ? end + 1 : start + 1;
}

/**
 * Reads the query that opens at `start`; null where none does. Its closing fence is a line of nothing but the same marker, at
 * least as often: comments of a query hold backticks too, and a query may hold lines that look like headings.
 */
export function readFence(lines: readonly string[], start: number, grammar: Grammar): Fence | null {
  const opening = openingOf(lines[start] ?? '');
  const language = opening && grammar.languageOf(opening.info);
  if (!opening || !language) return null;
  const blanks = new RegExp(`^ {1,${Math.max(1, opening.indent)}}`);
  const textOf = (from: number, to: number) => {
    const own = lines.slice(from, to);
    return opening.indent === 0 ? own : own.map((line) => line.replace(blanks, ''));
  };

  const stop = endOf(lines, start, opening, grammar);
  if (closes(lines[stop] ?? '', opening)) {
    return { language, text: textOf(start + 1, stop).join('\n'), end: stop + 1, state: 'closed' };
  }
  let end = start + 1;
  while (end < stop && !isBoundary(lines[end] ?? '', grammar)) end += 1;
  const text = withoutFence(
    textOf(start + 1, end)
      .join('\n')
      .trimEnd(),
  );
  return { language, text, end, state: end === lines.length ? 'cut' : 'open' };
}

/** A last line that would close some fence, but is too short for this one, belongs to no query. */
function withoutFence(text: string): string {
  const last = text.lastIndexOf('\n');
  const isFence = openingOf(text.slice(last + 1))?.info === '';
  return isFence ? text.slice(0, Math.max(0, last)).trimEnd() : text;
}
