import { anyOf, open } from '../../../prove/solve/formula.ts';
import { type Term, unknownTerm } from '../../../prove/solve/term.ts';
import { test } from '../../../prove/solve/test.ts';
import { unquote } from '../../lexer.ts';
import { readNames, wordOf } from '../../run/aggregate/parse.ts';
import { readArguments } from '../../run/commands/arguments.ts';
import { asks, type Flow, filtered, get, loose, weakened, withFields } from './flow.ts';
import { must, type Step } from './step.ts';

/** Fields that a command makes and whose values are not told. */
function made(flow: Flow, names: readonly string[], stage: string): Flow {
  return withFields(
    flow,
    names.map((name) => [name, unknownTerm(stage)] as const),
  );
}

export const rex: Step = (command, flow, _, stage) => {
  const known = must(flow);
  const text = command.args.map(({ text: one }) => one).join(' ');
  const groups = [...text.matchAll(/\(\?P?<([A-Za-z_]\w*)>/g)].map(([, name = '']) => name);
  const [, changed] = /\bmode\s*=\s*sed\b/i.test(text) ? (/\bfield\s*=\s*"?([^\s"]+)/.exec(text) ?? []) : [];
  return [made(known, [...groups, ...(changed === undefined ? [] : [changed])], stage)];
};

/** Fields of lookups are not told, whatever they are called, and may stand in the place of others. */
export const widened: Step = (_, flow, __, stage) => {
  const known = must(flow);
  const own = [...known.own].map(([name, term]) => [name, weakened(term)] as const);
  return [
    {
      ...known,
      own: new Map(own),
      rest: (name) => weakened(known.rest(name).kind === 'none' ? unknownTerm(stage) : known.rest(name)),
    },
  ];
};

export const iplocation: Step = (command, flow, sketcher, stage) => {
  const { options, rest } = readArguments(command.args, ['prefix', 'lang', 'allfields']);
  // With them all there are more than are known here.
  if (options.has('allfields')) return widened(command, flow, sketcher, stage);
  const prefix = options.get('prefix') ?? '';
  const known = must(flow);
  const [field] = readNames(rest);
  const address = test('regex', ['^\\d+\\.\\d+\\.\\d+\\.\\d+$']);
  // Only of an address is anything known.
  const there =
    field === undefined ? [] : [anyOf(asks(loose(get(known, field)), address, { stage, strict: false }), open(stage))];
  const places = ['City', 'Country', 'Region', 'lat', 'lon'].map((name) => prefix + name);
  return [made(filtered(known, ...there), places, stage)];
};

/** Fields that are named are much the same as before. */
export const changes: Step = (command, flow) => {
  const known = must(flow);
  const words = command.args
    .filter(({ kind }) => kind === 'word' || kind === 'field' || kind === 'string')
    .map(unquote);
  return [
    withFields(
      known,
      words.filter((name) => known.own.has(name)).map((name) => [name, weakened(get(known, name))] as const),
    ),
  ];
};

/** Times as text are times no more. */
export const convert: Step = (command, flow) => {
  const known = must(flow);
  const { args } = command;
  const fields = args.flatMap((token, at): (readonly [string, Term])[] => {
    if (args[at - 1]?.kind !== 'lparen') return [];
    const alias = wordOf(args[at + 2]) === 'as' ? args[at + 3] : undefined;
    return [[unquote(alias ?? token), weakened(get(known, unquote(token)))]];
  });
  return [withFields(known, fields)];
};

export const fillnull: Step = (command, flow) => {
  const known = must(flow);
  const { options, rest } = readArguments(command.args, ['value']);
  const value = options.get('value') ?? '0';
  const names = readNames(rest);
  const filled = (names.length > 0 ? names : [...known.own.keys()]).map((name): [string, Term] => {
    const term = get(known, name);
    return [name, term.kind === 'none' ? { kind: 'value', value } : weakened(term)];
  });
  return [withFields(known, filled)];
};

export const mvexpand: Step = (command, flow) => {
  const known = must(flow);
  const names = readNames(command.args.filter(({ kind }) => kind === 'word' || kind === 'field').slice(0, 1));
  return [
    withFields(
      known,
      names.map((name): [string, Term] => {
        const term = get(known, name);
        return [name, term.kind === 'several' ? loose(term.of) : term];
      }),
    ),
  ];
};

export const regex: Step = (command, flow, _, stage) => {
  const known = must(flow);
  const [name, sign, pattern] = command.args.length === 1 ? [undefined, undefined, command.args[0]] : command.args;
  if (!pattern) return [known];
  const asked = test('regex', [unquote(pattern)], { negated: sign?.text === '!=' });
  return [filtered(known, asks(loose(get(known, name ? unquote(name) : '_raw')), asked, { stage, strict: false }))];
};

/** A known field is counted: `top`, `rare`. */
export const top: Step = (command, flow, _, stage) => {
  const known = must(flow);
  const names = readNames(
    command.args.filter((token) => token.kind !== 'operator' && wordOf(token) !== 'by' && !/^\d+$/.test(token.text)),
  );
  const own = new Map(names.map((name) => [name, get(known, name)] as const));
  // Its own fields have names that options give.
  return [{ ...known, own, rest: () => unknownTerm(stage) }];
};
