import { describe, expect, it } from 'vitest';
import { listOf, loadKusto } from '../../src/kql/kusto.ts';
import { translationRules, workspaceTables } from '../../src/kql/reference.ts';
import { createSchema } from '../../src/kql/schema.ts';
import { analyse } from '../../src/kql/service.ts';

describe('the reference', () => {
  it('has tables that the parser takes as they are', () => {
    const { TableSymbol } = loadKusto().Symbols;
    const tables = Object.entries(workspaceTables());
    expect(tables.length).toBeGreaterThan(300);
    for (const [name, columns] of tables) {
      const read = listOf(TableSymbol.From(`(${columns})`).Columns).map(
        (column) => `${column.Name}:${column.Type?.Name}`,
      );
      expect(read, name).toEqual(columns.replace(/\['|'\]/g, '').split(','));
    }
  });

  it('has TimeGenerated everywhere, and no Timestamp where Defender streams', () => {
    for (const table of Object.keys(workspaceTables()))
      expect(workspaceTables()[table], table).toMatch(/\bTimeGenerated:/);
    for (const table of translationRules().streamedTables)
      expect(workspaceTables()[table], table).not.toMatch(/\bTimestamp:/);
  });
});

describe('a schema', () => {
  const errors = (query: string, schema = createSchema()) => analyse(query, schema).errors.map(({ code }) => code);

  it('knows every table for operators that name none', () => {
    for (const query of [
      'union Device* | where RemotePort == 1',
      'find in (Sign*) where ResultType == 0',
      'search in (*) "x"',
    ]) {
      expect(errors(query), query).toEqual([]);
    }
    expect(errors('union withsource = T * | where RegistryKey has "x" and ResultType == 0')).toEqual([]);
  });

  it('takes tables and functions of the user, whose word goes before ours', () => {
    const schema = createSchema({
      tables: { My_CL: { TimeGenerated: 'datetime', 'odd name': 'string' }, SigninLogs: { OnlyThis: 'long' } },
      functions: ['Parse_It(2)'],
    });
    expect(errors("My_CL | where ['odd name'] has 'x' | join (Parse_It(1, 'x')) on TimeGenerated", schema)).toEqual([]);
    expect(errors('SigninLogs | project OnlyThis', schema)).toEqual([]);
    expect(errors('SigninLogs | project UserPrincipalName', schema)).toEqual(['KS142']);
  });

  it('refuses a type that Kusto does not have', () => {
    expect(() => createSchema({ tables: { T: { A: 'varchar' } }, functions: [] })).toThrow(
      '"varchar" is not a Kusto type',
    );
  });
});
