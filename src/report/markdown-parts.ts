import type { Problem } from '../core/problem.ts';
import { oneLine, truncate } from '../core/text.ts';
import type { FieldChange } from '../sync/types.ts';
import type { Excerpt } from './excerpt.ts';
import { markdownCode, markdownFence, markdownText } from './markdown-text.ts';
import { abridged, type DiffLine, diffTexts } from './query-diff.ts';

/**
 * A difference as a fence of the language `diff`. Under a pair of lines that differ in some words only, a line that begins with `?` has carets
 * below these words, as Python's ndiff marks them (https://docs.python.org/3/library/difflib.html#difflib.Differ).
 */
export function diffToMarkdown(lines: readonly DiffLine[], signs = CHANGED): string {
  return markdownFence(lines.flatMap((line) => diffLineToLines(line, signs)).join('\n'), 'diff');
}

type Signs = Readonly<Record<DiffLine['kind'], string>>;

const CHANGED: Signs = { same: ' ', removed: '-', added: '+', gap: '@@ ' };
/**
 * Nothing is added or removed where two sides are compared. The signs of the normal format of `diff`, which highlighters of a fence know too
 * (https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Normal.html).
 */
const SIDES: Signs = { same: '  ', removed: '< ', added: '> ', gap: '@@ ' };

function diffLineToLines({ kind, parts }: DiffLine, signs: Signs): string[] {
  const text = `${signs[kind]}${parts.map((part) => part.text).join('')}${kind === 'gap' ? ' @@' : ''}`;
  if (!parts.some(({ changed }) => changed)) return [text];
  const marks = parts.map((part) => (part.changed ? '^' : ' ').repeat(part.text.length)).join('');
  return [text, `${'?'.padEnd(signs[kind].length)}${marks}`.trimEnd()];
}

/** Longer values stand in a fence of their own. */
const SHORT = 100;

/** What a field was and will be. */
export function fieldToMarkdown({ field, before, after }: FieldChange): string {
  const [from, to] = [before ?? '', after ?? ''];
  if (areShort(from, to)) {
    const [was, is] = [from, to].map((text) => markdownCode(text) || 'empty');
    return after === null ? `${markdownCode(field)}: ${was}` : `${markdownCode(field)}: ${was} → ${is}`;
  }
  return `${markdownCode(field)}:\n\n${diffToMarkdown(diffTexts(from, to).map(abridged))}`;
}

function areShort(...texts: readonly string[]): boolean {
  return texts.every((text) => text.length <= SHORT && !text.includes('\n'));
}

/** A field of an object whose edit stays: what it is on the platform (`before`), and what huntsync would write. */
export function editToMarkdown(change: FieldChange): string {
  const { field, before, after } = change;
  if (after === null) return fieldToMarkdown(change);
  const [theirs, ours] = [before ?? '', after];
  if (areShort(theirs, ours)) {
    const [platform, own] = [theirs, ours].map((text) => markdownCode(text) || 'empty');
    return `${markdownCode(field)}: ${platform} on the platform, ${own} as huntsync writes it`;
  }
  const told = `${markdownCode(field)} (${markdownCode('<')} on the platform, ${markdownCode('>')} as huntsync writes it):`;
  return `${told}\n\n${diffToMarkdown(diffTexts(theirs, ours).map(abridged), SIDES)}`;
}

/** What is wrong with a query; with the place in its source where that is known. */
export function problemToMarkdown({ code, message }: Problem, excerpt?: Excerpt): string {
  const told = `${markdownText(truncate(oneLine(message), 500))} (${markdownCode(code)})`;
  return excerpt ? `${told}\n\n${markdownFence(`${excerpt.text}\n${' '.repeat(excerpt.caret)}^`)}` : told;
}

/** A table; its cells are Markdown already. Columns of numbers are set to the right. */
export function tableToMarkdown(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  const isNumber = (column: number) => rows.length > 0 && rows.every((row) => typeof row[column] === 'number');
  return [line(head), line(head.map((_, column) => (isNumber(column) ? '---:' : '---'))), ...rows.map(line)].join('\n');
}

/** Lines of a passage that belongs to an item of a list. */
export function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}
