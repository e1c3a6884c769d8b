import { type Globals, listOf, loadKusto, type Node, type RawDiagnostic } from './kusto.ts';

/** A text as the language service read it. */
export interface Code {
  /** A control command (leading dot) is none. */
  readonly isQuery: boolean;
  readonly root: Node;
  readonly diagnostics: readonly RawDiagnostic[];
}

/**
 * What KustoCode.Parse (`parsed`) and KustoCode.ParseAndAnalyze (`bound`) give of a query, by the steps that they take, but for one: they
 * also make the grammar that an editor's completion needs, which costs each thread more than a second and which nothing here reads.
 */
export function readCode(text: string, globals: Globals, wanted: 'parsed' | 'bound'): Code {
  const { KustoCode, Parsing, Syntax, Binding, DiagnosticFacts } = loadKusto();
  if (KustoCode.GetKind(text) !== 'Query') {
    const code = wanted === 'bound' ? KustoCode.ParseAndAnalyze(text, globals) : KustoCode.Parse(text, globals);
    return { isQuery: false, root: code.Syntax, diagnostics: listOf(code.GetDiagnostics()) };
  }
  const root = Parsing.QueryParser.ParseQuery$1(text, globals.ParseOptions);
  const tree = new Syntax.SyntaxTree(root, null, 0);
  // A tree that is too deep to walk is left unbound.
  const isBound = wanted === 'parsed' || Binding.Binder.TryBind(tree, globals, new Binding.LocalBindingCache());
  const found = listOf(root.GetContainedDiagnostics());
  return {
    isQuery: true,
    root,
    diagnostics: isBound ? found : [...found, DiagnosticFacts.GetQuerySyntaxDepthExceeded()],
  };
}
