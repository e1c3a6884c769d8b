import { allOf, type Formula } from '../../../prove/solve/formula.ts';
import { type HoldsOptions, holds } from '../../../prove/solve/holds.ts';
import type { SketchReading } from '../../../prove/solve/sketch.ts';
import { slotTerm, type Term, unknownTerm } from '../../../prove/solve/term.ts';
import type { Test } from '../../../prove/solve/test.ts';
import { usualTexts } from '../../../prove/solve/usual.ts';
import type { SplPipeline } from '../../parse.ts';
import type { Run } from '../../run/run.ts';

/** Results on their way through a pipeline, in one of the ways in which there may be any. */
export interface Flow {
  /** Fields that commands have made, by name. */
  readonly own: ReadonlyMap<string, Term>;
  /** What any other field is: of the events of a reading, gone with the command that is named, or not known. */
  readonly rest: (name: string) => Term;
  readonly readings: readonly number[];
  readonly formula: Formula;
  /** There is no other way in which the pipeline gives results. */
  readonly alone: boolean;
}

/** What the parts of a sketch share. */
export interface Sketcher {
  readonly run: Run;
  /** The text, macros expanded. */
  readonly source: string;
  readonly readings: SketchReading[];
  flows(pipeline: SplPipeline): Flow[];
  /** The same, going on from given results. */
  onwards(pipeline: SplPipeline, from: Flow): Flow[];
  opens(): void;
}

/** Ways that are followed side by side. */
export const MAX_WORLDS = 16;

export function get({ own, rest }: Flow, name: string): Term {
  return own.get(name) ?? rest(name);
}

export function withFields(flow: Flow, fields: Iterable<readonly [string, Term]>): Flow {
  return { ...flow, own: new Map([...flow.own, ...fields]) };
}

export function filtered(flow: Flow, ...formulas: readonly Formula[]): Flow {
  return { ...flow, formula: allOf(flow.formula, ...formulas) };
}

/** Only these fields are left. */
export function closed(flow: Flow, fields: Iterable<readonly [string, Term]>, stage: string): Flow {
  return { ...flow, own: new Map(fields), rest: goneWith(stage) };
}

export function goneWith(stage: string): Flow['rest'] {
  return (name) => ({ kind: 'none', because: `no result has a field ${name} after ${stage}` });
}

/** A new reading of a dataset or of events. */
export function read(source: string, { readings }: Sketcher): number {
  readings.push({ source, time: '_time', needed: [], usual: (field) => usualTexts(field) });
  return readings.length - 1;
}

export function fieldOf(reading: number, name: string): Term {
  return slotTerm(reading, name);
}

/** Times are numbers of seconds here. */
export function asks(term: Term, given: Test, options: HoldsOptions): Formula {
  const isTime = term.kind === 'slot' && term.slot.field === '_time';
  if (!isTime) return holds(term, given, options);
  const values = given.values.map((value) => (typeof value === 'number' ? new Date(value * 1000) : value));
  return holds(term, { ...given, values }, options);
}

/** What a command may have changed. */
export function weakened(term: Term): Term {
  if (term.kind === 'slot') return loose(term);
  return term.kind === 'value' || term.kind === 'choice' || term.kind === 'none'
    ? unknownTerm('a field that is changed')
    : term;
}

/** An event may have several values in a field: one passes a test, another the next. */
export function loose(term: Term): Term {
  return term.kind === 'slot' ? { ...term, certain: false } : term;
}
