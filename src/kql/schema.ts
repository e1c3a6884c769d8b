import { HuntsyncError } from '../core/errors.ts';
import {
  asimFunction,
  builtInFunctions,
  type FunctionSignature,
  functionSymbol,
  KUSTO_TYPES,
  readSignature,
} from './functions.ts';
import { baseGlobals } from './globals.ts';
import { bridgeArray, type Globals, type Kusto, loadKusto, type TableSym } from './kusto.ts';
import { defenderTables, hasTimestamp, type TableSchemas, translationRules, workspaceTables } from './reference.ts';

/** What the user's workspace has beyond the reference (`environment.sentinel` in the configuration). */
export interface SentinelEnvironment {
  /** Table to columns to Kusto types; replaces a table of the same name in the reference. */
  readonly tables: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Functions: bare names, which may be called with any arguments, or signatures (`readSignature`). */
  readonly functions: readonly string[];
  /** What the queries are for; a workspace where not given. */
  readonly product?: Product;
  /** With `defender`: a workspace is connected, and its tables may be asked too. */
  readonly unified?: boolean;
  /** With `defender`: the tables of this tenant, as Kusto column lists, in place of the reference. */
  readonly known?: TableSchemas | undefined;
  /** Aliases of watchlists: `allow` has what no hunt of our own use cases is to report. */
  readonly watchlists?: { readonly allow?: string | undefined } | undefined;
}

/** Where a query runs: tables with TimeGenerated in a workspace, with Timestamp in Microsoft Defender XDR's advanced hunting. */
export type Product = 'sentinel' | 'defender';

export const EMPTY_ENVIRONMENT: SentinelEnvironment = { tables: {}, functions: [] };

/**
 * Two views of the workspace: `native` is what a query will meet there. `hunting` has Timestamp beside TimeGenerated on
 * every table that lacks it: what a query written for Defender means is read with it.
 */
export type View = 'native' | 'hunting';

export interface Schema {
  readonly product: Product;
  readonly tables: TableSchemas;
  /** Functions that the environment declares, and those of every workspace. */
  readonly functions: ReadonlySet<string>;
  /** The function is known by its name only, and any arguments are fine. */
  takesAnything(name: string): boolean;
  /** The table has a Timestamp column of its own which is not Defender's. */
  hasOwnTimestamp(table: string): boolean;
  /** In Defender the table has Timestamp, where the workspace has TimeGenerated. */
  isTimed(table: string): boolean;
  /**
   * Globals with all tables for a text that uses wildcards; else with those that this text and the ones before it name:
   * a small database binds a quarter faster, and few workspaces' tables are ever named.
   */
  globalsFor(text: string, view: View): Globals;
}

function userTable(name: string, columns: Readonly<Record<string, string>>, product: Product): string {
  const list = Object.entries(columns).map(([column, type]) => {
    if (!KUSTO_TYPES.has(type)) {
      throw new HuntsyncError(`environment.${product}.tables.${name}.${column}: "${type}" is not a Kusto type`, {
        remedy: `Use one of ${[...KUSTO_TYPES].join(', ')}.`,
      });
    }
    return `['${column.replace(/[\\']/g, '\\$&')}']:${type}`;
  });
  return list.join(',');
}

/** More than any workspace's queries call; names of a hostile text must not pile up. */
const MAX_FUNCTIONS = 2_000;

const COLUMN = /(?:\['((?:[^'\\]|\\.)*)'\]|(\w+)):(\w+)/g;

/** What TableSymbol.From gives, without its parser: a tenth of the cost, and a wildcard asks for 13,000 columns. */
export function tableSymbol({ Symbols }: Kusto, name: string, schema: string): TableSym {
  const columns = [...schema.matchAll(COLUMN)].map(
    ([, quoted = '', plain, type = '']) =>
      new Symbols.ColumnSymbol(plain ?? quoted.replace(/\\(.)/g, '$1'), Symbols.ScalarTypes.GetSymbol(type)),
  );
  return new Symbols.TableSymbol.$ctor4(name, bridgeArray(columns, Symbols.ColumnSymbol));
}

