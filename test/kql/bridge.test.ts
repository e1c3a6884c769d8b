import { createRequire } from 'node:module';
import { afterAll, describe, expect, it } from 'vitest';
import { type BridgeRuntime, quicken, runtimeFunctions } from '../../src/kql/bridge.ts';
import { readCode } from '../../src/kql/code.ts';
import { bridgeArray, type Kusto, listOf, loadKusto } from '../../src/kql/kusto.ts';
import { workspaceTables } from '../../src/kql/reference.ts';
import { bareKusto } from '../support/bare-kusto.ts';
import { kqlBlocks } from '../support/kql-blocks.ts';
import { CORPUS, hasCorpus, SAMPLES } from '../support/world.ts';

createRequire(import.meta.url)('@kusto/language-service-next/bridge.min.js');
// biome-ignore lint/suspicious/noExplicitAny: a runtime without types
const world = globalThis as any as BridgeRuntime & { readonly Bridge: any; readonly System: any; readonly Kusto: any };
const slow = runtimeFunctions(world);
const kusto: Kusto = loadKusto();
const { Bridge, System } = world;
const fast = runtimeFunctions(world);

const { ScalarTypes, Symbol: AnySymbol, ColumnSymbol, TableSymbol } = kusto.Symbols;
const { Collections } = System;
const list = (type: unknown, ...values: unknown[]) => {
  const made = new (Collections.Generic.List$1(type).ctor)();
  for (const value of values) made.add(value);
  return made;
};
const column = new ColumnSymbol('a', ScalarTypes.GetSymbol('string'));
const table = new TableSymbol.$ctor4('T', bridgeArray([column], ColumnSymbol));
const code = kusto.KustoCode.Parse('T | where a == "x"', kusto.GlobalState.Default);
const typed = Object.assign([1, 2], { $type: System.Array.type(System.Int32) });

/** Some of each kind of value that code made from C# passes around. */
const VALUES: Readonly<Record<string, () => unknown>> = {
  null: () => null,
  undefined: () => undefined,
  text: () => 'a',
  'empty text': () => '',
  number: () => 1,
  zero: () => 0,
  true: () => true,
  false: () => false,
  date: () => new Date(0),
  function: () => Math.max,
  class: () => TableSymbol,
  'plain object': () => ({ a: 1 }),
  'object without prototype': () => Object.create(null),
  array: () => [column, column],
  'array of boxed': () => [Bridge.box(1, System.Int32), null],
  'typed array': () => new Uint8Array([1, 2]),
  'array of C#': () => typed,
  'made array': () => bridgeArray([column], AnySymbol),
  boxed: () => Bridge.box(1, System.Int32),
  'boxed null': () => Bridge.box(null, System.Int32),
  'boxed enum': () => Bridge.box(0, world.Kusto.Language.DiagnosticLocationKind),
  long: () => System.Int64(5),
  list: () => list(AnySymbol, column, table),
  'empty list': () => list(System.String),
  'list of texts': () => list(System.String, 'a', 'b'),
  'safe list': () => table.Columns,
  dictionary: () => new (Collections.Generic.Dictionary$2(System.String, System.Int32).ctor)(),
  'hash set': () => new (Collections.Generic.HashSet$1(System.String).ctor)(),
  enumerator: () => Bridge.getEnumerator([1]),
  column: () => column,
  table: () => table,
  type: () => ScalarTypes.GetSymbol('string'),
  node: () => code.Syntax,
  token: () => code.Syntax.GetTokenAt(0),
  struct: () => new world.Kusto.Language.Utils.CancellationToken(),
  error: () => new System.ArgumentException.ctor(),
};

const TYPES: Readonly<Record<string, unknown>> = {
  Object: Object,
  'System.Object': System.Object,
  String: String,
  'System.String': System.String,
  Number: Number,
  'System.Int32': System.Int32,
  'System.Int64': System.Int64,
  'System.Boolean': System.Boolean,
  'System.DateTime': System.DateTime,
  'System.ValueType': System.ValueType,
  'System.Enum': System.Enum,
  Array: Array,
  'array of symbols': System.Array.type(AnySymbol),
  IDisposable: System.IDisposable,
  IEnumerable: Collections.IEnumerable,
  'IEnumerable of symbols': Collections.Generic.IEnumerable$1(AnySymbol),
  'IReadOnlyList of columns': Collections.Generic.IReadOnlyList$1(ColumnSymbol),
  'IComparable of texts': System.IComparable$1(System.String),
  'List of symbols': Collections.Generic.List$1(AnySymbol),
  Symbol: AnySymbol,
  ColumnSymbol,
  TableSymbol,
  TypeSymbol: world.Kusto.Language.Symbols.TypeSymbol,
  SyntaxElement: world.Kusto.Language.Syntax.SyntaxElement,
  SyntaxToken: world.Kusto.Language.Syntax.SyntaxToken,
  struct: world.Kusto.Language.Utils.CancellationToken,
  enum: world.Kusto.Language.DiagnosticLocationKind,
  Exception: System.Exception,
  true: true,
};

