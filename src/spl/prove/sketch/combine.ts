import { allOf } from '../../../prove/solve/formula.ts';
import { alike } from '../../../prove/solve/holds.ts';
import { readNames } from '../../run/aggregate/parse.ts';
import { readArguments } from '../../run/commands/arguments.ts';
import { asks, type Flow, get } from './flow.ts';
import { NOT_EMPTY } from './group.ts';
import { must, opaque, type Step } from './step.ts';

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Append */
export const append: Step = (command, flow, sketcher) => [
  must(flow),
  ...command.nested.flatMap((pipeline) => sketcher.flows(pipeline)),
];
export const merged: Step = (command, flow, sketcher) => [
  ...(flow ? [flow] : []),
  ...command.nested.flatMap((pipeline) => sketcher.flows(pipeline)),
];
export const appendpipe: Step = (command, flow, sketcher) => {
  const known = must(flow);
  return [known, ...command.nested.flatMap((pipeline) => sketcher.onwards(pipeline, known))];
};

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Join: fields of the subsearch replace those of the same name. */
export const join: Step = (command, flow, sketcher, stage) => {
  const left = must(flow);
  const { options, rest } = readArguments(command.args, [
    'type',
    'max',
    'overwrite',
    'usetime',
    'earlier',
    'left',
    'right',
  ]);
  if (options.has('left') || options.has('right')) return opaque(flow, stage, sketcher);
  const rights = command.nested.flatMap((pipeline) => sketcher.flows(pipeline));
  const met = rights.map((right): Flow => {
    const names = readNames(rest);
    const keys =
      names.length > 0 ? names : [...left.own.keys()].filter((name) => right.own.has(name) && !name.startsWith('_'));
    const same = keys.flatMap((name) => {
      const terms = [get(left, name), get(right, name)] as const;
      // What one side lacks joins with nothing.
      const there = terms.map((term) => asks(term, NOT_EMPTY, { stage, strict: true }));
      return [...there, alike(terms[0], terms[1], false, { stage, strict: true })];
    });
    return {
      own: new Map([...left.own, ...[...right.own].filter(([, term]) => term.kind !== 'none')]),
      rest: (name) => {
        const other = right.rest(name);
        return other.kind === 'none' ? left.rest(name) : other;
      },
      readings: [...left.readings, ...right.readings],
      alone: left.alone && right.alone,
      formula: allOf(left.formula, right.formula, ...same),
    };
  });
  if (!/^(?:left|outer)$/i.test(options.get('type') ?? '')) return met;
  return [...met, { ...left, alone: false }];
};
