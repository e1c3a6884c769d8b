import type { Node } from '../kusto.ts';
import { type Analysis, childAt, childrenOf, isKind, textOf } from '../service.ts';

const STRINGS = ['StringLiteralExpression', 'CompoundStringLiteralExpression'];

/** The text that an expression always has: a literal's, or that of a name which `let` gives one; null where it is computed. */
export function constantText(node: Node | null | undefined): string | null {
  const isText = isKind(node, ...STRINGS) || (isKind(node, 'NameReference') && node?.ResultType?.Name === 'string');
  const value = isText ? node?.ConstantValue : undefined;
  return typeof value === 'string' ? value : null;
}

/** Where a character of a literal's text stands; the node itself where it is no plain literal. */
export function placeInText(analysis: Analysis, node: Node, index: number): number {
  const text = textOf(analysis, node);
  const open = /^(?:[hH]@?|@[hH]?)?(["'])/.exec(text);
  if (!isKind(node, 'StringLiteralExpression') || !open) return node.TextStart;
  const [prefix, quote] = [open[0], open[1] as string];
  const verbatim = prefix.includes('@');
  let at = prefix.length;
  for (let done = 0; done < index && at < text.length - 1; done += 1) {
    if (verbatim) at += text[at] === quote ? 2 : 1;
    else at += text[at] === '\\' ? (/^\\(?:x..|u.{4}|U.{8}|[0-7]{1,3}|.)/s.exec(text.slice(at))?.[0].length ?? 1) : 1;
  }
  return node.TextStart + at;
}

/** A function call's name and arguments; names of arguments are left out. */
export function callOf(call: Node): { readonly name: string; readonly args: readonly Node[] } {
  const list = childAt(call, 1, 1);
  const args = (list ? childrenOf(list) : []).flatMap((element) => {
    const argument = childAt(element, 0);
    return argument ? [isKind(argument, 'SimpleNamedExpression') ? (childAt(argument, 2) ?? argument) : argument] : [];
  });
  return { name: childAt(call, 0)?.SimpleName ?? '', args };
}
