import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCode } from '../../src/kql/code.ts';
import { listOf, loadKusto, type Node, type RawDiagnostic } from '../../src/kql/kusto.ts';
import { createSchema } from '../../src/kql/schema.ts';
import { descendants } from '../../src/kql/service.ts';

const schema = createSchema();

const QUERIES = [
  'DeviceEvents | where Timestamp > ago(7d) and ActionType has_any ("a", "b") | summarize count() by DeviceName, bin(TimeGenerated, 1h)',
  'let f = (x:string) { SigninLogs | where UserPrincipalName == x | project-away UserId }; f("a") | join kind=inner (DeviceEvents) on $left.Location == $right.DeviceName',
  'let ids = datatable(id:string) ["a", @"b\\"]; union isfuzzy=true Device*, (AuditLogs | extend d = parse_json(AdditionalDetails).x[0]) | where * has "z" | top 5 by TimeGenerated',
  'DeviceProcessEvents | mv-expand a = split(ProcessCommandLine, " ") to typeof(string) | parse a with "x" y:long "z" * | make-series n = count() default=0 on TimeGenerated step 1h by a',
  'search in (DeviceEvents) "x" | evaluate bag_unpack(AdditionalFields) | serialize r = row_number() | extend case(r > 1, "a", isnull(r), "b", "c")',
];

/** All that is read of a tree: what is where, and what it was bound to. */
function shapeOf(root: Node): unknown[] {
  return [...descendants(root)].map((node) => [
    node.Kind,
    node.TextStart,
    node.End,
    node.ResultType?.Name ?? null,
    node.ReferencedSymbol?.Name ?? null,
    listOf(node.ResultType?.Columns).map(({ Name, Type }) => [Name, Type?.Name]),
  ]);
}

function told(diagnostics: readonly RawDiagnostic[]): unknown[] {
  return diagnostics.map(({ Code, Severity, Message, Start, Length }) => [Code, Severity, Message, Start, Length]);
}

function expectSame(text: string): void {
  const { KustoCode } = loadKusto();
  const globals = schema.globalsFor(text, 'native');
  for (const [wanted, theirs] of [
    ['bound', KustoCode.ParseAndAnalyze(text, globals)],
    ['parsed', KustoCode.Parse(text, globals)],
  ] as const) {
    const ours = readCode(text, globals, wanted);
    expect(ours.isQuery).toBe(theirs.Kind === 'Query');
    expect(told(ours.diagnostics)).toEqual(told(listOf(theirs.GetDiagnostics())));
    expect(shapeOf(ours.root)).toEqual(shapeOf(theirs.Syntax));
  }
}

describe('a text, read without the grammar of completion', () => {
  it.each([...QUERIES, '', '// nothing', '.show tables', '#connect x', 'DeviceEvents | where', 'DeviceEvents; x | y'])(
    'is what KustoCode makes of it: %s',
    (text) => expectSame(text),
  );

  it('is that of every text', () => {
    const pieces = QUERIES.flatMap((query) => query.split(/(\s+|(?<=[(|,;])|(?=[)|,;]))/)).filter((one) => one !== '');
    const mixed = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join(''));
    const cut = fc
      .tuple(fc.constantFrom(...QUERIES), fc.nat(200), fc.nat(20), fc.constantFrom('', '|', '"', '(', "'", '\n', '.'))
      .map(([query, at, length, put]) => `${query.slice(0, at)}${put}${query.slice(at + length)}`);
    fc.assert(
      fc.property(fc.oneof(mixed, cut, fc.string({ unit: 'grapheme', maxLength: 40 })), (text) => expectSame(text)),
      { numRuns: 150 },
    );
  });

  it('is told to be too deep where it is', () => {
    expectSame(`DeviceEvents ${'| where DeviceName == "a" '.repeat(700)}`);
  });
});
