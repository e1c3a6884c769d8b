import { type Code, readCode } from './code.ts';
import { loadKusto, type Node, type RawDiagnostic } from './kusto.ts';
import type { Schema, View } from './schema.ts';

/** What the parser says, placed in the analysed text. */
export interface Diagnostic {
  /** Microsoft's, `KS142`. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly start: number;
  readonly length: number;
}

export interface Analysis {
  readonly text: string;
  /** A control command (leading dot) is none. */
  readonly isQuery: boolean;
  readonly root: Node;
  readonly diagnostics: readonly Diagnostic[];
  readonly errors: readonly Diagnostic[];
  /** Nodes of these kinds (names of Kusto.Language.Syntax.SyntaxKind), in the order of the text. */
  nodes(...kinds: readonly string[]): readonly Node[];
  tokenAt(offset: number): Node | null;
}

/** Parses and binds a query. Never throws on any text. */
export function analyse(text: string, schema: Schema, view: View = 'native'): Analysis {
  return wrap(text, readCode(text, schema.globalsFor(text, view), 'bound'), schema.takesAnything);
}

/** Parses only: a quarter of the cost. */
export function parseKql(text: string, schema: Schema): Analysis {
  return wrap(text, readCode(text, schema.globalsFor(text, 'native'), 'parsed'), schema.takesAnything);
}

/** An argument with a name, `f(x=1)`, of a function that is only known to take some. */
function isOfUnknownFunction(
  { Code: code, Start: start }: RawDiagnostic,
  syntax: Node,
  takesAnything: Schema['takesAnything'],
): boolean {
  if (code !== 'KS196') return false;
  const call = ancestor(syntax.GetTokenAt(start), 'FunctionCallExpression');
  return takesAnything(childAt(call, 0)?.SimpleName ?? '');
}

/** What the parser made of a text. */
export function wrap(text: string, code: Code, takesAnything: Schema['takesAnything']): Analysis {
  const diagnostics = code.diagnostics
    .filter(({ Severity }) => Severity === 'Error' || Severity === 'Warning')
    .filter((raw) => !isOfUnknownFunction(raw, code.root, takesAnything))
    .map(
      (raw): Diagnostic => ({
        code: raw.Code,
        severity: raw.Severity === 'Error' ? 'error' : 'warning',
        message: raw.Message,
        start: raw.Start,
        length: raw.Length,
      }),
    );
  return {
    text,
    isQuery: code.isQuery,
    root: code.root,
    diagnostics,
    errors: diagnostics.filter(({ severity }) => severity === 'error'),
    nodes(...kinds) {
      const lists = kinds.map((kind) => code.index.get(kindOf(kind)) ?? []);
      return lists.length === 1 ? (lists[0] ?? []) : lists.flat().sort((a, b) => a.TextStart - b.TextStart);
    },
    tokenAt: (offset) => code.root.GetTokenAt(offset),
  };
}

/** The number of a kind's name; an unknown name is a bug. */
export function kindOf(name: string): number {
  const kind = loadKusto().Syntax.SyntaxKind[name];
  if (kind === undefined) throw new Error(`no such syntax kind: ${name}`);
  return kind;
}

export function isKind(node: Node | null | undefined, ...names: readonly string[]): boolean {
  return node !== null && node !== undefined && names.some((name) => node.Kind === kindOf(name));
}

export function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (let index = 0; index < node.ChildCount; index++) {
    const child = node.GetChild(index);
    if (child) children.push(child);
  }
  return children;
}

/** Follows child indexes downwards; null where there is none (the package's own GetChild throws). */
export function childAt(node: Node | null | undefined, ...path: readonly number[]): Node | null {
  let at = node ?? null;
  for (const index of path) at = at && index >= 0 && index < at.ChildCount ? at.GetChild(index) : null;
  return at;
}

/** The nearest node at or above this one that is of a kind. */
export function ancestor(node: Node | null, ...kinds: readonly string[]): Node | null {
  let at = node;
  while (at && !isKind(at, ...kinds)) at = at.Parent;
  return at;
}

/** Node and everything below, parents first; its own stack, because articles may nest deeply. */
export function* descendants(root: Node): Generator<Node> {
  const stack: Node[] = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    yield node;
    for (let index = node.ChildCount - 1; index >= 0; index--) {
      const child = node.GetChild(index);
      if (child) stack.push(child);
    }
  }
}

export function textOf(analysis: Analysis, node: Node): string {
  return analysis.text.slice(node.TextStart, node.End);
}
