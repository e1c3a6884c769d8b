import { listOf, loadKusto, type Node, type Sym } from '../kusto.ts';
import { type Analysis, ancestor, childAt, isKind, textOf } from '../service.ts';
import { tablesIn } from '../timestamp.ts';

/** A column of a table. */
export interface TableColumn {
  /** Empty for a column of a function that gives rows. */
  readonly table: string;
  /** A member of a dynamic value has the column in front: `InitiatedBy.userPrincipalName`. */
  readonly column: string;
}

/** How a column comes by the value of a table's: as it is, as one of a group's, or cut to a bucket. */
export type Way = 'same' | 'max' | 'any' | 'min' | 'bin' | 'set';

/** Where the values of a column come from. */
export interface Origin {
  /** More than one where a union, `coalesce` or `iff` makes one column of several. */
  readonly columns: readonly TableColumn[];
  readonly way: Way;
}

/** A column of a query's result. */
export interface ResultColumn {
  readonly name: string;
  /** Kusto's name of its type. */
  readonly type: string;
  /** Null where the query computes it. */
  readonly origin: Origin | null;
}

/** Functions that keep what a value means, with the places of the arguments that they keep. */
const KEEPING: Readonly<Record<string, readonly number[]>> = {
  tostring: [0],
  tolower: [0],
  toupper: [0],
  todatetime: [0],
  trim: [1],
  trim_end: [1],
  trim_start: [1],
  iff: [1, 2],
  iif: [1, 2],
};
/** Functions that choose one of several values, keep them all, or cut a time. */
const WAYS: Readonly<Record<string, Way>> = {
  any: 'any',
  take_any: 'any',
  take_anyif: 'any',
  min: 'min',
  minif: 'min',
  max: 'max',
  maxif: 'max',
  make_set: 'set',
  make_set_if: 'set',
  make_list: 'set',
  bin: 'bin',
  startofday: 'bin',
};

/**
 * The columns of a query's result with the columns of tables that they are, as Microsoft's parser has bound them: through project,
 * rename, summarize, join and union. Empty where the query gives no table whose columns are known.
 */
export function resultColumns(analysis: Analysis): ResultColumn[] {
  const result = childAt(analysis.nodes('ExpressionStatement').at(-1), 0)?.ResultType;
  const columns = listOf(result?.Columns);
  if (columns.length === 0) return [];
  const trace = tracer(analysis);
  return columns.map((column) => ({
    name: column.Name,
    type: column.Type?.Name ?? 'unknown',
    origin: trace(column),
  }));
}

function tracer(analysis: Analysis): (symbol: Sym) => Origin | null {
  const columnKind = loadKusto().Symbols.SymbolKind.Column;
  const owners = new Map<Sym, string>();
  for (const { ReferencedSymbol: table } of tablesIn(analysis)) {
    for (const column of listOf(table?.Columns)) owners.set(column, table?.Name ?? '');
  }
  const known = new Map<Sym, Origin | null>();

  function ofSymbol(symbol: Sym | null | undefined): Origin | null {
    if (!symbol || symbol.Kind !== columnKind) return null;
    const before = known.get(symbol);
    if (before !== undefined) return before;
    // One that is made of itself is not known.
    known.set(symbol, null);
    const found = find(symbol);
    known.set(symbol, found);
    return found;
  }

  function find(symbol: Sym): Origin | null {
    const owner = owners.get(symbol);
    if (owner !== undefined) return { columns: [{ table: owner, column: symbol.Name }], way: 'same' };
    const { Source: source } = symbol;
    if (source) {
      const origin = ofNode(source);
      const isOne = symbol.Type?.Name !== 'dynamic' || isKind(source.Parent, 'MvExpandExpression');
      return origin?.way === 'set' && isOne ? { ...origin, way: 'any' } : origin;
    }
    const originals = listOf(symbol.OriginalColumns);
    // A column of a function that gives rows, such as a parser of ASIM, is what its name says.
    if (originals.length === 0) return { columns: [{ table: '', column: symbol.Name }], way: 'same' };
    return joined(originals.map(ofSymbol));
  }

  function ofNode(node: Node | null | undefined): Origin | null {
    if (!node) return null;
    if (isKind(node, 'NameReference')) return ofSymbol(node.ReferencedSymbol);
    if (isKind(node, 'ParenthesizedExpression')) return ofNode(childAt(node, 1));
    if (isKind(node, 'PathExpression', 'ElementExpression')) return ofMember(node);
    return isKind(node, 'FunctionCallExpression') ? ofCall(node) : null;
  }

  function ofCall(call: Node): Origin | null {
    const name = childAt(call, 0)?.SimpleName ?? '';
    const given = childAt(call, 1, 1)?.ChildCount ?? 0;
    const argument = (at: number) => ofNode(childAt(call, 1, 1, at, 0));
    if (name === 'coalesce') return joined(Array.from({ length: given }, (_, at) => argument(at)));
    const kept = Object.hasOwn(KEEPING, name) ? KEEPING[name] : undefined;
    if (kept) {
      const origin = joined(kept.map(argument));
      // The text of a list is no value of it.
      return origin?.way === 'set' ? null : origin;
    }
    const way = Object.hasOwn(WAYS, name) ? WAYS[name] : undefined;
    const origin = way === undefined ? null : argument(0);
    return origin && way ? { ...origin, way } : null;
  }

  /** `InitiatedBy.user.userPrincipalName`, `TargetResources[0].userPrincipalName`; `Hosts[0]` of a list. */
  function ofMember(node: Node): Origin | null {
    const member = /(?:\.|\[["'])(\w+)(?:["']\])?$/.exec(textOf(analysis, node))?.[1];
    const origin = ofNode(rootOf(node));
    if (!origin) return null;
    if (member === undefined) return origin.way === 'set' ? { ...origin, way: 'any' } : null;
    return { ...origin, columns: origin.columns.map((one) => ({ ...one, column: `${one.column}.${member}` })) };
  }

  return ofSymbol;
}

/** The column that a path into a dynamic value starts from; null where it is no column. */
function rootOf(path: Node): Node | null {
  let at: Node | null = path;
  while (at && !isKind(at, 'NameReference')) {
    const isParsed = /^(?:parse_json|todynamic|tostring)$/.test(childAt(at, 0)?.SimpleName ?? '');
    at = isKind(at, 'PathExpression', 'ElementExpression')
      ? childAt(at, 0)
      : isKind(at, 'FunctionCallExpression') && isParsed
        ? childAt(at, 1, 1, 0, 0)
        : null;
  }
  return at && ancestor(at, 'NameReference');
}

/** What becomes of several columns in one; null where one of them is computed. */
function joined(origins: readonly (Origin | null)[]): Origin | null {
  const found = origins.filter((one) => one !== null);
  const [first] = found;
  if (!first || found.length < origins.length) return null;
  const columns = new Map(found.flatMap((one) => one.columns).map((one) => [`${one.table}.${one.column}`, one]));
  return { columns: [...columns.values()], way: found.every(({ way }) => way === first.way) ? first.way : 'any' };
}
