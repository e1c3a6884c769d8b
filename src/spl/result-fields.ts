import { flowOf } from './flow/walk.ts';
import { parse } from './parse.ts';

/** The names of the fields that a search returns; null where nothing in it settles them, as in a search for raw events. */
export function resultFields(text: string): ReadonlySet<string> | null {
  return flowOf(parse(text)).end.only;
}
