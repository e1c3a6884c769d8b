import { readFileSync } from 'node:fs';

/** A workspace table that replaces one that only Defender has, with the mapping of columns. */
export interface TableMapping {
  readonly loganalytics: readonly string[];
  /** Defender column to a Kusto expression over the workspace table. */
  readonly columns?: Readonly<Record<string, string>>;
  readonly unmapped?: readonly string[];
}

/** Differences between Defender advanced hunting and Log Analytics: config/reference/kql/translation.json. */
export interface Translation {
  /** Tables that Defender XDR streams into the workspace. */
  readonly streamedTables: readonly string[];
  /** Of these, the ones that have no Timestamp in Defender, but TimeGenerated in the workspace. */
  readonly timelessTables: readonly string[];
  readonly columns: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly missing: Readonly<Record<string, readonly string[]>>;
  readonly types: Readonly<Record<string, Readonly<Record<string, readonly [defender: string, workspace: string]>>>>;
  readonly defenderOnlyTables: Readonly<Record<string, TableMapping>>;
  readonly retiredTables: Readonly<Record<string, { readonly replacedBy: string }>>;
  readonly defenderOnlyFunctions: readonly string[];
}

/** Parsers of Microsoft's normalization: config/reference/kql/asim.json. Columns and parameters as Kusto lists. */
export interface AsimParsers {
  /** Columns that every schema has. */
  readonly common: string;
  readonly schemas: Readonly<Record<string, AsimSchema>>;
  /** Functions beside the parsers. */
  readonly helpers: readonly string[];
}

interface AsimSchema {
  /** What stands behind `_Im_`. */
  readonly names: readonly string[];
  /** The table whose columns the parsers give, in loganalytics.json. */
  readonly table?: string;
  /** Beyond those. */
  readonly columns: string;
  readonly parameters: string;
}

/** Table name to Kusto column list (`A:string,B:datetime`). */
export type TableSchemas = Readonly<Record<string, string>>;

const folder = new URL('../../config/reference/kql/', import.meta.url);
let tables: TableSchemas | undefined;
let defender: TableSchemas | undefined;
let translation: Translation | undefined;
let asim: AsimParsers | undefined;

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
}

/** Tables of a Log Analytics workspace: those of Azure Monitor's reference, and some that Sentinel's solutions make. */
export function workspaceTables(): TableSchemas {
  tables ??= Object.assign(
    {},
    ...['loganalytics.json', 'solutions.json'].map((name) => (read(name) as { tables: TableSchemas }).tables),
  ) as TableSchemas;
  return tables;
}

/** Tables of Microsoft Defender XDR's advanced hunting. */
export function defenderTables(): TableSchemas {
  defender ??= (read('defender.json') as { tables: TableSchemas }).tables;
  return defender;
}

export function translationRules(): Translation {
  translation ??= read('translation.json') as Translation;
  return translation;
}

export function asimParsers(): AsimParsers {
  asim ??= read('asim.json') as AsimParsers;
  return asim;
}

/** The reference files' bytes, for the key of the verdict cache. */
export function referenceText(): string {
  return ['asim.json', 'defender.json', 'loganalytics.json', 'solutions.json', 'translation.json']
    .map((name) => readFileSync(new URL(name, folder), 'utf8'))
    .join('\n');
}

/** Whether a Kusto column list has Timestamp. */
export function hasTimestamp(columns: string): boolean {
  return /(?:^|,|')Timestamp'?\]?:/.test(columns);
}
