import { loadKusto, type Node } from '../kusto.ts';

/** A node of the bound tree whose parts are read by the names that the language service gives them. */
export interface Syntax extends Node {
  readonly LiteralValue?: unknown;
  readonly Element?: Syntax;
  readonly [part: string]: unknown;
}

let names: Map<number, string> | undefined;

/** The name of the node's kind in Kusto.Language.Syntax.SyntaxKind. */
export function kindName(node: Node): string {
  names ??= new Map(
    Object.entries(loadKusto().Syntax.SyntaxKind).flatMap(([name, kind]): [number, string][] =>
      typeof kind === 'number' ? [[kind, name]] : [],
    ),
  );
  return names.get(node.Kind) ?? 'None';
}

/** A part that the text may leave out. */
export function maybe(node: Syntax, name: string): Syntax | null {
  const part = node[name];
  return part === null || part === undefined ? null : (part as Syntax);
}

export function part(node: Syntax, name: string): Syntax {
  const found = maybe(node, name);
  if (!found) throw new Error(`${kindName(node)} has no ${name}`);
  return found;
}

/** The elements of a list, without their separators. */
export function items(node: Syntax, name: string): Syntax[] {
  const list = maybe(node, name);
  return list ? elements(list) : [];
}

export function elements(list: Syntax): Syntax[] {
  const found: Syntax[] = [];
  for (let index = 0; index < list.ChildCount; index++) {
    const child = list.GetChild(index) as Syntax | null;
    if (child) found.push(child.Element ?? child);
  }
  return found;
}

/** The words of tokens and names under a node: enough for keywords and literals. */
export function tokenText(node: Syntax): string {
  if (node.ChildCount === 0) return node.Text ?? '';
  let text = '';
  for (let index = 0; index < node.ChildCount; index++) {
    const child = node.GetChild(index) as Syntax | null;
    if (child) text += tokenText(child);
  }
  return text;
}

/** The name that a declaration or reference spells, brackets and quotes taken off. */
export function nameOf(node: Syntax): string {
  return node.SimpleName ?? tokenText(node);
}

export function unparenthesized(node: Syntax): Syntax {
  let at = node;
  while (kindName(at) === 'ParenthesizedExpression') at = part(at, 'Expression');
  return at;
}

/** Parameters of an operator, `kind=inner`: names to the words of their values. */
export function parameters(node: Syntax): ReadonlyMap<string, Syntax> {
  return new Map(items(node, 'Parameters').map((each) => [nameOf(part(each, 'Name')), part(each, 'Expression')]));
}
