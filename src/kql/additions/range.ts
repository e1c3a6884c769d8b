import { applyEdits, draftOf, type Edit } from '../draft.ts';
import type { Node } from '../kusto.ts';
import { type Analysis, childAt, isKind, textOf } from '../service.ts';
import { type BackReference, backReferences, isCallOf, letValues } from '../time.ts';

/*
 * Sentinel's hunting page puts the time range that it shows into these two texts, and the hunting queries of Microsoft
 * read it from there (https://github.com/Azure/Azure-Sentinel/tree/master/Hunting%20Queries).
 */
const START = '{{StartTimeISO}}';
const END = '{{EndTimeISO}}';

/** What became of a query's own time range. */
export type BladeRange =
  /** `seconds`: how long the range is that the query was written for. */
  | { readonly status: 'set'; readonly text: string; readonly seconds: number }
  /** The query names no time of its own, or reads the page's already: the page's range holds as it is. */
  | { readonly status: 'open' }
  /** The query's time is not of a form whose meaning is plain; `at` is its place. */
  | { readonly status: 'kept'; readonly at: number };

/** A part of the tree, and what to put in its place. */
interface Replacement {
  readonly node: Node;
  readonly text: string;
}

/**
 * The query with the hunting page's time range in place of its own. The shortest time that it looks back is what it hunts in: that
 * becomes the page's range. A longer one is its baseline, and keeps its distance: `ago(14d)` beside `ago(1d)` becomes 13 days before
 * the range.
 */
export function withBladeRange(analysis: Analysis): BladeRange {
  const references = backReferences(analysis);
  const plain = analysis
    .nodes('FunctionCallExpression')
    .filter((node) => isCallOf(node, 'now') && !references.some((one) => isInside(node, one.node)));
  const [first] = [...references.map(({ node }) => node), ...plain].sort((a, b) => a.TextStart - b.TextStart);
  if (!first || analysis.text.includes(START)) return { status: 'open' };
  const kept = { status: 'kept', at: first.TextStart } as const;
  const names = freeNames(analysis.text);
  const known = references.flatMap(({ node, seconds }) => (seconds === null ? [] : [{ node, seconds }]));
  if (!names || known.length === 0 || known.length < references.length) return kept;

  const shortest = Math.min(...known.map(({ seconds }) => seconds));
  const lets = letValues(analysis);
  const bounds = lowerBounds(analysis, lets, references);
  if (!bounds.some(({ seconds }) => seconds === shortest)) return kept;

  const at = (seconds: number) =>
    seconds === shortest ? names.start : `(${names.start} - ${spanOf(seconds - shortest)})`;
  const wholes = bounds.flatMap(({ node, column, bound, seconds }): Replacement[] => {
    if (!column) return [];
    const from = isKind(bound, 'NameReference') ? textOf(analysis, bound) : at(seconds);
    return [{ node, text: `${textOf(analysis, column)} between (${from} .. ${names.end})` }];
  });
  const parts: Replacement[] = [
    ...known.map(({ node, seconds }) => ({ node, text: at(seconds) })),
    ...plain.map((node) => ({ node, text: names.end })),
  ].filter(({ node }) => !wholes.some((whole) => isInside(node, whole.node)));
  const edits = [...wholes, ...parts].map(({ node, text }): Edit => ({ start: node.TextStart, end: node.End, text }));
  const { text } = applyEdits(draftOf(analysis.text), edits);
  const declared = `let ${names.start} = todatetime('${START}');\nlet ${names.end} = todatetime('${END}');\n`;
  return { status: 'set', text: declared + text, seconds: shortest };
}

/** The query as the hunting page would run it over a time range. */
export function fillBladeRange(query: string, range: { readonly start: Date; readonly end: Date }): string {
  return query.replaceAll(START, range.start.toISOString()).replaceAll(END, range.end.toISOString());
}

export function readsBladeRange(query: string): boolean {
  return query.includes(START) || query.includes(END);
}

/** Names that the query does not use itself. */
function freeNames(text: string): { readonly start: string; readonly end: string } | null {
  const pairs = [
    { start: 'starttime', end: 'endtime' },
    { start: 'bladeStart', end: 'bladeEnd' },
  ];
  return pairs.find(({ start, end }) => !new RegExp(`\\b(?:${start}|${end})\\b`).test(text)) ?? null;
}

/** A comparison that lets through what is newer than some time. */
interface LowerBound {
  readonly node: Node;
  readonly seconds: number;
  readonly bound: Node;
  /** The time column that a filter compares; null where the comparison is another. */
  readonly column: Node | null;
}

/** `TimeGenerated > ago(7d)`, `start <= TimeGenerated`, `TimeGenerated between (ago(7d) .. now())`. */
function lowerBounds(
  analysis: Analysis,
  lets: ReadonlyMap<string, Node>,
  references: readonly BackReference[],
): LowerBound[] {
  const secondsOf = (node: Node | null): number | null => {
    const value = isKind(node, 'NameReference') ? lets.get(node?.SimpleName ?? '') : node;
    return references.find((one) => one.node === value)?.seconds ?? null;
  };
  const isNow = (node: Node | null): boolean =>
    isCallOf(isKind(node, 'NameReference') ? lets.get(node?.SimpleName ?? '') : node, 'now');
  const compared = (node: Node, subject: Node | null, bound: Node | null): LowerBound[] => {
    const seconds = secondsOf(bound);
    if (seconds === null || !bound || !subject) return [];
    const isFilter = isCondition(node) && isTime(subject);
    return [{ node, seconds, bound, column: isFilter ? subject : null }];
  };
  return [
    ...analysis
      .nodes('GreaterThanExpression', 'GreaterThanOrEqualExpression')
      .flatMap((node) => compared(node, childAt(node, 0), childAt(node, 2))),
    ...analysis
      .nodes('LessThanExpression', 'LessThanOrEqualExpression')
      .flatMap((node) => compared(node, childAt(node, 2), childAt(node, 0))),
    ...analysis.nodes('BetweenExpression').flatMap((node): LowerBound[] => {
      const [from, to] = [childAt(node, 2, 1), childAt(node, 2, 3)];
      const seconds = secondsOf(from);
      return seconds === null || !from || !isNow(to) ? [] : [{ node, seconds, bound: from, column: null }];
    }),
  ];
}

/** A condition of a filter by itself; inside of `not()` an upper end would let through what is newer. */
function isCondition(node: Node): boolean {
  let at = node.Parent;
  while (isKind(at, 'AndExpression', 'OrExpression', 'ParenthesizedExpression')) at = at?.Parent ?? null;
  return isKind(at, 'FilterOperator');
}

function isTime(node: Node): boolean {
  return isKind(node, 'NameReference') && /^(?:TimeGenerated|Timestamp)$/.test(node.SimpleName ?? '');
}

function isInside(node: Node, outer: Node): boolean {
  return node.TextStart >= outer.TextStart && node.End <= outer.End;
}

/** A timespan literal, in the largest unit that gives a whole number. */
function spanOf(seconds: number): string {
  const unit = (
    [
      ['d', 86_400],
      ['h', 3600],
      ['m', 60],
    ] as const
  ).find(([, size]) => seconds % size === 0);
  return unit ? `${seconds / unit[1]}${unit[0]}` : `${seconds}s`;
}
