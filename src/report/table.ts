import Table from 'cli-table3';
import { terminalColumns, wrapText } from '../core/wrap.ts';

/** A column of a table for a terminal. */
export interface TextColumn {
  readonly head: string;
  readonly align?: 'right';
  /** On a narrow terminal its cells may be broken between words, down to so many columns. */
  readonly least?: number;
}

/** A row; the last cell of one that is too short spans the columns that are left. */
export type TextRow = readonly (string | number)[];

/** Between two cells stand a line and a space on each side of it. */
const BETWEEN = 3;
/** The lines at both sides, and the spaces within them. */
const EDGES = 4;
/** A space that no line ends at. */
const UNBROKEN = '\u00a0';

/**
 * A table that is no wider than the terminal: cells are broken between words where its columns allow that, and where this is not
 * enough, each row is told in lines of its own.
 *
 * @param width columns of the terminal; undefined where there is none: then it is as wide as its cells.
 */
export function tableToText(columns: readonly TextColumn[], rows: readonly TextRow[], width?: number): string {
  const natural = columns.map(({ head }, at) =>
    Math.max(terminalColumns(head), ...ownCells(rows, at, columns.length).map(terminalColumns)),
  );
  if (width === undefined || widthOf(natural) <= width) return draw(columns, rows);
  const least = columns.map(({ head, least: wanted }, at) => {
    const own = natural[at] ?? 0;
    if (wanted === undefined) return own;
    const words = [head, ...ownCells(rows, at, columns.length)].flatMap((cell) => cell.split(' ').map(terminalColumns));
    return Math.min(own, Math.max(wanted, ...words));
  });
  if (widthOf(least) > width) return rows.map((row) => stacked(columns, row, width)).join('\n');
  return draw(columns, rows, narrowed(natural, least, widthOf(natural) - width));
}

function widthOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) + BETWEEN * (widths.length - 1) + EDGES;
}

/** Cells of a column that stand in it alone. */
function ownCells(rows: readonly TextRow[], at: number, count: number): string[] {
  return rows.flatMap((row) => (at < row.length - 1 || row.length === count ? [String(row[at] ?? '')] : []));
}

/** Takes from the widest column, one by one, until enough is taken. */
function narrowed(natural: readonly number[], least: readonly number[], excess: number): number[] {
  const widths = [...natural];
  for (let taken = 0; taken < excess; taken += 1) {
    let widest = -1;
    for (const [at, width] of widths.entries()) {
      if (width > (least[at] ?? width) && width > (widths[widest] ?? 0)) widest = at;
    }
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function draw(columns: readonly TextColumn[], rows: readonly TextRow[], widths?: readonly number[]): string {
  const grid = new Table({
    head: columns.map(({ head }) => head),
    style: { head: [], border: [], compact: true },
    colAligns: columns.map(({ align }): 'left' | 'right' => align ?? 'left'),
    ...(widths ? { colWidths: widths.map((width) => width + 2), wordWrap: true } : {}),
  });
  for (const row of rows) {
    const rest = columns.length - row.length;
    const last = row[row.length - 1] ?? '';
    grid.push(rest > 0 ? [...row.slice(0, -1), { content: String(last), colSpan: rest + 1 }] : [...row]);
  }
  return grid.toString();
}

/** The cells up to the first that may be broken (or the first of all) head the lines; the others follow with their names. */
function stacked(columns: readonly TextColumn[], row: TextRow, width: number): string {
  const heading = Math.max(
    0,
    columns.findIndex(({ least }) => least !== undefined),
  );
  const facts = row.flatMap((cell, at) => {
    const head = row.length < columns.length && at === row.length - 1 ? '' : (columns[at]?.head ?? '');
    return at === heading || (head === '' && at < heading) || cell === ''
      ? []
      : [told(head, cell, columns[at]?.align === 'right')];
  });
  const numbers = row.slice(0, heading).filter((_, at) => columns[at]?.head === '');
  const first = [...numbers.map((number) => `${number}.`), row[heading] ?? ''].join(' ');
  const lines = facts.length > 0 ? [first, `  ${facts.join('; ')}`] : [first];
  return wrapText(lines.join('\n'), width).replaceAll(UNBROKEN, ' ');
}

/** A cell with its name; a figure is never told on another line than what it counts. */
function told(head: string, cell: string | number, isFigure: boolean): string {
  if (head === '') return String(cell);
  const text = `${head} ${cell}`;
  return isFigure ? text.replaceAll(' ', UNBROKEN) : text;
}
