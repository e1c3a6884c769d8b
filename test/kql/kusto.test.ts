import { describe, expect, it } from 'vitest';
import { listOf, loadKusto, type TableSym } from '../../src/kql/kusto.ts';
import { workspaceTables } from '../../src/kql/reference.ts';
import { createSchema, tableSymbol } from '../../src/kql/schema.ts';
import { analyse } from '../../src/kql/service.ts';

describe('the parser', () => {
  it('says that a tree is too deep to bind, rather than to fail', () => {
    const deep = `DeviceEvents ${'| where DeviceName == "a" '.repeat(700)}`;
    const { diagnostics } = analyse(deep, createSchema());
    expect(diagnostics.map(({ message }) => message)).toContainEqual(expect.stringMatching(/depth/));
  });
});

describe('a table symbol', () => {
  const columns = (symbol: TableSym) => listOf(symbol.Columns).map(({ Name, Type }) => [Name, Type?.Name]);
  const { TableSymbol } = loadKusto().Symbols;

  it('is what the parser makes of the same schema', () => {
    for (const [name, schema] of Object.entries(workspaceTables())) {
      const ours = tableSymbol(loadKusto(), name, schema);
      expect(ours.Name).toBe(name);
      expect(columns(ours), name).toEqual(columns(TableSymbol.From(`(${schema})`)));
    }
  });

  it.each(["['a b']:string,c:int", "['it\\'s']:bool,['back\\\\slash']:guid", "['a]:b']:real,['x,y:z']:timespan"])(
    'reads quoted names as the parser does: %s',
    (schema) => {
      expect(columns(tableSymbol(loadKusto(), 'T', schema))).toEqual(columns(TableSymbol.From(`(${schema})`)));
    },
  );
});
