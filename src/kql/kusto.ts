import { type BridgeRuntime, quicken } from './bridge.ts';
import { runBridge, runService } from './language-service.ts';

/**
 * The part of Microsoft's Kusto language service (npm @kusto/language-service-next, MIT) that we use. The package is
 * compiled from C#: it publishes `Kusto` and `System` on globalThis, its lists are read through `System.Array`, and its
 * own declarations (1.7 MB) are global namespaces, so that what we need is declared here.
 */
export interface Kusto {
  readonly KustoCode: {
    Parse(text: string, globals: Globals): KustoCode;
    ParseAndAnalyze(text: string, globals: Globals): KustoCode;
    /** `Query`, or `Command` where the text starts with a dot. */
    GetKind(text: string): string;
  };
  readonly Parsing: {
    readonly QueryParser: { ParseQuery$1(text: string, options: ParseOptions): RootNode };
  };
  readonly DiagnosticFacts: { GetQuerySyntaxDepthExceeded(): RawDiagnostic };
  readonly Binding: {
    readonly LocalBindingCache: new () => unknown;
    readonly Binder: {
      /** Binds the tree in place; false where it is too deep for that. */
      TryBind(tree: unknown, globals: Globals, cache: unknown): boolean;
      /** The name that Kusto gives a column which an expression makes; null where it only numbers it. */
      GetExpressionResultName(node: unknown, fallback: null, type: null): string | null;
    };
  };
  readonly GlobalState: { readonly Default: Globals };
  readonly Syntax: {
    readonly SyntaxKind: Record<string, number>;
    readonly SyntaxTree: new (root: Node, original: null, offsetInOriginal: number) => unknown;
  };
  readonly Symbols: {
    readonly ColumnSymbol: new (name: string, type: Sym) => Sym;
    readonly TableSymbol: {
      readonly Empty: TableSym;
      readonly $ctor4: new (name: string, columns: unknown) => TableSym;
      From(schema: string): TableSym;
    };
    readonly DatabaseSymbol: { ctor: new (name: string, members: unknown) => Sym };
    readonly FunctionSymbol: { $ctor5: new (name: string, returns: Sym, parameters: unknown) => Sym };
    readonly Parameter: { ctor: new (...args: unknown[]) => Sym; $ctor3: new (...args: unknown[]) => Sym };
    readonly ParameterTypeKind: { readonly Any: number; readonly Tabular: number };
    readonly ScalarTypes: { readonly Unknown: Sym; GetSymbol(name: string): Sym };
    readonly Symbol: unknown;
    readonly SymbolKind: { readonly Table: number; readonly Column: number; readonly Function: number };
  };
}

/** A .NET list; read it with `listOf`. */
export interface List<T> {
  readonly __item?: T;
}

export interface ParseOptions {
  WithAlwaysProduceEndTokens(on: boolean): ParseOptions;
}

export interface Globals {
  readonly ParseOptions: ParseOptions;
  GetFunction(name: string): Sym | null;
  GetAggregate(name: string): Sym | null;
  GetPlugIn(name: string): Sym | null;
  GetAmbientSymbol(name: string): Sym | null;
  GetOperator(kind: number): Sym | null;
  WithParseOptions(options: ParseOptions): Globals;
  WithDatabase(database: Sym): Globals;
  WithCache(): Globals;
}

export interface Sym {
  readonly Name: string;
  /** A number of Symbols.SymbolKind. */
  readonly Kind: number;
  /** Columns: the expression that a query makes it with. */
  readonly Source?: Node | null;
  /** Columns that a union or join made this one of. */
  readonly OriginalColumns?: List<Sym>;
  readonly Columns?: List<Sym>;
  readonly Type?: Sym;
}

export interface TableSym extends Sym {
  readonly Columns: List<Sym>;
  WithName(name: string): TableSym;
  /** Open: any column may be asked of it. */
  WithIsOpen(open: boolean): TableSym;
}

/** A node or token. Offsets are in UTF-16 units of the analysed text. */
export interface Node {
  readonly Kind: number;
  readonly Parent: Node | null;
  readonly ChildCount: number;
  GetChild(index: number): Node | null;
  /** Where the text starts, leading white space and comments left out. */
  readonly TextStart: number;
  readonly End: number;
  /** Tokens only. */
  readonly Text?: string;
  /** Names only. */
  readonly SimpleName?: string;
  readonly ReferencedSymbol?: Sym | null;
  /** Expressions only: the value, escapes undone, of a literal or of a name that a let statement gives one. */
  readonly ConstantValue?: unknown;
  readonly ResultType?: Sym | null;
  GetTokenAt(position: number): Node | null;
  readonly ContainsSyntaxDiagnostics: boolean;
  /** Nodes only: what binding has found; nothing where it found nothing. */
  readonly GetSemanticInfo?: () => SemanticInfo | null;
}

export interface SemanticInfo {
  readonly Diagnostics: List<RawDiagnostic> | null;
  /** Other trees that the node was bound as. */
  readonly Alternates: unknown;
}

export interface RootNode extends Node {
  GetContainedDiagnostics(): List<RawDiagnostic>;
}

export interface RawDiagnostic {
  readonly Code: string;
  readonly Severity: string;
  readonly Message: string;
  readonly Start: number;
  readonly Length: number;
}

export interface KustoCode {
  readonly Kind: string;
  readonly Syntax: Node;
  GetDiagnostics(): List<RawDiagnostic>;
}

interface BridgeArray {
  getCount(list: unknown): number;
  getItem<T>(list: List<T>, index: number): T;
  init(items: readonly unknown[], type: unknown): unknown;
}

interface BridgeGlobals extends Pick<BridgeRuntime, 'Bridge'> {
  Kusto: { Language: Kusto };
  System: BridgeRuntime['System'] & { Array: BridgeArray };
}

const globals = globalThis as unknown as Partial<BridgeGlobals>;
let loaded: Kusto | undefined;

/** Loads the language service on first use: 0.2 s and about 100 MB. */
export function loadKusto(): Kusto {
  if (!loaded) {
    runBridge();
    quicken(globals as BridgeGlobals);
    runService();
    loaded = (globals as BridgeGlobals).Kusto.Language;
  }
  return loaded;
}

export function listOf<T>(list: List<T> | null | undefined): T[] {
  if (list === null || list === undefined) return [];
  const array = (globals as BridgeGlobals).System.Array;
  return Array.from({ length: array.getCount(list) }, (_, index) => array.getItem(list, index));
}

export function countOf<T>(list: List<T>): number {
  return (globals as BridgeGlobals).System.Array.getCount(list);
}

export function bridgeArray(items: readonly unknown[], type: unknown): unknown {
  return (globals as BridgeGlobals).System.Array.init(items, type);
}
