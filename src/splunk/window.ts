import { DEFAULT_WINDOW } from '../spl/time.ts';
import type { CheckedQuery, DispatchWindow } from '../sync/query.ts';

/** What a saved search is dispatched over: a day where nothing says how far. */
export function windowOf({ window }: CheckedQuery): DispatchWindow {
  return { ...DEFAULT_WINDOW, ...window };
}
