import type { Node } from './kusto.ts';
import { type Analysis, childAt, isKind, textOf } from './service.ts';

const UNITS: Readonly<Record<string, number>> = {
  d: 86_400,
  day: 86_400,
  days: 86_400,
  h: 3600,
  hr: 3600,
  hrs: 3600,
  hour: 3600,
  hours: 3600,
  m: 60,
  min: 60,
  minute: 60,
  minutes: 60,
  s: 1,
  sec: 1,
  second: 1,
  seconds: 1,
  ms: 1e-3,
  milli: 1e-3,
  millis: 1e-3,
  millisecond: 1e-3,
  milliseconds: 1e-3,
  microsecond: 1e-6,
  microseconds: 1e-6,
  tick: 1e-7,
  ticks: 1e-7,
};

/** Longest workspace retention that needs no setting of its own: Sentinel keeps 90 days free, Log Analytics 30 by default. */
export const LONG_LOOKBACK_SECONDS = 30 * 86_400;

/**
 * How far back a query looks: the longest of its `ago()`, `now() - …` and `datetime_add(…, now())`, through `let`
 * names and arithmetic. Whole seconds, rounded up; null where it names no such time.
 */
export function lookback(analysis: Analysis): number | null {
  const spans = backReferences(analysis).map(({ seconds }) => seconds);
  const longest = Math.max(0, ...spans.filter((span) => span !== null && Number.isFinite(span)).map(Number));
  return longest > 0 ? Math.ceil(longest) : null;
}

/** An expression that names a time before now. */
export interface BackReference {
  readonly node: Node;
  /** How long before now; null where an `ago()` does not tell. */
  readonly seconds: number | null;
}

/** Every `ago()`, `now() - …`, `now(-…)` and `datetime_add(…, now())` of a query. */
export function backReferences(analysis: Analysis): BackReference[] {
  const lets = letValues(analysis);
  return [...analysis.nodes('FunctionCallExpression'), ...analysis.nodes('SubtractExpression')].flatMap(
    (node): BackReference[] => {
      const seconds = spanBack(analysis, node, lets);
      return seconds === null && !isCallOf(node, 'ago') ? [] : [{ node, seconds }];
    },
  );
}

/** What the names of let statements stand for. */
export function letValues(analysis: Analysis): ReadonlyMap<string, Node> {
  const lets = new Map<string, Node>();
  for (const statement of analysis.nodes('LetStatement')) {
    const name = childAt(statement, 1)?.SimpleName;
    const value = childAt(statement, 3);
    if (name && value) lets.set(name, value);
  }
  return lets;
}

