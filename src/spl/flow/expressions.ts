import type { Expressions } from '../expressions.ts';
import type { SplCommand } from '../parse.ts';
import { type Expression, visit } from '../run/expression/ast.ts';
import { type FieldsAt, has, withFields } from './fields.ts';
import type { Dotted, Use } from './loss.ts';
import { canHold, takenForGranted } from './nullness.ts';
import type { Walk } from './walk.ts';

/** What an expression uses that is not there. */
export function readExpression(
  walk: Walk,
  command: SplCommand,
  { placed }: Expressions,
  given: FieldsAt,
  use: Use,
): void {
  let fields = given;
  for (const { expression, target } of placed) {
    const dotted = dottedIn(expression, walk.source, fields);
    walk.found.dotted.push(...dotted);
    const inside = ({ start }: { start: number }) =>
      dotted.some((one) => start >= one.start && start < one.start + one.length);
    const missing = takenForGranted(expression).filter((node) => !has(fields, node.name) && !inside(node));
    const negated = use === 'filter' ? underNot(expression) : new Set<number>();
    const told = new Set<number>();
    for (const node of missing) {
      const quoted = walk.source[node.start] === "'";
      const plain = { name: node.name, start: node.start, length: node.name.length + (quoted ? 2 : 0) };
      const { name, start, length } = (quoted ? null : wholeChain(expression, node.start, walk.source)) ?? plain;
      if (told.has(start)) continue;
      told.add(start);
      walk.lose(command, fields, { name, start, length, use, inExpression: true, negated: negated.has(node.start) });
    }
    if (
      use === 'filter' &&
      missing.length === 0 &&
      dotted.length === 0 &&
      !canHold(expression, (name) => has(fields, name))
    )
      walk.found.dead.push({ command, start: expression.start });
    // Assignments see what those before them have made.
    if (target !== null) fields = withFields(fields, [target]);
  }
}

function underNot(expression: Expression): ReadonlySet<number> {
  const found = new Set<number>();
  visit(expression, (node) => {
    const negates =
      (node.kind === 'unary' && node.operator === 'NOT') || (node.kind === 'binary' && node.operator === '!=');
    if (negates) visit(node, (inner) => void (inner.kind === 'field' && found.add(inner.start)));
  });
  return found;
}

/**
 * Chains of fields and dots without a gap (`Processes.process`): eval joins their texts. One is meant as a name where a field has
 * that name, or where it is compared although nothing is known of its parts.
 */
function dottedIn(expression: Expression, source: string, fields: FieldsAt): Dotted[] {
  const found: Dotted[] = [];
  const compared = new Set<Expression>();
  visit(expression, (node) => {
    if (node.kind === 'binary' && /^(?:[=<>]|!=|<=|>=|LIKE)/.test(node.operator)) {
      if (node.right.kind === 'string' || node.right.kind === 'number') compared.add(node.left);
    }
    if (node.kind === 'call' && ['match', 'like', 'in', 'isnull', 'isnotnull', 'lower'].includes(node.name)) {
      for (const arg of node.args) compared.add(arg);
    }
  });
  visit(expression, (node) => {
    const parts = chain(node, source);
    if (!parts || parts.names.length < 2) return;
    const { names, start, length } = parts;
    const name = names.join('.');
    if (found.some((one) => start >= one.start && start + length <= one.start + one.length)) return;
    const known = fields.only ? fields.only.has(name) && !names.every((part) => has(fields, part)) : compared.has(node);
    if (known) found.push({ name, start, length });
  });
  return found;
}

/** No name of a field has more parts. */
const MOST_PARTS = 20;

function chain(node: Expression, source: string): { names: string[]; start: number; length: number } | null {
  if (node.kind === 'field') {
    return source[node.start] === "'" ? null : { names: [node.name], start: node.start, length: node.name.length };
  }
  if (node.kind !== 'binary' || node.operator !== '.') return null;
  const [left, right] = [chain(node.left, source), chain(node.right, source)];
  if (!left || !right || left.names.length >= MOST_PARTS) return null;
  if (left.start + left.length !== node.start || node.start + 1 !== right.start) return null;
  return { names: [...left.names, ...right.names], start: left.start, length: right.start + right.length - left.start };
}

/** The chain that a field is part of (`Processes` in `Processes.process`): a name was meant, not two. */
function wholeChain(
  expression: Expression,
  start: number,
  source: string,
): { name: string; start: number; length: number } | null {
  let found: { name: string; start: number; length: number } | null = null;
  visit(expression, (node) => {
    const parts = node.kind === 'binary' ? chain(node, source) : null;
    if (parts && start >= parts.start && start < parts.start + parts.length && (!found || parts.length > found.length))
      found = { name: parts.names.join('.'), start: parts.start, length: parts.length };
  });
  return found;
}
