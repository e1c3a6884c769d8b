/** A query as the service understands it before it runs it. */
export interface BoundQuery {
  /** Of its result, with Kusto's names of their types. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly tables: readonly string[];
  /** `join`, `lookup`, `union` or `externaldata`. */
  readonly operators: readonly string[];
  readonly hasComments: boolean;
}

export interface ResultTable {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** What the tenant's advanced hunting has. */
export interface HuntingLogs {
  bind(query: string): BoundQuery | { readonly failed: string };
  run(
    query: string,
    context: {
      /** Whether a row is in the timespan that was asked for. */
      isIn(row: Readonly<Record<string, unknown>>): boolean;
      readonly now: Date;
    },
  ): ResultTable | { readonly failed: string };
  /** Whether the table is one of a connected Sentinel workspace. */
  isConnected(table: string): boolean;
  tables(): readonly { readonly name: string; readonly columns: ResultTable['columns'] }[];
}
