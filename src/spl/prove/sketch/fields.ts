import type { SplCommand } from '../../parse.ts';
import { readNames } from '../../run/aggregate/parse.ts';
import { readRenamings } from '../../run/commands/fields.ts';
import { parseAssignments, parseExpression } from '../../run/expression/parse.ts';
import { nameMatcher } from '../../run/search/wildcard.ts';
import { conditionOf, termOf } from './expression.ts';
import { closed, type Flow, filtered, get, goneWith, withFields } from './flow.ts';
import { must, opaque, type Step } from './step.ts';

export const where: Step = (command, flow, sketcher, stage) => {
  if (command.nested.length > 0) return opaque(flow, stage, sketcher);
  const known = must(flow);
  const expression = parseExpression(command.args, endOf(command));
  return [filtered(known, conditionOf(expression, { flow: known, sketcher, stage }, true))];
};

export const evaluate: Step = (command, flow, sketcher, stage) => {
  let known = must(flow);
  for (const { target, value } of parseAssignments(command.args, endOf(command))) {
    known = withFields(known, [[target, termOf(value, { flow: known, sketcher, stage })]]);
  }
  return [known];
};

function endOf({ args, start }: SplCommand): number {
  const last = args.at(-1);
  return last ? last.start + last.text.length : start;
}

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Rename */
export const rename: Step = (command, flow, _, stage) => {
  let known = must(flow);
  for (const { from, to } of readRenamings(command.args)) {
    const own = new Map(known.own);
    const { rest } = known;
    const pairs = from.includes('*') ? wildcardPairs(from, to, [...own.keys()]) : [[from, to] as const];
    const moved = pairs.map(([old, name]) => [name, own.get(old) ?? rest(old)] as const);
    for (const [old] of pairs) own.set(old, { kind: 'none', because: `${old} is called otherwise after ${stage}` });
    for (const [name, term] of moved) own.set(name, term);
    known = { ...known, own };
  }
  return [known];
};

function wildcardPairs(from: string, to: string, names: readonly string[]): (readonly [string, string])[] {
  const starsOf = nameMatcher(from);
  return names.flatMap((name) => {
    const stars = starsOf(name);
    if (!stars) return [];
    let at = 0;
    return [[name, to.replace(/\*/g, () => stars[at++] ?? '')] as const];
  });
}

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Table and Fields */
export const table: Step = (command, flow, _, stage) => [kept(must(flow), readNames(command.args), stage, [])];

export const fields: Step = (command, flow, _, stage) => {
  const known = must(flow);
  const [head, ...rest] = command.args;
  const sign = head?.kind === 'word' && /^[+-]/.test(head.text) ? (head.text[0] as string) : '';
  const first =
    sign && head
      ? head.text.length > 1
        ? [{ ...head, text: head.text.slice(1), start: head.start + 1 }]
        : []
      : head
        ? [head]
        : [];
  const names = readNames([...first, ...rest]);
  if (sign !== '-') return [kept(known, names, stage, ['_time', '_raw'])];
  const gone = new Set(names);
  const lost = goneWith(stage);
  return [
    {
      ...known,
      own: new Map([...known.own].filter(([name]) => !gone.has(name))),
      rest: (name) => (gone.has(name) ? lost(name) : known.rest(name)),
    },
  ];
};

function kept(flow: Flow, names: readonly string[], stage: string, besides: readonly string[]): Flow {
  const wild = names.filter((name) => name.includes('*')).map((name) => nameMatcher(name));
  const plain = [...names.filter((name) => !name.includes('*')), ...besides].map(
    (name) => [name, get(flow, name)] as const,
  );
  const matched = [...flow.own].filter(([name]) => wild.some((matches) => matches(name)));
  const found = closed(flow, [...matched, ...plain], stage);
  const { rest } = found;
  return wild.length === 0
    ? found
    : { ...found, rest: (name) => (wild.some((matches) => matches(name)) ? flow.rest(name) : rest(name)) };
}
