import { jsonPieces } from '../core/json.ts';
import type { Context } from './context.ts';

/** Prints plain data as JSON for machines, on one line. */
export function printAsJson(value: unknown, { print, printPieces }: Pick<Context, 'print' | 'printPieces'>): void {
  if (printPieces) printPieces(jsonPieces(value));
  else print([...jsonPieces(value)].join(''));
}
