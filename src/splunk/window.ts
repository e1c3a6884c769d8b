import { DEFAULT_WINDOW } from '../spl/time.ts';
import type { CheckedQuery, DispatchWindow } from '../sync/query.ts';

/** The window that a saved search is dispatched over: a day by default. */
export function windowOf({ window }: CheckedQuery): DispatchWindow {
  return { ...DEFAULT_WINDOW, ...window };
}
