import { isIP } from 'node:net';
import type { Node } from '../kusto.ts';
import { type Analysis, childAt, childrenOf, descendants, isKind, textOf } from '../service.ts';
import { letValues, timeBack } from '../time.ts';
import type { Fault } from './faults.ts';
import { callOf, constantText } from './strings.ts';

/** `take -1`. */
export function rowCountFaults(analysis: Analysis): Fault[] {
  return analysis.nodes('TakeOperator', 'SampleOperator', 'SampleDistinctOperator', 'TopOperator').flatMap((node) => {
    const count = childrenOf(node).find((child) => isKind(child, 'UnaryMinusExpression'));
    if (!count) return [];
    const message = `${textOf(analysis, count)} is no number of rows.`;
    return [{ code: 'kql-row-count' as const, message, start: count.TextStart }];
  });
}

/** Functions of addresses, and which of their arguments are addresses or ranges. https://learn.microsoft.com/en-us/kusto/query/ipv4-is-in-range-function */
const ADDRESSES: Readonly<Record<string, readonly number[]>> = {
  ipv4_is_in_range: [0, 1],
  ipv4_is_in_any_range: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  ipv4_is_match: [0, 1],
  ipv4_compare: [0, 1],
  ipv4_is_private: [0],
  ipv4_netmask_suffix: [0],
  ipv4_range_to_cidr_list: [0, 1],
  ipv6_is_in_range: [0, 1],
  ipv6_is_in_any_range: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  ipv6_is_match: [0, 1],
  ipv6_compare: [0, 1],
};

/** Addresses and ranges that are written as texts. */
export function addressFaults(analysis: Analysis): Fault[] {
  return analysis.nodes('FunctionCallExpression').flatMap((call) => {
    const { name, args } = callOf(call);
    const wanted = ADDRESSES[name] ?? [];
    return wanted
      .flatMap((at) => textsIn(args[at]))
      .filter(({ text }) => !isAddress(text, name.startsWith('ipv6')))
      .map(({ text, node }): Fault => {
        return {
          code: 'kql-address',
          message: `${text || 'An empty text'} is no address or range.`,
          start: node.TextStart,
        };
      });
  });
}

/** The texts of an argument: itself, or those of a list, `dynamic(["10.0.0.0/8"])`. */
function textsIn(node: Node | undefined): { readonly text: string; readonly node: Node }[] {
  if (!node) return [];
  const list = isKind(node, 'DynamicExpression')
    ? [...descendants(node)].filter((one) => isKind(one, 'StringLiteralExpression'))
    : [node];
  return list.flatMap((one) => {
    const text = constantText(one);
    return text === null ? [] : [{ text, node: one }];
  });
}

function isAddress(text: string, six: boolean): boolean {
  const [address = '', bits, ...more] = text.trim().split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0 || (family === 6 && !six)) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 && !six ? 32 : 128));
}

/** `between (now() .. ago(1d))`: a window that ends before it begins. */
export function windowFaults(analysis: Analysis): Fault[] {
  const nodes = analysis.nodes('BetweenExpression');
  if (nodes.length === 0) return [];
  const lets = letValues(analysis);
  return nodes.flatMap((node) => {
    const [from, to] = [childAt(node, 2, 1), childAt(node, 2, 3)];
    const [begins, ends] = [timeBack(analysis, from, lets), timeBack(analysis, to, lets)];
    const reversed =
      (begins.back !== undefined && ends.back !== undefined && begins.back < ends.back) ||
      (begins.date !== undefined && ends.date !== undefined && begins.date > ends.date);
    if (!reversed || !from || !to) return [];
    const message = `The window from ${textOf(analysis, from)} to ${textOf(analysis, to)} ends before it begins.`;
    return [{ code: 'kql-empty-window' as const, message, start: from.TextStart }];
  });
}

const COMPARISONS = [
  'EqualExpression',
  'NotEqualExpression',
  'EqualTildeExpression',
  'BangTildeExpression',
  'LessThanExpression',
  'LessThanOrEqualExpression',
  'GreaterThanExpression',
  'GreaterThanOrEqualExpression',
  'HasExpression',
  'HasCsExpression',
  'ContainsExpression',
  'ContainsCsExpression',
  'StartsWithExpression',
  'EndsWithExpression',
];

/** `where TimeGenerated >= TimeGenerated`. */
export function selfComparisons(analysis: Analysis): Fault[] {
  return analysis.nodes(...COMPARISONS).flatMap((node) => {
    const [left, right] = [childAt(node, 0), childAt(node, 2)];
    if (!isKind(left, 'NameReference') || !isKind(right, 'NameReference') || !left || !right) return [];
    if (left.SimpleName !== right.SimpleName || left.ReferencedSymbol !== right.ReferencedSymbol) return [];
    const message = `${left.SimpleName} is compared with itself.`;
    return [{ code: 'kql-self-comparison' as const, message, start: node.TextStart }];
  });
}
