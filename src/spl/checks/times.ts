import { endOfOption, wordOf } from '../aggregates.ts';
import { callsIn, expressionsOf } from '../expressions.ts';
import type { Finding } from '../finding.ts';
import { type Token, unquote } from '../lexer.ts';
import type { SplCommand } from '../parse.ts';
import { relativeTime, searchTime } from '../run/time/relative.ts';
import { readSpan } from '../run/time/span.ts';

const TIMES: ReadonlySet<string> = new Set(['earliest', 'latest', '_index_earliest', '_index_latest']);
/** Commands of which `earliest=` and `latest=` are a window of time. */
const WINDOWED: ReadonlySet<string> = new Set(['search', 'tstats', 'mstats']);
/** Commands with `span=`. */
const SPANNED: ReadonlySet<string> = new Set(['bin', 'bucket', 'discretize', 'timechart', 'chart', 'tstats', 'mstats']);
/** Options that take a length of time. */
const LENGTHS: Readonly<Record<string, readonly string[]>> = {
  transaction: ['maxspan', 'maxpause'],
  streamstats: ['time_window'],
};

/**
 * Time modifiers and spans are ones that Splunk has.
 * https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/SearchTimeModifiers
 */
export function checkTimes(command: SplCommand): Finding[] {
  return [...checkOptions(command), ...checkOrder(command), ...checkCalls(command)];
}

/** Some day, in seconds since 1970: only which of two times is the earlier one counts. */
const SOME_DAY = 1_760_000_000;

/** `earliest=-1h latest=-7d`: a window that ends before it begins. */
function checkOrder({ name, args }: SplCommand): Finding[] {
  if (!WINDOWED.has(name)) return [];
  const times = new Map<string, { readonly at: number; readonly text: string; readonly start: number }>();
  for (const [index, token] of args.entries()) {
    const word = wordOf(token);
    if (args[index + 1]?.text !== '=' || (word !== 'earliest' && word !== 'latest')) continue;
    const text = optionText(args, index);
    const at = searchTime(SOME_DAY, text);
    // Several windows are joined by OR.
    if (at === null || times.has(word)) return [];
    times.set(word, { at, text, start: token.start });
  }
  const [from, to] = [times.get('earliest'), times.get('latest')];
  if (!from || !to || from.at < to.at) return [];
  const message = `${from.text} is not earlier than ${to.text}: the window is empty`;
  return [{ code: 'spl-time-modifier', message, start: from.start }];
}

function checkOptions({ name, args }: SplCommand): Finding[] {
  const lengths = LENGTHS[name] ?? [];
  if (!WINDOWED.has(name) && !SPANNED.has(name) && lengths.length === 0) return [];
  const custom = args.some((token) => wordOf(token) === 'timeformat');
  return args.flatMap((token, at): Finding[] => {
    if (args[at + 1]?.text !== '=') return [];
    const value = args[at + 2];
    if (!value || value.kind === 'macro' || value.kind === 'lparen') return [];
    const word = wordOf(token);
    const { start } = value;
    const isWindow = TIMES.has(word) && WINDOWED.has(name) && !custom;
    const isBucket = word === 'span' && SPANNED.has(name);
    if (!isWindow && !isBucket && !lengths.includes(word)) return [];
    const text = optionText(args, at);
    if (isWindow && !isTime(text))
      return [{ code: 'spl-time-modifier', message: `${text} is no time that Splunk knows`, start }];
    if (isBucket && !isSpan(text))
      return [{ code: 'spl-span', message: `${text} is no span: a number with s, m, h, d, w, mon, q or y`, start }];
    if (lengths.includes(word) && !/^-1$/.test(text) && readSpan(text) === null)
      return [{ code: 'spl-span', message: `${text} is no length of time`, start }];
    return [];
  });
}

/** A real-time window is told by policy, and a token by its own check. */
function isTime(text: string): boolean {
  return text === '' || /^rt/i.test(text) || text.includes('$') || searchTime(0, text) !== null;
}

/** `log2`, `1.5log10` are spans of numbers. */
function isSpan(text: string): boolean {
  return /^(?:auto|\d*(?:\.\d+)?log\d+(?:\.\d+)?)$/i.test(text) || readSpan(text.replace(/^[a-z]/i, '1$&')) !== null;
}

function optionText(args: readonly Token[], at: number): string {
  const last = endOfOption(args, at);
  return args
    .slice(at + 2, last + 1)
    .map(unquote)
    .join('');
}

/** `relative_time(now(), "-1d@d")`. */
function checkCalls(command: SplCommand): Finding[] {
  return expressionsOf(command).placed.flatMap(({ expression }) =>
    callsIn(expression).flatMap(({ name, args }): Finding[] => {
      const time = name === 'relative_time' ? args[1] : undefined;
      if (time?.kind !== 'string' || relativeTime(0, time.value) !== null) return [];
      return [{ code: 'spl-time-modifier', message: `${time.value} is no relative time`, start: time.start }];
    }),
  );
}
