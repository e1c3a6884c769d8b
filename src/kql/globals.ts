import { type Globals, loadKusto } from './kusto.ts';

let base: Globals | undefined;

/**
 * What the language service knows without any database: its functions, operators and plugins. It finds them by name in tables that each
 * state makes when it is first asked, unless it was derived from one that has them; so they are asked for here, once.
 */
export function baseGlobals(): Globals {
  if (!base) {
    const { Default } = loadKusto().GlobalState;
    // The options are what ParseAndAnalyze asks for: set here, it need not make a new state (and cache) each time.
    base = Default.WithParseOptions(Default.ParseOptions.WithAlwaysProduceEndTokens(true));
    for (const find of ['GetFunction', 'GetAggregate', 'GetPlugIn', 'GetAmbientSymbol'] as const) base[find]('');
    base.GetOperator(0);
  }
  return base;
}
