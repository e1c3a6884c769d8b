import { endOfOption, isName, joinedName, wordOf } from '../aggregates.ts';
import type { Finding } from '../finding.ts';
import { lookupParts } from '../flow/match.ts';
import { type Token, unquote } from '../lexer.ts';
import type { SplCommand } from '../parse.ts';

/** Commands that do nothing without an argument (Splunk's search reference, 10.2: https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/ListOfSearchCommands); subsearches count as one. */
const NEEDS_ARGUMENTS: ReadonlySet<string> = new Set([
  ...[
    'eval',
    'where',
    'fieldformat',
    'fields',
    'table',
    'rename',
    'dedup',
    'sort',
    'rex',
    'regex',
    'lookup',
    'replace',
  ],
  ...[
    'mvexpand',
    'mvcombine',
    'makemv',
    'nomv',
    'top',
    'rare',
    'chart',
    'timechart',
    'join',
    'bin',
    'bucket',
    'convert',
  ],
  ...[
    'append',
    'appendcols',
    'appendpipe',
    'foreach',
    'iplocation',
    'strcat',
    'tstats',
    'inputlookup',
    'from',
    'search',
  ],
]);

type Rule = (value: string) => boolean;

const truth: Rule = (value) => /^(?:t|true|f|false|0|1|yes|no|y|n)$/i.test(value);
const whole: Rule = (value) => /^\d+$/.test(value);
const integer: Rule = (value) => /^-?\d+$/.test(value);
const oneOf =
  (...values: readonly string[]): Rule =>
  (value) =>
    values.includes(value.toLowerCase());

const AGGREGATE = { allnum: truth, partitions: whole } as const;
const CHART = { cont: truth, usenull: truth, useother: truth, bins: whole } as const;
const SUBSEARCH = { maxtime: whole, maxout: whole, timeout: whole, extendtimerange: truth } as const;

/** Options whose values are of a closed kind, by command (Splunk's search reference, 10.2: https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/ListOfSearchCommands). */
const OPTIONS: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  stats: AGGREGATE,
  eventstats: { allnum: truth },
  streamstats: { current: truth, global: truth, allnum: truth, reset_on_change: truth, window: whole },
  chart: { ...CHART, limit: () => true },
  timechart: { ...CHART, partial: truth, fixedrange: truth },
  top: { limit: whole, showcount: truth, showperc: truth, useother: truth },
  rare: { limit: whole, showcount: truth, showperc: truth },
  dedup: { keepevents: truth, keepempty: truth, consecutive: truth },
  head: { limit: whole, null: truth, keeplast: truth },
  join: { type: oneOf('inner', 'outer', 'left'), overwrite: truth, earlier: truth, max: whole, usetime: truth },
  append: SUBSEARCH,
  appendcols: { ...SUBSEARCH, override: truth },
  appendpipe: { run_in_preview: truth },
  lookup: { local: truth, update: truth, event_time_field: () => true },
  inputlookup: { append: truth, strict: truth, start: whole, max: whole },
  rex: { max_match: whole, mode: oneOf('sed') },
  makemv: { allowempty: truth, setsv: truth },
  mvexpand: { limit: whole },
  iplocation: { allfields: truth },
  makeresults: { count: whole, annotate: truth, format: oneOf('csv', 'json') },
  transaction: { keepevicted: truth, mvlist: () => true, keeporphans: truth, maxevents: integer, connected: truth },
  tstats: {
    prestats: truth,
    append: truth,
    summariesonly: truth,
    allow_old_summaries: truth,
    local: truth,
    chunk_size: whole,
    include_reduced_buckets: truth,
  },
  bin: { bins: whole },
  bucket: { bins: whole },
  addtotals: { row: truth, col: truth },
};

/** A command has the arguments that it cannot do without, and its options have values that they can have. */
export function checkArguments(command: SplCommand): Finding[] {
  return [...missing(command), ...unfinished(command), ...options(command), ...(SHAPES[command.name]?.(command) ?? [])];
}

function missing({ name, args, nested, implicit, start }: SplCommand): Finding[] {
  if (implicit || !NEEDS_ARGUMENTS.has(name) || args.length > 0 || nested.length > 0) return [];
  return [{ code: 'spl-arguments', message: `${name} has nothing to work with`, start }];
}

/** `index=`, `fillnull value=`: an operator with nothing behind it. Expressions are told of by their own check. */
function unfinished({ name, args, nested }: SplCommand): Finding[] {
  const last = args.at(-1);
  if (last?.kind !== 'operator' || nested.length > 0 || ['eval', 'where', 'fieldformat'].includes(name)) return [];
  if (Object.hasOwn(OPTIONS[name] ?? {}, wordOf(args.at(-2)))) return [];
  return [{ code: 'spl-arguments', message: `nothing stands behind ${last.text}`, start: last.start }];
}

