import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Code, codeOf, listOf, loadKusto, type TableSym } from '../../src/kql/kusto.ts';
import { workspaceTables } from '../../src/kql/reference.ts';
import { createSchema, tableSymbol } from '../../src/kql/schema.ts';

/** Everything of a code that we read: its diagnostics, and each node with what it was bound to. */
function seen(code: Code) {
  const nodes: unknown[] = [];
  const open = [code.Syntax];
  for (let node = open.pop(); node; node = open.pop()) {
    nodes.push([node.Kind, node.TextStart, node.End, node.ReferencedSymbol?.Name, node.ResultType?.Name]);
    for (let index = 0; index < node.ChildCount; index++) {
      const child = node.GetChild(index);
      if (child) open.push(child);
    }
  }
  const told = listOf(code.GetDiagnostics()).map(({ Code, Severity, Message, Start, Length }) => [
    Code,
    Severity,
    Message,
    Start,
    Length,
  ]);
  return { kind: code.Kind, told, nodes };
}

const schema = createSchema();
const DEEP = `DeviceEvents ${'| where DeviceName == "a" '.repeat(700)}`;

function expectSame(text: string): void {
  const { KustoCode } = loadKusto();
  const globals = schema.globalsFor(text, 'native');
  expect(seen(codeOf(text, globals, false)), text).toEqual(seen(KustoCode.Parse(text, globals)));
  expect(seen(codeOf(text, globals, true)), text).toEqual(seen(KustoCode.ParseAndAnalyze(text, globals)));
}

describe('our shortcut to the parser', () => {
  it.each([
    ['nothing', ''],
    ['a table', 'DeviceEvents'],
    ['a pipeline', 'DeviceEvents | where Foo == 1 | summarize dcount(DeviceName) by bin(TimeGenerated, 1h)'],
    [
      'a function and a join',
      'let f = (x: string) { SecurityEvent | where Account has x }; f("a") | join kind=inner (SigninLogs) on $left.Account == $right.Identity',
    ],
    ['wildcards and two statements', 'union Device* | where RemotePort == 1; search in (*) "x"'],
    ['what is cut off', 'DeviceEvents | where ((('],
    ['a directive', '#connect cluster("x")\nDeviceEvents'],
    ['a command', '.drop table DeviceEvents'],
    ['deep brackets, for which the parser needs its grammar', `print ${'('.repeat(350)}1${')'.repeat(350)}`],
    ['a tree too deep to bind', DEEP],
  ])('tells of %s what KustoCode.ParseAndAnalyze does', { timeout: 60_000 }, (_name, text) => expectSame(text));

  it('says that a tree is too deep to bind', { timeout: 60_000 }, () => {
    const code = codeOf(DEEP, schema.globalsFor(DEEP, 'native'), true);
    expect(listOf(code.GetDiagnostics()).map(({ Message }) => Message)).toContainEqual(expect.stringMatching(/depth/));
  });

  it('agrees on any pieces of queries', { timeout: 60_000 }, () => {
    const pieces = [
      ...[
        'DeviceEvents',
        'SecurityEvent',
        'let x = ',
        'x',
        '| where ',
        '| extend ',
        '| project ',
        '| summarize count() by ',
      ],
      ...[
        'DeviceName',
        'TimeGenerated',
        ' == ',
        ' has ',
        ' in~ ',
        '"a"',
        '@"\\b"',
        '1d',
        'ago(1d)',
        '(',
        ')',
        ',',
        ';',
        '\n',
      ],
      ...['| join ', ' on ', '| union ', '| mv-expand ', 'tolower(', '// c\n', '!', '|', '{', '}', '.', '#', "'"],
    ];
    const text = fc.array(fc.constantFrom(...pieces), { maxLength: 25 }).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(text, (query) => expectSame(query)),
      { numRuns: 150 },
    );
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
