import { fillInOf } from '../quoting/fill-in.ts';
import type { Node } from './kusto.ts';
import { type Analysis, ancestor, childAt, childrenOf, isKind, textOf } from './service.ts';

/** Reserved names that no attacker can use (https://www.rfc-editor.org/rfc/rfc2606, https://www.rfc-editor.org/rfc/rfc6761). */
const RESERVED = /^(?:https?:\/\/)?(?:[\w-]+\.)*(?:invalid|example)(?:[/:].*)?$/i;
/** Values that mean "none" in a list of indicators. */
const NOTHING = /^(?:-|n\/a|none|0\.0\.0\.0|::|0{32}|0{40}|0{64}|)$/i;

const LISTS = ['InExpression', 'InCsExpression', 'HasAnyExpression', 'HasAllExpression'];
const EQUALITY = ['EqualExpression', 'EqualTildeExpression'];

/** The value of a string literal, escapes left as they are. */
export function literalValue(analysis: Analysis, node: Node): string {
  return textOf(analysis, node).replace(/^[hH@]*(["'])([\s\S]*)\1$/, '$2');
}

/** Literals that are placeholders for indicators rather than indicators. */
export function placeholdersIn(analysis: Analysis): Node[] {
  return analysis.nodes('StringLiteralExpression').filter((node) => {
    const value = literalValue(analysis, node).trim();
    // `<HASH_LIST>`, `{{ips}}`, `REPLACE_ME`: refused wherever they are compared.
    if (fillInOf(value) !== null)
      return ancestor(node.Parent, 'PrintOperator', 'ExtendOperator', 'ProjectOperator') === null;
    if (RESERVED.test(value)) return isPositive(node);
    return NOTHING.test(value) && standsAlone(analysis, node);
  });
}

/** Not within a negated comparison: excluding a reserved name is harmless. */
function isPositive(node: Node): boolean {
  for (let at = node.Parent; at; at = at.Parent) {
    if (isKind(at, 'NotInExpression', 'NotInCsExpression', 'NotEqualExpression', 'BangTildeExpression')) return false;
    if (isKind(at, 'FilterOperator', 'LetStatement')) return true;
  }
  return true;
}

/** All that its list holds is nothing: `in ("-")`, `dynamic(["0.0.0.0"])`; or an address column equals 0.0.0.0. */
function standsAlone(analysis: Analysis, node: Node): boolean {
  const value = literalValue(analysis, node).trim();
  const array = ancestor(node.Parent, 'JsonArrayExpression');
  if (array) return allNothing(analysis, array) && value !== '';
  const list = ancestor(node.Parent, ...LISTS);
  if (list) return isPositive(node) && value !== '' && allNothing(analysis, list);
  const test = ancestor(node.Parent, ...EQUALITY);
  const column = childAt(test, 0)?.SimpleName ?? '';
  return test !== null && /^0/.test(value) && /IP|Address|SHA|MD5|Hash/i.test(column) && !/^Local/i.test(column);
}

function allNothing(analysis: Analysis, list: Node): boolean {
  const literals: Node[] = [];
  const stack = childrenOf(list).slice(isKind(list, ...LISTS) ? 1 : 0);
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (isKind(node, 'StringLiteralExpression')) literals.push(node);
    else if (isKind(node, 'NameReference', 'FunctionCallExpression')) return false;
    else stack.push(...childrenOf(node));
  }
  return literals.length > 0 && literals.every((node) => NOTHING.test(literalValue(analysis, node).trim()));
}
