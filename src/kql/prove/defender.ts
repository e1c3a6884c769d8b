import type { Proving } from '../../prove/language.ts';
import { resultColumns } from '../additions/origin.ts';
import { type TableSchemas, workspaceTables } from '../reference.ts';
import { codeTokens, scan } from '../scan.ts';
import { createDefenderSchema, type Schema } from '../schema.ts';
import { analyse } from '../service.ts';
import { tablesIn } from '../timestamp.ts';
import { provingOf } from './index.ts';

/** A query as the language service has bound it. */
export interface BoundQuery {
  /** Of its result, with Kusto's names of their types; empty where they hang on the data. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** Tables that it names, each once. */
  readonly tables: readonly string[];
  /** Operators of `join`, `lookup`, `union` and `externaldata` that it uses, each once. */
  readonly operators: readonly string[];
  readonly hasComments: boolean;
}

/** Advanced hunting in Microsoft Defender XDR: its tables, and queries on sample rows of them. */
export interface DefenderProving extends Proving {
  /** Table to columns, as a Kusto list. */
  readonly tables: TableSchemas;
  /** Whether the table is one of a connected workspace. */
  isConnected(table: string): boolean;
  /** Never throws. */
  bind(query: string): BoundQuery | { readonly failed: string };
}

/** @param unified whether a Sentinel workspace is connected, whose tables are then seen beside Defender's. */
export function createDefenderProving(unified: boolean): DefenderProving {
  const own = createDefenderSchema();
  const schema = unified ? createDefenderSchema(workspaceTables()) : own;
  return {
    ...provingOf(schema),
    tables: schema.tables,
    isConnected: (table) => !Object.hasOwn(own.tables, table),
    bind(query) {
      try {
        return bindQuery(query, schema);
      } catch (error) {
        return { failed: String(error) };
      }
    },
  };
}

const OPERATORS: Readonly<Record<string, string>> = {
  join: 'JoinOperator',
  lookup: 'LookupOperator',
  union: 'UnionOperator',
  externaldata: 'ExternalDataExpression',
};

function bindQuery(query: string, schema: Schema): BoundQuery | { failed: string } {
  const analysis = analyse(query, schema);
  const [error] = analysis.errors;
  if (!analysis.isQuery) return { failed: 'A control command is no query.' };
  if (error) return { failed: error.message };
  const tables = tablesIn(analysis).map(({ ReferencedSymbol: table }) => table?.Name ?? '');
  const tokens = scan(query);
  return {
    columns: resultColumns(analysis).map(({ name, type }) => ({ name, type })),
    tables: [...new Set(tables)],
    operators: Object.entries(OPERATORS).flatMap(([name, kind]) => (analysis.nodes(kind).length > 0 ? [name] : [])),
    hasComments: codeTokens(tokens).length < tokens.length,
  };
}
