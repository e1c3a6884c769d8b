import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/**
 * A second reader: the same parser, loaded and asked on its own, with the workspace tables straight from the reference
 * and none of the code under test. What is wrong with a text that was accepted; empty where nothing is.
 */
// biome-ignore lint/suspicious/noExplicitAny: the package's own declarations are global namespaces of 1.7 MB
type Untyped = any;

const require = createRequire(import.meta.url);
let state: Untyped;

function kusto(): { K: Untyped; list: (items: Untyped) => Untyped[] } {
  require('@kusto/language-service-next/bridge.min.js');
  require('@kusto/language-service-next/Kusto.Language.Bridge.min.js');
  const { Kusto, System } = globalThis as Untyped;
  const list = (items: Untyped) =>
    Array.from({ length: System.Array.getCount(items) }, (_, index) => System.Array.getItem(items, index));
  if (!state) {
    const { Symbols } = Kusto.Language;
    const tables = ['loganalytics', 'solutions'].flatMap((name) => {
      const file = new URL(`../../config/reference/kql/${name}.json`, import.meta.url);
      return Object.entries((JSON.parse(readFileSync(file, 'utf8')) as { tables: Record<string, string> }).tables);
    });
    const members = tables.map(([name, columns]) => Symbols.TableSymbol.From(`(${columns})`).WithName(name));
    state = Kusto.Language.GlobalState.Default.WithDatabase(
      new Symbols.DatabaseSymbol.ctor('db', System.Array.init(members, Symbols.Symbol)),
    );
  }
  return { K: Kusto.Language, list };
}

export function faults(text: string): string[] {
  const { K, list } = kusto();
  const code = K.KustoCode.ParseAndAnalyze(text, state);
  const found: string[] = list(code.GetDiagnostics())
    .filter((one) => one.Severity === 'Error')
    .map((one) => `${one.Code} ${one.Message}`);
  if (code.Kind !== 'Query') found.push(`is a ${code.Kind}`);
  const { SyntaxKind } = K.Syntax;
  let statements = 0;
  const stack = [code.Syntax];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (node.Kind === SyntaxKind.ExpressionStatement) statements++;
    if (node.Kind === SyntaxKind.SkippedTokens && node.End > node.TextStart) found.push('skipped tokens');
    for (let index = 0; index < node.ChildCount; index++) {
      const child = node.GetChild(index);
      if (child) stack.push(child);
    }
  }
  if (statements !== 1) found.push(`${statements} statements`);
  return found;
}
