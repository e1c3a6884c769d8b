import { toldGenuine } from './genuine-told.ts';
import { isAdversary, isGenuineColumn, isGenuineLead, wordsIn } from './genuine-words.ts';
import { isProse, linesOf, type TextSpan } from './sections.ts';

const MAX_LINE = 2000;
/** A cell or heading is a few words. */
const MAX_HEAD = 80;
/** Lines of a table that lost its rows, each cell a line of its own. */
const MAX_FLAT = 400;

/** A value as an author writes it: a dot, plain or in brackets, between letters or digits. */
const DOTTED = /[\p{L}\d](?:\.|\[\.\]?|\(\.\)|\[dot\])[\p{L}\d]/iu;
const DEFANGED = /\[\.|\.\]|\(\.\)|\[dot\]|\[:|hxxp/i;

interface Line extends TextSpan {
  readonly line: string;
}

interface Cell extends TextSpan {
  readonly text: string;
}

/**
 * Where names are not the attackers' although they stand among indicators: the columns of genuine companies, impersonated brands,
 * targets, victims or references in a table, lists under such a heading or label, and names that a sentence calls so.
 * In no order; may overlap. Linear in the text's length.
 */
export function genuineSpans(text: string): TextSpan[] {
  const lines = [...linesOf(text)].flatMap(({ start, line }): Line[] =>
    line.trim() === '' ? [] : [{ start, end: start + line.length, line }],
  );
  return [...inTables(lines), ...inLists(lines), ...inFlatTables(lines), ...toldGenuine(text)];
}

function inTables(lines: readonly Line[]): TextSpan[] {
  const spans: TextSpan[] = [];
  let columns: readonly number[] = [];
  let width = 0;
  for (const one of lines) {
    const cells = cellsOf(one);
    if (cells.length > 1) {
      if (cells.every(({ text }) => /^[-:= ]*$/.test(text))) continue;
      const heads = cells.map(({ text }) => (text.length > MAX_HEAD ? '' : text));
      const found = heads.flatMap((head, n) => (isGenuineColumn(head, heads.toSpliced(n, 1)) ? [n] : []));
      const header = (width === 0 || found.length > 0) && !cells.some(({ text }) => DOTTED.test(text));
      if (header) {
        columns = found;
        width = cells.length;
      } else
        for (const [n, cell] of cells.entries())
          if (columns.includes(n) || (columns.length > 0 && cells.length < width && isAside(cell.text)))
            spans.push(cell);
    } else if (columns.length > 0 && isAside(one.line)) spans.push(one);
    // A cell of several lines goes on below its row, alone.
    else if (!DOTTED.test(one.line) || isProse(one.line)) {
      columns = [];
      width = 0;
    }
  }
  return spans;
}

function inLists(lines: readonly Line[]): TextSpan[] {
  const spans: TextSpan[] = [];
  let genuine = false;
  for (const one of lines) {
    const words = one.line.trim();
    if (words.length > MAX_LINE || /[|\t]/.test(words)) {
      genuine = false;
      continue;
    }
    const label = labelOf(words);
    if (label !== null && !isProse(one.line)) {
      if (isGenuineLead(label)) spans.push(one);
      continue;
    }
    if (isEntry(words)) {
      if (genuine) spans.push(one);
      continue;
    }
    const heading = words.length <= MAX_HEAD && !/[.!?;,]$/.test(words);
    genuine = (heading || /[:：]$/.test(words)) && isGenuineLead(words.split(/[.!?] /).at(-1) ?? '');
  }
  return spans;
}

/** Tables that came as one cell a line: their heads stand below each other, then row after row. */
function inFlatTables(lines: readonly Line[]): TextSpan[] {
  const spans: TextSpan[] = [];
  for (let at = 0; at < lines.length; ) {
    const heads = startsTable(lines, at) ? headsAt(lines, at) : [];
    const attackers = heads.findIndex(isAttackersHead);
    const genuine = heads.findIndex((head, n) => isGenuineColumn(head, heads.toSpliced(n, 1)));
    if (attackers < 0 || genuine < 0 || Math.min(attackers, genuine) > 0) {
      at += 1;
      continue;
    }
    const body = at + heads.length;
    let end = body;
    while (end < lines.length && end - body < MAX_FLAT && isCell(lines[end]?.line ?? '')) end += 1;
    spans.push(...flatCells(lines.slice(body, end), heads.length, attackers, genuine));
    at = end;
  }
  return spans;
}

/** Whether a line may be the first head that matters, looked at alone: few are, so that the rest costs little. */
function startsTable(lines: readonly Line[], at: number): boolean {
  const words = lines[at]?.line ?? '';
  return words.length <= MAX_HEAD && (isAttackersHead(words) || isGenuineColumn(words, [lines[at + 1]?.line ?? '']));
}

function flatCells(cells: readonly Line[], width: number, attackers: number, genuine: number): TextSpan[] {
  let rows = 0;
  while (isEntry(cells[rows * width + attackers]?.line ?? '')) rows += 1;
  // One line a cell: each row has its values where the heads say, and nowhere else.
  const inRows = (n: number) => n < rows * width && [attackers, genuine].includes(n % width);
  const regular = rows > 1 && cells.every(({ line }, n) => inRows(n) || !isEntry(line));
  if (regular) return cells.filter((_, n) => n < rows * width && n % width === genuine);
  return cells.filter(({ line }, n) => {
    const above = cells[n - 1]?.line;
    // Otherwise, what stands in brackets or is a whole plain address right below a name is that name's.
    return isAside(line) && (/^\s*\(/.test(line) || (above !== undefined && !DOTTED.test(above)));
  });
}

/** The lines from here on that may be heads of columns: short, without values. */
function headsAt(lines: readonly Line[], at: number): string[] {
  const heads: string[] = [];
  for (let n = at; n < lines.length && heads.length < 8; n += 1) {
    const words = lines[n]?.line.trim() ?? '';
    if (words.length > 50 || /[.!?;,:|\t]/.test(words)) break;
    heads.push(words);
  }
  return heads;
}

function isAttackersHead(head: string): boolean {
  const list = wordsIn(head);
  return list.length <= 4 && list.some(isAdversary) && !isGenuineLead(head);
}

function isCell(line: string): boolean {
  return (
    line.length <= 200 &&
    !isProse(line) &&
    !/^\s*#/.test(line) &&
    !/^\W{0,6}(?:indicators? of compromise|iocs?)\W{0,6}$/i.test(line)
  );
}

/** Plain, and in brackets or a whole address with its scheme: how a name's own site is given. */
function isAside(text: string): boolean {
  const value = text.trim();
  return !DEFANGED.test(value) && DOTTED.test(value) && (/^\(.*\)$/.test(value) || /^https?:\/\/\S+$/i.test(value));
}

/** A line of a list: begins with a value, and says little about it. */
function isEntry(line: string): boolean {
  const bare = line.trim().replace(/^(?:[-*•·–—▪]|\d{1,3}[.)])\s+/, '');
  return !isProse(line) && bare.length <= 300 && DOTTED.test(bare.split(/\s/, 1)[0] ?? '');
}

/** What stands before the colon of `Legitimate site: a.com`. */
function labelOf(words: string): string | null {
  const colon = words.search(/[:：]/);
  const label = words.slice(0, Math.max(0, colon));
  if (colon < 3 || colon > MAX_HEAD || DOTTED.test(label) || !/^[^\p{L}\d]{0,4}[\p{L}]/u.test(label)) return null;
  return /^[:：]\s*[^\s/]/.test(words.slice(colon)) ? label : null;
}

function cellsOf({ start, line }: Line): Cell[] {
  if (line.length > MAX_LINE || !/[|\t]/.test(line)) return [];
  const from = /^\s*\|/.test(line) ? line.indexOf('|') + 1 : 0;
  const stop = /\|\s*$/.test(line) ? line.lastIndexOf('|') : line.length;
  const cells: Cell[] = [];
  let at = from;
  for (const raw of line.slice(from, Math.max(from, stop)).split(/[|\t]/)) {
    const text = raw.trim();
    const begin = start + at + raw.indexOf(text);
    cells.push({ text, start: begin, end: begin + text.length });
    at += raw.length + 1;
  }
  return cells;
}
