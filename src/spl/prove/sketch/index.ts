import type { RunOptions } from '../../../prove/language.ts';
import { withBoundedEffort } from '../../../prove/solve/effort.ts';
import type { Sketch, SketchReading } from '../../../prove/solve/sketch.ts';
import { parse, type SplCommand, type SplPipeline } from '../../parse.ts';
import { expandMacros } from '../../run/expand.ts';
import { STEPS } from './commands.ts';
import { type Flow, MAX_WORLDS, type Sketcher } from './flow.ts';
import { short } from './search.ts';
import { opaque } from './step.ts';

/** What a search asks of the rows that it reads; null where its text does not tell. Never throws. */
export function sketchSpl(text: string, { now, window }: RunOptions): Sketch | null {
  try {
    return withBoundedEffort(() => sketch(text, { now, ...(window ? { window } : {}) }));
  } catch {
    return null;
  }
}

function sketch(text: string, { now, window }: RunOptions): Sketch | null {
  const unknown = new Set<string>();
  const source = expandMacros(text, unknown);
  if (unknown.size > 0) return null;
  let isOpen = false;
  const readings: SketchReading[] = [];
  const sketcher: Sketcher = {
    run: {
      now: now.getTime() / 1000,
      earliest: window ? window.earliest.getTime() / 1000 : null,
      latest: window ? window.latest.getTime() / 1000 : null,
      data: { tables: {} },
      cache: new Map(),
      given: { text: 0 },
    },
    source,
    readings,
    flows: (pipeline) => pipelineFlows(pipeline, null, sketcher),
    onwards: (pipeline, from) => pipelineFlows(pipeline, from, sketcher),
    opens: () => {
      isOpen = true;
    },
  };
  const worlds = sketcher.flows(parse(source).main).map((flow) => ({ readings: flow.readings, formula: flow.formula }));
  return { readings, worlds, open: isOpen };
}

function pipelineFlows(pipeline: SplPipeline, from: Flow | null, sketcher: Sketcher): Flow[] {
  let flows: (Flow | null)[] = [from];
  pipeline.commands.forEach((command, at) => {
    const next = pipeline.commands[at + 1];
    const stage = short(sketcher.source.slice(command.start, next ? next.start : endOf(command))).replace(
      /\s*\|\s*$/,
      '',
    );
    const found = flows.flatMap((flow) => step(command, flow, sketcher, stage));
    if (found.length > MAX_WORLDS) sketcher.opens();
    // Results of several ways meet where they are counted.
    flows = found
      .slice(0, MAX_WORLDS)
      .map((flow) => (found.length > 1 && flow.alone ? { ...flow, alone: false } : flow));
  });
  return flows.flatMap((flow) => (flow ? [flow] : []));
}

function endOf({ args, start }: SplCommand): number {
  const last = args.at(-1);
  return last ? last.start + last.text.length : start;
}

/** A command that cannot be read is one that is not told. */
function step(command: SplCommand, flow: Flow | null, sketcher: Sketcher, stage: string): Flow[] {
  const known = STEPS[command.name];
  if (!known) return opaque(flow, stage, sketcher);
  try {
    return known(command, flow, sketcher, stage);
  } catch {
    return opaque(flow, stage, sketcher);
  }
}
