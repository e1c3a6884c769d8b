import { countOf, type Globals, listOf, loadKusto, type Node, type RawDiagnostic, type SemanticInfo } from './kusto.ts';

/** A text as the language service read it. */
export interface Code {
  /** A control command (leading dot) is none. */
  readonly isQuery: boolean;
  readonly root: Node;
  readonly diagnostics: readonly RawDiagnostic[];
  /** Every node and token by the number of its kind, in the order of the text. */
  readonly index: ReadonlyMap<number, readonly Node[]>;
}

/**
 * What KustoCode.Parse (`parsed`) and KustoCode.ParseAndAnalyze (`bound`) give of a query, by the steps that they take, but for one: they
 * also make the grammar that an editor's completion needs, which costs each worker more than a second and which nothing here reads.
 */
export function readCode(text: string, globals: Globals, wanted: 'parsed' | 'bound'): Code {
  const { KustoCode, Parsing, Syntax, Binding, DiagnosticFacts } = loadKusto();
  if (KustoCode.GetKind(text) !== 'Query') {
    const code = wanted === 'bound' ? KustoCode.ParseAndAnalyze(text, globals) : KustoCode.Parse(text, globals);
    const { index } = walk(code.Syntax);
    return { isQuery: false, root: code.Syntax, diagnostics: listOf(code.GetDiagnostics()), index };
  }
  const root = Parsing.QueryParser.ParseQuery$1(text, globals.ParseOptions);
  const tree = new Syntax.SyntaxTree(root, null, 0);
  // A tree that is too deep to walk is left unbound.
  const isBound = wanted === 'parsed' || Binding.Binder.TryBind(tree, globals, new Binding.LocalBindingCache());
  const { index, isSound } = walk(root);
  const found = isSound ? [] : listOf(root.GetContainedDiagnostics());
  return {
    isQuery: true,
    root,
    diagnostics: isBound ? found : [...found, DiagnosticFacts.GetQuerySyntaxDepthExceeded()],
    index,
  };
}

/** Goes over a tree once, with a stack of its own, because articles may nest deeply. `isSound`: no place of it has anything to say. */
function walk(root: Node): { readonly index: Map<number, Node[]>; readonly isSound: boolean } {
  const index = new Map<number, Node[]>();
  let isSound = !root.ContainsSyntaxDiagnostics;
  const stack: Node[] = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    const same = index.get(node.Kind);
    if (same) same.push(node);
    else index.set(node.Kind, [node]);
    if (isSound && node.GetSemanticInfo) isSound = saysNothing(node.GetSemanticInfo());
    for (let at = node.ChildCount - 1; at >= 0; at--) {
      const child = node.GetChild(at);
      if (child) stack.push(child);
    }
  }
  return { index, isSound };
}

function saysNothing(info: SemanticInfo | null | undefined): boolean {
  if (!info) return true;
  return info.Alternates === null && (info.Diagnostics === null || countOf(info.Diagnostics) === 0);
}
