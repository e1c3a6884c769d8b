import { describe, expect, it } from 'vitest';
import { committed, committedJson, generator } from './generator.ts';

interface Generator {
  generateAsim(facts: object): Readonly<Record<string, string>>;
  parserOf(text: string): { readonly name: string; readonly schema: string; readonly parameters: string[] } | null;
  testedColumns(csv: string): Readonly<Record<string, string[]>>;
  factsOfParsers(files: string[], csv: string, before: object, version: string): object;
}

const { generateAsim, parserOf, testedColumns, factsOfParsers } = await generator<Generator>('kql/asim.generate.mjs');

const PARSER = `Parser:
  Title: Nests
Normalization:
  Schema: Nest
  Version: '0.1'
ParserName: imNest
ParserParams:
  - Name: starttime
    Type: datetime
    Default: datetime(null)
  - Name: egg_has_any
    Type: dynamic
    Default: dynamic([])
ParserQuery: |
  union vimNestEmpty
`;
const TESTER =
  'ColumnName,ColumnType,Class,Schema,LogicalType\nDvc,string,Mandatory,Common,,\nEgg,int,Optional,Nest,,\nVlan,sting,Optional,Nest,,\n';

describe('kql/asim.generate.mjs', () => {
  it('reads a parser and the tester', () => {
    expect(parserOf(PARSER)).toEqual({
      name: 'imNest',
      schema: 'Nest',
      parameters: ['starttime:datetime', 'egg_has_any:dynamic'],
    });
    expect(parserOf('ParserName: imNest\n')).toBeNull();
    expect(testedColumns(TESTER)).toEqual({ Common: ['Dvc:string'], Nest: ['Egg:int', 'Vlan:string'] });
  });

  it('adds what the files have, and takes nothing away', () => {
    const before = {
      common: 'Type:string',
      schemas: { Nest: { names: ['Nest'], columns: 'Egg:long', parameters: 'starttime:datetime,old:string' } },
      helpers: [],
    };
    expect(factsOfParsers([PARSER], TESTER, before, '2026')).toEqual({
      common: 'Type:string,Dvc:string',
      schemas: {
        Nest: {
          names: ['Nest'],
          columns: 'Egg:long,Vlan:string',
          parameters: 'starttime:datetime,old:string,egg_has_any:dynamic',
        },
      },
      helpers: [],
      version: '2026',
    });
  });

  it('makes the committed file of its own facts', () => {
    expect(generateAsim(committedJson('kql/asim.json'))['asim.json']).toBe(committed('kql/asim.json'));
  });
});