function options({ name, args }: SplCommand): Finding[] {
  const rules = OPTIONS[name];
  if (!rules) return [];
  return args.flatMap((token, at): Finding[] => {
    const word = wordOf(token);
    const value = args[at + 2];
    if (args[at + 1]?.text !== '=' || !Object.hasOwn(rules, word)) return [];
    if (!value) return [{ code: 'spl-option', message: `${word}= has no value`, start: token.start }];
    if (value.kind === 'macro' || value.kind === 'lparen') return [];
    const text = args
      .slice(at + 2, endOfOption(args, at) + 1)
      .map(unquote)
      .join('');
    if (rules[word]?.(text)) return [];
    return [{ code: 'spl-option', message: `${word}=${text}: ${name} takes no such value`, start: value.start }];
  });
}

const SHAPES: Readonly<Record<string, (command: SplCommand) => Finding[]>> = {
  head: (command) => [...negativeCount(command), ...zeroCount(command), ...wordCount(command)],
  tail: (command) => [...negativeCount(command), ...zeroCount(command)],
  dedup: (command) => [...negativeCount(command), ...zeroCount(command), ...fieldless(command)],
  top: fieldless,
  rare: fieldless,
  mvexpand: fieldless,
  sort: unsorted,
  rename: misnamed,
  join: unjoined,
  append: unjoined,
  fields: nameless,
  lookup: keyless,
  appendcols: unjoined,
};

function negativeCount({ name, args: [first] }: SplCommand): Finding[] {
  if (first?.kind !== 'word' || !/^-\d+$/.test(first.text)) return [];
  return [
    { code: 'spl-arguments', message: `${name} ${first.text}: the number cannot be negative`, start: first.start },
  ];
}

/** `head x`: a number, an option, or an expression in parentheses. */
function wordCount({ args: [first, next], nested }: SplCommand): Finding[] {
  if (first?.kind !== 'word' || next?.kind === 'operator' || nested.length > 0 || /^[-\d]/.test(first.text)) return [];
  return [{ code: 'spl-arguments', message: `head ${first.text}: a number was expected`, start: first.start }];
}

/** `fields -`. */
function nameless({ name, args: [first, next], start }: SplCommand): Finding[] {
  if (!/^[+-]$/.test(first?.text ?? '') || next) return [];
  return [{ code: 'spl-arguments', message: `${name} ${first?.text} names no field`, start }];
}

function keyless({ args, start, nested }: SplCommand): Finding[] {
  const { table, keys } = lookupParts(args);
  if (!table || keys.length > 0 || nested.length > 0 || args.some(({ kind }) => kind === 'macro')) return [];
  return [{ code: 'spl-arguments', message: 'lookup names no field to look for', start }];
}

function zeroCount({ name, args: [first, next] }: SplCommand): Finding[] {
  if (first?.kind !== 'word' || !/^0+$/.test(first.text) || next?.kind === 'operator') return [];
  return [{ code: 'spl-arguments', message: `${name} 0 keeps nothing`, start: first.start }];
}

/** `rare limit=10`: options and a number, and no field. */
function fieldless({ name, args, nested, start }: SplCommand): Finding[] {
  if (args.length === 0 || nested.length > 0 || args.some(({ kind }) => kind === 'macro')) return [];
  const own = args.slice(0, endOfOwn(args));
  const named = own.some(
    (token, at) =>
      isName(token) &&
      !/^-?\d+$/.test(token.text) &&
      own[at + 1]?.kind !== 'operator' &&
      own[at - 1]?.kind !== 'operator',
  );
  return named ? [] : [{ code: 'spl-arguments', message: `${name} names no field`, start }];
}

/** The arguments before `by` or `sortby`. */
function endOfOwn(args: readonly Token[]): number {
  const at = args.findIndex((token) => /^(?:by|sortby)$/.test(wordOf(token)));
  return at < 0 ? args.length : at;
}

/** `sort -`: a direction and nothing to sort by. */
function unsorted({ args, start }: SplCommand): Finding[] {
  const fields = args.filter(
    (token, at) =>
      isName(token) &&
      args[at + 1]?.kind !== 'operator' &&
      args[at - 1]?.kind !== 'operator' &&
      !/^(?:[+-]|\d+|d|desc|a|asc)$/i.test(token.text),
  );
  if (fields.length > 0 || args.length === 0 || args.some(({ kind }) => kind === 'macro')) return [];
  return [{ code: 'spl-arguments', message: 'sort names no field', start }];
}

/** `rename a AS b, c AS d`, commas or not. */
function misnamed({ args }: SplCommand): Finding[] {
  const wrong = ({ start }: Token): Finding[] => [
    { code: 'spl-arguments', message: 'rename is written field AS name', start },
  ];
  for (let at = 0; at < args.length; at += 1) {
    const token = args[at] as Token;
    if (token.kind === 'macro') return [];
    if (token.kind === 'comma') continue;
    if (!isName(token)) return wrong(token);
    const from = joinedName(args, at);
    const as = args[from.last + 1];
    const to = args[from.last + 2];
    if (as?.kind === 'macro' || to?.kind === 'macro') return [];
    if (wordOf(as) !== 'as' || !isName(to)) return wrong(as ?? token);
    at = joinedName(args, from.last + 2).last;
  }
  return [];
}

function unjoined({ name, args, nested, start }: SplCommand): Finding[] {
  if (nested.length > 0 || args.length === 0 || args.some(({ kind }) => kind === 'macro')) return [];
  return [{ code: 'spl-arguments', message: `${name} needs a subsearch in brackets`, start }];
}
