import type { ChangeObject } from 'diff';
import { counted } from '../core/counted.ts';
import { deferred } from '../core/deferred.ts';
import { stripUnsafe } from '../core/text.ts';

/** Only where something differs. */
const differ = deferred<typeof import('diff')>('diff');

/** A piece of a line; `changed`: the line beside it has other words here. */
export interface DiffPart {
  readonly text: string;
  readonly changed: boolean;
}

/** One line of a difference; `gap`: lines that both texts have were left out, and the text says how many. */
export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added' | 'gap';
  readonly parts: readonly DiffPart[];
}

/** The diff is quadratic in what differs: after so long two texts are shown one after the other. */
const DIFF_MS = 200;
/** With less than this share in common, two passages are two texts, and marks in them would be noise. */
const LEAST_COMMON = 0.3;

/**
 * The difference of two queries, or of any two texts, line by line: what both have only as `context` lines round each change. A text of one
 * line is split at its pipes, and then the other one too. Safe to print; for a page or a document it must be escaped.
 */
export function diffTexts(before: string, after: string, context = 2): DiffLine[] {
  const texts = [before, after].map((text) => stripUnsafe(text).replace(/\n+$/, ''));
  const isOneLine = texts.some((text) => text !== '' && !text.includes('\n'));
  const [was = '', is = ''] = texts.map((text) => `${isOneLine ? splitAtPipes(text) : text}\n`);
  const found = differ().diffLines(before === '' ? '' : was, after === '' ? '' : is, { timeout: DIFF_MS });
  if (!found) return [...plain('removed', linesOf(was)), ...plain('added', linesOf(is))];
  const lines: DiffLine[] = [];
  for (const [index, { added, removed, value }] of found.entries()) {
    const next = found[index + 1];
    if (removed && next?.added) lines.push(...replaced(value, next.value));
    else if (added && found[index - 1]?.removed) continue;
    else lines.push(...plain(added ? 'added' : removed ? 'removed' : 'same', linesOf(value)));
  }
  return withContext(lines, context);
}

/** A pipeline with each stage on a line of its own: a pipe in quotes is none. */
export function splitAtPipes(text: string): string {
  let quote = '';
  let out = '';
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] as string;
    if (char === '\\' && quote !== '') {
      out += char + (text[at + 1] ?? '');
      at += 1;
      continue;
    }
    if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'" || char === '`') quote = char;
    else if (char === '|' && out.trim() !== '') out = `${out.replace(/[ \t]+$/, '')}${out.endsWith('\n') ? '' : '\n'}`;
    out += char;
  }
  return out;
}

function linesOf(text: string): string[] {
  return text.replace(/\n$/, '').split('\n');
}

function plain(kind: DiffLine['kind'], lines: readonly string[]): DiffLine[] {
  return lines.map((text) => ({ kind, parts: [{ text, changed: false }] }));
}

/** Lines that others take the place of, with the words that differ marked. */
function replaced(was: string, is: string): DiffLine[] {
  const words = differ().diffWordsWithSpace(was, is, { timeout: DIFF_MS });
  const common = (words ?? []).filter(({ added, removed }) => !added && !removed).map(({ value }) => value.trim());
  if (!words || common.join('').length < LEAST_COMMON * Math.min(was.length, is.length)) {
    return [...plain('removed', linesOf(was)), ...plain('added', linesOf(is))];
  }
  const side = (kind: 'removed' | 'added', isOther: (part: ChangeObject<string>) => boolean) => {
    const lines: DiffPart[][] = [[]];
    for (const part of words) {
      if (isOther(part)) continue;
      for (const [index, text] of part.value.split('\n').entries()) {
        if (index > 0) lines.push([]);
        if (text !== '') lines.at(-1)?.push({ text, changed: (part.added || part.removed) && text.trim() !== '' });
      }
    }
    if (lines.at(-1)?.length === 0) lines.pop();
    return lines.map((parts): DiffLine => ({ kind, parts }));
  };
  return [...side('removed', ({ added }) => added), ...side('added', ({ removed }) => removed)];
}

/** Lines up to this length are shown whole. */
const WHOLE_LINE = 200;
/** Of a longer one, so many characters on each side of what differs. */
const AROUND = 48;

/** A long line, such as a description, without most of what the line beside it has as well: what differs stands whole, marked. */
export function abridged(line: DiffLine): DiffLine {
  const { kind, parts } = line;
  const length = parts.reduce((sum, { text }) => sum + text.length, 0);
  if (length <= WHOLE_LINE || !parts.some(({ changed }) => changed)) return line;
  return {
    kind,
    parts: parts.map(({ text, changed }, at) => {
      if (changed) return { text, changed };
      const before = at === 0 ? '' : wordsWithin(text, AROUND);
      const after = at === parts.length - 1 ? '' : reversed(wordsWithin(reversed(text), AROUND));
      return { text: text.length <= before.length + after.length + 1 ? text : `${before}…${after}`, changed };
    }),
  };
}

/** The whole words at the beginning of a text that fit, with the space behind the last. */
function wordsWithin(text: string, width: number): string {
  if (text.length <= width) return text;
  const space = text.lastIndexOf(' ', width - 1);
  return text.slice(0, space > 0 ? space + 1 : width);
}

function reversed(text: string): string {
  return [...text].reverse().join('');
}

/** Leaves out what both have, but for some lines round each change. */
function withContext(lines: readonly DiffLine[], context: number): DiffLine[] {
  const near = new Set<number>();
  for (const [index, { kind }] of lines.entries()) {
    if (kind === 'same') continue;
    for (let at = index - context; at <= index + context; at += 1) near.add(at);
  }
  const shown: DiffLine[] = [];
  let left = 0;
  const close = () => {
    if (left > 0) shown.push({ kind: 'gap', parts: [{ text: counted(left, 'line'), changed: false }] });
    left = 0;
  };
  for (const [index, line] of lines.entries()) {
    if (!near.has(index)) left += 1;
    else {
      close();
      shown.push(line);
    }
  }
  close();
  return shown;
}