/** Operators that read tables which they do not name. A false alarm only costs time. */
const NAMELESS = /(?:^|[|(;{=])\s*(?:find|search)\b|\bunion\s+(?:[\w.]+\s*=\s*\S+\s+)*\*/;

function needsAllTables(text: string): boolean {
  return NAMELESS.test(text) || (/\bunion\b/.test(text) && /\w\*(?![\w(])|\*\w/.test(text));
}

export function createSchema(environment: SentinelEnvironment = EMPTY_ENVIRONMENT): Schema {
  const { product = 'sentinel' } = environment;
  const own = Object.entries(environment.tables).map(
    ([name, columns]) => [name, userTable(name, columns, product)] as const,
  );
  if (product === 'defender') return defenderSchema(environment, Object.fromEntries(own));
  const tables: TableSchemas = { ...workspaceTables(), ...Object.fromEntries(own) };
  const functions = [...builtInFunctions(), ...environment.functions.map(readSignature)];
  const streamed = new Set(translationRules().streamedTables);
  return schemaOf('sentinel', tables, functions, (table) => !streamed.has(table) && hasTimestamp(tables[table] ?? ''));
}

const built = new WeakMap<SentinelEnvironment, Schema>();

/** `createSchema`, once for an environment: several milliseconds that every further query is spared. */
export function schemaFor(environment: SentinelEnvironment): Schema {
  const known = built.get(environment) ?? createSchema(environment);
  built.set(environment, known);
  return known;
}

/**
 * What a query meets in Microsoft Defender XDR's advanced hunting: its tables, with Timestamp, its own functions, and the tables of a
 * workspace that is connected (https://learn.microsoft.com/defender-xdr/advanced-hunting-microsoft-defender).
 */
export function createDefenderSchema(connected: TableSchemas = {}): Schema {
  const functions = translationRules().defenderOnlyFunctions.map(readSignature);
  return schemaOf('defender', { ...connected, ...defenderTables() }, functions, () => false);
}

function defenderSchema({ unified, known, functions: declared }: SentinelEnvironment, own: TableSchemas): Schema {
  const functions = [
    ...translationRules().defenderOnlyFunctions.map(readSignature),
    ...(unified ? builtInFunctions() : []),
    ...declared.map(readSignature),
  ];
  // Where a workspace holds the same table, the portal shows Defender's.
  const tables = { ...(unified ? workspaceTables() : {}), ...(known ?? defenderTables()), ...own };
  return schemaOf('defender', tables, functions, () => false, unified ?? false);
}

function schemaOf(
  product: Product,
  tables: TableSchemas,
  declared: readonly FunctionSignature[],
  hasOwnTimestamp: (table: string) => boolean,
  hasParsers = true,
): Schema {
  const { streamedTables, timelessTables } = translationRules();
  const timed = new Set(streamedTables.filter((table) => !timelessTables.includes(table)));
  const functions = new Map(declared.map((one) => [one.name, one] as const));
  const symbols = new Map<string, TableSym>();
  const states = { all: new Map<View, Globals>(), named: new Map<View, Globals>() };
  const named = new Set<string>();

  function symbolOf(kusto: Kusto, name: string, view: View): TableSym {
    const key = `${view}:${name}`;
    let symbol = symbols.get(key);
    if (!symbol) {
      const columns = tables[name] ?? '';
      const extra = view === 'hunting' && !hasTimestamp(columns) ? ',Timestamp:datetime' : '';
      symbol = tableSymbol(kusto, name, `${columns}${extra}`);
      symbols.set(key, symbol);
    }
    return symbol;
  }

  return {
    product,
    tables,
    functions: new Set(declared.map(({ name }) => name)),
    takesAnything: (name) => functions.get(name)?.parameters === null,
    hasOwnTimestamp,
    isTimed: (table) => timed.has(table) && !hasTimestamp(tables[table] ?? ''),
    globalsFor(text, view) {
      const kusto = loadKusto();
      const scope = needsAllTables(text) ? 'all' : 'named';
      const before = [named.size, functions.size];
      for (const word of text.match(/\w+/g) ?? []) {
        if (Object.hasOwn(tables, word)) named.add(word);
        else if (
          hasParsers &&
          functions.size < MAX_FUNCTIONS &&
          /^_?v?(?:im|asim)/i.test(word) &&
          !functions.has(word)
        ) {
          const parser = asimFunction(word);
          if (parser) functions.set(word, parser);
        }
      }
      if (functions.size > (before[1] ?? 0)) for (const kept of Object.values(states)) kept.clear();
      else if (named.size > (before[0] ?? 0)) states.named.clear();
      let state = states[scope].get(view);
      if (!state) {
        const names = scope === 'all' ? Object.keys(tables) : [...named];
        const members = [
          ...names.map((name) => symbolOf(kusto, name, view)),
          ...[...functions.values()].map((one) =>
            functionSymbol(kusto, one, (columns) => tableSymbol(kusto, one.name, columns)),
          ),
        ];
        const database = new kusto.Symbols.DatabaseSymbol.ctor('workspace', bridgeArray(members, kusto.Symbols.Symbol));
        state = baseGlobals().WithDatabase(database).WithCache();
        states[scope].set(view, state);
      }
      return state;
    },
  };
}