function spanBack(analysis: Analysis, node: Node, lets: ReadonlyMap<string, Node>): number | null {
  if (isKind(node, 'SubtractExpression')) {
    return isCallOf(childAt(node, 0), 'now') ? seconds(analysis, childAt(node, 2), lets) : null;
  }
  const [first, second, third] = argumentsOf(node);
  if (isCallOf(node, 'ago')) return seconds(analysis, first, lets);
  if (isCallOf(node, 'now') && first) return negative(seconds(analysis, first, lets));
  if (isCallOf(node, 'datetime_add') && isCallOf(third, 'now') && first && second) {
    const unit = UNIT_OF_PART[textOf(analysis, first).replace(/["']/g, '').toLowerCase()];
    const count = number(analysis, second, lets, 0);
    return unit === undefined || count === null ? null : negative(count * unit);
  }
  return null;
}

/** How long before now a time is, in seconds, as far as it can be told; a date is told of by `date`. */
export function timeBack(
  analysis: Analysis,
  node: Node | null | undefined,
  lets: ReadonlyMap<string, Node>,
  depth = 0,
): { readonly back?: number; readonly date?: number } {
  if (!node || depth > 20) return {};
  if (isKind(node, 'ParenthesizedExpression')) return timeBack(analysis, childAt(node, 1), lets, depth + 1);
  if (isKind(node, 'NameReference')) return timeBack(analysis, lets.get(node.SimpleName ?? ''), lets, depth + 1);
  if (isCallOf(node, 'now') && argumentsOf(node).length === 0) return { back: 0 };
  if (isKind(node, 'DateTimeLiteralExpression')) {
    const date = Date.parse(textOf(analysis, node).replace(/^\w+\(\s*["']?|["']?\s*\)$/g, ''));
    return Number.isNaN(date) ? {} : { date };
  }
  const back = spanBack(analysis, node, lets);
  return back === null ? {} : { back };
}

const UNIT_OF_PART: Readonly<Record<string, number>> = {
  year: 365 * 86_400,
  quarter: 91 * 86_400,
  month: 30 * 86_400,
  week: 7 * 86_400,
  day: 86_400,
  hour: 3600,
  minute: 60,
  second: 1,
};

function negative(value: number | null): number | null {
  return value === null ? null : -value;
}

export function isCallOf(node: Node | null | undefined, name: string): boolean {
  return isKind(node, 'FunctionCallExpression') && childAt(node, 0)?.SimpleName === name;
}

function argumentsOf(call: Node): Node[] {
  const list = childAt(call, 1, 1);
  return Array.from({ length: list?.ChildCount ?? 0 }, (_, index) => childAt(list, index, 0)).filter(
    (node) => node !== null && node !== undefined,
  );
}

/** A timespan in seconds, as far as it can be told from the text. */
function seconds(
  analysis: Analysis,
  node: Node | null | undefined,
  lets: ReadonlyMap<string, Node>,
  depth = 0,
): number | null {
  return number(analysis, node, lets, depth);
}

/** A number or a timespan in seconds; names are followed through `let`, at most 20 deep. */
function number(
  analysis: Analysis,
  node: Node | null | undefined,
  lets: ReadonlyMap<string, Node>,
  depth: number,
): number | null {
  if (!node || depth > 20) return null;
  const again = (other: Node | null | undefined) => number(analysis, other, lets, depth + 1);
  if (isKind(node, 'TimespanLiteralExpression')) return timespan(textOf(analysis, node));
  if (isKind(node, 'LongLiteralExpression', 'IntLiteralExpression', 'RealLiteralExpression'))
    return Number(textOf(analysis, node).replace(/^\w+\(|\)$/g, ''));
  if (isKind(node, 'ParenthesizedExpression')) return again(childAt(node, 1));
  if (isKind(node, 'UnaryMinusExpression')) return negative(again(childAt(node, 1)));
  if (isKind(node, 'NameReference')) return again(lets.get(node.SimpleName ?? ''));
  if (isKind(node, 'FunctionCallExpression')) {
    return /^(?:totimespan|toint|tolong|toreal|todouble|toscalar|materialize)$/.test(childAt(node, 0)?.SimpleName ?? '')
      ? again(argumentsOf(node)[0])
      : null;
  }
  const [left, right] = [again(childAt(node, 0)), again(childAt(node, 2))];
  if (left === null || right === null) return null;
  if (isKind(node, 'AddExpression')) return left + right;
  if (isKind(node, 'SubtractExpression')) return left - right;
  if (isKind(node, 'MultiplyExpression')) return left * right;
  if (isKind(node, 'DivideExpression')) return left / right;
  return null;
}

/** `7d`, `1.5h`, `timespan(1.12:00:00)`, `time(30m)`. */
export function timespan(text: string): number | null {
  const body = text.replace(/^(?:timespan|time)\(\s*["']?|["']?\s*\)$/g, '').trim();
  const unit = /^(-?[\d.]+)\s*([a-z]+)$/i.exec(body);
  if (unit) {
    const scale = UNITS[(unit[2] as string).toLowerCase()];
    return scale === undefined ? null : Number(unit[1]) * scale;
  }
  const clock = /^(-?)(?:(\d+)\.)?(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?$/.exec(body);
  if (clock) {
    const [, sign, days = '0', hours, minutes, rest = '0'] = clock;
    return (sign ? -1 : 1) * (Number(days) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(rest));
  }
  return /^\d+$/.test(body) ? Number(body) * 86_400 : null;
}
