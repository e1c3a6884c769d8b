import { stripVTControlCharacters } from 'node:util';
import { deferred } from './deferred.ts';
import { shorten } from './text.ts';

/** Only where a text has characters of other widths than one column. */
const measured = deferred<typeof import('string-width')>('string-width');

/** Words of a line, each with the space before it. What stands in backticks is a command to copy, and stays whole. */
const WORDS = /([ \t]*)((?:`[^`]*`|[^ \t`])+|`)/g;
/** The indent of a line, and the sign of a list before its text. */
const INDENT = /^\s*(?:[-+~=!.#] )?/;
/** A line of a table is as wide as it is. */
const OF_TABLE = /^\s*[┌├│└]/;
/** With less room than this beside it, a text stands below its heading. */
const LEAST_BESIDE = 32;

/** Latin letters, their punctuation, and the lines of tables: each character takes a column. */
const SINGLE = /^[\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2500-\u257f]*$/;

/** Columns that a text takes on a terminal: two for a character of East Asia or an emoji, none for colours and combining marks. */
export function terminalColumns(text: string): number {
  const shown = stripVTControlCharacters(text);
  return SINGLE.test(shown) ? shown.length : measured().default(shown);
}

/** A text that takes at most so many columns, cut between words where it is longer. */
export function fitColumns(text: string, columns: number): string {
  let short = shorten(text, columns);
  for (let most = columns; terminalColumns(short) > columns && most > 1; ) {
    most -= Math.ceil((terminalColumns(short) - columns) / 2);
    short = shorten(text, Math.max(1, most));
  }
  return short;
}

/** Spaces behind a text, so that what follows starts at the same column below and above. */
export function padColumns(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - terminalColumns(text)));
}

/**
 * Breaks lines that are wider than the terminal between words; what follows stands under the text of its line. Words and commands
 * in backticks are never broken, nor are tables.
 *
 * @param width columns of the terminal; undefined where there is none: then nothing is broken.
 */
export function wrapText(text: string, width: number | undefined): string {
  if (width === undefined) return text;
  return text
    .split('\n')
    .map((line) => {
      if (terminalColumns(line) <= width || OF_TABLE.test(stripVTControlCharacters(line))) return line;
      const [indent = ''] = INDENT.exec(stripVTControlCharacters(line)) ?? [];
      return wrapLine(line, width, indent.length > 0 ? indent.length : 2);
    })
    .join('\n');
}

/** A text beside what it belongs to, its further lines under its first; below it on a terminal that leaves it too little room. */
export function besideText(heading: string, text: string, width: number | undefined): string {
  const whole = heading + text;
  if (width === undefined) return whole;
  const taken = terminalColumns(heading);
  if (width - taken >= LEAST_BESIDE) return wrapLine(whole, width, taken);
  return `${heading.trimEnd()}\n${wrapLine(`    ${text}`, width, 4)}`;
}

/** One line as several; all but the first are indented. */
function wrapLine(line: string, width: number, indent: number): string {
  const lines: string[] = [];
  let current = '';
  for (const [, space = '', word = ''] of line.matchAll(WORDS)) {
    if (terminalColumns(current) > indent && terminalColumns(current + space + word) > width) {
      lines.push(current);
      current = ' '.repeat(indent) + word;
    } else {
      current += space + word;
    }
  }
  return [...lines, current].join('\n');
}
