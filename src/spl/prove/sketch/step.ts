import { ALWAYS, allOf, open } from '../../../prove/solve/formula.ts';
import { unknownTerm } from '../../../prove/solve/term.ts';
import type { SplCommand } from '../../parse.ts';
import type { Flow, Sketcher } from './flow.ts';

/** What a command makes of results; none for those that a pipeline begins with. */
export type Step = (command: SplCommand, flow: Flow | null, sketcher: Sketcher, stage: string) => Flow[];

export const EMPTY: Flow = {
  own: new Map(),
  rest: () => unknownTerm('a field'),
  readings: [],
  formula: ALWAYS,
  alone: true,
};

export function must(flow: Flow | null): Flow {
  return flow ?? EMPTY;
}

export const same: Step = (_, flow) => [must(flow)];

/** Results of which nothing is known. */
export function opaque(flow: Flow | null, stage: string, sketcher: Sketcher): Flow[] {
  sketcher.opens();
  const known = must(flow);
  const formula = allOf(known.formula, open(stage));
  return [{ ...known, own: new Map(), rest: () => unknownTerm(stage), formula, alone: false }];
}
