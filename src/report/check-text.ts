import pc from 'picocolors';
import { compareText } from '../core/compare.ts';
import { counted } from '../core/counted.ts';
import { hashOf } from '../core/hash.ts';
import { oneLine, shorten } from '../core/text.ts';
import { wrapText } from '../core/wrap.ts';
import type { QueryLanguage } from '../quoting/languages.ts';
import { countProofs } from '../sync/proofs.ts';
import { type CheckedHunt, type CheckedQuery, type QueryProblem, queriesFor, type Verdict } from '../sync/query.ts';
import { languagesOf, type Siem } from '../sync/siem.ts';
import { excerptOf } from './excerpt.ts';

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
export function itemToText({ hunt, language, source, query }: CheckedItem, width?: number): string {
  const { verdict, repairs, problems } = query;
  const head = `${PAINT[verdict](verdict)}  ${language.title}  ${shorten(oneLine(hunt.title), WIDTH)}`;
  const from = pc.dim(`  ${hunt.key}`);
  const mended = repairs.length > 0 ? [`  repaired: ${repairs.join(', ')}`] : [];
  const told = [head, from, ...mended].map((line) => wrapText(line, width));
  return [...told, ...problems.flatMap((problem) => problemToLines(problem, source, width))].join('\n');
}

/** Columns of the number of a line and of what sets it off, and the ellipses of an excerpt. */
const NUMBERED = 12;
const LEAST_EXCERPT = 20;

function problemToLines(
  { code, message, line, column, severity }: QueryProblem,
  source: string,
  width = Number.POSITIVE_INFINITY,
): string[] {
  const paint = severity === 'error' ? pc.red : pc.yellow;
  const { text, caret } = excerptOf(source, line, column, Math.max(LEAST_EXCERPT, Math.min(WIDTH, width - NUMBERED)));
  const number = String(line).padStart(5);
  return [
    wrapText(paint(`  ${severity} ${code}: ${oneLine(message)}`), width),
    pc.dim(`  ${number} | `) + text,
    `  ${' '.repeat(number.length)} | ${' '.repeat(caret)}${paint('^')}`,
  ];
}

/** How many queries of each language are ready, repaired and rejected, and how often each code occurred. */
export function summaryToText(items: readonly CheckedItem[], siems: readonly Siem[]): string {
  const lines = languagesOf(siems).map((language) => {
    const own = items.filter((item) => item.language.id === language.id);
    const count = (verdict: Verdict) => own.filter(({ query }) => query.verdict === verdict).length;
    const good = count('ready') + count('repaired');
    const share = own.length > 0 ? ` (${((good / own.length) * 100).toFixed(1)} % can run)` : '';
    return (
      `${language.title}: ${counted(own.length, 'query', 'queries')}, ${pc.green(`${count('ready')} ready`)}, ` +
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