function outcomeOf(work: () => unknown): unknown {
  // What an error left behind.
  Bridge.$equalsGuard.length = 0;
  try {
    const value = work();
    const { $boxed: isBoxed, v, type } = Object(value);
    // Each box has functions of its own.
    return isBoxed ? { boxed: v, type } : { value };
  } catch (error) {
    return { thrown: (error as Error).constructor.name };
  }
}

function expectSame(work: (functions: typeof slow) => unknown): void {
  expect(outcomeOf(() => work(fast))).toEqual(outcomeOf(() => work(slow)));
}

describe('the quickened runtime', () => {
  it('has replaced the functions of the package that is installed', () => {
    for (const name of ['isArray', 'hasValue', 'referenceEquals', 'staticEquals', 'is', 'as', 'ref'] as const) {
      expect(fast[name]).not.toBe(slow[name]);
    }
    expect([fast.getCount === slow.getCount, fast.getItem === slow.getItem]).toEqual([false, false]);
  });

  it('leaves a runtime that it does not know as it is', () => {
    const other = { Bridge: { ...Bridge }, System: { ...System, Array: { ...System.Array } } } as BridgeRuntime;
    const before = runtimeFunctions(other);
    expect(quicken(other)).toBe(false);
    expect(runtimeFunctions(other)).toEqual(before);
  });

  describe.each(Object.keys(VALUES))('of a value: %s', (name) => {
    const value = VALUES[name] as () => unknown;
    const one = value();

    it('says the same of it alone', () => {
      expectSame(({ isArray }) => isArray.call(Bridge, value()));
      expectSame(({ isArray }) => isArray.call(Bridge, value(), Array));
      expectSame(({ hasValue }) => hasValue.call(Bridge, value()));
      for (const type of [undefined, AnySymbol, ColumnSymbol, System.String, System.Int32]) {
        expectSame(({ getCount }) => getCount.call(System.Array, value(), type));
        expectSame(({ getItem }) => getItem.call(System.Array, one, 0, type));
      }
    });

    it.each(Object.keys(TYPES))('says the same of it and a type: %s', (type) => {
      for (const ignoreFn of [undefined, true]) {
        expectSame(({ is }) => is.call(Bridge, one, TYPES[type], ignoreFn, true));
        expectSame(({ is }) => is.call(Bridge, one, TYPES[type], ignoreFn));
      }
      expectSame((functions) => functions.as.call(Bridge, one, TYPES[type]));
      expectSame((functions) => functions.as.call(Bridge, one, TYPES[type], true));
    });

    it.each(Object.keys(VALUES))('says the same of it and another: %s', (other) => {
      const [a, b] = [value(), (VALUES[other] as () => unknown)()];
      expectSame(({ referenceEquals }) => referenceEquals.call(Bridge, a, b));
      expectSame(({ staticEquals }) => staticEquals.call(Bridge, a, b));
    });

    it('passes it by reference', () => {
      expectSame(({ ref }) => {
        const owner: Record<string, unknown> = { a: 1 };
        const reference = ref.call(Bridge, owner, 'a');
        const before = reference.v;
        reference.v = one;
        return [before, reference.v, owner];
      });
      expectSame(({ ref }) => ref.call(Bridge, one).v);
    });
  });
});

describe('what the parser says', () => {
  const bare = bareKusto(workspaceTables());
  afterAll(async () => (await bare).close());

  it('is what it says in a process that has nothing of ours', { timeout: 60_000 }, async () => {
    const texts = [
      ...kqlBlocks(SAMPLES),
      ...(hasCorpus ? kqlBlocks(CORPUS).slice(0, 60) : []),
      'x |',
      'T | where (',
      '',
    ];
    const { told } = await (await bare).analyse(texts);
    const members = Object.entries(workspaceTables()).map(([name, columns]) =>
      TableSymbol.From(`(${columns})`).WithName(name),
    );
    const database = new kusto.Symbols.DatabaseSymbol.ctor('db', bridgeArray(members, AnySymbol));
    const options = kusto.GlobalState.Default.ParseOptions.WithAlwaysProduceEndTokens(true);
    const globals = kusto.GlobalState.Default.WithParseOptions(options).WithDatabase(database).WithCache();
    const ours = texts.map((text) =>
      readCode(text, globals, 'bound').diagnostics.map(({ Code, Severity, Message, Start, Length }) => [
        Code,
        Severity,
        Message,
        Start,
        Length,
      ]),
    );
    expect(ours).toEqual(told);
    expect(listOf(table.Columns)).toEqual([column]);
  });
});
