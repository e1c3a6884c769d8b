import type { Node } from '../kusto.ts';
import { kindName, type Syntax } from '../run/syntax.ts';
import type { Schema } from '../schema.ts';
import { descendants, isKind, parseKql } from '../service.ts';

/**
 * Texts that a query forgives: what stands right of a negated comparison (`!in`, `!has_any`, `!endswith`) or in `not(…)`, through
 * the names of let statements.
 */
export function allowedValues(text: string, schema: Schema): readonly string[] {
  const analysis = parseKql(text, schema);
  const lets = new Map<string, Node>();
  for (const statement of analysis.nodes('LetStatement')) {
    const { Name: name, Expression: value } = statement as Syntax;
    if (name && value) lets.set((name as Syntax).SimpleName ?? '', value as Syntax);
  }
  const found = new Set<string>();
  for (const node of descendants(analysis.root)) if (isNegation(node)) collect(node, lets, found, 0);
  return [...found];
}

function isNegation(node: Node): boolean {
  const syntax = node as Syntax;
  if (kindName(syntax) === 'FunctionCallExpression') return (syntax['Name'] as Syntax | null)?.SimpleName === 'not';
  return /^Not\w+Expression$/.test(kindName(syntax));
}

/** Names lead to the lists of let statements, and these perhaps to others. */
function collect(root: Node, lets: ReadonlyMap<string, Node>, found: Set<string>, depth: number): void {
  for (const node of descendants(root)) {
    if (isKind(node, 'StringLiteralExpression')) {
      const value = (node as Syntax).LiteralValue;
      if (typeof value === 'string' && value !== '') found.add(value);
    } else if (isKind(node, 'NameReference') && depth < 5) {
      const value = lets.get(node.SimpleName ?? '');
      if (value) collect(value, lets, found, depth + 1);
    }
  }
}
