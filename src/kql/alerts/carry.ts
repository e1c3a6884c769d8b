import type { Edit } from '../draft.ts';
import { loadKusto, type Node } from '../kusto.ts';
import { type Analysis, childAt, childrenOf, isKind, textOf } from '../service.ts';
import { columnsOf, letExpression, unionOperands } from './needs.ts';

/** Edits that let columns through; a text says where they are lost. */
export type Carried = readonly Edit[] | string;

/** Only so deep are queries followed. */
const MAX_DEPTH = 30;

/**
 * Lets columns of the head tables through to the result: `project` and `distinct` name them too, and `summarize` takes those of the
 * newest event of each group. The rows stay the same.
 */
export function carry(
  analysis: Analysis,
  node: Node,
  wanted: readonly string[],
  time: 'Timestamp' | 'TimeGenerated',
  depth = 0,
): Carried {
  const there = columnsOf(node);
  const missing = wanted.filter((name) => !there.has(name));
  if (missing.length === 0) return [];
  if (depth > MAX_DEPTH) return 'it is nested too deeply to follow';
  const below = (inner: Node | null, names: readonly string[]): Carried =>
    inner ? carry(analysis, inner, names, time, depth + 1) : 'a part of it gives no rows';
  if (isKind(node, 'ParenthesizedExpression')) return below(childAt(node, 1), missing);
  if (isKind(node, 'UnionOperator')) return all(unionOperands(node).map((one) => below(one, wanted)));
  if (isKind(node, 'NameReference')) {
    const value = letExpression(analysis, node);
    if (value) return below(value, missing);
    const isTable = node.ReferencedSymbol?.Kind === loadKusto().Symbols.SymbolKind.Table;
    return `${isTable ? node.ReferencedSymbol?.Name : textOf(analysis, node)} has no ${missing.join(' and ')}`;
  }
  if (!isKind(node, 'PipeExpression')) return `"${firstWord(textOf(analysis, node))}" gives rows that are no events`;

  const [left, operator] = [childAt(node, 0), childAt(node, 2)];
  if (!left || !operator) return 'a part of it gives no rows';
  if (isKind(operator, 'UnionOperator')) {
    return all([below(left, wanted), ...unionOperands(operator).map((one) => below(one, wanted))]);
  }
  const here = through(analysis, operator, missing, { time, there });
  if (here) {
    const inner = below(left, isKind(operator, ...GROUPING) ? [...new Set([time, ...missing])] : missing);
    return all([here, inner]);
  }
  const before = columnsOf(left);
  if (isKind(operator, 'JoinOperator', 'LookupOperator')) return joined(missing, left, sideOf(operator), below);
  return missing.some((name) => before.has(name))
    ? `"${firstWord(textOf(analysis, operator))}" takes away ${missing.join(' and ')}`
    : below(left, missing);
}

/** What the rows of a join do not have of their own side, they may have of the other. */
function joined(
  missing: readonly string[],
  left: Node,
  right: Node | null,
  below: (inner: Node | null, names: readonly string[]) => Carried,
): Carried {
  const own = missing.filter((name) => typeof below(left, [name]) !== 'string');
  const others = missing.filter((name) => !own.includes(name));
  const first = own.length > 0 ? below(left, own) : [];
  if (others.length === 0) return first;
  const second = below(right, others);
  return typeof second === 'string' ? below(left, others) : all([first, second]);
}

/** The other side of a join. */
function sideOf(join: Node): Node | null {
  return childrenOf(join).find((child) => isKind(child, 'ParenthesizedExpression', 'NameReference')) ?? null;
}

const GROUPING = ['SummarizeOperator', 'DistinctOperator'];

interface Place {
  readonly time: string;
  /** Columns behind the operator. */
  readonly there: ReadonlySet<string>;
}

/** Edits of one operator that names what it keeps; null where it does not. */
function through(
  analysis: Analysis,
  operator: Node,
  missing: readonly string[],
  place: Place,
): readonly Edit[] | string | null {
  if (isKind(operator, 'ProjectOperator', 'ProjectKeepOperator')) {
    return [{ start: operator.End, end: operator.End, text: `, ${missing.join(', ')}` }];
  }
  if (isKind(operator, 'DistinctOperator')) {
    const word = childAt(operator, 0);
    if (!word || /^distinct\s*\*/.test(textOf(analysis, operator))) return null;
    return [{ start: word.TextStart, end: word.End, text: `summarize ${newest(missing, place)} by` }];
  }
  if (!isKind(operator, 'SummarizeOperator')) return null;
  const by = childrenOf(operator).find((child) => isKind(child, 'SummarizeByClause'));
  const lists = childrenOf(operator).filter((child) => isKind(child, 'List') && child.ChildCount > 0);
  const aggregates = lists.filter((list) => !by || list.End <= by.TextStart).at(-1);
  if (aggregates) return [{ start: aggregates.End, end: aggregates.End, text: `, ${newest(missing, place)}` }];
  return by ? [{ start: by.TextStart, end: by.TextStart, text: `${newest(missing, place)} ` }] : null;
}

/** The missing columns of the newest event of a group; where the time is there already, it gets another name. */
function newest(missing: readonly string[], { time, there }: Place): string {
  const others = missing.filter((name) => name !== time);
  const name = missing.includes(time) ? time : ['NewestEvent', 'NewestEventTime'].find((one) => !there.has(one));
  const names = [name ?? time, ...others].join(', ');
  return `${others.length > 0 ? `(${names})` : names} = arg_max(${[time, ...others].join(', ')})`;
}

function all(parts: readonly Carried[]): Carried {
  const refusal = parts.find((part) => typeof part === 'string');
  return typeof refusal === 'string' ? refusal : parts.flatMap((part) => (typeof part === 'string' ? [] : part));
}

function firstWord(text: string): string {
  return /^[\w-]+/.exec(text)?.[0] ?? 'it';
}
