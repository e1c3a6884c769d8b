import { createRequire } from 'node:module';

/*
 * Microsoft's parser as anyone would set it up: nothing of ours is loaded. Sent `{ tables }` once and then `{ texts }`, this process
 * answers with the processor's milliseconds that one analysis of each text took, and with what was found in them.
 */
const require = createRequire(import.meta.url);
require('@kusto/language-service-next/bridge.min.js');
require('@kusto/language-service-next/Kusto.Language.Bridge.min.js');
const { Symbols, GlobalState, KustoCode } = globalThis.Kusto.Language;
const { Array: Lists } = globalThis.System;

/** @type {any} */
let globals;

/** @param {any} list */
function items(list) {
  return Array.from({ length: Lists.getCount(list) }, (_, index) => Lists.getItem(list, index));
}

/** @param {Record<string, string>} tables names to Kusto column lists */
function setUp(tables) {
  const members = Object.entries(tables).map(([name, columns]) =>
    Symbols.TableSymbol.From(`(${columns})`).WithName(name),
  );
  globals = GlobalState.Default.WithDatabase(
    new Symbols.DatabaseSymbol.ctor('db', Lists.init(members, Symbols.Symbol)),
  );
}

/** @param {readonly string[]} texts */
function analyse(texts) {
  const before = process.cpuUsage();
  const found = texts.map((text) => KustoCode.ParseAndAnalyze(text, globals).GetDiagnostics());
  const { user, system } = process.cpuUsage(before);
  const told = found.map((list) =>
    items(list).map(({ Code, Severity, Message, Start, Length }) => [Code, Severity, Message, Start, Length]),
  );
  return { ms: (user + system) / 1000, told };
}

process.on('message', ({ tables, texts }) => {
  if (tables) setUp(tables);
  process.send?.(texts ? analyse(texts) : {});
});
