import { type Draft, sourceOffset } from './draft.ts';
import { listOf, loadKusto, type Node, type Sym } from './kusto.ts';
import type { Schema } from './schema.ts';
import { type Analysis, isKind } from './service.ts';
import { tablesIn } from './timestamp.ts';

/*
 * In Defender a name of Timestamp can only be the column of a table that has one. In the workspace all tables have TimeGenerated,
 * so that after a join or union the renamed name may be another table's: a vulnerability's, a sign-in's.
 */

/** Whether a rename made some Timestamp the TimeGenerated of a table that has no Timestamp in Defender. */
export function bindsElsewhere(
  analysis: Analysis,
  draft: Draft,
  renamed: ReadonlySet<number>,
  schema: Schema,
): boolean {
  const tables = tablesIn(analysis);
  const names = new Set(tables.map(({ SimpleName }) => SimpleName ?? ''));
  const others = [...names].some((name) => !schema.isTimed(name)) || callsTables(analysis);
  if (renamed.size === 0 || !others || ![...names].some((name) => schema.isTimed(name))) return false;
  const originOf = origins(analysis, tables);
  return analysis
    .nodes('NameReference')
    .some(
      (node) =>
        node.ReferencedSymbol &&
        renamed.has(sourceOffset(draft, node.TextStart)) &&
        isColumn(node.ReferencedSymbol) &&
        [...originOf(node.ReferencedSymbol)].some((table) => !schema.isTimed(table)),
    );
}

/** Functions of the workspace that give rows, such as the parsers of ASIM. */
function callsTables(analysis: Analysis): boolean {
  const { SymbolKind } = loadKusto().Symbols;
  return analysis
    .nodes('NameReference', 'FunctionCallExpression')
    .some(
      ({ ReferencedSymbol, ResultType }) =>
        ReferencedSymbol?.Kind === SymbolKind.Function && ResultType?.Kind === SymbolKind.Table,
    );
}

function isColumn(symbol: Sym): boolean {
  return symbol.Kind === loadKusto().Symbols.SymbolKind.Column;
}

/** The tables that a column's values come from; an empty name where that is not known. */
function origins(analysis: Analysis, tables: readonly Node[]): (symbol: Sym) => ReadonlySet<string> {
  const owners = new Map<Sym, string>();
  for (const { ReferencedSymbol: table } of tables) {
    for (const column of listOf(table?.Columns)) owners.set(column, table?.Name ?? '');
  }
  const references = analysis.nodes('NameReference').filter((node) => !isKind(node.Parent, 'FunctionCallExpression'));
  const known = new Map<Sym, ReadonlySet<string>>();

  return function trace(symbol): ReadonlySet<string> {
    const before = known.get(symbol);
    if (before) return before;
    const owner = owners.get(symbol);
    if (owner !== undefined) return new Set([owner]);
    known.set(symbol, new Set());
    const found = new Set<string>();
    const source = symbol.Source;
    const inside = source
      ? references.filter((node) => node.TextStart >= source.TextStart && node.End <= source.End)
      : [];
    const from = [...listOf(symbol.OriginalColumns), ...inside.flatMap((node) => node.ReferencedSymbol ?? [])];
    for (const other of from) {
      if (other !== symbol && isColumn(other)) for (const table of trace(other)) found.add(table);
    }
    if (found.size === 0 && !source) found.add('');
    known.set(symbol, found);
    return found;
  };
}
