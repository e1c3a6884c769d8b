import { CONTROL } from './control.ts';
import { CONVERSION } from './conversion.ts';
import { DATES } from './dates.ts';
import type { ScalarFunction } from './define.ts';
import { DYNAMICS } from './dynamics.ts';
import { NETWORK } from './network.ts';
import { NUMERIC } from './numeric.ts';
import { PARSERS } from './parsers.ts';
import { STRINGS } from './strings.ts';

export type { ScalarFunction } from './define.ts';

/** Every scalar function that is evaluated, by name. */
export const FUNCTIONS: ReadonlyMap<string, ScalarFunction> = new Map(
  [CONTROL, CONVERSION, DATES, DYNAMICS, NETWORK, NUMERIC, PARSERS, STRINGS].flatMap((group) => Object.entries(group)),
);

export function findFunction(name: string): ScalarFunction | undefined {
  return FUNCTIONS.get(name);
}
