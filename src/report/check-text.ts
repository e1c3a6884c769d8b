import pc from 'picocolors';
import { compareText } from '../core/compare.ts';
import { hashOf } from '../core/hash.ts';
import { oneLine, stripUnsafe, truncate } from '../core/text.ts';
import type { QueryLanguage } from '../quoting/languages.ts';
import { countProofs } from '../sync/proofs.ts';
import { type CheckedHunt, type CheckedQuery, type QueryProblem, queriesFor, type Verdict } from '../sync/query.ts';
import { languagesOf, type Siem } from '../sync/siem.ts';

/** One query of a hunt with its verdict, and the source text that its problems are placed in. */
export interface CheckedItem {
  readonly hunt: CheckedHunt['hunt'];
  readonly language: QueryLanguage;
  readonly source: string;
  readonly query: CheckedQuery;
}

/** The queries of a hunt. What SIEMs of one language make alike of a text is one item. */
export function checkedItems(checked: CheckedHunt, siems: readonly Siem[]): CheckedItem[] {
  const { hunt } = checked;
  const items = siems.flatMap(({ kind, language }) =>
    queriesFor(checked, kind).map((query, index): [string, CheckedItem] => {
      const { text, verdict, repairs, problems } = query;
      const item = { hunt, language, source: hunt.queries[language.id] ?? '', query };
      return [hashOf([language.id, index, text, verdict, repairs, problems]), item];
    }),
  );
  return [...new Map(items).values()];
}

const PAINT: Record<Verdict, (text: string) => string> = { ready: pc.green, repaired: pc.yellow, rejected: pc.red };
const WIDTH = 110;

/** A query that is not simply ready: its verdict, what was repaired, and each problem under its line with a caret. */
export function itemToText({ hunt, language, source, query }: CheckedItem): string {
  const { verdict, repairs, problems } = query;
  const head = `${PAINT[verdict](verdict)}  ${language.title}  ${truncate(oneLine(hunt.title), WIDTH)}`;
  const from = pc.dim(`  ${hunt.key}`);
  const mended = repairs.length > 0 ? [`  repaired: ${repairs.join(', ')}`] : [];
  return [head, from, ...mended, ...problems.flatMap((problem) => problemToLines(problem, source))].join('\n');
}

function problemToLines({ code, message, line, column, severity }: QueryProblem, source: string): string[] {
  const paint = severity === 'error' ? pc.red : pc.yellow;
  const { text, caret } = excerptAround(source.split(/\r\n?|\n/)[line - 1] ?? '', column - 1);
  const number = String(line).padStart(5);
  return [
    paint(`  ${severity} ${code}: ${oneLine(message)}`),
    pc.dim(`  ${number} | `) + text,
    `  ${' '.repeat(number.length)} | ${' '.repeat(caret)}${paint('^')}`,
  ];
}

/** The part of a line round a column (from 0), and where in it the column is. Tabs count as one space, so that carets fit. */
export function excerptAround(line: string, column: number): { text: string; caret: number } {
  const start = Math.max(0, Math.min(column - WIDTH / 2, line.length - WIDTH));
  const before = stripUnsafe(line.slice(start, column)).replace(/\t/g, ' ');
  const after = stripUnsafe(line.slice(column, start + WIDTH)).replace(/\t/g, ' ');
  const cut = start > 0 ? '…' : '';
  return { text: cut + before + after + (start + WIDTH < line.length ? '…' : ''), caret: cut.length + before.length };
}

/** How many queries of each language are ready, repaired and rejected, and how often each code occurred. */
export function summaryToText(items: readonly CheckedItem[], siems: readonly Siem[]): string {
  const lines = languagesOf(siems).map((language) => {
    const own = items.filter((item) => item.language.id === language.id);
    const count = (verdict: Verdict) => own.filter(({ query }) => query.verdict === verdict).length;
    const good = count('ready') + count('repaired');
    const share = own.length > 0 ? ` (${((good / own.length) * 100).toFixed(1)} % can run)` : '';
    return (
      `${language.title}: ${own.length} queries, ${pc.green(`${count('ready')} ready`)}, ` +
      `${pc.yellow(`${count('repaired')} repaired`)}, ${pc.red(`${count('rejected')} rejected`)}${share}` +
      proofs(own)
    );
  });
  const codes = [...countCodes(items)].sort(([a, x], [b, y]) => y - x || compareText(a, b));
  const tail = codes.length > 0 ? ['', ...codes.map(([code, count]) => `${String(count).padStart(5)}  ${code}`)] : [];
  return [...lines, ...tail].join('\n');
}

/** How many of those that can run some row makes hit. */
function proofs(items: readonly CheckedItem[]): string {
  const { proved, unproved, notEvaluated } = countProofs(items.map(({ query }) => query));
  if (proved + unproved + notEvaluated === 0) return '';
  return `, ${proved} proved, ${unproved} unproved, ${notEvaluated} not evaluated`;
}

export function countCodes(items: readonly CheckedItem[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { query } of items) {
    for (const code of [...query.problems.map((problem) => problem.code), ...query.repairs]) {
      counts.set(code, (counts.get(code) ?? 0) + 1);
    }
  }
  return counts;
}
