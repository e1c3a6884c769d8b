import { checkSpl } from '../../src/spl/check.ts';
import type { SplExtras } from '../../src/spl/environment.ts';

export interface SplBench {
  readonly searches: number;
  readonly characters: number;
  /** Milliseconds for one pass over all searches in a fresh process: reading the reference data and warming up included. */
  readonly firstPassMs: number;
  /** Milliseconds for one pass once warm: the median of the passes that fit into the time. */
  readonly passMs: number;
  readonly perSecond: number;
}

const environment: SplExtras = { macros: [], commands: [], lookups: [], dataModels: {} };

/** Checks all searches again and again on one core for about `seconds`. Repeated texts are not cached: each pass does all the work. */
export function benchSpl(searches: readonly string[], seconds = 2): SplBench {
  const pass = () => {
    const started = performance.now();
    for (const search of searches) checkSpl(search, { environment });
    return performance.now() - started;
  };
  const firstPassMs = pass();
  const passes: number[] = [];
  for (const end = performance.now() + seconds * 1000; performance.now() < end; ) passes.push(pass());
  const passMs = passes.sort((a, b) => a - b)[Math.floor(passes.length / 2)] ?? firstPassMs;
  return {
    searches: searches.length,
    characters: searches.reduce((sum, search) => sum + search.length, 0),
    firstPassMs,
    passMs,
    perSecond: Math.round((searches.length / passMs) * 1000),
  };
}
