import type { Edit } from './draft.ts';
import { listOf, loadKusto, type Node, type Sym } from './kusto.ts';
import { codeTokens, type Token } from './scan.ts';
import type { Schema } from './schema.ts';
import { type Analysis, ancestor, childAt, isKind, textOf } from './service.ts';

/*
 * Timestamp is Defender's time column. In the workspace TimeGenerated is the one that every streamed table documents,
 * that partitions are pruned by and that the portal's time picker sets; so references to a table's Timestamp become
 * TimeGenerated, and columns that the query makes itself keep their name.
 */

/** Names that Kusto derives from a Timestamp column by itself: `max_Timestamp`, and `Timestamp1` in a join. */
const DERIVED =
  /^(?:(?:max|min|arg_max|arg_min|any|take_any|dcount|count_distinct|make_list|make_set|list|set|avg|percentile)_)?Timestamp\d*$/;

function renamed(name: string): string {
  return name.replace('Timestamp', 'TimeGenerated');
}

function original(name: string): string {
  return name.replace('TimeGenerated', 'Timestamp');
}

/**
 * The usual case, without parsing: no Timestamp is declared in the text, so each one is a table's column. Null if that is not
 * clear; `isPlain` verifies the result with the parser.
 */
export function plainRename(tokens: readonly Token[], schema: Schema): Edit[] | null {
  const code = codeTokens(tokens);
  const edits: Edit[] = [];
  for (const [index, token] of code.entries()) {
    if (token.kind === 'string' && /^[hH@]*(["'])(?:Timestamp|TimeGenerated)\1$/.test(token.text)) return null;
    if (token.kind !== 'word') continue;
    if (token.text === 'TimeGenerated' && declares(code, index)) return null;
    if (schema.hasOwnTimestamp(token.text)) return null;
    if (!DERIVED.test(token.text) || isProperty(code, index)) continue;
    if (declares(code, index)) return null;
    edits.push({ start: token.start, end: token.end, text: renamed(token.text) });
  }
  return edits;
}

function declares(tokens: readonly Token[], index: number): boolean {
  const next = tokens[index + 1];
  const afterNext = tokens[index + 2];
  if (next?.text === ':') return true;
  return next?.text === '=' && !(afterNext?.start === next.end && /^[=~]$/.test(afterNext.text));
}

/** A property of a dynamic value, `details.Timestamp`; `$left.Timestamp` is a column. */
export function isProperty(tokens: readonly Token[], index: number): boolean {
  if (tokens[index - 1]?.text !== '.') return false;
  return !(/^(?:left|right)$/.test(tokens[index - 2]?.text ?? '') && tokens[index - 3]?.text === '$');
}

/**
 * Verifies a plain rename with the parser: no renamed place declares a name. (A text with TimeGenerated declared in the source
 * has no plain rename.)
 */
export function isPlain(analysis: Analysis): boolean {
  return analysis.nodes('NameDeclaration').every((node) => !DERIVED.test(original(node.SimpleName ?? '')));
}

/** Whether a column is a table's Timestamp (or passes it on), the query's own, or both at once. */
type Trace = 'table' | 'own' | 'mixed';

function tracer(hunting: Analysis, schema: Schema): (symbol: Sym) => Trace {
  const { SymbolKind } = loadKusto().Symbols;
  const ofTables = new Set<Sym>();
  const ofOtherTables = new Set<Sym>();
  for (const { ReferencedSymbol: table } of tablesIn(hunting)) {
    const found = listOf(table?.Columns).filter(({ Name }) => Name === 'Timestamp');
    for (const column of found) (table && schema.hasOwnTimestamp(table.Name) ? ofOtherTables : ofTables).add(column);
  }
  const declared = new Set(hunting.nodes('NameDeclaration').map((node) => node.ReferencedSymbol));
  const references = hunting.nodes('NameReference').filter((node) => DERIVED.test(node.SimpleName ?? ''));

  return function trace(symbol): Trace {
    if (ofTables.has(symbol)) return 'table';
    if (symbol.Kind !== SymbolKind.Column || ofOtherTables.has(symbol) || declared.has(symbol)) return 'own';
    const { Source: source } = symbol;
    const from = source
      ? references.filter((node) => node.TextStart >= source.TextStart && node.End <= source.End)
      : [];
    const origins = [...listOf(symbol.OriginalColumns), ...from.flatMap((node) => node.ReferencedSymbol ?? [])]
      .filter((origin) => origin !== symbol)
      .map(trace);
    const [first = 'own'] = origins;
    return origins.every((one) => one === first) ? first : 'mixed';
  };
}

/**
 * The exact case, on the tree of the source text bound with Timestamp on every table: each reference is renamed if its
 * symbol comes from a table. Null where a name stands for both at once (a union of a table and a column of the query's
 * own) or the query makes a TimeGenerated itself: then see `aliasTimestamp`.
 */
export function boundRename(hunting: Analysis, schema: Schema): Edit[] | null {
  if (hunting.nodes('NameDeclaration').some((node) => node.SimpleName === 'TimeGenerated')) return null;
  const trace = tracer(hunting, schema);
  const edits: Edit[] = [];
  for (const node of hunting.nodes('NameReference')) {
    const { SimpleName: name = '', ReferencedSymbol: symbol } = node;
    if (!DERIVED.test(name) || (!symbol && isKind(node.Parent, 'PathExpression'))) continue;
    // No such symbol: the parser is lost (an unknown table, a broken string); it is not the query's own then.
    const from = symbol ? trace(symbol) : 'table';
    if (from === 'mixed' || (from === 'own' && /\d$/.test(name))) return null;
    if (from === 'table') edits.push(rename(hunting, node));
  }
  return [...edits, ...columnsByText(hunting)];
}

function rename(analysis: Analysis, node: Node): Edit {
  return { start: node.TextStart, end: node.End, text: renamed(textOf(analysis, node)) };
}

/** `column_ifexists("Timestamp", …)`, which names a column in a string. */
function columnsByText(hunting: Analysis): Edit[] {
  const calls = hunting
    .nodes('FunctionCallExpression')
    .filter((call) => /^column_?ifexists$/.test(childAt(call, 0)?.SimpleName ?? ''));
  return hunting
    .nodes('StringLiteralExpression')
    .filter((node) => calls.some((call) => call.TextStart < node.TextStart && node.End < call.End))
    .filter((node) => /^(["'])Timestamp\1$/.test(textOf(hunting, node)))
    .map((node) => rename(hunting, node));
}

/** References to tables of the workspace. */
export function tablesIn(analysis: Analysis): Node[] {
  const { SymbolKind } = loadKusto().Symbols;
  return analysis
    .nodes('NameReference')
    .filter(
      ({ ReferencedSymbol: symbol, Parent: parent }) =>
        symbol?.Kind === SymbolKind.Table && symbol.Name !== '' && !isKind(parent, 'FunctionCallExpression'),
    );
}

/**
 * The last resort, correct for every query: each table gets Timestamp as an alias of TimeGenerated, and the rest stays as
 * written.
 */
export function aliasTimestamp(
  hunting: Analysis,
  schema: Schema,
  wanted: (table: string) => boolean = () => true,
): Edit[] {
  return tablesIn(hunting)
    .filter(
      (node) =>
        wanted(node.SimpleName ?? '') &&
        Object.hasOwn(schema.tables, node.SimpleName ?? '') &&
        !schema.hasOwnTimestamp(node.SimpleName ?? ''),
    )
    .map((node) => pipeInto(node, textOf(hunting, node), 'extend Timestamp = TimeGenerated'));
}

/** Replaces a table reference by a pipeline, in brackets where it does not start one. */
export function pipeInto(node: Node, table: string, operator: string): Edit {
  const pipe = ancestor(node.Parent, 'PipeExpression');
  const leads = pipe?.TextStart === node.TextStart && childAt(pipe, 0)?.End === node.End;
  const alone = isKind(node.Parent, 'ExpressionStatement', 'LetStatement');
  const text = leads || alone ? `${table}\n| ${operator}` : `(${table} | ${operator})`;
  return { start: node.TextStart, end: node.End, text };
}
