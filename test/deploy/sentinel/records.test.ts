import { describe, expect, test } from 'vitest';
import { columnName, RECORD_NAMES } from '../../../src/sentinel/records/names.ts';
import { queryOf } from '../../../src/sentinel/records/query.ts';
import { type FieldType, RECORD_TYPES, RECORDS } from '../../../src/sync/records/schema.ts';
import { ofType } from './deploy.ts';

/**
 * Column types of a stream: https://github.com/Azure/azure-rest-api-specs, dataCollectionRules_API.json 2023-03-11; a table takes
 * the same.
 */
const TYPES: Readonly<Record<FieldType, string>> = {
  string: 'string',
  int: 'int',
  boolean: 'boolean',
  date: 'datetime',
  datetime: 'datetime',
  strings: 'dynamic',
};

interface Column {
  readonly name: string;
  readonly type: string;
  readonly description?: string;
}

interface Table {
  readonly plan: string;
  readonly retentionInDays: number;
  readonly schema: { readonly name: string; readonly description: string; readonly columns: readonly Column[] };
}

interface Rule {
  readonly streamDeclarations: Readonly<Record<string, { readonly columns: readonly Column[] }>>;
  readonly destinations: { readonly logAnalytics: readonly { readonly name: string }[] };
  readonly dataFlows: readonly { readonly streams: readonly string[] }[];
}

interface SavedFunction {
  readonly functionAlias: string;
  readonly category: string;
  readonly query: string;
}

const tables = ofType('Microsoft.OperationalInsights/workspaces/tables');
const tableOf = (name: string) =>
  tables.find(({ properties }) => (properties as unknown as Table).schema.name === name)
    ?.properties as unknown as Table;
const rules = ofType('Microsoft.Insights/dataCollectionRules');
const rule = rules[0]?.properties as unknown as Rule;
const functions = ofType('Microsoft.OperationalInsights/workspaces/savedSearches');

const plain = (columns: readonly Column[]) => columns.map(({ name, type }) => ({ name, type }));

test('each kind of record has its table, its stream and its function, and there are no others', () => {
  const kinds = RECORD_TYPES.map((type) => RECORD_NAMES[type]);
  const streams = kinds.map(({ table }) => `Custom-${table}`).sort();
  expect(tables.map(({ name }) => name).sort()).toEqual(kinds.map(({ table }) => `soc-logs/${table}`).sort());
  expect(rules).toHaveLength(1);
  expect(Object.keys(rule.streamDeclarations).sort()).toEqual(streams);
  expect(rule.dataFlows.map((flow) => flow.streams[0])).toEqual(Object.keys(rule.streamDeclarations));
  expect(functions.map(({ name }) => name).sort()).toEqual(kinds.map((kind) => `soc-logs/${kind.function}`).sort());
});

describe.each(RECORD_TYPES)('%s', (type) => {
  const spec = { ...RECORDS[type], ...RECORD_NAMES[type] };
  const wanted = [
    { name: 'TimeGenerated', type: 'datetime' },
    ...spec.fields.map((field) => ({ name: columnName(field.name), type: TYPES[field.type] })),
  ];

  test('has a column for every field, and no other', () => {
    expect(plain(tableOf(spec.table).schema.columns)).toEqual(wanted);
    expect(plain(rule.streamDeclarations[`Custom-${spec.table}`]?.columns ?? [])).toEqual(wanted);
  });

  // The tutorial for the Logs Ingestion API calls a column's description mandatory.
  test('says of the table and of each column what the definition says', () => {
    const { schema } = tableOf(spec.table);
    expect(schema.description).toBe(spec.description);
    const told = Object.fromEntries(schema.columns.map(({ name, description }) => [name, description]));
    for (const field of spec.fields) expect(told[columnName(field.name)]).toBe(field.description);
    expect(told['TimeGenerated']).toBeTruthy();
  });

  // https://learn.microsoft.com/azure/azure-monitor/logs/create-custom-table: letters first, at most 45 characters, and these
  // names are taken.
  test('has only columns that a workspace takes', () => {
    const taken = ['_ResourceId', 'id', '_SubscriptionId', 'TenantId', 'Type', 'UniqueId', 'Title'];
    const names = tableOf(spec.table).schema.columns.map(({ name }) => name);
    expect(names.filter((name) => !/^[A-Za-z][A-Za-z0-9_]{0,44}$/.test(name))).toEqual([]);
    expect(names.filter((name) => taken.some((other) => other.toLowerCase() === name.toLowerCase()))).toEqual([]);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
    expect(spec.table).toMatch(/_CL$/);
  });

  test('goes into its own table, as it comes', () => {
    const stream = `Custom-${spec.table}`;
    expect(rule.dataFlows).toContainEqual({
      streams: [stream],
      destinations: [rule.destinations.logAnalytics[0]?.name],
      transformKql: 'source',
      outputStream: stream,
    });
  });

  test('has a function that gives the newest version of each, without those that are gone', () => {
    const saved = functions.find(({ name }) => name.endsWith(`/${spec.function}`))
      ?.properties as unknown as SavedFunction;
    expect(saved.functionAlias).toBe(spec.function);
    expect(saved.query.split('\n')).toEqual([
      spec.table,
      `| summarize arg_max(TimeGenerated, *) by ${columnName(spec.key)}`,
      '| where Removed != true',
    ]);
    expect(spec.fields.map(({ name }) => name)).toEqual(expect.arrayContaining([spec.key, 'removed']));
    // What analysts see is what a sync takes as stored.
    expect(queryOf(type).startsWith(`${saved.query}\n| project `)).toBe(true);
  });
});
