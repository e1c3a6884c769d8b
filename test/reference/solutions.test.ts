import { describe, expect, it } from 'vitest';
import { committed, committedJson, generator } from './generator.ts';

interface Generator {
  tablesOfDefinition(definition: object): Readonly<Record<string, string>>;
  generateSolutions(facts: object): string;
}

const { tablesOfDefinition, generateSolutions } = await generator<Generator>('kql/solutions.generate.mjs');

const table = (name: string, ...columns: readonly (readonly [name: string, type: string])[]) => ({
  name,
  type: 'Microsoft.OperationalInsights/workspaces/tables',
  properties: { schema: { name, columns: columns.map(([column, type]) => ({ name: column, type })) } },
});

describe('kql/solutions.generate.mjs', () => {
  it('reads the definition of one table or of several, with the columns that every table has', () => {
    const nests = table('Nests_CL', ['TimeGenerated', 'datetime'], ['Open', 'boolean'], ['Eggs', 'real']);
    const columns = 'Eggs:real,Open:bool,TenantId:string,TimeGenerated:datetime,Type:string';
    expect(tablesOfDefinition(nests)).toEqual({ Nests_CL: columns });
    expect(Object.keys(tablesOfDefinition([nests, table('Birds_CL', ['Name', 'string'])]))).toEqual([
      'Nests_CL',
      'Birds_CL',
    ]);
  });

  it('makes the committed file of its own facts', () => {
    expect(generateSolutions(committedJson('kql/solutions.json'))).toBe(committed('kql/solutions.json'));
  });

  it('writes tables in order', () => {
    const text = generateSolutions({ version: '1', tables: { B_CL: 'X:string', A_CL: 'Y:int' } });
    expect(Object.keys(JSON.parse(text).tables)).toEqual(['A_CL', 'B_CL']);
  });
});
